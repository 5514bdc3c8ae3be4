import type { MapEntry, MapValue, Value } from "../../parse/compose/value.ts";
import { substitute } from "../../parse/compose/template.ts";
import type { Variable } from "../../parse/compose/template.ts";
import type { YamlNode } from "../../parse/compose/yaml-node.ts";
import type { Origin } from "../../source/origin.ts";
import type { FileProvider } from "../provider.ts";
import { setDefaults } from "./defaults.ts";
import { addFileVariables } from "./env-files.ts";
import type { Environment } from "./environment.ts";
import { addEnvFiles, environmentOf } from "./environment.ts";
import { loadFile } from "./load-file.ts";
import { normalize } from "./normalize.ts";
import { baseName, cleanPath, directoryOf, joinPath } from "./paths.ts";
import type { ComposeProject, ComposeService } from "./project.ts";
import { emptyProject } from "./read-document.ts";
import type { Scope } from "./scope.ts";
import type { ComposeCache, Session } from "./session.ts";
import { createComposeCache, createSession, readText, readYaml, reportError, reportGap } from "./session.ts";
import { shapeValue } from "./shape-values.ts";
import type { ResourceKind } from "./shapes.ts";
import { resourceShape, serviceShape } from "./shapes.ts";
import { isServiceKey, isTopKey, reportUnknownKeys } from "./unknown-keys.ts";
import type { Refuse } from "./short-syntax.ts";
import { childOf, textOf } from "./values.ts";

export interface ComposeOptions {
  /** In place of the `.env` beside the first file. */
  readonly envFiles?: readonly string[];
  /** The process environment, where it was asked for. */
  readonly environment?: ReadonlyMap<string, string>;
  /** Services of all profiles are kept, so this says nothing here. */
  readonly profiles?: readonly string[];
  /** Shared by the projects of one run. */
  readonly cache?: ComposeCache;
  /** In place of the name that Compose derives. */
  readonly projectName?: string;
  /** What the top folder is called, for the project name. */
  readonly topName?: string;
}

/**
 * Loads one deployment as `docker compose -f A -f B config` does. Services of all profiles are kept. Never throws: what cannot
 * be read is in `errors`, what is not seen in `gaps`.
 */
export async function loadCompose(
  provider: FileProvider,
  files: readonly string[],
  options: ComposeOptions = {},
): Promise<ComposeProject> {
  const paths = files.map(cleanPath);
  const first = paths[0] ?? "";
  const directory = directoryOf(first);
  const session = createSession(provider, options.cache ?? createComposeCache());
  const given = await loadEnvironment(session, first, directory, options);
  const name = await projectName(session, paths, directory, given, options);
  const nameOrigin: Origin = { file: first, span: { start: 0, end: 0 }, how: "default", via: [], note: "project name" };
  const environment = new Map(given).set("COMPOSE_PROJECT_NAME", { value: name, source: nameOrigin });
  const scope: Scope = { session, directory, environment, including: [], bases: new Map() };

  let merged = emptyProject(first);
  for (const path of paths) merged = await loadFile(scope, path, undefined, merged);
  reportUnknownKeys(session, merged, isTopKey, "");
  const project = normalize(setDefaults(merged), name, environment);

  const refuse: Refuse = (value, message, hint) => {
    const { file, span } = value.origin;
    // One value, one error: the first says what is wrong with it.
    const known = session.errors.some((error) => error.file === file && error.span?.start === span.start);
    if (!known) reportError(session, { file, span, message, hint });
  };
  const services = await finishServices(scope, project, refuse);
  const resources = (kind: ResourceKind): ReadonlyMap<string, MapEntry> => shapeResources(project, kind, refuse);
  return {
    projectName: name,
    files: paths,
    allFiles: [...new Set([...paths, ...session.sources.keys()])],
    sources: session.sources,
    directory,
    services,
    networks: resources("networks"),
    volumes: resources("volumes"),
    secrets: resources("secrets"),
    configs: resources("configs"),
    gaps: session.gaps,
    errors: session.errors,
  };
}

