import { deploymentFile, type ComposeService } from "../../load/compose/project.ts";
import type { MapEntry, MapValue, ScalarValue, Value } from "../../parse/compose/value.ts";
import type { Project } from "../project.ts";
import type { Workload } from "../workload.ts";
import { secretKindOf } from "../../catalog/secret-names.ts";
import { entryAt, mapAt } from "../compose/read.ts";
import { secretsOfCommand, type PlacedWord } from "./runtime-commands.ts";
import { secretOfVariable } from "./runtime-variables.ts";
import { pinpoint } from "./place.ts";
import { uniquePlaces, type FoundSecret } from "./secret.ts";
import { findNamedValues } from "./named-values.ts";
import { findTextSecrets } from "./text-secrets.ts";
import { hole } from "./values.ts";

export interface FoundService {
  readonly service: ComposeService;
  readonly configs: ReadonlyMap<string, MapEntry>;
}

/** The service of a workload as it was merged, for what the facts of the workload leave out. */
export function serviceOf(workload: Workload, project: Project): FoundService | undefined {
  for (const deployment of project.deployments) {
    if (deploymentFile(deployment) !== workload.file) continue;
    const service = deployment.services.find((candidate) => candidate.name === workload.name);
    if (service) return { service, configs: deployment.configs };
  }
  return undefined;
}

/** Secrets that the environment, the labels and the commands of a service hold. */
export function serviceSecrets({ service, configs }: FoundService, project: Project): FoundSecret[] {
  const found: FoundSecret[] = [];
  const { value } = service;
  addVariables(mapAt(value, "environment"), (entry) => (isEnvFile(entry) ? "env_file" : "environment"), project, found);
  addVariables(mapAt(value, "labels"), () => "labels", project, found);
  for (const key of ["command", "entrypoint"] as const) addCommand(entryAt(value, key)?.value, key, project, found);
  addCommand(entryAt(value, "healthcheck", "test")?.value, "healthcheck", project, found);
  for (const scalar of configContents(value, configs)) addContent(scalar, project, found);
  return uniquePlaces(found);
}

/** Secrets in the build arguments and build labels of a service. */
export function buildArgumentSecrets({ service }: FoundService, project: Project): FoundSecret[] {
  const found: FoundSecret[] = [];
  addVariables(mapAt(service.value, "build", "args"), () => "build.args", project, found);
  addVariables(mapAt(service.value, "build", "labels"), () => "build.labels", project, found);
  return uniquePlaces(found);
}

function isEnvFile(entry: MapEntry): boolean {
  const origin = entry.value.type === "scalar" && entry.value.value !== null ? entry.value.origin : entry.keyOrigin;
  return !/\.ya?ml$/i.test(origin.file);
}

function addVariables(
  map: MapValue | undefined,
  where: (entry: MapEntry) => string,
  project: Project,
  found: FoundSecret[],
): void {
  for (const [name, entry] of map?.entries ?? []) {
    if (entry.value.type !== "scalar") continue;
    const scalar = entry.value;
    const secret = secretOfVariable(
      {
        name,
        value: scalar.value === null ? null : scalar.text,
        template: scalar.template,
        unresolved: scalar.unresolved.length > 0,
        valueAt: scalar.origin,
        nameAt: entry.keyOrigin,
        where: where(entry),
      },
      project.files.get(scalar.origin.file)?.text,
    );
    if (secret) found.push(secret);
  }
}

function addCommand(value: Value | undefined, where: string, project: Project, found: FoundSecret[]): void {
  const items = value?.type === "list" ? value.items : value?.type === "scalar" && value.value !== null ? [value] : [];
  const words: PlacedWord[] = [];
  for (const item of items) if (item.type === "scalar") words.push({ text: item.pattern ?? item.text, at: item.origin });
  if (where === "healthcheck" && words[0]?.text.startsWith("CMD") === true) {
    const shell = words.shift()?.text === "CMD-SHELL";
    if (shell)
      words.unshift({ text: "sh", at: words[0]?.at ?? value?.origin ?? missing }, { text: "-c", at: words[0]?.at ?? missing });
  }
  const before = found.length;
  for (const { secret, at } of secretsOfCommand(words)) {
    const span = secret.open ? at.span : pinpoint(project.files.get(at.file)?.text, at.span, secret.value);
    const what = secret.open ? `${where} takes ${secret.what} from a variable` : `${where} holds ${secret.what}`;
    found.push({ what, short: `${secret.what} in ${where}`, at: { ...at, span }, open: secret.open });
  }
  if (value && found.length === before) addReferences(value, where, project, found);
}

