import type { Stage } from "../../../model/build.ts";
import { copiesOf } from "../../../model/copies.ts";
import { commandsOf } from "../../../model/run-commands.ts";
import type { CommandInstruction, CopyInstruction } from "../../../parse/dockerfile/tree.ts";
import { basename, joinPath } from "../../../util/path.ts";
import { removeInstruction } from "../edit.ts";
import { addIgnored } from "../ignore-file.ts";
import type { DockerfileTarget } from "../target.ts";
import type { EditOp, FileOp, Intent, Outcome, RecipeContext } from "../../fix.ts";
import { addMount, mountFlag, secretId } from "./mount.ts";

/** Files that one kind of build step reads: which, and where the mount puts the file. */
interface BuildFile {
  readonly file: RegExp;
  readonly programs: RegExp;
  readonly target?: string;
}

const buildFiles: readonly BuildFile[] = [
  { file: /^\.(?:npmrc|yarnrc(?:\.yml)?)$/, programs: /^(?:npm|yarn|pnpm)$/ },
  { file: /^pip\.conf$/, programs: /^(?:pip\d?|python\d?)$/, target: "/etc/pip.conf" },
  { file: /^\.netrc$/, programs: /^(?:git|go|pip\d?|curl|wget|bundle|composer)$/, target: "/root/.netrc" },
  { file: /^\.git-credentials$/, programs: /^(?:git|go|npm|yarn)$/, target: "/root/.git-credentials" },
  { file: /^settings\.xml$/, programs: /^(?:mvn|mvnw)$/, target: "/root/.m2/settings.xml" },
  { file: /^auth\.json$/, programs: /^composer$/ },
  { file: /^credentials$/, programs: /^(?:aws|python\d?|terraform)$/, target: "/root/.aws/credentials" },
  { file: /^nuget\.config$/i, programs: /^(?:dotnet|nuget)$/ },
  { file: /^\.(?:condarc|pypirc)$/, programs: /^(?:conda|pip\d?|twine)$/ },
  { file: /^id_(?:rsa|dsa|ecdsa|ed25519)$/, programs: /^(?:git|go|npm|yarn|pip\d?|composer|bundle|ssh|scp|cargo)$/, target: "/root/.ssh/" },
];

/** Keeps a copied secret file out of the image: as a mount for the build step that reads it, else out of the context. */
export function keepOut(context: RecipeContext, target: DockerfileTarget, stage: Stage, step: CopyInstruction): Outcome {
  const { at } = context;
  const copy = copiesOf(stage, target.build.stages).find((candidate) => candidate.step === step);
  const source = copy?.sources.find(({ word }) => word !== undefined && word.span.start <= at.span.start && at.span.end <= word.span.end);
  if (!copy || !source || source.heredoc) return { kind: "refused", reason: "the secret is written in the Dockerfile itself" };
  if (copy.from.kind !== "context") return { kind: "refused", reason: "it is copied from another stage or image" };
  const name = basename(source.path.replace(/\/+$/, ""));
  const known = buildFiles.find(({ file }) => file.test(name));
  if (known && source.unknown.length === 0) return asMount(context, target, stage, step, known, name, joinPath(copy.destination, copy.folder ? name : ""));
  return outOfContext(context, target, step, source.path, name);
}

function asMount(context: RecipeContext, target: DockerfileTarget, stage: Stage, step: CopyInstruction, known: BuildFile, name: string, destination: string): Outcome {
  const { file, build } = target;
  const id = secretId(name.replace(/^\./, ""));
  const removed = withoutSource(context, target, step);
  if (typeof removed === "string") return { kind: "refused", reason: removed };
  const readers = stage.tree.instructions.filter(
    (other): other is CommandInstruction => other.keyword === "RUN" && other.span.start > step.span.start && commandsOf(other, stage).some((command) => known.programs.test(basename(command.name?.value ?? ""))),
  );
  if (readers.length === 0) return outOfContext(context, target, step, name, name);
  const place = destination.endsWith(name) ? destination : known.target === undefined ? destination : known.target.endsWith("/") ? known.target + name : known.target;
  const ops: FileOp[] = [...removed.ops, ...readers.map((run) => addMount(file, run, mountFlag(id, run, stage, build, { target: place })))];
  const intents: Intent[] = [...removed.intents, ...readers.map((): Intent => ({ kind: "dockerfile", file: file.path, change: "change", keyword: "RUN", stage: stage.index }))];
  for (const run of stage.tree.instructions) {
    // A later `rm` of the file has nothing left to do; the file it names is a mount in none of these steps.
    if (run.keyword !== "RUN" || !isRemoval(run, stage, name) || readers.includes(run)) continue;
    if (!new RegExp(String.raw`rm\s+-\w*f`).test(run.rest.text)) {
      ops.push(removeInstruction(file, run));
      intents.push({ kind: "dockerfile", file: file.path, change: "remove", keyword: "RUN", stage: stage.index });
    }
  }
  for (const run of readers) if (isMixedRemoval(run, stage, name)) return { kind: "refused", reason: `a RUN that would get it as a mount removes ${name}, which a mount does not allow` };
  return {
    kind: "fix",
    fix: {
      title: `Give ${name} to the build as a secret mount`,
      safety: "unsafe",
      breaks: "the build must be called with --secret",
      ops,
      intents,
      notes: [`Build with: docker build --secret id=${id},src=${name} .`, "Rotate what is in the file if an image with it was ever shared."],
      secrets: [],
    },
  };
}

