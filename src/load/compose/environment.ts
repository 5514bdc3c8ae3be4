import { parseEnvFile } from "../../parse/compose/dotenv.ts";
import type { Variable } from "../../parse/compose/template.ts";
import type { Origin } from "../../source/origin.ts";
import type { Session } from "./session.ts";
import { readText, reportError } from "./session.ts";

/** The variables that interpolation knows, with the lines that set them. */
export type Environment = ReadonlyMap<string, Variable<Origin>>;

export interface EnvFileResult {
  readonly failure: string | undefined;
  /** It is not there at all, as far as anyone may see. */
  readonly missing: boolean;
  readonly variables: Environment;
  /** Variables whose values hold others that are not known. */
  readonly unresolved: ReadonlyMap<string, readonly string[]>;
  readonly keyOrigins: ReadonlyMap<string, Origin>;
}

/** Reads an env file; errors in it are reported, a file that cannot be read is told in `failure`. */
export async function readEnvFile(
  session: Session,
  path: string,
  lookup: (name: string) => Variable<Origin> | undefined,
): Promise<EnvFileResult> {
  const variables = new Map<string, Variable<Origin>>();
  const unresolved = new Map<string, readonly string[]>();
  const keyOrigins = new Map<string, Origin>();
  const read = await readText(session, path, "env");
  const missing = !read.ok && (read.failure === "missing" || read.failure === "directory");
  if (!read.ok) return { failure: read.message, missing, variables, unresolved, keyOrigins };
  const parsed = parseEnvFile(read.text, lookup);
  for (const { message, hint, span } of parsed.errors) reportError(session, { file: path, span, message, hint });
  for (const entry of parsed.entries) {
    const origin: Origin = { file: path, span: entry.valueSpan, how: "literal", via: [] };
    variables.set(entry.key, { value: entry.value, source: origin });
    keyOrigins.set(entry.key, { ...origin, span: entry.keySpan });
    if (entry.unresolved.length > 0) unresolved.set(entry.key, entry.unresolved);
    else unresolved.delete(entry.key);
  }
  return { failure: undefined, missing, variables, unresolved, keyOrigins };
}

/** Variables of several files over each other, below those that are known already. */
export async function addEnvFiles(
  session: Session,
  known: Environment,
  paths: readonly string[],
  failed: (path: string, message: string, missing: boolean) => void,
): Promise<Environment> {
  const read = new Map<string, Variable<Origin>>();
  for (const path of paths) {
    const file = await readEnvFile(session, path, (name) => known.get(name) ?? read.get(name));
    if (file.failure !== undefined) failed(path, file.failure, file.missing);
    for (const [name, variable] of file.variables) read.set(name, variable);
  }
  if (read.size === 0) return known;
  for (const [name, variable] of known) read.set(name, variable);
  return read;
}

/** Variables given from outside: the process environment. */
export function environmentOf(values: ReadonlyMap<string, string> | undefined, file: string): Environment {
  const environment = new Map<string, Variable<Origin>>();
  const source: Origin = { file, span: { start: 0, end: 0 }, how: "literal", via: [], note: "process environment" };
  for (const [name, value] of values ?? []) environment.set(name, { value, source });
  return environment;
}