/** `${REDIS_PASSWORD}` in a command: Compose writes the value into it. */
function addReferences(value: Value, where: string, project: Project, found: FoundSecret[]): void {
  const { file, span } = value.origin;
  const text = project.files.get(file)?.text.slice(span.start, span.end) ?? "";
  if (!text.includes("$")) return;
  for (const match of text.matchAll(/\$\$|\$\{([A-Za-z_]\w*)[^}\n]*\}|\$([A-Za-z_]\w*)/g)) {
    const name = match[1] ?? match[2];
    const kind = name === undefined ? undefined : secretKindOf(name);
    if (name === undefined || kind === undefined || kind === "auth") continue;
    const start = span.start + match.index;
    const end = start + match[0].length;
    found.push({
      what: `${where} is given the value of ${name}`,
      short: `${name} in ${where}, set elsewhere`,
      at: { ...value.origin, span: { start, end } },
      name,
      open: true,
    });
  }
}

const missing = { file: "", span: { start: 0, end: 0 }, how: "literal", via: [] } as const;

function configContents(service: MapValue, configs: ReadonlyMap<string, MapEntry>): ScalarValue[] {
  const list = entryAt(service, "configs")?.value;
  const found: ScalarValue[] = [];
  for (const item of list?.type === "list" ? list.items : []) {
    const source = item.type === "map" ? item.entries.get("source")?.value : item;
    const config = source?.type === "scalar" ? configs.get(source.text)?.value : undefined;
    const content = config?.type === "map" ? config.entries.get("content")?.value : undefined;
    if (content?.type === "scalar" && content.value !== null) found.push(content);
  }
  return found;
}

function addContent(scalar: ScalarValue, project: Project, found: FoundSecret[]): void {
  for (const { name, value } of findNamedValues(scalar.pattern ?? scalar.text)) {
    if (value.includes(hole) || value.includes("$")) continue;
    const span = pinpoint(project.files.get(scalar.origin.file)?.text, scalar.origin.span, value);
    found.push({
      what: `the content of a config has a literal ${name}`,
      short: `${name} in a config`,
      at: { ...scalar.origin, span },
      name,
      open: false,
    });
  }
}

/** Tokens, keys and URL passwords anywhere in a service, its configs included. */
export function serviceValues({ service, configs }: FoundService, project: Project): FoundSecret[] {
  const found: FoundSecret[] = [];
  walk(service.value, (scalar) => addForms(scalar, project, found));
  for (const scalar of configContents(service.value, configs)) addForms(scalar, project, found);
  return uniquePlaces(found);
}

function walk(value: Value, visit: (scalar: ScalarValue) => void): void {
  if (value.type === "scalar") {
    if (typeof value.value === "string") visit(value);
  } else if (value.type === "list") for (const item of value.items) walk(item, visit);
  else for (const [key, entry] of value.entries) if (key !== "dockerfile_inline") walk(entry.value, visit);
}

function addForms(scalar: ScalarValue, project: Project, found: FoundSecret[]): void {
  const text = scalar.pattern ?? scalar.text;
  if (text.length < 12) return;
  for (const hit of findTextSecrets(text)) {
    if (hit.open || hit.dummy === "evident") continue;
    const value = text.slice(hit.start, hit.end);
    const span = pinpoint(project.files.get(scalar.origin.file)?.text, scalar.origin.span, value);
    found.push({ what: `${hit.what} is written here`, short: hit.what, at: { ...scalar.origin, span }, open: false });
  }
}