async function loadEnvironment(
  session: Session,
  first: string,
  directory: string,
  options: ComposeOptions,
): Promise<Environment> {
  const known = environmentOf(options.environment, first);
  const beside = joinPath(directory, ".env");
  const named = options.envFiles;
  const files = named === undefined ? [beside] : named.map(cleanPath);
  return addEnvFiles(session, known, files, (path, message, missing) => {
    if (named !== undefined) {
      reportError(session, {
        file: path,
        message: `Cannot read the env file: ${message}`,
        hint: "Correct the path of the env file.",
      });
    } else if (!missing) {
      const origin: Origin = { file: first, span: { start: 0, end: 0 }, how: "literal", via: [] };
      reportGap(session, origin, `The variables of ${path} are not read: ${message}`);
    }
  });
}

/** The name of the project: given, COMPOSE_PROJECT_NAME, `name:` of the last file that has one, else the folder's. */
async function projectName(
  session: Session,
  paths: readonly string[],
  directory: string,
  environment: ReadonlyMap<string, Variable<Origin>>,
  options: ComposeOptions,
): Promise<string> {
  const given = options.projectName ?? environment.get("COMPOSE_PROJECT_NAME")?.value;
  if (given !== undefined && given !== "") return given;
  let written = "";
  for (const path of paths) {
    const read = await readText(session, path, "compose");
    if (!read.ok || !read.text.includes("name")) continue;
    for (const document of readYaml(session, path, read.text).documents) written = nameOf(document) ?? written;
  }
  const name = normalizeName(substitute(written, (key) => environment.get(key)).text);
  return name === "" ? normalizeName(directory === "" ? (options.topName ?? "project") : baseName(directory)) : name;
}

function nameOf(document: YamlNode): string | undefined {
  if (document.type !== "map") return undefined;
  const pair = document.pairs.find(({ key }) => key.type === "scalar" && key.text === "name");
  return pair?.value.type === "scalar" && pair.value.text !== "" ? pair.value.text : undefined;
}

function normalizeName(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9_-]/g, "")
    .replace(/^[_-]+/, "");
}

async function finishServices(scope: Scope, project: MapValue, refuse: Refuse): Promise<ComposeService[]> {
  const services = childOf(project, "services");
  if (services?.type !== "map") return [];
  const waiting = awaited(services);
  const finished: ComposeService[] = [];
  for (const [name, entry] of services.entries) {
    if (entry.value.type !== "map") {
      refuse(entry.value, `The service ${name} must be a mapping.`, "Write its settings below its name.");
      continue;
    }
    const { service, gap } = await addFileVariables(scope, entry.value);
    const value = shapeValue(service, serviceShape(), refuse);
    if (value.type !== "map") continue;
    reportUnknownKeys(scope.session, value, isServiceKey, `of the service ${name} `);
    finished.push({
      name,
      keyOrigin: entry.keyOrigin,
      value,
      environmentComplete: gap === undefined,
      ...(gap === undefined ? {} : { environmentGap: gap }),
      profiles: textsOf(childOf(value, "profiles")),
      awaitedBy: waiting.get(name) ?? [],
    });
  }
  return finished;
}

function textsOf(value: Value | undefined): string[] {
  return value?.type === "list" ? value.items.flatMap((item) => textOf(item) ?? []) : [];
}

/** Services by the names of those that they wait to be completed. */
function awaited(services: MapValue): Map<string, string[]> {
  const waiting = new Map<string, string[]>();
  for (const [name, entry] of services.entries) {
    const dependencies = childOf(entry.value, "depends_on");
    if (dependencies?.type !== "map") continue;
    for (const [target, dependency] of dependencies.entries) {
      if (textOf(childOf(dependency.value, "condition")) !== "service_completed_successfully") continue;
      waiting.set(target, [...(waiting.get(target) ?? []), name]);
    }
  }
  return waiting;
}

function shapeResources(project: MapValue, kind: ResourceKind, refuse: Refuse): ReadonlyMap<string, MapEntry> {
  const resources = childOf(project, kind);
  const entries = new Map<string, MapEntry>();
  if (resources?.type !== "map") return entries;
  for (const [name, entry] of resources.entries) {
    entries.set(name, { ...entry, value: shapeValue(entry.value, resourceShape(kind), refuse) });
  }
  return entries;
}
