import { findRunLines } from "../parse/run/find.ts";
import type { RunLine } from "../parse/run/tree.ts";
import type { InputError } from "../source/origin.ts";
import { readBuildSection } from "./build-section.ts";
import { buildsByDockerfile, loadCiFiles } from "./ci-files.ts";
import { findCandidates, type Candidates } from "./candidates.ts";
import type { ComposeProject } from "./compose/project.ts";
import { readCopiedFiles } from "./copied-files.ts";
import { planDeployments, type DeploymentPlan } from "./deployments.ts";
import { createDockerfileLoader, type DockerfileLoader } from "./dockerfiles.ts";
import { kindByName } from "./file-kind.ts";
import type { Loaded } from "./loaded.ts";
import { readMountedFiles } from "./mounted-files.ts";
import { readNamedFiles, type NamedFiles } from "./named-files.ts";
import { loadProjects } from "./projects.ts";
import type { FileProvider } from "./provider.ts";
import { createReader, type Reader } from "./reader.ts";
import type { LoadRequest } from "./request.ts";
import { walkRepository } from "./walk.ts";

/** CI files, ignore files and package scripts are small; what is larger is something else. */
const maxSideFile = 1024 * 1024;

/** Reads and parses everything that a check of the given paths needs. One bad file never keeps the others from being read. */
export async function loadRepository(provider: FileProvider, request: LoadRequest): Promise<Loaded> {
  const named = [...request.scope, ...(request.runFiles ?? []), ...(request.envFiles ?? [])].filter((path) => path !== "");
  for (const deployment of request.deployments ?? []) named.push(...deployment.files, ...(deployment.envFiles ?? []));
  const walk = await walkRepository(provider, named);
  const { tree } = walk;
  const reader = createReader(provider, walk.ignored);
  const candidates = findCandidates(tree, request.scope);
  const given = await readNamedFiles(reader, tree, request.scope, request.runFiles ?? []);

  const dockerfiles = createDockerfileLoader(reader);
  const dockerfilesInScope = await loadDockerfiles(dockerfiles, candidates, given, request);
  const plans = planAll(tree.filesBelow(""), candidates, given, request);
  const deployments = await loadProjects(reader, plans, request);
  const contexts = await loadBuilds(reader, dockerfiles, deployments);

  const ci = await loadCiFiles(reader, [...candidates.ci, ...candidates.bake, ...candidates.buildScripts]);
  for (const path of candidates.ignoreFiles) await reader.expect(path, maxSideFile);
  for (const [path, builds] of buildsByDockerfile(ci)) {
    for (const build of builds) if (build.contextKind === "folder" && build.context) addTo(contexts, path, build.context.text);
  }
  const runLines = findLines(reader, given.runFiles);
  await readCopiedFiles(
    reader,
    tree,
    [...dockerfiles.trees].map(([path, parsed]) => ({ path, tree: parsed, contexts: [...(contexts.get(path) ?? [])] })),
  );
  await readMountedFiles(reader, tree, deployments);
  return {
    files: reader.files,
    tree,
    git: request.git,
    scope: request.roleScope ?? request.scope,
    dockerfiles: dockerfiles.trees,
    dockerfilesInScope,
    deployments,
    ci,
    runLines,
    gaps: [...walk.gaps, ...reader.gaps],
    errors: reader.errors.toSorted(byPlace),
  };
}

async function loadDockerfiles(
  loader: DockerfileLoader,
  candidates: Candidates,
  given: NamedFiles,
  request: LoadRequest,
): Promise<string[]> {
  const { scope } = request;
  const explicit = new Set(given.dockerfiles);
  const all = [...new Set([...candidates.dockerfiles, ...given.dockerfiles])].toSorted();
  const paths = request.share?.({ dockerfiles: all, compose: candidates.compose.length }) ?? all;
  const taken = await Promise.all(
    paths.map(async (path) => {
      if (!explicit.has(path) && !scope.includes(path)) return loader.loadIfDockerfile(path);
      await loader.load(path);
      return loader.trees.has(path);
    }),
  );
  return paths.filter((_path, at) => taken[at]);
}

/** Deployments that the user names, and the ones found in folders where none is named. */
function planAll(all: readonly string[], candidates: Candidates, given: NamedFiles, request: LoadRequest): DeploymentPlan[] {
  const explicit = (request.deployments ?? []).map((deployment): DeploymentPlan => ({ ...deployment, explicit: true }));
  const taken = new Set(explicit.flatMap((plan) => plan.files.map(folderOf)));
  const found = [...new Set([...candidates.compose, ...given.compose])].filter((path) => !taken.has(folderOf(path)));
  if (found.length === 0) return explicit;
  const everywhere = all.filter((path) => kindByName(path) === "compose");
  return [...explicit, ...planDeployments(found, everywhere)];
}

/** Reads the Dockerfiles that services build, and gives their contexts by Dockerfile. */
async function loadBuilds(
  reader: Reader,
  dockerfiles: DockerfileLoader,
  deployments: readonly ComposeProject[],
): Promise<Map<string, Set<string>>> {
  const contexts = new Map<string, Set<string>>();
  for (const project of deployments) {
    for (const service of project.services) {
      const build = readBuildSection(project, service);
      if (build.kind === "unknown") reader.gaps.push({ origin: build.at, reason: build.reason });
      if (build.kind === "outside") {
        const message = `${build.path} lies outside the repository, so what ${service.name} builds cannot be read`;
        const hint = "Run in a folder that holds both, or build from a folder of this repository.";
        reader.errors.push({ file: build.at.file, span: build.at.span, message, hint });
      }
      if (build.kind !== "file") continue;
      await dockerfiles.load(build.dockerfile, { namedAt: build.at });
      addTo(contexts, build.dockerfile, build.context);
    }
  }
  return contexts;
}

function addTo(contexts: Map<string, Set<string>>, dockerfile: string, context: string): void {
  const known = contexts.get(dockerfile);
  if (known) known.add(context);
  else contexts.set(dockerfile, new Set([context]));
}

function findLines(reader: Reader, paths: readonly string[]): { file: string; line: RunLine }[] {
  return paths.flatMap((path) => {
    const file = reader.files.get(path);
    if (!file) return [];
    return findRunLines(file.text, file.kind === "markdown" ? "markdown" : "script").map((line) => ({ file: path, line }));
  });
}

function folderOf(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash === -1 ? "" : path.slice(0, slash);
}

function byPlace(a: InputError, b: InputError): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return (a.span?.start ?? 0) - (b.span?.start ?? 0);
}
