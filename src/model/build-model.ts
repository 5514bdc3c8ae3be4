import type { Loaded } from "../load/loaded.ts";
import type { DockerfileTree } from "../parse/dockerfile/tree.ts";
import type { Origin } from "../source/origin.ts";
import type { BuildContext, BuildModel, ExternalBase, Stage } from "./build.ts";
import { contextSources, findIgnoreFile, guessContext } from "./context.ts";
import { copiesOf, resolveFrom } from "./copies.ts";
import { configOfBuild } from "./image-config.ts";
import type { ImageFactsLookup } from "./image-facts.ts";
import { buildStages, findStage } from "./stages.ts";
import type { GivenArg } from "./variables.ts";

export interface BuildInputs {
  readonly file: string;
  readonly tree: DockerfileTree;
  readonly loaded: Loaded;
  readonly facts: ImageFactsLookup;
  /** Build arguments from outside. */
  readonly given?: ReadonlyMap<string, GivenArg>;
  readonly contexts?: ReadonlyMap<string, string>;
  /** `build.target`, `--target`. */
  readonly target?: { readonly name: string; readonly origin: Origin };
  /** Stated by Compose, bake or CI; else it is guessed. */
  readonly context?: BuildContext;
}

export type BuildResult = { readonly ok: true; readonly build: BuildModel } | { readonly ok: false; readonly reason: string };

/** The build that makes one image: the target stage and all that ends in it. */
export function makeBuild(inputs: BuildInputs): BuildResult {
  const { file, tree, loaded } = inputs;
  const given = inputs.given ?? new Map<string, GivenArg>();
  const stages = buildStages({ file, tree, given, contexts: inputs.contexts ?? new Map(), facts: inputs.facts });
  const target = inputs.target ? stageNamed(inputs.target.name, stages) : stages.at(-1);
  if (!target) {
    return { ok: false, reason: inputs.target ? `${file} has no stage ${inputs.target.name}` : `${file} has no FROM` };
  }
  const chain = chainOf(target);
  const used = usedStages(target, stages);
  const base = externalBase(chain);
  const sources = contextSources(file, used, stages);
  const context = inputs.context ?? guessContext(file, sources, loaded.tree, target.from);
  const config = configOfBuild(file, chain, base);
  return {
    ok: true,
    build: {
      dockerfile: file,
      tree,
      stages,
      target,
      chain,
      used,
      base,
      buildArgs: given,
      context,
      sources,
      ignore: findIgnoreFile(file, context, loaded),
      ...config,
    },
  };
}

function stageNamed(name: string, stages: readonly Stage[]): Stage | undefined {
  return findStage(name, stages) ?? (/^\d+$/.test(name) ? stages[Number(name)] : undefined);
}

function chainOf(target: Stage): Stage[] {
  const chain = [target];
  for (let { base } = target; base.kind === "stage"; base = base.stage.base) chain.push(base.stage);
  return chain;
}

function externalBase(chain: readonly Stage[]): ExternalBase {
  const last = chain.at(-1);
  if (!last || last.base.kind === "stage") return { kind: "unknown", reason: "the base was not found", text: "" };
  return last.base;
}

/** All stages that end in the target, in file order. */
function usedStages(target: Stage, stages: readonly Stage[]): Stage[] {
  const seen = new Set<Stage>();
  const open = [target];
  for (let stage = open.pop(); stage; stage = open.pop()) {
    if (seen.has(stage)) continue;
    seen.add(stage);
    if (stage.base.kind === "stage") open.push(stage.base.stage);
    for (const copy of copiesOf(stage, stages)) {
      if (copy.from.kind === "stage") open.push(copy.from.stage);
    }
    open.push(...mountedStages(stage, stages));
  }
  return stages.filter((stage) => seen.has(stage));
}

function mountedStages(stage: Stage, stages: readonly Stage[]): Stage[] {
  const result: Stage[] = [];
  for (const step of stage.steps) {
    if (step.keyword !== "RUN") continue;
    for (const flag of step.flags) {
      const from = flag.name === "mount" ? /(?:^|,)from=([^,]+)/.exec(flag.value ?? "")?.[1] : undefined;
      if (from === undefined) continue;
      const resolved = resolveFrom(from, stage, step, stages);
      if (resolved.kind === "stage") result.push(resolved.stage);
    }
  }
  return result;
}
