import type { Origin } from "../source/origin.ts";
import { dirname } from "../util/path.ts";
import { otherCiSystem } from "../parse/workflow/other-systems.ts";
import { buildsByDockerfile, type CiBuild, type CiFile, type CiRemote, type CiScan, type CiUpload } from "./ci.ts";
import type { Project } from "./project.ts";
import type { Workload } from "./workload.ts";

/** What CI does about the image of one workload. */
export interface ScanAnswer {
  /** Scans of this very image. */
  readonly scans: readonly CiScan[];
  /** Scans that may be of this image and may be of another. */
  readonly unclear: readonly CiScan[];
  /** Decided elsewhere: a remote workflow that is given an image or is named a scan. */
  readonly remotes: readonly CiRemote[];
  /** Builds of this image. */
  readonly builds: readonly CiBuild[];
  /** Files of CI systems that are not read, or that could not be read. */
  readonly unread: readonly { readonly path: string; readonly reason: string }[];
  /** CI files that were read. */
  readonly files: readonly string[];
}

/** What is the same for all workloads of a project. */
interface Pipelines {
  readonly files: readonly CiFile[];
  readonly scans: readonly CiScan[];
  readonly remotes: readonly CiRemote[];
  readonly builds: ReadonlyMap<string, readonly CiBuild[]>;
  readonly paths: readonly string[];
}

const known = new WeakMap<Project["loaded"], Pipelines>();

function readPipelines(project: Project): Pipelines {
  const cached = known.get(project.loaded);
  if (cached) return cached;
  const files = pipelines(project);
  const result: Pipelines = {
    files,
    scans: files.flatMap((file) => file.scans).filter(isImageScan),
    remotes: files
      .flatMap((file) => file.remotes)
      .filter((remote) => remote.namedScan || (remote.kind === "workflow" && remote.images.length > 0)),
    builds: buildsByDockerfile(project.loaded.ci),
    paths: files.map((file) => file.path),
  };
  known.set(project.loaded, result);
  return result;
}

export function answerScans(workload: Workload, project: Project): ScanAnswer {
  const { files, remotes, builds: all, paths, scans: candidates } = readPipelines(project);
  const path = workload.build?.dockerfile ?? "";
  const builds = (all.get(path) ?? []).filter((build) => isPipeline(build.file, files));
  const scans: CiScan[] = [];
  const unclear: CiScan[] = [];
  for (const scan of candidates) {
    const match = matchScan(scan, workload, builds, all, project);
    if (match === "mine") scans.push(scan);
    else if (match === "unclear") unclear.push(scan);
  }
  return {
    scans,
    unclear,
    builds,
    remotes,
    unread: unreadFiles(project),
    files: paths,
  };
}

function pipelines(project: Project): readonly CiFile[] {
  return project.loaded.ci.filter((file) => file.system === "github" || file.system === "gitlab");
}

function isImageScan(scan: CiScan): boolean {
  return scan.kind === "image" || scan.kind === "archive" || scan.kind === "unknown";
}

function isPipeline(file: string, files: readonly { readonly path: string }[]): boolean {
  return files.some(({ path }) => path === file) || /(?:^|\/)\.(?:github|gitlab|gitea|forgejo)\//.test(file);
}

const unreadCache = new WeakMap<Project["tree"], ScanAnswer["unread"]>();

function unreadFiles(project: Project): ScanAnswer["unread"] {
  const cached = unreadCache.get(project.tree);
  if (cached) return cached;
  const found: { path: string; reason: string }[] = [];
  const broken = new Set(pipelines(project).flatMap((file) => (file.errors.length > 0 ? [file.path] : [])));
  for (const path of project.tree.filesBelow("")) {
    const system = otherCiSystem(path);
    if (system !== undefined) found.push({ path, reason: `${path} belongs to ${system}, which is not read` });
    else if (broken.has(path) || isMissed(path, project)) found.push({ path, reason: `${path} could not be read in full` });
  }
  unreadCache.set(project.tree, found);
  return found;
}

/** A file that runs pipelines and is not among those that were read. Below the top nobody runs it: it is an example or a fixture. */
function isMissed(path: string, project: Project): boolean {
  return /^(?:\.(?:github|gitea|forgejo)\/workflows\/[^/]+|\.gitlab-ci)\.ya?ml$/.test(path) && !project.files.has(path);
}

