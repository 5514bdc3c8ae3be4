import { secretKindOf } from "../../catalog/secret-names.ts";
import type { Instruction } from "../../parse/dockerfile/tree.ts";
import type { BuildModel, Stage } from "../build.ts";
import { allSteps, reachOf } from "./build-variables.ts";
import { literalAt } from "./place.ts";
import { uniquePlaces, type FoundSecret } from "./secret.ts";
import { findTextSecrets, type TextSecret } from "./text-secrets.ts";

/** Tokens, keys and URL passwords anywhere in a Dockerfile's instructions. */
export function valueSecrets(build: BuildModel, source: string | undefined): FoundSecret[] {
  if (source === undefined) return [];
  const hits = findTextSecrets(source);
  if (hits.length === 0) return [];
  const found: FoundSecret[] = [];
  for (const step of build.tree.globalArgs) addHits(step, undefined, hits, build, source, found);
  for (const stage of build.stages) for (const step of allSteps(stage)) addHits(step, stage, hits, build, source, found);
  return uniquePlaces(found);
}

function addHits(
  step: Instruction,
  stage: Stage | undefined,
  hits: readonly TextSecret[],
  build: BuildModel,
  source: string,
  found: FoundSecret[],
): void {
  for (const hit of hits) {
    if (hit.start < step.span.start || hit.end > step.span.end) continue;
    if (build.tree.comments.some(({ span }) => span.start <= hit.start && hit.end <= span.end)) continue;
    if (hit.dummy === "evident" || (hit.dummy === "weak" && (stage === undefined || reachOf(build, stage) !== "image"))) continue;
    if (hit.open && !isGiven(source.slice(hit.start, hit.end), step, stage)) continue;
    const what = hit.open ? `${hit.what} is a build argument` : `${hit.what} is written here`;
    found.push({ what, short: `${hit.what} in ${step.keyword}`, at: literalAt(build.dockerfile, hit), open: hit.open });
  }
}

/** A variable of the build whose name does not tell: one that tells is found by its name. */
function isGiven(text: string, step: Instruction, stage: Stage | undefined): boolean {
  const name = /^\$\{?([A-Za-z_]\w*)(?::?-[^}]*)?\}?$/.exec(text)?.[1];
  if (name === undefined || stage === undefined || secretKindOf(name) !== undefined) return false;
  const expanded = stage.expand(`\${${name}}`, step);
  if (expanded.unknown.length > 0) return true;
  return (
    expanded.text !== "" &&
    !/^(?:user|git|oauth2|x-access-token|token|gitlab-ci-token)$/i.test(expanded.text) &&
    !/user|login|name|host/i.test(name)
  );
}
