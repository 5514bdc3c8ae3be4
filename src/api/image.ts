import path from "node:path";
import { cacheFolder } from "../host/code-cache.ts";
import { errorCode } from "../host/error-code.ts";
import type { Environment } from "../host/terminal.ts";
import { openSpool } from "../image/archive/spool.ts";
import { ImageError } from "../image/image-error.ts";
import type { ImageSource } from "../image/image-source.ts";
import { openStore, pruneStore } from "../image/layer/store.ts";
import { recordVersion } from "../image/layer/version.ts";
import { defaultLimits, type Limits } from "../image/limits.ts";
import { openImage, type Place } from "../image/open.ts";
import { maskReport } from "../image/mask-report.ts";
import { parsePlatform } from "../image/parse-platform.ts";
import { hostPlatform } from "../image/platform.ts";
import { readImage, type ImageContent } from "../image/read-image.ts";
import { reportImage, type ImageReport } from "../image/report.ts";
import { baselineOf } from "../engine/image-baseline.ts";
import type { Report } from "../engine/result.ts";
import { referenceName, referenceOf } from "../image/checklist/reference.ts";
import { judgeImage } from "../image/checklist/judge.ts";
import type { Scanner } from "../image/checklist/scanners.ts";
import type { ReadProgress } from "../image/layer/progress.ts";
import type { Preset, Severity } from "../rules/rule.ts";
import type { SourceFile } from "../source/source-file.ts";
import { findDockerfiles, readDockerfile } from "./dockerfiles.ts";
import { EnvironmentError, UsageError } from "./errors.ts";
import { readImageSettings, type ImageSettings } from "./image-settings.ts";
import { loadSecretSettings } from "./secret-settings.ts";
import { version } from "./version.ts";

/** Which image to read, and how. */
export interface ImageRequest {
  readonly cwd: string;
  readonly environment: Environment;
  /** A reference, or the path of an archive or an OCI layout. */
  readonly name?: string;
  /** An archive or an OCI layout; `name` then says which of its images. */
  readonly input?: string;
  readonly platform?: string;
  readonly place?: Place;
  /** In place of the user's cache folder; null for none. */
  readonly cacheFolder?: string | null;
  readonly limits?: Partial<Limits>;
  /** What is looked at; everything where absent. */
  readonly scanners?: readonly Scanner[];
  /** A file with rules for secrets of the user's own, and what is none. */
  readonly secretConfig?: string;
  /** Severities to show; all where absent. */
  readonly severities?: readonly Severity[];
  /** Configuration file; the nearest `.seaworthy.yaml` of `cwd` up to its repository's top where absent. */
  readonly config?: string;
  readonly preset?: Preset;
  /** A file with findings that are accepted. */
  readonly baseline?: string;
  /** The baseline file may be missing: it is about to be written. */
  readonly updateBaseline?: boolean;
  /** Rules to report, and rules not to report. */
  readonly select?: readonly string[];
  readonly ignore?: readonly string[];
  /** The Dockerfile that the image was built from; without it, the one of `cwd` that its history was made from. */
  readonly dockerfile?: string;
  /** Called now and then while layers are read. */
  readonly progress?: (progress: ReadProgress) => void;
  /** The time as an ISO string. */
  readonly now: string;
}

/** What `seaworthy image` knows: the image as data, and the result of the rules, from which every other format is made. */
export interface ImageInspection {
  readonly report: ImageReport;
  readonly checklist: Report;
  readonly content: ImageContent;
  readonly request: ImageRequest;
  readonly settings: ImageSettings;
}

/** Reads an image and tells what is in it. What makes it unreadable is an error, never an empty report. */
export async function inspectImage(request: ImageRequest): Promise<ImageReport> {
  return (await checkImage(request)).report;
}

