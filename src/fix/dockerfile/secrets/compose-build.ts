import { entryAt, mapAt } from "../../../model/compose/read.ts";
import type { Project } from "../../../model/project.ts";
import { serviceOf } from "../../../model/secrets/service-secrets.ts";
import type { Workload } from "../../../model/workload.ts";
import { dirname, pathWithin } from "../../../util/path.ts";
import type { EditOp, FileOp, Intent } from "../../fix.ts";
import { appendToList, setKey } from "../../yaml/edit.ts";
import { edited, type Edited } from "../../yaml/edited.ts";
import { removeAt } from "../../yaml/at.ts";
import { findPair, openYaml, type YamlSource } from "../../yaml/source.ts";
import { scalar, writeFlow } from "../../yaml/write.ts";

export interface ComposeChange {
  readonly ops: readonly FileOp[];
  readonly intents: readonly Intent[];
}

/**
 * Gives a secret to the build of every service that builds a Dockerfile, and takes it out of the build's arguments. It comes from the
 * shell, or from a file of the repository.
 */
export function giveToBuilds(
  project: Project,
  dockerfile: string,
  name: string,
  id: string,
  secretFile?: string,
): ComposeChange | string {
  const ops: FileOp[] = [];
  const intents: Intent[] = [];
  const declared = new Map<string, { readonly source: YamlSource; readonly variable: string }>();
  const done = new Set<string>();
  for (const workload of project.workloads) {
    if (workload.kind !== "compose" || workload.build?.dockerfile !== dockerfile) continue;
    const change = changeService(workload, project, name, id);
    if (typeof change === "string") return change;
    if (!change || done.has(change.key)) continue;
    done.add(change.key);
    declared.set(change.source.file, { source: change.source, variable: change.variable });
    const made: EditOp[] = [];
    for (const result of change.edits) {
      if (!result.ok) return result.reason;
      made.push(...result.edits);
    }
    ops.push(...joinOverlap(made));
    intents.push({ kind: "compose", deployment: workload.file, path: ["services", workload.name, "build"], removes: true });
    intents.push({ kind: "compose", deployment: workload.file, path: ["secrets", id] });
  }
  for (const { source, variable } of declared.values()) {
    const secrets = findPair(source.root, "secrets")?.value;
    if (secrets?.type === "map" && findPair(secrets, id)) continue;
    const inner = secretFile === undefined ? undefined : pathWithin(dirname(source.file), secretFile);
    if (secretFile !== undefined && inner === undefined) return `${secretFile} lies outside the folder of ${source.file}`;
    const result =
      inner === undefined
        ? setKey(source, ["secrets", id, "environment"], variable)
        : setKey(source, ["secrets", id, "file"], scalar(`./${inner}`));
    if (!result.ok) return result.reason;
    ops.push(...result.edits);
  }
  return { ops, intents };
}

/** Where the argument that goes was the last of its block, what is new stands in its lines. */
function joinOverlap([first, second, ...rest]: readonly EditOp[]): EditOp[] {
  if (!first || !second || rest.length > 0) return [first, second, ...rest].filter((op) => op !== undefined);
  const at = second.span.start;
  if (first.newText !== "" || second.span.end !== at || at <= first.span.start || at >= first.span.end) return [first, second];
  // A removal of whole lines ends behind a line ending; what is inserted starts with one.
  const newline = /^\r?\n/.exec(second.newText)?.[0] ?? "";
  return [{ ...first, newText: `${second.newText.slice(newline.length)}${newline}` }];
}

interface ServiceChange {
  readonly key: string;
  readonly source: YamlSource;
  readonly edits: readonly Edited[];
  /** The variable of the shell that builds. */
  readonly variable: string;
}

function changeService(workload: Workload, project: Project, name: string, id: string): ServiceChange | string | undefined {
  const found = serviceOf(workload, project);
  if (!found) return undefined;
  const { service } = found;
  const { file, span } = service.keyOrigin;
  const text = project.files.get(file)?.text;
  if (text === undefined) return `${file} was not read`;
  const opened = openYaml(file, text, span.start);
  if (!opened.ok) return opened.reason;
  const { source } = opened;
  const argument = mapAt(service.value, "build", "args")?.entries.get(name);
  const edits: Edited[] = [];
  let variable = name;
  if (argument) {
    if (argument.keyOrigin.file !== file) return `${name} is given in another file than the service`;
    const { value } = argument;
    if (value.type === "scalar" && value.value !== null) {
      const written = /^\$\{?([A-Za-z_]\w*)(?::?[-?][^}]*)?\}?$/.exec(value.template ?? "")?.[1];
      if (written === undefined && value.unresolved.length > 0)
        return `the build argument ${name} is put together from variables`;
      variable = written ?? name;
    }
    edits.push(removeAt(source, argument.keyOrigin.span.start));
  }
  const build = entryAt(service.value, "build")?.value;
  const pair = findPath(source, ["services", workload.name, "build"]);
  if (!pair || build === undefined) return `the build of ${workload.name} comes from elsewhere`;
  if (pair.type === "scalar")
    edits.push(
      edited(source, pair, writeFlow({ context: text.slice(pair.start, pair.end), secrets: [id] }), [
        "services",
        workload.name,
        "build",
      ]),
    );
  else edits.push(appendToList(source, ["services", workload.name, "build", "secrets"], [id]));
  return { key: `${file} ${workload.name}`, source, edits, variable };
}

function findPath(source: YamlSource, path: readonly string[]) {
  let node: YamlSource["root"] | undefined = source.root;
  for (const [index, key] of path.entries()) {
    const value: ReturnType<typeof findPair> = node && findPair(node, key);
    if (index === path.length - 1) return value?.value;
    node = value?.value.type === "map" ? value.value : undefined;
  }
  return undefined;
}
