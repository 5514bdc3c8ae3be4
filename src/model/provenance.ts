import type { Origin } from "../source/origin.ts";
import type { BuildModel } from "./build.ts";
import type { Workload } from "./workload.ts";

/** A place with the way that leads from it to the workload: the stages of the Dockerfile, the build, the service. */
export function withProvenance(workload: Workload, at: Origin): Origin {
  const { build, anchor } = workload;
  let steps: readonly Origin[] = build && at.file === build.dockerfile ? buildSteps(build, at) : [];
  if (workload.kind === "compose" && !isSame(at, anchor))
    steps = steps.length === 0 ? serviceStep(workload) : [...steps, ...serviceStep(workload)];
  if (steps.length === 0) return at;
  const added = steps.filter((step) => !isSame(step, at) && !at.via.some((via) => isSame(via, step)));
  return added.length === 0 ? at : { ...at, via: at.via.length === 0 ? added : [...at.via, ...added] };
}

/** The last step to a service, which all its places share. */
const services = new WeakMap<Workload, readonly Origin[]>();

function serviceStep(workload: Workload): readonly Origin[] {
  let step = services.get(workload);
  if (!step) services.set(workload, (step = [{ ...workload.anchor, note: `service ${workload.name}` }]));
  return step;
}

/** The ways from the stages of a build, by their place in its chain: many places share each. */
const ways = new WeakMap<BuildModel, (readonly Origin[])[]>();

/** From the stage in which the place stands up to the target, then the build that names the Dockerfile. */
function buildSteps(build: BuildModel, at: Origin): readonly Origin[] {
  const stage = build.chain.findIndex(
    ({ tree }) =>
      at.span.start >= tree.from.span.start && at.span.start <= (tree.instructions.at(-1)?.span.end ?? tree.from.span.end),
  );
  let known = ways.get(build);
  if (!known) ways.set(build, (known = []));
  return (known[stage + 1] ??= stepsFrom(build, stage));
}

function stepsFrom(build: BuildModel, first: number): readonly Origin[] {
  const steps: Origin[] = [];
  for (let index = first; index >= 0; index--) {
    const stage = build.chain[index];
    if (stage) steps.push({ ...stage.from, note: stage.name === undefined ? "the stage that is built" : `stage ${stage.name}` });
  }
  const { context } = build;
  if (context.kind === "folder" && context.stated)
    steps.push({ ...context.origin, note: `built in ${context.path === "" ? "." : context.path}` });
  return steps;
}

function isSame(a: Origin, b: Origin): boolean {
  return a.file === b.file && a.span.start === b.span.start && a.span.end === b.span.end && a.how === b.how;
}