function isRemoval(run: CommandInstruction, stage: Stage, name: string): boolean {
  const commands = commandsOf(run, stage);
  return commands.length === 1 && commands.every((command) => basename(command.name?.value ?? "") === "rm" && command.args.some(({ value }) => basename(value) === name));
}

function isMixedRemoval(run: CommandInstruction, stage: Stage, name: string): boolean {
  return commandsOf(run, stage).some((command) => basename(command.name?.value ?? "") === "rm" && command.args.some(({ value }) => basename(value) === name));
}

interface Removed {
  readonly ops: readonly EditOp[];
  readonly intents: readonly Intent[];
}

/** The COPY without the source at the finding, or none at all. */
function withoutSource({ at }: RecipeContext, { file, build }: DockerfileTarget, step: CopyInstruction): Removed | string {
  const stage = build.stages.find(({ tree }) => tree.instructions.includes(step))?.index;
  const index = step.sources.findIndex(({ span }) => span.start <= at.span.start && at.span.end <= span.end);
  const word = step.sources[index];
  if (!word || step.json) return "COPY is written as a JSON array";
  if (step.sources.length === 1) return { ops: [removeInstruction(file, step)], intents: [{ kind: "dockerfile", file: file.path, change: "remove", keyword: step.keyword, stage }] };
  const next = step.sources[index + 1] ?? step.destination;
  if (!next || /\n[ \t]*#/.test(file.text.slice(word.span.start, next.span.start))) return "a comment stands in the COPY";
  return { ops: [{ kind: "edit", file: file.path, span: { start: word.span.start, end: next.span.start }, newText: "" }], intents: [{ kind: "dockerfile", file: file.path, change: "change", keyword: step.keyword, stage }] };
}

/** The file is needed when the container runs, if at all: it stays out of the context, and a COPY that names it goes. */
function outOfContext(context: RecipeContext, target: DockerfileTarget, step: CopyInstruction, source: string, name: string): Outcome {
  const { build } = target;
  const given = context.remedy.data?.["path"];
  const secretFile = typeof given === "string" ? given : undefined;
  const folder = build.context.kind === "folder" ? build.context.path : undefined;
  const named = /^(?:\.env(?:\..+)?|.*\.(?:pem|key|p12|pfx|jks|keystore)|id_\w+|credentials|\..*rc)$/i.test(name);
  if (folder !== undefined && secretFile !== undefined && context.project.tree.has(secretFile) && !named) {
    const inner = folder === "" ? secretFile : secretFile.startsWith(`${folder}/`) ? secretFile.slice(folder.length + 1) : undefined;
    if (inner === undefined) return { kind: "refused", reason: `${secretFile} lies outside the build context` };
    const ignored = addIgnored(context, build, [inner]);
    if (typeof ignored === "string") return { kind: "refused", reason: ignored };
    return fixOf(`Keep ${inner} out of the build context`, ignored, [], inner);
  }
  if (!named) return { kind: "refused", reason: `${source} holds more than the secret` };
  const removed = withoutSource(context, target, step);
  if (typeof removed === "string") return { kind: "refused", reason: removed };
  const ignored = folder === undefined ? [] : addIgnored(context, build, [source], step);
  return fixOf(`Do not copy ${name} into the image`, [...removed.ops, ...(typeof ignored === "string" ? [] : ignored)], removed.intents, name);
}

function fixOf(title: string, ops: readonly FileOp[], intents: readonly Intent[], name: string): Outcome {
  return {
    kind: "fix",
    fix: {
      title,
      safety: "unsafe",
      breaks: "what reads the file in the image no longer finds it",
      ops,
      intents,
      notes: [`Give ${name} to the container when it starts: as a secret (secrets: in Compose), or mounted read-only.`, "Rotate what is in the file if an image with it was ever shared."],
      secrets: [],
    },
  };
}
