import type { Report, Summary } from "../engine/result.ts";
import type { JsonFinding, JsonScorecard } from "../report/json/contract.ts";
import { jsonReport } from "../report/json/json.ts";
import { scannerNames, type Scanner } from "./checklist/scanners.ts";
import { stepsOfLayers } from "./image-config.ts";
import type { SourceKind } from "./image-source.ts";
import type { Package, PackageError, Release } from "./package.ts";
import { endOfLife, type EndOfLife } from "./packages/release/end-of-life.ts";
import { formatPlatform } from "./platform.ts";
import type { ImageContent } from "./read-image.ts";
import type { ImageSecret } from "./secrets/secret.ts";

/** What is in an image, as data. Apart from `source` it is the same wherever the image was read from. */
export interface ImageReport {
  readonly source: {
    readonly kind: SourceKind;
    readonly name: string;
    readonly references: readonly string[];
    /** Digest of the configuration. */
    readonly id: string;
    /** Digest that the name leads to, and that of the manifest behind it. */
    readonly digest?: string;
    readonly manifestDigest?: string;
  };
  readonly platform: string;
  readonly created?: string;
  readonly release?: Release;
  readonly endOfLife?: EndOfLife;
  readonly config: ReportedConfig;
  readonly layers: readonly ReportedLayer[];
  /** Bytes of all layers as plain archives. */
  readonly bytes: number;
  /** Files and folders of the merged image. */
  readonly entries: number;
  readonly packages: readonly Package[];
  /** What was looked at; of the others nothing is said. */
  readonly scanners: readonly Scanner[];
  /** The checklist, as in the report of `check`. */
  readonly scorecard: readonly JsonScorecard[];
  readonly findings: readonly JsonFinding[];
  readonly secrets: ReportedSecrets;
  readonly summary: Summary;
  readonly errors: readonly PackageError[];
  readonly notes: readonly string[];
}

/** Secrets by severity, whatever `--severity` shows of them. */
export interface ReportedSecrets {
  readonly critical: number;
  readonly high: number;
  readonly medium: number;
  readonly low: number;
  /** Of these in files that a later layer deletes or replaces. */
  readonly deletedLater: number;
}

export interface ReportedLayer {
  readonly diffId: string;
  readonly bytes: number;
  readonly entries: number;
  readonly createdBy?: string;
}

export interface ReportedConfig {
  /** Null where the image names none, so that it starts as root. */
  readonly user: string | null;
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
  readonly health: readonly string[] | null;
  readonly workdir: string;
  readonly ports: readonly string[];
  readonly volumes: readonly string[];
  readonly stopSignal: string | null;
  readonly env: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
}

/** `today` is YYYY-MM-DD; `checklist` is what `judgeImage` says of it. */
export function reportImage(
  content: ImageContent,
  today: string,
  checklist: Report,
  scanners: readonly Scanner[] = scannerNames,
): ImageReport {
  const { scorecard, findings, summary } = jsonReport(checklist);
  const { source, layers, release } = content;
  const { config } = source;
  const steps = stepsOfLayers(config);
  const life = release && endOfLife(release, today);
  return {
    source: {
      kind: source.kind,
      name: source.name,
      references: source.references,
      id: source.id,
      ...(source.digest === undefined ? {} : { digest: source.digest }),
      ...(source.manifestDigest === undefined ? {} : { manifestDigest: source.manifestDigest }),
    },
    platform: formatPlatform(config.platform),
    ...(config.created === undefined ? {} : { created: config.created }),
    ...(release === undefined ? {} : { release }),
    ...(life === undefined ? {} : { endOfLife: life }),
    config: {
      user: config.user === "" ? null : config.user,
      entrypoint: config.entrypoint,
      command: config.command,
      health: config.health.length === 0 ? null : config.health,
      workdir: config.workdir === "" ? "/" : config.workdir,
      ports: config.ports,
      volumes: config.volumes,
      stopSignal: config.stopSignal === "" ? null : config.stopSignal,
      env: config.env,
      labels: config.labels,
    },
    layers: layers.map((layer, at) => {
      const createdBy = steps[at]?.createdBy;
      return {
        diffId: config.diffIds[at] ?? "",
        bytes: layer.inflatedBytes,
        entries: layer.entries.length,
        ...(createdBy === undefined || createdBy === "" ? {} : { createdBy }),
      };
    }),
    bytes: layers.reduce((sum, layer) => sum + layer.inflatedBytes, 0),
    entries: content.files.files.length,
    packages: scanners.includes("pkg") ? content.packages : [],
    scanners,
    scorecard,
    findings,
    secrets: countSecrets(scanners.includes("secret") ? content.secrets : []),
    summary,
    errors: content.errors,
    notes: [...content.notes, ...checklist.notices],
  };
}

function countSecrets(secrets: readonly ImageSecret[]): ReportedSecrets {
  const counts = { critical: 0, high: 0, medium: 0, low: 0, deletedLater: 0 };
  for (const { severity, place } of secrets) {
    counts[severity]++;
    if (place.kind === "file" && place.fate.kind !== "stays") counts.deletedLater++;
  }
  return counts;
}
