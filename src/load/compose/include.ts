import type { MapEntry, MapValue, Value } from "../../parse/compose/value.ts";
import type { Origin } from "../../source/origin.ts";
import { setDefaults } from "./defaults.ts";
import type { Environment } from "./environment.ts";
import { addEnvFiles } from "./environment.ts";
import { directoryOf, isRemote, joinPath, leavesTop, relativePath } from "./paths.ts";
import { resolveVariables } from "./normalize.ts";
import { emptyProject } from "./read-document.ts";
import { resolvePaths } from "./resolve-paths.ts";
import type { Scope } from "./scope.ts";
import { reportError, reportGap } from "./session.ts";
import { resourceKinds } from "./shapes.ts";
import { childOf, mapOf, sameValue, textOf, through } from "./values.ts";

/** Longer chains of `include` are refused. */
const maxChain = 50;
const maxIncludes = 1000;

/** Merges a file over what was loaded before. */
type LoadFile = (scope: Scope, path: string, site: Origin | undefined, before: MapValue) => Promise<MapValue>;

/** Adds what a document includes to its services and resources. */
export async function applyInclude(scope: Scope, file: string, project: MapValue, loadFile: LoadFile): Promise<MapValue> {
  const include = project.entries.get("include");
  if (include === undefined) return project;
  const entries = new Map(project.entries);
  entries.delete("include");
  let result = mapOf(entries, project.origin);
  if (include.value.type !== "list") {
    const { origin } = include.value;
    reportError(scope.session, {
      file: origin.file,
      span: origin.span,
      message: "include must be a list.",
      hint: "Write each file as an item.",
    });
    return result;
  }
  for (const item of include.value.items) {
    const imported = await loadIncluded(scope, file, item, loadFile);
    if (imported !== undefined) result = importResources(scope, result, imported, item);
  }
  return result;
}

function textsOf(value: Value | undefined): { readonly text: string; readonly value: Value }[] {
  const items = value === undefined ? [] : value.type === "list" ? value.items : [value];
  return items.flatMap((item) => {
    const text = textOf(item);
    return text === undefined || text === "" ? [] : [{ text, value: item }];
  });
}

async function loadIncluded(scope: Scope, file: string, item: Value, loadFile: LoadFile): Promise<MapValue | undefined> {
  const { session } = scope;
  const paths = textsOf(item.type === "map" ? childOf(item, "path") : item);
  const main = paths[0];
  if (main === undefined) return undefined;
  if (paths.some(({ text }) => isRemote(text))) {
    reportGap(session, item.origin, "This include is not in the repository.");
    return undefined;
  }
  const mainPath = joinPath(scope.directory, main.text);
  const including = [...scope.including, file];
  if (including.includes(mainPath) || including.length > maxChain) {
    const { origin } = main.value;
    const message = `The chain of include is a circle: ${[...including, mainPath].join(" → ")}.`;
    reportError(session, { file: origin.file, span: origin.span, message, hint: "Take one of the includes out." });
    return undefined;
  }
  session.included += 1;
  if (session.included > maxIncludes) {
    const { origin } = main.value;
    const message = `More than ${maxIncludes} files are included.`;
    reportError(session, { file: origin.file, span: origin.span, message, hint: "Include each file once, at the top." });
    return undefined;
  }
  const given = item.type === "map" ? textOf(childOf(item, "project_directory")) : undefined;
  const directory = given === undefined || given === "" ? directoryOf(mainPath) : joinPath(scope.directory, given);
  const environment = await includedEnvironment(scope, directory, item);
  const inner: Scope = { session, directory, environment, including, bases: new Map() };
  let project = emptyProject(mainPath);
  for (const { text, value } of paths) project = await loadFile(inner, joinPath(scope.directory, text), value.origin, project);
  const complete = resolveVariables(setDefaults(project), environment);
  return resolvePaths(complete, relativePath(scope.directory, directory));
}

async function includedEnvironment(scope: Scope, directory: string, item: Value): Promise<Environment> {
  const { session, environment } = scope;
  const named = textsOf(childOf(item, "env_file"));
  if (named.length > 0) {
    const places = new Map(named.map(({ text, value }) => [joinPath(scope.directory, text), value]));
    return addEnvFiles(session, environment, [...places.keys()], (path, message) => {
      reportGap(session, places.get(path)?.origin ?? item.origin, `The env file ${path} is not read: ${message}`);
    });
  }
  const own = joinPath(directory, ".env");
  if (leavesTop(own) || (await session.provider.type(own)) !== "file") return environment;
  return addEnvFiles(session, environment, [own], () => undefined);
}

function importResources(scope: Scope, target: MapValue, source: MapValue, item: Value): MapValue {
  const entries = new Map(target.entries);
  for (const kind of ["services", ...resourceKinds]) {
    const from = source.entries.get(kind);
    if (from?.value.type !== "map") continue;
    const to = entries.get(kind);
    const merged = new Map<string, MapEntry>(to?.value.type === "map" ? to.value.entries : []);
    for (const [name, entry] of from.value.entries) {
      const existing = merged.get(name);
      if (existing === undefined) {
        const site = { ...item.origin, note: "include" };
        merged.set(name, { ...entry, value: through(entry.value, site) });
      } else if (!sameValue(existing.value, entry.value)) {
        reportError(scope.session, {
          file: item.origin.file,
          span: item.origin.span,
          message: `${kind}.${name} of the included file conflicts with another definition.`,
          hint: "Rename one of them, or override it in another file.",
        });
      }
    }
    const origin = to?.value.origin ?? from.value.origin;
    entries.set(kind, { key: kind, keyOrigin: to?.keyOrigin ?? from.keyOrigin, value: mapOf(merged, origin) });
  }
  return mapOf(entries, target.origin);
}
