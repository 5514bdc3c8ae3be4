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
  readonly scans: readonly Candidate[];
  /** Scans of no image: of files, of configuration. */
  readonly others: readonly CiScan[];
  readonly uploads: ReadonlyMap<CiScan, readonly CiUpload[]>;
  readonly remotes: readonly CiRemote[];
  readonly builds: ReadonlyMap<string, readonly CiBuild[]>;
  readonly paths: readonly string[];
}

/** A scan with the Dockerfiles that it may concern, so that a workload need not look through all builds. */
interface Candidate {
  readonly scan: CiScan;
  /** Its subject without the tag. */
  readonly name: string | undefined;
  /** Dockerfiles with a build that gives its subject's name. */
  readonly named: ReadonlySet<string>;
  /** Dockerfiles that its own job builds. */
  readonly inJob: ReadonlySet<string>;
}

const known = new WeakMap<Project["loaded"], Pipelines>();

function readPipelines(project: Project): Pipelines {
  const cached = known.get(project.loaded);
  if (cached) return cached;
  const files = pipelines(project);
  const scans = files.flatMap((file) => file.scans);
  const builds = buildsByDockerfile(project.loaded.ci);
  const uploads = new Map<CiScan, CiUpload[]>();
  for (const file of files) {
    for (const upload of file.uploads) {
      const scan = upload.scan === undefined ? undefined : file.scans[upload.scan];
      if (scan) uploads.set(scan, [...(uploads.get(scan) ?? []), upload]);
    }
  }
  const result: Pipelines = {
    files,
    scans: findCandidates(scans.filter(isImageScan), builds),
    others: scans.filter((scan) => !isImageScan(scan)),
    uploads,
    remotes: files
      .flatMap((file) => file.remotes)
      .filter((remote) => remote.namedScan || (remote.kind === "workflow" && remote.images.length > 0)),
    builds,
    paths: files.map((file) => file.path),
  };
  known.set(project.loaded, result);
  return result;
}

function findCandidates(scans: readonly CiScan[], builds: ReadonlyMap<string, readonly CiBuild[]>): Candidate[] {
  const byName = new Map<string, { readonly path: string; readonly build: CiBuild }[]>();
  const byJob = new Map<string, Set<string>>();
  for (const [path, list] of builds) {
    for (const build of list) {
      const job = `${build.file}\0${build.job ?? ""}`;
      byJob.set(job, (byJob.get(job) ?? new Set()).add(path));
      for (const name of new Set(build.tags.map((tag) => withoutTag(tag.text)))) {
        const same = byName.get(name);
        if (same) same.push({ path, build });
        else byName.set(name, [{ path, build }]);
      }
    }
  }
  return scans.map((scan) => {
    const subject = scan.subject?.text;
    const name = subject === undefined ? undefined : withoutTag(subject);
    const near = subject === undefined || name === undefined || scan.kind !== "image" ? [] : (byName.get(name) ?? []);
    const named = near.filter(({ build }) => givesName(build, subject ?? "", scan)).map(({ path }) => path);
    return { scan, name, named: new Set(named), inJob: byJob.get(`${scan.file}\0${scan.job ?? ""}`) ?? new Set() };
  });
}

const answers = new WeakMap<Workload, { readonly project: Project; readonly answer: ScanAnswer }>();

export function answerScans(workload: Workload, project: Project): ScanAnswer {
  const cached = answers.get(workload);
  if (cached?.project === project) return cached.answer;
  const { files, remotes, builds: all, paths, scans: candidates } = readPipelines(project);
  const path = workload.build?.dockerfile ?? "";
  const builds = (all.get(path) ?? []).filter((build) => isPipeline(build.file, files));
  const image = workload.image.state === "known" ? workload.image.value.text : undefined;
  const mine: Mine = { path, builds, image, imageName: image === undefined ? undefined : withoutTag(image) };
  const scans: CiScan[] = [];
  const unclear: CiScan[] = [];
  for (const candidate of candidates) {
    const match = matchScan(candidate, workload, mine, project);
    if (match === "mine") scans.push(candidate.scan);
    else if (match === "unclear") unclear.push(candidate.scan);
  }
  const answer = { scans, unclear, builds, remotes, unread: unreadFiles(project), files: paths };
  answers.set(workload, { project, answer });
  return answer;
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

interface Mine {
  readonly path: string;
  /** Builds of the workload's Dockerfile in pipelines. */
  readonly builds: readonly CiBuild[];
  readonly image: string | undefined;
  readonly imageName: string | undefined;
}

function matchScan(
  { scan, name, named, inJob }: Candidate,
  workload: Workload,
  { path, builds, image, imageName }: Mine,
  project: Project,
): "mine" | "other" | "unclear" {
  const subject = scan.subject?.text;
  if (subject !== undefined && scan.kind === "image") {
    if (named.has(path) && builds.some((build) => givesName(build, subject, scan))) return "mine";
    if (image !== undefined && (image === subject || (imageName === name && name !== ""))) return "mine";
    if (named.size > (named.has(path) ? 1 : 0)) return "other";
  }
  if (namesAnother(scan, builds)) return "unclear";
  if (inJob.has(path) && builds.some((build) => build.file === scan.file && build.job === scan.job))
    return inJob.size === 1 ? "mine" : "unclear";
  if (inJob.size > (inJob.has(path) ? 1 : 0)) return "other";
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
  return own !== undefined && project.loaded.dockerfiles.size === 1 && project.loaded.dockerfiles.has(own);
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
  return [...scans, ...unclear, ...readPipelines(project).others];
}

/** SARIF uploads that follow one of these scans, with the scan. */
export function uploadsOf(scans: readonly CiScan[], project: Project): { readonly upload: CiUpload; readonly scan: CiScan }[] {
  const { uploads } = readPipelines(project);
  if (uploads.size === 0) return [];
  return scans.flatMap((scan) => (uploads.get(scan) ?? []).map((upload) => ({ upload, scan })));
}
