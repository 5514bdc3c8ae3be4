import type { ImageRef } from "../parse/imageref/image-ref.ts";
import { parseImageRef } from "../parse/imageref/parse.ts";
import type { Origin } from "../source/origin.ts";
import type { Base, BuildModel, Stage } from "./build.ts";
import { copiesOf } from "./copies.ts";
import type { ImageFacts, ImageFactsLookup } from "./image-facts.ts";
import type { ImageInside } from "./image-inside.ts";

export type { ImageRef };

/** An image from outside that the final image rests on. */
export type ExternalImage =
  | { readonly kind: "image"; readonly ref: ImageRef; readonly facts: ImageFacts | undefined; readonly at: Origin }
  | { readonly kind: "unknown"; readonly reason: string; readonly at: Origin };

/**
 * Every image that the target rests on: the base of its FROM chain, `COPY --from=IMAGE` in the chain, and stages without
 * steps of their own that only give an image a name. Builder stages do not count: they leave no version behind.
 */
export function externalImages(build: BuildModel, lookup: ImageFactsLookup): ExternalImage[] {
  const result: ExternalImage[] = [];
  const last = build.chain.at(-1);
  const { base } = build;
  if (last) result.push(...imageOf(base, last.from));
  for (const stage of build.chain) {
    for (const copy of copiesOf(stage, build.stages)) {
      const flag = copy.step.flags.find((candidate) => candidate.name === "from");
      const at: Origin = { file: build.dockerfile, span: flag?.valueSpan ?? copy.step.span, how: "literal", via: [] };
      if (copy.from.kind === "image") result.push(namedImage(copy.from.text, copy.from.unknown, at, lookup));
      else if (copy.from.kind === "stage" && onlyNamesImage(copy.from.stage)) {
        result.push(...imageOf(copy.from.stage.base, copy.from.stage.from));
      }
    }
  }
  return result;
}

/** What an image that was read was built on, as it says itself. */
export function insideBase({ base }: ImageInside): ExternalImage {
  if (base.state === "known") return { kind: "image", ref: base.value, facts: undefined, at: base.origin };
  const reason = base.state === "unknown" ? base.reason : "it does not say what it was built on";
  return { kind: "unknown", reason, at: base.origin };
}

/** Images of the other stages: what is built with them may vanish from the final image, and may not. */
export function builderImages(build: BuildModel): ExternalImage[] {
  const inFinal = new Set(externalStages(build));
  return build.stages.filter((stage) => !inFinal.has(stage)).flatMap((stage) => imageOf(stage.base, stage.from));
}

function externalStages(build: BuildModel): Stage[] {
  const copied = build.chain
    .flatMap((stage) => copiesOf(stage, build.stages))
    .flatMap(({ from }) => (from.kind === "stage" && onlyNamesImage(from.stage) ? [from.stage] : []));
  return [...build.chain, ...copied];
}

function onlyNamesImage(stage: Stage): boolean {
  return stage.steps.length === 0 && stage.base.kind === "image";
}

function imageOf(base: Base, at: Origin): ExternalImage[] {
  switch (base.kind) {
    case "image":
      return [
        base.tagUnknown === undefined
          ? { kind: "image", ref: base.ref, facts: base.facts, at }
          : { kind: "unknown", reason: base.tagUnknown, at },
      ];
    case "unknown":
      return [{ kind: "unknown", reason: base.reason, at }];
    case "context":
      return [{ kind: "unknown", reason: `the base is the build context ${base.name}`, at }];
    default:
      return [];
  }
}

function namedImage(text: string, missing: readonly string[], at: Origin, lookup: ImageFactsLookup): ExternalImage {
  if (missing.length > 0)
    return { kind: "unknown", reason: `${missing.map((name) => `$${name}`).join(", ")} has no value here`, at };
  return { kind: "image", ref: parseImageRef(text), facts: lookup(text), at };
}
