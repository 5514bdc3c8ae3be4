import { secretKindOf, takesCredentials } from "../../catalog/secret-names.ts";
import type { Instruction, Pair, PairInstruction, Word } from "../../parse/dockerfile/tree.ts";
import type { BuildModel, Stage } from "../build.ts";
import { secretsOfOptions } from "./command-secrets.ts";
import { literalAt, pinpoint } from "./place.ts";
import { uniquePlaces, type FoundSecret } from "./secret.ts";
import { isDummy, isHarmless, isMasked, isReference, isRequest, isWeakDummy, unquoted } from "./values.ts";

/** Whether a stage ends in the image, and how: as the image itself, or by what is copied from it. */
export type Reach = "image" | "copied" | "unused";

export function reachOf(build: BuildModel, stage: Stage): Reach {
  if (build.chain.includes(stage)) return "image";
  return build.used.includes(stage) ? "copied" : "unused";
}

/** The instructions of a stage, with what it hands to builds on it. */
export function allSteps(stage: Stage): Instruction[] {
  const steps = [...stage.steps];
  for (const step of stage.tree.instructions) if (step.keyword === "ONBUILD" && step.inner) steps.push(step.inner);
  return steps;
}

/** Secrets in ENV and LABEL. */
export function envSecrets(build: BuildModel, source: string | undefined): FoundSecret[] {
  const found: FoundSecret[] = [];
  for (const stage of build.stages) {
    const reach = reachOf(build, stage);
    for (const step of allSteps(stage)) {
      if (step.keyword !== "ENV" && step.keyword !== "LABEL") continue;
      for (const pair of step.pairs) addEnv(pair, step, stage, reach, build, source, found);
    }
  }
  return uniquePlaces(found);
}

function addEnv(
  pair: Pair,
  step: PairInstruction,
  stage: Stage,
  reach: Reach,
  build: BuildModel,
  source: string | undefined,
  found: FoundSecret[],
): void {
  const name = pair.key.value;
  const kind = secretKindOf(name);
  if (!pair.value) return;
  if (kind === undefined) {
    addOptions(pair, pair.value, step, reach, build, source, found);
    return;
  }
  const expanded = stage.expand(pair.value.raw, step);
  const open = expanded.unknown.length > 0;
  if (open && reach === "unused") return;
  const value = expanded.text.trim();
  if (!open && isNone(kind, value, reach)) return;
  const place = open ? pair.value.span : pinpoint(source, pair.value.span, value);
  found.push({
    what: open
      ? `${step.keyword} ${name} keeps a secret that the build is given`
      : `${step.keyword} ${name} has a literal secret`,
    short: `${name} in ${step.keyword}`,
    at: literalAt(build.dockerfile, place),
    name,
    open,
  });
}

/** `JAVA_OPTS="-Dspring.datasource.password=x"`: options of a program in a variable. */
function addOptions(
  pair: Pair,
  value: Word,
  step: PairInstruction,
  reach: Reach,
  build: BuildModel,
  source: string | undefined,
  found: FoundSecret[],
): void {
  for (const secret of secretsOfOptions(value.value)) {
    if (isDummy(secret) || (reach !== "image" && isWeakDummy(secret))) continue;
    const name = pair.key.value;
    const at = literalAt(build.dockerfile, pinpoint(source, value.span, secret));
    found.push({
      what: `${step.keyword} ${name} has an option with a literal secret`,
      short: `${name} in ${step.keyword}`,
      at,
      name,
      open: false,
    });
  }
}

function isNone(kind: NonNullable<ReturnType<typeof secretKindOf>>, value: string, reach: Reach): boolean {
  if (value === "" || isReference(value) || isHarmless(kind, value) || isDummy(value) || isMasked(value)) return true;
  if (kind !== "password" && isRequest(value)) return true;
  return reach !== "image" && isWeakDummy(value);
}

/** Secrets in ARG: a default that is one, and an argument that is to be given one. */
export function argSecrets(build: BuildModel, source: string | undefined): FoundSecret[] {
  const found: FoundSecret[] = [];
  for (const step of build.tree.globalArgs) {
    for (const pair of step.pairs) addDefault(pair, unquoted(pair.value?.value ?? ""), "copied", build, source, found);
  }
  for (const stage of build.stages) {
    const reach = reachOf(build, stage);
    for (const step of allSteps(stage)) {
      if (step.keyword !== "ARG") continue;
      for (const pair of step.pairs) {
        const value = pair.value ? stage.expand(pair.value.raw, step) : undefined;
        if (value && value.text !== "") addDefault(pair, value.text, reach, build, source, found);
        else if (reach !== "unused" && isGiven(pair.key.value)) {
          found.push({
            what: `ARG ${pair.key.value} is given a secret when it is built, which stays in the history`,
            short: `ARG ${pair.key.value}`,
            at: literalAt(build.dockerfile, pair.key.span),
            name: pair.key.value,
            open: true,
          });
        }
      }
    }
  }
  return uniquePlaces(found);
}

function isGiven(name: string): boolean {
  const kind = secretKindOf(name);
  return kind !== undefined && (kind !== "auth" || takesCredentials(name));
}

function addDefault(
  pair: Pair,
  value: string,
  reach: Reach,
  build: BuildModel,
  source: string | undefined,
  found: FoundSecret[],
): void {
  const name = pair.key.value;
  const kind = secretKindOf(name);
  if (kind === undefined || !pair.value || isNone(kind, value.trim(), reach)) return;
  found.push({
    what: `ARG ${name} has a literal secret as its default`,
    short: `ARG ${name}`,
    at: literalAt(build.dockerfile, pinpoint(source, pair.value.span, value.trim())),
    name,
    open: false,
  });
}
