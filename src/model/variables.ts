import { expandWord, type Lookup } from "../parse/dockerfile/expand.ts";
import type { Instruction, PairInstruction } from "../parse/dockerfile/tree.ts";
import type { Origin } from "../source/origin.ts";
import type { Expanded, Variable } from "./build.ts";

/** A value that `--build-arg` or Compose gives; null where it is given but not known. */
export interface GivenArg {
  readonly value: string | null;
  readonly origin: Origin;
}

/** Platform arguments that BuildKit always knows; the values are those of the commonest platform, so that answers do not vary. */
const platformArgs: ReadonlyMap<string, string> = new Map(
  Object.entries({
    TARGETPLATFORM: "linux/amd64",
    TARGETOS: "linux",
    TARGETARCH: "amd64",
    TARGETVARIANT: "",
    BUILDPLATFORM: "linux/amd64",
    BUILDOS: "linux",
    BUILDARCH: "amd64",
    BUILDVARIANT: "",
  }),
);

/** Variables in scope, as a history: what a name means depends on the step at which it is asked. */
export interface Scope {
  /** The variable as the given step sees it: what earlier steps set. */
  readonly get: (name: string, step: number) => Variable | undefined;
  readonly expand: (raw: string, step: number) => Expanded;
  /** Takes in ENV or ARG. `given` are values from outside, `outer` the scope before the first FROM. */
  readonly declare: (instruction: PairInstruction, step: number, given: ReadonlyMap<string, GivenArg>, outer?: Scope) => void;
  /** All variables after the last step. */
  readonly final: () => Map<string, Variable>;
}

const NONE: readonly string[] = [];

/** A scope that starts with what the base stage or image hands down. `otherwise` knows what nothing sets. */
export function createScope(
  file: string,
  escape: "\\" | "`",
  inherited: Iterable<Variable> = [],
  otherwise?: (name: string) => Variable | undefined,
): Scope {
  const history = new Map<string, { readonly step: number; readonly variable: Variable }[]>();
  const set = (step: number, variable: Variable): void => {
    const entries = history.get(variable.name);
    // ENV always wins over ARG of the same name, wherever the ARG stands.
    if (entries?.at(-1)?.variable.kind === "env" && variable.kind === "arg") return;
    if (entries) entries.push({ step, variable });
    else history.set(variable.name, [{ step, variable }]);
  };
  for (const variable of inherited) set(-1, variable);
  const scope: Scope = {
    get: (name, step) => history.get(name)?.findLast((entry) => entry.step < step)?.variable ?? otherwise?.(name),
    expand: (raw, step) => {
      if (!/[$"']/.test(raw) && !raw.includes(escape)) return { text: raw, undefined: NONE, unknown: NONE };
      const expand = (optionalIsSet: boolean): Expanded =>
        expandWord(
          raw,
          bounded((name) => valueOf(scope.get(name, step), optionalIsSet)),
          escape,
        );
      const expanded = expand(false);
      const open = expanded.undefined.some((name) => scope.get(name, step)?.optional === true);
      return open ? expand(true) : expanded;
    },
    declare: (instruction, step, given, outer) => {
      for (const pair of instruction.pairs) {
        const name = pair.key.value;
        const origin: Origin = { file, span: pair.span, how: "literal", via: [] };
        const raw = pair.value?.raw;
        if (instruction.keyword === "ENV") set(step, written(name, "env", scope.expand(raw ?? "", step), origin));
        else if (instruction.keyword === "ARG") set(step, argumentOf(name, raw, step, origin, scope, given, outer));
      }
    },
    final: () => finalOf(history),
  };
  return scope;
}

/** Linux takes no variable that is longer; values that double from line to line would fill the memory. */
const longest = 131_072;

/** Hands out so much text for one word, and says of the rest that it is not known. */
function bounded(lookup: Lookup): Lookup {
  let left = longest;
  return (name) => {
    const value = lookup(name);
    if (typeof value !== "string") return value;
    left -= value.length;
    return left < 0 ? null : value;
  };
}

function finalOf(history: ReadonlyMap<string, readonly { readonly variable: Variable }[]>): Map<string, Variable> {
  const result = new Map<string, Variable>();
  for (const [name, entries] of history) {
    const last = entries.at(-1);
    if (last) result.set(name, last.variable);
  }
  return result;
}

/** Undefined: not set; null: set, and nobody can know the value. An ARG without a value may be either. */
function valueOf(variable: Variable | undefined, optionalIsSet: boolean): string | null | undefined {
  if (variable?.optional === true && !optionalIsSet) return undefined;
  return variable && !variable.known ? null : variable?.value;
}

function written(name: string, kind: Variable["kind"], { text, unknown }: Expanded, origin: Origin): Variable {
  return { name, kind, value: text, known: unknown.length === 0, origin };
}

function argumentOf(
  name: string,
  raw: string | undefined,
  step: number,
  origin: Origin,
  scope: Scope,
  given: ReadonlyMap<string, GivenArg>,
  outer: Scope | undefined,
): Variable {
  const outside = given.get(name);
  if (outside) {
    const via: Origin = { ...origin, how: "inherited", via: [outside.origin] };
    return { name, kind: "arg", value: outside.value ?? undefined, known: outside.value !== null, origin: via };
  }
  if (raw !== undefined) return written(name, "arg", scope.expand(raw, step), { ...origin, how: "default" });
  const global = outer?.get(name, Number.POSITIVE_INFINITY);
  if (global) return { ...global, kind: "arg", origin: { ...origin, how: "inherited", via: [global.origin] } };
  const platform = platformArgs.get(name);
  if (platform !== undefined) return { name, kind: "arg", value: platform, known: true, origin: { ...origin, how: "default" } };
  return { name, kind: "arg", value: undefined, known: false, optional: true, origin };
}

/** Platform arguments are in scope before the first FROM without being declared. */
export function platformVariable(file: string): (name: string) => Variable | undefined {
  return (name) => {
    const value = platformArgs.get(name);
    if (value === undefined) return undefined;
    const origin: Origin = { file, span: { start: 0, end: 0 }, how: "default", via: [] };
    return { name, kind: "arg", value, known: true, origin };
  };
}

export function isPairs(instruction: Instruction): instruction is PairInstruction {
  return instruction.keyword === "ENV" || instruction.keyword === "ARG" || instruction.keyword === "LABEL";
}
