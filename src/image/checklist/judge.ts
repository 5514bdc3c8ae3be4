import { isStandardStream } from "../../catalog/log-paths.ts";
import type { EngineOptions } from "../../engine/options.ts";
import type { Finding, Report } from "../../engine/result.ts";
import { runRules } from "../../engine/run.ts";
import { makeImageWorkload } from "../../model/image-workload.ts";
import type { ImageInside } from "../../model/image-inside.ts";
import type { Workload } from "../../model/workload.ts";
import { rules } from "../../rules/index.ts";
import type { SourceFile } from "../../source/source-file.ts";
import { normalizePath } from "../../util/path.ts";
import { createFates } from "../files/fate.ts";
import type { BaseEvidence } from "../base/evidence.ts";
import type { ImageContent } from "../read-image.ts";
import { readAccounts } from "./accounts.ts";
import { recordedBase } from "./base.ts";
import { findCaches } from "./caches.ts";
import { CONFIG_FILE, makeConfigDocument, type ConfigDocument } from "./config-document.ts";
import { knownBehaviour } from "./facts.ts";
import { findInstructions, matchInstructions, type Instructions } from "./instructions.ts";
import { createLayerPlaces, type LayerPlaces } from "./layer-places.ts";
import { projectOf } from "./project.ts";
import { referenceOf } from "./reference.ts";
import { imageRole } from "./role.ts";
import { rulesFor, scannerNames, type Scanner } from "./scanners.ts";
import { createScriptFinder } from "./scripts.ts";
import { placeSecrets } from "./secrets.ts";
import { findSetuid } from "./setuid.ts";
import { findTools } from "./tools.ts";

export interface JudgeOptions extends Omit<EngineOptions, "partial" | "outside" | "changed" | "foreignIgnores" | "displayPath"> {
  /** All where absent. */
  readonly scanners?: readonly Scanner[];
  /** The Dockerfile that the image was built from. */
  readonly dockerfile?: SourceFile;
  /** Files of which one may be that Dockerfile. */
  readonly candidates?: readonly SourceFile[];
  /** What lies beside the image and tells what it was built on. */
  readonly base?: BaseEvidence | undefined;
}

/** Grades an image on the checklist, by the same rules as files. */
export function judgeImage(content: ImageContent, options: JudgeOptions): Report {
  const { source, files } = content;
  const { config } = source;
  const instructions = instructionsOf(content, options);
  const document = makeConfigDocument(config, instructions);
  const places = createLayerPlaces(config, instructions);
  const scripts = new Map<string, SourceFile>([[CONFIG_FILE, document.source]]);
  if (instructions) scripts.set(instructions.source.path, instructions.source);
  const workload = workloadOf(content, options.base, document, places, scripts);
  const errors = content.errors.map(({ path, message }) => ({ file: path, message, hint: "" }));
  const { scanners = scannerNames, dockerfile: _file, candidates: _files, base: _base, ...engine } = options;
  const report = runRules(projectOf(workload, scripts, errors), rulesFor(rules, scanners), {
    ...engine,
    partial: true,
    outside: true,
  });
  const shown = new Map(scripts);
  shown.delete(CONFIG_FILE);
  if (options.configFile) shown.set(options.configFile.path, options.configFile);
  const withLayer = (finding: Finding): Finding => {
    // A script that rules have followed is in a layer too.
    const file = finding.at.layer === undefined && finding.at.file !== CONFIG_FILE ? files.find(finding.at.file) : undefined;
    const at = file ? { ...finding.at, ...places.layer(file.layer) } : finding.at;
    // An image is built anew, not edited.
    const fixes = finding.fixes.map(({ title }) => ({ title, safety: "manual" as const }));
    // Whoever asks for one image wants to know of it, whatever it is for.
    return { ...finding, at, fixes, remedies: [], gates: true };
  };
  return {
    ...report,
    sources: shown,
    findings: report.findings.map(withLayer),
    summary: { ...report.summary, fixable: 0 },
    // There is only this one, which need not be named.
    nextActions: (report.nextActions ?? []).map((action) => ({ ...action, detail: action.detail.replace(/: The image$/, "") })),
    notices: instructions || !options.dockerfile ? report.notices : [...report.notices, otherFile(options.dockerfile)],
  };
}

function otherFile({ path }: SourceFile): string {
  return `the steps of ${path} are not those of the image's history: the image was built from another state of it, or from another file`;
}

function instructionsOf({ source }: ImageContent, { dockerfile, candidates }: JudgeOptions): Instructions | undefined {
  const { history } = source.config;
  return dockerfile ? matchInstructions(dockerfile, history) : findInstructions(candidates ?? [], history);
}

function workloadOf(
  content: ImageContent,
  evidence: BaseEvidence | undefined,
  document: ConfigDocument,
  places: LayerPlaces,
  scripts: Map<string, SourceFile>,
): Workload {
  const { source, files, layers } = content;
  const { config } = source;
  const keptText = (path: string): Uint8Array | undefined => {
    const file = files.find(path);
    return file && layers[file.layer]?.kept.get(file.entry.path);
  };
  const users = readAccounts(keptText("etc/passwd"));
  const groups = readAccounts(keptText("etc/group"));
  const { base, candidates } = recordedBase(config, document, evidence);
  const names = [
    ...source.references,
    ...(source.kind === "archive" || source.kind === "layout" ? [] : [source.name]),
    ...(base.state === "known" ? [base.value.text] : []),
  ];
  const absent = source.layers.flatMap((layer, at) => (layer.absent ? [at + 1] : []));
  const bytes = layers.reduce((sum, layer) => sum + layer.inflatedBytes, 0);
  const inside: ImageInside = {
    base,
    baseCandidates: candidates,
    secrets: placeSecrets(content.secrets, document, places),
    setuid: findSetuid(files.files, { users: users.byNumber, groups: groups.byNumber }, places),
    leftovers: [...findCaches(files.layers, () => createFates(files.layers), places), ...findTools(files.files, places)],
    bytes,
    layers: layers.length,
    unread: absent.length === 0 ? undefined : `layer ${absent.join(", ")} is only given out by its vendor and was not read`,
    volumes: document.volumes,
    linkedLogs: linkedLogs(content),
    findScript: createScriptFinder(files, layers, config, scripts),
  };
  return makeImageWorkload({
    id: referenceOf(source),
    role: imageRole(config),
    config: document.config,
    accounts: users.byName,
    facts: knownBehaviour(names, config),
    inside,
  });
}

function linkedLogs({ files }: ImageContent): Set<string> {
  const linked = new Set<string>();
  for (const { path, entry } of files.files)
    if (entry.type === "symlink" && isStandardStream(entry.link)) linked.add(normalizePath(`/${path}`));
  return linked;
}
