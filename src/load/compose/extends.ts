import type { MapEntry, MapValue, Value } from "../../parse/compose/value.ts";
import type { Origin } from "../../source/origin.ts";
import { canonicalProject, emptyProject, readComposeFile, readDocument } from "./read-document.ts";
import { mergeFiles, mergeServices } from "./merge.ts";
import { directoryOf, isRemote, joinPath, relativePath } from "./paths.ts";
import { applyResets } from "./resets.ts";
import { resolvePaths } from "./resolve-paths.ts";
import type { ExtensionBase, Scope } from "./scope.ts";
import { reportError, reportGap } from "./session.ts";
import { childOf, mapOf, textOf, through } from "./values.ts";

/** Longer chains of `extends` are refused. */
const maxChain = 100;

/** Merges every service of a document over the one that it extends. */
export async function applyExtends(
  scope: Scope,
  file: string,
  project: MapValue,
  resets: readonly (readonly string[])[],
): Promise<MapValue> {
  const services = project.entries.get("services");
  if (services?.value.type !== "map") return project;
  let extended = false;
  for (const entry of services.value.entries.values()) {
    extended ||= entry.value.type === "map" && entry.value.entries.has("extends");
  }
  if (!extended) return project;
  const entries = new Map(services.value.entries);
  for (const name of services.value.entries.keys())
    await extendService({ scope, file, services: entries, failed: new Set(), resets }, name, []);
  return mapOf(
    new Map(project.entries).set("services", { ...services, value: mapOf(entries, services.value.origin) }),
    project.origin,
  );
}

interface Level {
  readonly scope: Scope;
  /** The file whose services these are. */
  readonly file: string;
  /** Replaced as they are extended. */
  readonly services: Map<string, MapEntry>;
  /** Services whose extends cannot be followed; it is not tried again. */
  readonly failed: Set<string>;
  /** Resets of this file and of those that led here. */
  readonly resets: readonly (readonly string[])[];
}

async function extendService(level: Level, name: string, chain: readonly string[]): Promise<MapEntry | undefined> {
  const entry = level.services.get(name);
  const service = entry?.value;
  if (entry === undefined || service?.type !== "map") return entry;
  const reference = service.entries.get("extends");
  if (reference === undefined || level.failed.has(name)) return entry;
  const base = await findBase(level, reference.value, name, chain);
  if (base === undefined || !base.complete) level.failed.add(name);
  if (base === undefined) return entry;
  const site: Origin = { ...reference.value.origin, note: `extends of service ${name}` };
  const below = new Map(base.value.entries);
  below.delete("extends");
  let source: Value = through(mapOf(below, base.value.origin), site);
  if (source.type !== "map") return entry;
  const resets = base.resets.filter((path) => path[0] === "services" && path[1] === name).map((path) => path.slice(2));
  source = applyResets(source, resets);
  const merged = mergeServices(source, service, level.scope.session.errors);
  const entries = new Map(merged.entries);
  if (base.complete) entries.delete("extends");
  const result: MapEntry = { ...entry, value: mapOf(entries, service.origin) };
  level.services.set(name, result);
  return result;
}

interface Base {
  readonly value: MapValue;
  readonly resets: readonly (readonly string[])[];
  /** The chain behind it was followed to its end. */
  readonly complete: boolean;
}

async function findBase(level: Level, reference: Value, name: string, chain: readonly string[]): Promise<Base | undefined> {
  const { scope } = level;
  const target = reference.type === "scalar" ? textOf(reference) : textOf(childOf(reference, "service"));
  const fileValue = childOf(reference, "file");
  const filePath = textOf(fileValue);
  const fail = (at: Value, message: string, hint: string): undefined => {
    reportError(scope.session, { file: at.origin.file, span: at.origin.span, message, hint });
  };
  if (target === undefined) return fail(reference, "extends names no service.", "Write the name of the service to extend.");
  const place = childOf(reference, "service") ?? reference;
  let next: Level = level;
  if (fileValue !== undefined && filePath !== undefined) {
    if (isRemote(filePath)) {
      reportGap(scope.session, fileValue.origin, "What this service extends is not in the repository.");
      return undefined;
    }
    const path = joinPath(scope.directory, filePath);
    const base = await loadBase(scope, path, fileValue.origin);
    if (base === undefined) return undefined;
    next = {
      scope,
      file: path,
      services: new Map(base.services.entries),
      failed: new Set(),
      resets: [...level.resets, ...base.resets],
    };
  }
  const key = `${next.file}#${target}`;
  const walked = [...chain, `${level.file}#${name}`];
  if (walked.includes(key)) {
    return fail(reference, `The chain of extends is a circle: ${[...walked, key].join(" → ")}.`, "Take one of the extends out.");
  }
  if (walked.length > maxChain) return fail(reference, `The chain of extends is longer than ${maxChain}.`, "Shorten the chain.");
  if (!next.services.has(target)) {
    return fail(place, `The service ${target} that ${name} extends is not in ${next.file}.`, "Correct the name of the service.");
  }
  const entry = await extendService(next, target, walked);
  if (entry?.value.type !== "map") return undefined;
  return { value: entry.value, resets: next.resets, complete: !entry.value.entries.has("extends") };
}

function loadBase(scope: Scope, path: string, site: Origin): Promise<ExtensionBase | undefined> {
  let pending = scope.bases.get(path);
  if (pending === undefined) {
    pending = readBase(scope, path, site);
    scope.bases.set(path, pending);
  }
  return pending;
}

async function readBase(scope: Scope, path: string, site: Origin): Promise<ExtensionBase | undefined> {
  const content = await readComposeFile(scope, path, site);
  if (content === undefined) return undefined;
  let project = emptyProject(path);
  let resets: readonly (readonly string[])[] = [];
  for (const document of content.documents) {
    const read = readDocument(scope, path, document);
    if (read === undefined) continue;
    resets = read.resets;
    project = canonicalProject(scope, mergeFiles(applyResets(project, resets), read.value, scope.session.errors));
  }
  const services = childOf(resolvePaths(project, relativePath(scope.directory, directoryOf(path))), "services");
  if (services?.type === "map") return { services, resets };
  reportError(scope.session, {
    file: site.file,
    span: site.span,
    message: `${path} has no services.`,
    hint: "Name a Compose file with services.",
  });
  return undefined;
}