/** The same with what the rules found, for reports in other formats. */
export function checkImage(request: ImageRequest): Promise<ImageInspection> {
  // A Dockerfile that is not there is told before anything is read.
  const dockerfile = request.dockerfile === undefined ? undefined : readDockerfile(request.cwd, request.dockerfile);
  const settings = readImageSettings(request);
  const { secretConfig } = settings;
  const configured = secretConfig === undefined ? request : { ...request, secretConfig };
  return withImage(configured, (content) => judgeContent(content, configured, settings, dockerfile));
}

/** Grades an image that was read, and tells what is in it. */
export async function judgeContent(
  content: ImageContent,
  request: ImageRequest,
  settings: ImageSettings,
  dockerfile?: SourceFile,
): Promise<ImageInspection> {
  const wantsBase = request.scanners === undefined || request.scanners.includes("misconfig");
  const checklist = judgeImage(content, {
    ...settings.rules,
    ...(settings.baseline === undefined
      ? {}
      : { baseline: baselineOf(settings.baseline, referenceName(referenceOf(content.source))) }),
    base: wantsBase ? await content.source.findBase?.() : undefined,
    ...(request.scanners === undefined ? {} : { scanners: request.scanners }),
    ...(dockerfile === undefined ? { candidates: findDockerfiles(request.cwd) } : { dockerfile }),
  });
  return {
    checklist,
    content,
    request,
    settings,
    report: maskReport(reportImage(content, request.now.slice(0, 10), checklist, request.scanners)),
  };
}

/**
 * Opens and reads an image for the time of a call: what was fetched for it is gone afterwards. `opened` is told what was
 * opened, and its layers are not read before it answers.
 */
export async function withImage<T>(
  request: ImageRequest,
  use: (content: ImageContent) => Promise<T>,
  opened: (source: ImageSource) => Promise<void> = () => Promise.resolve(),
): Promise<T> {
  const limits = { ...defaultLimits, ...request.limits };
  const folder = layerFolder(request);
  const wantsSecrets = request.scanners === undefined || request.scanners.includes("secret");
  const settings = loadSecretSettings(request.cwd, request.secretConfig);
  const secrets = wantsSecrets ? settings : undefined;
  const fuller = secrets ? undefined : recordVersion(version, settings);
  const store = folder === undefined ? undefined : openStore(folder, recordVersion(version, secrets), fuller);
  const spool = openSpool(folder);
  try {
    const source = await openImage(request.name, {
      cwd: request.cwd,
      environment: request.environment,
      platform: {
        asked: request.platform === undefined ? undefined : parsePlatform(request.platform),
        host: hostPlatform(process.arch),
      },
      limits,
      spool,
      store,
      input: request.input,
      place: request.place,
      system: process.platform,
    });
    await opened(source);
    const content = await readImage(source, { limits, store, secrets, progress: request.progress });
    if (folder !== undefined) pruneStore(folder, Date.parse(request.now));
    return await use(content);
  } catch (error) {
    throw error instanceof ImageError ? failureOf(error) : (refusedFile(error, request.cwd) ?? error);
  } finally {
    spool.close();
  }
}

function layerFolder(request: ImageRequest): string | undefined {
  if (request.cacheFolder !== undefined) return request.cacheFolder ?? undefined;
  const folder = cacheFolder({ ...request.environment, SEAWORTHY_CODE_CACHE: undefined }, process.platform);
  return folder === undefined ? undefined : `${folder}/layers`;
}

function failureOf(error: ImageError): Error {
  const sentence = error.hint.charAt(0).toUpperCase() + error.hint.slice(1);
  const hint = sentence === "" || /[.!?…]$/.test(sentence) ? sentence : `${sentence}.`;
  return error.code === "not-found" ? new UsageError(error.message, hint) : new EnvironmentError(error.message, hint);
}

/** A blob of a layout that only another user may read. */
function refusedFile(error: unknown, cwd: string): Error | undefined {
  const code = errorCode(error);
  if ((code !== "EACCES" && code !== "EPERM") || !(error instanceof Error)) return undefined;
  const file = "path" in error && typeof error.path === "string" ? path.relative(cwd, error.path) : "a file of the image";
  return new EnvironmentError(`${file} may not be read`, "Check its permissions.");
}
