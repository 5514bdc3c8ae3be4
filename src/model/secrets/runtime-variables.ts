import { secretKindOf, takesCredentials } from "../../catalog/secret-names.ts";
import type { Origin } from "../../source/origin.ts";
import { secretsOfOptions } from "./command-secrets.ts";
import { pinpoint } from "./place.ts";
import type { FoundSecret } from "./secret.ts";
import { isHarmless, isMasked, isPath, isReference } from "./values.ts";

/** A variable that a container or a build is given. */
export interface GivenVariable {
  readonly name: string;
  /** After interpolation; null where it is passed through. */
  readonly value: string | null;
  /** Before interpolation, where a variable stood in it. */
  readonly template: string | undefined;
  readonly unresolved: boolean;
  readonly valueAt: Origin;
  readonly nameAt: Origin;
  /** "environment", "env_file", "build.args", "-e", "labels" */
  readonly where: string;
}

/** A variable with a secret's name and a value that is one, or that is set elsewhere. */
export function secretOfVariable(variable: GivenVariable, source: string | undefined): FoundSecret | undefined {
  const { name, value, where } = variable;
  const kind = secretKindOf(name);
  const written =
    variable.template === undefined
      ? variable.valueAt
      : { ...variable.valueAt, span: pinpoint(source, variable.valueAt.span, variable.template) };
  if (kind === undefined) return openUrl(variable, written) ?? optionOf(variable, source);
  const short = `${name} in ${where}`;
  if (value === null) {
    if (kind === "auth" && !takesCredentials(name)) return undefined;
    return { what: `${where} passes ${name} on from where it is started`, short, at: variable.nameAt, name, open: true };
  }
  const text = value.trim();
  if (variable.unresolved || (variable.template !== undefined && text === "")) {
    if (isPath(variable.template ?? "") || isPath(text) || (kind === "auth" && !takesCredentials(name))) return undefined;
    return {
      what: `${where} takes ${name} from a variable`,
      short: `${short}, set elsewhere`,
      at: written,
      name,
      open: true,
    };
  }
  if (text === "" || isReference(text) || isHarmless(kind, text)) return undefined;
  if (variable.template !== undefined) {
    return {
      what: `${where} sets ${name} to a secret that is written in the repository`,
      short,
      at: written,
      name,
      open: false,
    };
  }
  const at = { ...variable.valueAt, span: pinpoint(source, variable.valueAt.span, text) };
  if (isMasked(text)) return { what: `${where} has a place for the secret ${name}`, short, at, name, open: true };
  return { what: `${where} has a literal secret in ${name}`, short, at, name, open: false };
}

/** `postgres://app:${DB_PASSWORD}@db`: the name does not tell, the variable in it does. */
function openUrl(variable: GivenVariable, at: Origin): FoundSecret | undefined {
  const { template, name, where } = variable;
  if (template === undefined || !variable.unresolved || template.length > 2000) return undefined;
  if (!/:\/\/[^\s/]*:[^\s/]*\$\{?\w+[^\s]*@/.test(template) && !hasSecretVariable(template)) return undefined;
  return {
    what: `${where} takes a password in ${name} from a variable`,
    short: `${name} in ${where}, set elsewhere`,
    at,
    name,
    open: true,
  };
}

/** `JAVA_OPTS: -Dspring.datasource.password=x` */
function optionOf({ name, value, where, valueAt }: GivenVariable, source: string | undefined): FoundSecret | undefined {
  const secret = value === null ? undefined : secretsOfOptions(value)[0];
  if (secret === undefined) return undefined;
  const at = { ...valueAt, span: pinpoint(source, valueAt.span, secret) };
  return { what: `${where} has an option with a literal secret in ${name}`, short: `${name} in ${where}`, at, name, open: false };
}

function hasSecretVariable(template: string): boolean {
  for (const match of template.matchAll(/\$\{?([A-Za-z_]\w*)/g)) {
    const kind = secretKindOf(match[1] ?? "");
    if (kind !== undefined && kind !== "auth" && !isPath(template)) return true;
  }
  return false;
}
