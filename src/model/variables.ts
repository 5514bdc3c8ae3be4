import { expandWord } from "../parse/dockerfile/expand.ts";
import type { Instruction, PairInstruction } from "../parse/dockerfile/tree.ts";
import type { Origin } from "../source/origin.ts";
import type { Expanded, Variable } from "./build.ts";

/** A value that `--build-arg` or Compose gives; null where it is given but not known. */
export interface GivenArg {
  readonly value: string | null;
  readonly origin: Origin;
}

/** Platform arguments that BuildKit always knows; the values are those of the commonest platform, so that answers do not vary. */
const platformArgs: Readonly<Record<string, string>> = {
  TARGETPLATFORM: "linux/amd64",
  TARGETOS: "linux",
  TARGETARCH: "amd64",
  TARGETVARIANT: "",
  BUILDPLATFORM: "linux/amd64",
  BUILDOS: "linux",
  BUILDARCH: "amd64",
  BUILDVARIANT: "",
};

/** Variables in scope, as a history: what a name means depends on the step at which it is asked. */
export class Scope {
  readonly #history = new Map<string, { readonly step: number; readonly variable: Variable }[]>();
  readonly #file: string;
  readonly #escape: "\\" | "`";

  constructor(file: string, escape: "\\" | "`", inherited?: Iterable<Variable>) {
    this.#file = file;
    this.#escape = escape;
    for (const variable of inherited ?? []) this.#set(-1, variable);
  }

  #set(step: number, variable: Variable): void {
    const entries = this.#history.get(variable.name);
    const last = entries?.at(-1);
    // ENV always wins over ARG of the same name, wherever the ARG stands.
    if (last && last.variable.kind === "env" && variable.kind === "arg") return;
    if (entries) entries.push({ step, variable });
    else this.#history.set(variable.name, [{ step, variable }]);
  }

  /** The variable as the given step sees it: what earlier steps set. */
  get(name: string, step: number): Variable | undefined {
    const entries = this.#history.get(name);
    if (!entries) return undefined;
    for (let index = entries.length - 1; index >= 0; index--) {
      const entry = entries[index];
      if (entry && entry.step < step) return entry.variable;
    }
    return undefined;
  }

  expand(raw: string, step: number): Expanded {
    if (!raw.includes("$") && !raw.includes('"') && !raw.includes("'") && !raw.includes(this.#escape)) {
      return { text: raw, undefined: [], unknown: [] };
    }
    return expandWord(
      raw,
      (name) => {
        const variable = this.get(name, step);
        if (!variable) return undefined;
        if (!variable.known) return null;
        return variable.value;
      },
      this.#escape,
    );
  }

  /** Takes in ENV or ARG. `given` are values from outside, `outer` the scope before the first FROM. */
  declare(instruction: PairInstruction, step: number, given: ReadonlyMap<string, GivenArg>, outer?: Scope): void {
    for (const pair of instruction.pairs) {
      const name = pair.key.value;
      const origin: Origin = { file: this.#file, span: pair.span, how: "literal", via: [] };
      if (instruction.keyword === "ENV") {
        const expanded = this.expand(pair.value?.raw ?? "", step);
        this.#set(step, { name, kind: "env", value: expanded.text, known: expanded.unknown.length === 0, origin });
      } else if (instruction.keyword === "ARG") {
        this.#set(step, this.#argument(name, pair.value?.raw, step, origin, given, outer));
      }
    }
  }

  #argument(
    name: string,
    raw: string | undefined,
    step: number,
    origin: Origin,
    given: ReadonlyMap<string, GivenArg>,
    outer: Scope | undefined,
  ): Variable {
    const outside = given.get(name);
    if (outside) {
      const via: Origin = { ...origin, how: "inherited", via: [outside.origin] };
      return { name, kind: "arg", value: outside.value ?? undefined, known: outside.value !== null, origin: via };
    }
    if (raw !== undefined) {
      const expanded = this.expand(raw, step);
      return { name, kind: "arg", value: expanded.text, known: expanded.unknown.length === 0, origin: { ...origin, how: "default" } };
    }
    const global = outer?.get(name, Number.POSITIVE_INFINITY);
    if (global) return { ...global, kind: "arg", origin: { ...origin, how: "inherited", via: [global.origin] } };
    const platform = platformArgs[name];
    if (platform !== undefined) return { name, kind: "arg", value: platform, known: true, origin: { ...origin, how: "default" } };
    return { name, kind: "arg", value: undefined, known: false, origin };
  }

  /** Platform arguments are in scope before the first FROM without being declared. */
  declarePlatform(): void {
    const origin: Origin = { file: this.#file, span: { start: 0, end: 0 }, how: "default", via: [] };
    for (const [name, value] of Object.entries(platformArgs)) {
      this.#set(-1, { name, kind: "arg", value, known: true, origin });
    }
  }

  /** All variables after the last step. */
  final(): Map<string, Variable> {
    const result = new Map<string, Variable>();
    for (const [name, entries] of this.#history) {
      const last = entries.at(-1);
      if (last) result.set(name, last.variable);
    }
    return result;
  }
}

export function isPairs(instruction: Instruction): instruction is PairInstruction {
  return instruction.keyword === "ENV" || instruction.keyword === "ARG" || instruction.keyword === "LABEL";
}