function matchScan(
  scan: CiScan,
  workload: Workload,
  mine: readonly CiBuild[],
  all: ReadonlyMap<string, readonly CiBuild[]>,
  project: Project,
): "mine" | "other" | "unclear" {
  const subject = scan.subject?.text;
  if (subject !== undefined && scan.kind === "image") {
    if (mine.some((build) => givesName(build, subject, scan))) return "mine";
    if (workload.image.state === "known" && sameImage(workload.image.value.text, subject)) return "mine";
    for (const [path, builds] of all) {
      if (path !== workload.build?.dockerfile && builds.some((build) => givesName(build, subject, scan))) return "other";
    }
  }
  if (namesAnother(scan, mine)) return "unclear";
  const inJob = (builds: readonly CiBuild[]): boolean =>
    builds.some((build) => build.file === scan.file && build.job === scan.job);
  if (inJob(mine)) {
    const rivals = [...all].filter(([path, builds]) => path !== workload.build?.dockerfile && inJob(builds));
    if (rivals.length === 0) return "mine";
    return "unclear";
  }
  const others = [...all].filter(([path]) => path !== workload.build?.dockerfile);
  if (others.some(([, builds]) => inJob(builds))) return "other";
  if (isOnlyImage(workload, project)) return "mine";
  return namesFolder(subject, workload) ? "mine" : "unclear";
}

/** Every tag that this image gets is known, and the scan is given the name of another image. */
function namesAnother({ kind, subject }: CiScan, mine: readonly CiBuild[]): boolean {
  if (kind !== "image" || !subject || subject.unresolved.length > 0 || mine.length === 0) return false;
  const tags = mine.flatMap((build) => build.tags);
  if (mine.some((build) => build.tags.length === 0) || tags.some((tag) => tag.unresolved.length > 0)) return false;
  return !tags.some((tag) => lastName(tag.text) === lastName(subject.text));
}

function lastName(reference: string): string {
  return withoutTag(reference).split("/").at(-1) ?? "";
}

/** The repository builds one image: a scan can only be of it. */
function isOnlyImage(workload: Workload, project: Project): boolean {
  const own = workload.build?.dockerfile;
  return [...project.loaded.dockerfiles.keys()].every((path) => path === own) && project.loaded.dockerfiles.size === 1;
}

/** `registry/app/frontend:sha` names the image of the folder frontend. */
function namesFolder(subject: string | undefined, workload: Workload): boolean {
  if (subject === undefined || !workload.build) return false;
  const folder = dirname(workload.build.dockerfile).split("/").at(-1) ?? "";
  const name = lastName(subject);
  return folder.length > 2 && (name === folder || name.endsWith(`-${folder}`) || name === workload.name);
}

/** A name that is nothing but variables may stand for another image in another job. */
function givesName(build: CiBuild, subject: string, scan: CiScan): boolean {
  const opaque = withoutTag(subject).replaceAll(/\$\{\{[^}]*\}\}|\$\{[^}]*\}|\$\w+|[/:.@_-]/g, "") === "";
  if (opaque && (build.file !== scan.file || build.job !== scan.job)) return false;
  return build.tags.some((tag) => sameImage(tag.text, subject));
}

function sameImage(a: string, b: string): boolean {
  return a === b || (withoutTag(a) === withoutTag(b) && withoutTag(a) !== "");
}

function withoutTag(reference: string): string {
  const bare = (reference.split("@")[0] ?? "").trim();
  const colon = bare.lastIndexOf(":");
  return colon > bare.lastIndexOf("/") ? bare.slice(0, colon) : bare;
}

/** The place of something in a CI file. */
export function ciOrigin(at: { readonly file: string; readonly span: Origin["span"] }): Origin {
  return { file: at.file, span: at.span, how: "literal", via: [] };
}

/** Scans that concern the workload's repository: of its image, perhaps of its image, and of no image at all (files, configuration). */
export function relatedScans(workload: Workload, project: Project): readonly CiScan[] {
  const { scans, unclear } = answerScans(workload, project);
  const others = pipelines(project)
    .flatMap((file) => file.scans)
    .filter((scan) => !isImageScan(scan));
  return [...new Set([...scans, ...unclear, ...others])];
}

/** SARIF uploads that follow one of these scans, with the scan. */
export function uploadsOf(scans: readonly CiScan[], project: Project): { readonly upload: CiUpload; readonly scan: CiScan }[] {
  return pipelines(project).flatMap((file) =>
    file.uploads.flatMap((upload) => {
      const scan = upload.scan === undefined ? undefined : file.scans[upload.scan];
      return scan && scans.includes(scan) ? [{ upload, scan }] : [];
    }),
  );
}
