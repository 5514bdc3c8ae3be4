import type { InputError } from "../source/origin.ts";
import { loadCompose, type ComposeOptions } from "./compose/load.ts";
import { deploymentFile, type ComposeProject } from "./compose/project.ts";
import { createComposeCache, type ComposeCache } from "./compose/session.ts";
import type { DeploymentPlan } from "./deployments.ts";
import type { Reader } from "./reader.ts";
import type { LoadRequest } from "./request.ts";

/** Loads the planned deployments. What several of them find wrong in one file is one error. */
export async function loadProjects(
  reader: Reader,
  plans: readonly DeploymentPlan[],
  request: LoadRequest,
): Promise<ComposeProject[]> {
  const cache = createComposeCache();
  const loaded = await Promise.all(plans.map(async (plan) => ({ plan, project: await loadPlan(reader, plan, request, cache) })));
  const included = new Set<string>();
  for (const { project } of loaded) for (const file of project.allFiles) if (!project.files.includes(file)) included.add(file);
  const projects = loaded
    .filter(({ plan, project }) => plan.explicit || !included.has(deploymentFile(project)))
    .map(({ project }) => project);
  const seen = new Set<string>();
  for (const project of projects) {
    reader.gaps.push(...project.gaps);
    for (const error of project.errors) {
      const key = errorKey(error);
      if (!seen.has(key)) reader.errors.push(error);
      seen.add(key);
    }
  }
  return projects;
}

async function loadPlan(
  reader: Reader,
  plan: DeploymentPlan,
  request: LoadRequest,
  cache: ComposeCache,
): Promise<ComposeProject> {
  const envFiles = plan.envFiles ?? request.envFiles;
  const options: ComposeOptions = {
    cache,
    ...(envFiles === undefined ? {} : { envFiles }),
    ...(request.environment === undefined ? {} : { environment: request.environment }),
    ...(request.topName === undefined ? {} : { topName: request.topName }),
  };
  const load = async (files: readonly string[]): Promise<ComposeProject> =>
    activate(await loadCompose(reader.provider, files, options), plan.profiles);
  if (!plan.joinTo) return load(plan.files);
  const alone = await load(plan.files);
  if (isComplete(alone)) return alone;
  // The overlay names the deployment, so that it is told apart from its base.
  const [name] = plan.files;
  const joined = await load([...plan.joinTo, ...plan.files]);
  return name === undefined ? joined : { ...joined, name };
}

/** Services of profiles that the deployment always runs with are services like any other. */
function activate(project: ComposeProject, profiles: readonly string[] | undefined): ComposeProject {
  if (!profiles || profiles.length === 0) return project;
  const active = new Set(profiles);
  const services = project.services.map((service) =>
    service.profiles.some((profile) => active.has(profile) || active.has("*")) ? { ...service, profiles: [] } : service,
  );
  return { ...project, services };
}

/** Every service says what it runs, so nothing has to come from a base. */
function isComplete(project: ComposeProject): boolean {
  if (project.services.length === 0) return false;
  return project.services.every(({ value }) => value.entries.has("image") || value.entries.has("build"));
}

function errorKey({ file, span, message }: InputError): string {
  return `${file}\0${span?.start ?? ""}\0${message}`;
}
