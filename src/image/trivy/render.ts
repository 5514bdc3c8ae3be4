import type { Report } from "../../engine/result.ts";
import { maskText } from "../../report/mask.ts";
import type { Severity } from "../../rules/rule.ts";
import { stepsOfLayers } from "../image-config.ts";
import type { ImageSource } from "../image-source.ts";
import { scannerNames, type Scanner } from "../checklist/scanners.ts";
import { judgedSecrets } from "../checklist/secret-findings.ts";
import { endOfLife } from "../packages/release/end-of-life.ts";
import type { ImageContent } from "../read-image.ts";
import { trivyConfig } from "./config.ts";
import { familyOf } from "./family.ts";
import { languageResults, systemResult, type TrivyLayer } from "./packages.ts";
import { secretResults } from "./secrets.ts";

export interface TrivyOptions {
  /** The time as an ISO string. */
  readonly now: string;
  readonly scanners?: readonly Scanner[];
  /** Severities to show; all where absent. */
  readonly severities?: readonly Severity[];
}

/** What is in an image in the JSON of Trivy's reports (schema 2), for programs that read those. Vulnerabilities are not matched. */
export function renderTrivyJson(
  content: ImageContent,
  checklist: Report,
  { now, scanners = scannerNames, severities }: TrivyOptions,
): string {
  const { source, release, layers } = content;
  const { config } = source;
  const life = release && endOfLife(release, now.slice(0, 10));
  const steps = stepsOfLayers(config);
  const layerAt = (at: number | undefined): TrivyLayer => {
    const diffId = at === undefined ? undefined : config.diffIds[at];
    if (at === undefined || diffId === undefined) return {};
    const digest = source.layers[at]?.digest;
    const createdBy = steps[at]?.createdBy ?? "";
    return {
      ...(digest !== undefined && { Digest: digest }),
      DiffID: diffId,
      ...(createdBy !== "" && { CreatedBy: maskText(createdBy) }),
    };
  };
  const layerOf = (diffId: string | undefined): TrivyLayer => {
    const { CreatedBy: _, ...layer } = layerAt(diffId === undefined ? undefined : config.diffIds.indexOf(diffId));
    return layer;
  };
  const packages = scanners.includes("pkg") ? content.packages : [];
  const secrets = scanners.includes("secret") ? judgedSecrets(content, checklist) : [];
  const results = [
    ...systemResult(source.name, packages, release, layerOf),
    ...languageResults(packages, layerOf),
    ...secretResults(
      secrets.filter(({ severity }) => severities === undefined || severities.includes(severity)),
      layerAt,
    ),
  ];
  const document = {
    SchemaVersion: 2,
    CreatedAt: now,
    ArtifactName: source.name,
    ArtifactType: "container_image",
    Metadata: {
      Size: layers.reduce((sum, layer) => sum + layer.inflatedBytes, 0),
      ...(release && {
        OS: { Family: familyOf(release), Name: release.version ?? "", ...(life?.isPast === true && { EOSL: true }) },
      }),
      ImageID: source.id,
      DiffIDs: config.diffIds,
      ...namesOf(source),
      ImageConfig: trivyConfig(config),
      Layers: layers.map((layer, at) => ({ Size: layer.inflatedBytes, ...layerOf(config.diffIds[at]) })),
    },
    Results: results,
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

function namesOf({ references, digest, manifestDigest }: ImageSource): object {
  const tags = references.filter((reference) => !reference.includes("@"));
  const known = digest ?? manifestDigest;
  const digests = references.flatMap((reference) => {
    if (reference.includes("@")) return [reference];
    return known === undefined ? [] : [`${reference.replace(/:[^:/]*$/, "")}@${known}`];
  });
  return {
    ...(tags.length > 0 && { RepoTags: tags }),
    ...(digests.length > 0 && { RepoDigests: [...new Set(digests)] }),
  };
}
