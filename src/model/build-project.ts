import { deploymentFile, type ComposeProject, type ComposeService } from "../load/compose/project.ts";
import type { Loaded } from "../load/loaded.ts";
import { compileGlob } from "../util/glob.ts";
import type { BuildModel } from "./build.ts";
import { makeBuild } from "./build-model.ts";
import { makeServiceWorkload } from "./compose/service.ts";
import { serviceRole } from "./compose/service-role.ts";
import { makeDockerfileWorkload } from "./dockerfile-workload.ts";
import type { ImageFactsLookup } from "./image-facts.ts";
import type { Project } from "./project.ts";
import { dockerfileRole, roleOfPath, type RoleGuess } from "./role.ts";
import { makeRunWorkload } from "./run-workload.ts";
import { makeServiceBuild } from "./service-build.ts";
import { findStage } from "./stages.ts";
import { statedBuilds, type StatedBuild } from "./stated-builds.ts";
import type { Role, Workload } from "./workload.ts";

export interface ProjectOptions {
  /** Path glob or workload id → role, from the configuration. */
  readonly roles?: ReadonlyMap<string, Role>;
  /** `--target`: the stage of Dockerfiles that are graded on their own. */
  readonly target?: string;
}

/** Makes the workloads of everything that was loaded and joins them across files. */
export function buildProject(loaded: Loaded, facts: ImageFactsLookup, options: ProjectOptions = {}): Project {
  const cached = cacheFacts(facts);
  const workloads: Workload[] = [];
  for (const deployment of loaded.deployments) {
    for (const service of deployment.services) workloads.push(serviceWorkload(service, deployment, loaded, cached));
  }
  workloads.push(...dockerfileWorkloads(loaded, cached, workloads, options));
  for (const { file, line } of loaded.runLines)
    workloads.push(makeRunWorkload(file, line, cached, roleOfPath(file, loaded.scope)));
  const configured = workloads.map((workload) => applyRoles(workload, options.roles));
  const { files, tree, git, deployments, gaps, errors } = loaded;
  const builds = configured.flatMap((workload) => workload.build ?? []);
  return { loaded, files, tree, git, facts: cached, deployments, workloads: configured, builds, gaps, errors };
}

function cacheFacts(facts: ImageFactsLookup): ImageFactsLookup {
  const known = new Map<string, ReturnType<ImageFactsLookup>>();
  return (reference, platform) => {
    const key = `${reference} ${platform ?? ""}`;
    if (!known.has(key)) known.set(key, facts(reference, platform));
    return known.get(key);
  };
}

function serviceWorkload(service: ComposeService, deployment: ComposeProject, loaded: Loaded, facts: ImageFactsLookup): Workload {
  const built = makeServiceBuild(service, deployment, loaded, facts);
  const file = deploymentFile(deployment);
  return makeServiceWorkload(service, deployment, file, built, facts, serviceRole(service, deployment, loaded));
}

function dockerfileWorkloads(
  loaded: Loaded,
  facts: ImageFactsLookup,
  services: readonly Workload[],
  options: ProjectOptions,
): Workload[] {
  const workloads: Workload[] = [];
  const stated = statedBuilds(loaded);
  const gradedByServices = stagesOfServices(services);
  for (const path of loaded.dockerfilesInScope) {
    const tree = loaded.dockerfiles.get(path);
    if (!tree || tree.stages.length === 0) continue;
    const mine = stated.get(path) ?? [];
    const targets =
      options.target === undefined
        ? [undefined, ...new Set(mine.map((build) => build.target).filter((name) => name !== undefined))]
        : [options.target];
    const graded = new Set<number>();
    for (const target of targets) {
      const build = stageBuild(path, target, mine, loaded, facts);
      if (!build || graded.has(build.target.index) || gradedByServices.has(stageKey(build))) continue;
      graded.add(build.target.index);
      const last = build.target.index === tree.stages.length - 1;
      const id = last && target === undefined ? path : last ? path : `${path}@${target ?? build.target.index}`;
      const elsewhere = mine.length > 0 && !mine.some((stated) => buildsStage(stated, build));
      workloads.push(makeDockerfileWorkload(build, id, dockerfileRole(build, loaded.scope, elsewhere)));
    }
  }
  return workloads;
}

/** Without a target, or with one that is not known, a build may be of the last stage. */
function buildsStage({ target }: StatedBuild, { stages, target: stage }: BuildModel): boolean {
  const named = target === undefined ? undefined : findStage(target, stages);
  return (named?.index ?? stages.length - 1) === stage.index;
}

function stageBuild(
  path: string,
  target: string | undefined,
  stated: readonly StatedBuild[],
  loaded: Loaded,
  facts: ImageFactsLookup,
): BuildModel | undefined {
  const tree = loaded.dockerfiles.get(path);
  if (!tree) return undefined;
  const origin = { file: path, span: tree.stages.at(-1)?.from.span ?? { start: 0, end: 0 }, how: "literal", via: [] } as const;
  const mine = preferredBuild(stated, target);
  const result = makeBuild({
    file: path,
    tree,
    loaded,
    facts,
    ...(target === undefined ? {} : { target: { name: target, origin } }),
    ...(mine?.context ? { context: mine.context, contexts: mine.contexts } : {}),
  });
  return result.ok ? result.build : undefined;
}

/** The stated build of that target, one with a folder before a Git context. */
function preferredBuild(stated: readonly StatedBuild[], target: string | undefined): StatedBuild | undefined {
  const known = stated.filter((build) => build.context);
  const same = known.filter((build) => build.target === target);
  const candidates = same.length > 0 ? same : known;
  return candidates.find((build) => build.context?.kind === "folder") ?? candidates[0];
}

/** Stages that services of the same kind of use build. */
function stagesOfServices(services: readonly Workload[]): Set<string> {
  const used = services.filter(({ role }) => role !== "development" && role !== "test");
  return new Set(used.flatMap(({ build }) => (build ? stageKey(build) : [])));
}

function stageKey(build: BuildModel): string {
  return `${build.target.index} ${build.dockerfile}`;
}

function applyRoles(workload: Workload, roles: ReadonlyMap<string, Role> | undefined): Workload {
  for (const [pattern, role] of roles ?? []) {
    if (pattern === workload.id || compileGlob(pattern)(workload.file)) {
      const guess: RoleGuess = { role, reason: `the configuration says so (${pattern})` };
      return { ...workload, role: guess.role, roleReason: guess.reason };
    }
  }
  return workload;
}
