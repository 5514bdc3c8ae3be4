import { substitute, type Expressions, type Values } from "../expressions.ts";
import { checkout } from "../paths.ts";
import { entriesOf, type YamlNode } from "../yaml/node.ts";

/** Names with values, as `${{ }}` sees them. */
export interface Scope {
  readonly env: ReadonlyMap<string, string>;
  readonly matrix: ReadonlyMap<string, string>;
  readonly inputs: ReadonlyMap<string, string>;
  /** `steps.ID.outputs.NAME`. */
  readonly outputs: ReadonlyMap<string, string>;
}

export const emptyScope: Scope = { env: new Map(), matrix: new Map(), inputs: new Map(), outputs: new Map() };

export function valuesOf(scope: Scope): Values {
  return (name) => {
    const dot = name.indexOf(".");
    const rest = name.slice(dot + 1);
    switch (name.slice(0, dot)) {
      case "env":
        return scope.env.get(rest);
      case "matrix":
        return scope.matrix.get(rest);
      case "inputs":
        return scope.inputs.get(rest);
      case "steps":
        return scope.outputs.get(name);
      case "github":
        return rest === "workspace" ? checkout : rest.startsWith("event.inputs.") ? scope.inputs.get(rest.slice(13)) : undefined;
      default:
        return undefined;
    }
  };
}

/** The environment with the entries of one more `env:`. */
export function withEnv(scope: Scope, node: YamlNode | undefined, expressions: Expressions): Scope {
  const entries = entriesOf(node);
  if (entries.length === 0) return scope;
  const env = new Map(scope.env);
  const values = valuesOf(scope);
  for (const { key, value } of entries) {
    if (value.type === "scalar") env.set(key, substitute(value.text, values, expressions).text);
  }
  return { ...scope, env };
}

/** What a called workflow or action is given: its defaults and `with:`. */
export function inputsOf(
  declared: YamlNode | undefined,
  given: YamlNode | undefined,
  caller: Scope,
  expressions: Expressions,
): Map<string, string> {
  const inputs = new Map<string, string>();
  for (const { key, value } of entriesOf(declared)) {
    const fallback = value.type === "map" ? value.entries.get("default")?.value : undefined;
    if (fallback?.type === "scalar") inputs.set(key, fallback.text.text);
  }
  const values = valuesOf(caller);
  for (const { key, value } of entriesOf(given)) {
    if (value.type === "scalar") inputs.set(key, substitute(value.text, values, expressions).text);
  }
  return inputs;
}
