import { parseImageRef } from "../parse/imageref/parse.ts";
import type { DockerfileTree, Instruction, StageTree, Word } from "../parse/dockerfile/tree.ts";
import type { Origin } from "../source/origin.ts";
import type { Base, Stage, Variable } from "./build.ts";
import type { ImageFactsLookup } from "./image-facts.ts";
import { createScope, isPairs, platformVariable, type GivenArg, type Scope } from "./variables.ts";

export interface StageInputs {
  readonly file: string;
  readonly tree: DockerfileTree;
  readonly given: ReadonlyMap<string, GivenArg>;
  /** Named build contexts: they replace stages and images of that name. */
  readonly contexts: ReadonlyMap<string, string>;
  readonly facts: ImageFactsLookup;
}

/** All stages of a Dockerfile with their bases resolved and their variables in place. */
export function buildStages(inputs: StageInputs): Stage[] {
  const { file, tree } = inputs;
  const global = createScope(file, tree.escape, [], platformVariable(file));
  for (const [index, instruction] of tree.globalArgs.entries()) global.declare(instruction, index, inputs.given);
  const stages: Stage[] = [];
  const scopes: Scope[] = [];
  for (const stageTree of tree.stages) {
    const base = resolveBase(stageTree.from.image, inputs, global, stages);
    const inherited =
      base.kind === "stage" ? scopes[base.stage.index]?.final().values() : imageEnv(base, file, stageTree.from.image);
    const scope = createScope(file, tree.escape, inherited);
    scopes.push(scope);
    stages.push(makeStage(stageTree, base, scope, global, inputs));
  }
  return stages;
}

function makeStage(tree: StageTree, base: Base, scope: Scope, global: Scope, inputs: StageInputs): Stage {
  const triggers = base.kind === "stage" ? onbuildOf(base.stage.tree) : [];
  const steps = [...triggers, ...tree.instructions.filter((instruction) => instruction.keyword !== "ONBUILD")];
  for (let index = 0; index < steps.length; index++) {
    const step = steps[index];
    if (step && isPairs(step) && step.keyword !== "LABEL") scope.declare(step, index, inputs.given, global);
  }
  const end = steps.length + 1;
  // Most texts that are expanded hold no variable: then it does not matter where they stand.
  let positions: Map<Instruction, number> | undefined;
  const positionOf = (step: Instruction): number => {
    positions ??= new Map(steps.map((one, index) => [one, index]));
    return positions.get(step) ?? end;
  };
  return {
    index: tree.index,
    name: tree.from.alias?.value,
    tree,
    base,
    contexts: inputs.contexts,
    from: { file: inputs.file, span: tree.from.image.span, how: "literal", via: [] },
    steps,
    expand: (raw, step) => scope.expand(raw, step && raw.includes("$") ? positionOf(step) : end),
    get env() {
      return new Map([...scope.final()].filter(([, variable]) => variable.kind === "env"));
    },
  };
}

function onbuildOf(tree: StageTree): Instruction[] {
  const result: Instruction[] = [];
  for (const instruction of tree.instructions) {
    if (instruction.keyword === "ONBUILD" && instruction.inner) result.push(instruction.inner);
  }
  return result;
}

function resolveBase(word: Word, inputs: StageInputs, global: Scope, earlier: readonly Stage[]): Base {
  const expanded = global.expand(word.raw, Number.POSITIVE_INFINITY);
  const text = expanded.text;
  const missing = [...expanded.unknown, ...expanded.undefined];
  if (missing.length === 0) {
    const context = inputs.contexts.get(text.toLowerCase());
    if (context !== undefined) return contextBase(text, context, inputs);
    const stage = findStage(text, earlier);
    if (stage) return { kind: "stage", stage };
    if (text.toLowerCase() === "scratch") return { kind: "scratch" };
    if (text === "") return { kind: "unknown", reason: "FROM names no image", text: word.raw };
    return { kind: "image", ref: parseImageRef(text), facts: inputs.facts(text), tagUnknown: undefined };
  }
  const reason = `${listNames(missing)} ${missing.length > 1 ? "have" : "has"} no default here`;
  return namedBase(word, missing, reason, inputs, global) ?? { kind: "unknown", reason, text: word.raw };
}

/** Marks the place of an unknown variable; never part of a real reference. */
const hole = "\u0001";

/** `node:${VERSION}-alpine`: name and registry are known although the tag is not. */
function namedBase(word: Word, missing: readonly string[], reason: string, inputs: StageInputs, global: Scope): Base | undefined {
  const text = global.expand(markHoles(word.raw, missing), Number.POSITIVE_INFINITY).text;
  const at = text.indexOf(hole);
  const name = at < 0 ? text : text.slice(0, at);
  if (text.includes("@sha256:")) return pinnedBase(word, text, name, inputs);
  const colon = name.lastIndexOf(":");
  if (at < 0 || colon <= name.lastIndexOf("/") || colon < 1) return undefined;
  const rest = text.slice(colon + 1).replaceAll(hole, "");
  const ref = parseImageRef(name.slice(0, colon));
  return {
    kind: "image",
    ref,
    facts: inputs.facts(`${name.slice(0, colon)}@sha256:${"0".repeat(64)}`),
    tagUnknown: rest === "" ? reason : `${reason} (…${rest})`,
    tagRest: rest,
  };
}

/** `node:${VERSION}@sha256:…`, `node@sha256:${DIGEST}`: pinned, whatever the variable is. `known` is the text before the first of them. */
function pinnedBase(word: Word, text: string, known: string, inputs: StageInputs): Base {
  const ref = parseImageRef(text.replaceAll(hole, ""));
  const hasName = known.length > ref.name.length || known.includes("@");
  return {
    kind: "image",
    ref: { ...ref, text: word.raw, digest: ref.digest ?? "sha256:" },
    facts: hasName ? inputs.facts(`${ref.name}@sha256:${"0".repeat(64)}`) : undefined,
    tagUnknown: undefined,
  };
}

function markHoles(raw: string, names: readonly string[]): string {
  let text = raw;
  for (const name of names)
    text = text.replaceAll(`\${${name}}`, hole).replace(new RegExp(`\\$${name}(?![A-Za-z0-9_])`, "g"), hole);
  return text;
}

function contextBase(name: string, value: string, inputs: StageInputs): Base {
  const text = imageOfContext(value);
  if (text === undefined) return { kind: "context", name, value };
  return { kind: "image", ref: parseImageRef(text), facts: inputs.facts(text), tagUnknown: undefined };
}

/** A named context that is an image: `docker-image://alpine:3.22`. */
export function imageOfContext(value: string): string | undefined {
  const prefix = "docker-image://";
  return value.startsWith(prefix) ? value.slice(prefix.length) : undefined;
}

/** A stage by alias (case does not matter) or, for COPY --from, by number. */
export function findStage(name: string, stages: readonly Stage[]): Stage | undefined {
  const wanted = name.toLowerCase();
  return stages.findLast((stage) => stage.name?.toLowerCase() === wanted);
}

function imageEnv(base: Base, file: string, word: Word): Variable[] {
  if (base.kind !== "image" || !base.facts?.env) return [];
  const origin: Origin = { file, span: word.span, how: "image", via: [] };
  return base.facts.env.map((entry) => {
    const equals = entry.indexOf("=");
    const name = equals < 0 ? entry : entry.slice(0, equals);
    return { name, kind: "env", value: equals < 0 ? "" : entry.slice(equals + 1), known: true, origin };
  });
}

function listNames(names: readonly string[]): string {
  return [...new Set(names)].map((name) => `$${name}`).join(", ");
}
