import type { ImageSecret, SecretPlace } from "../secrets/secret.ts";
import type { TrivyLayer, TrivyResult } from "./packages.ts";

/** Where Trivy says that the configuration has a secret. */
const CONFIG = "config.json";

/** Secrets by the file that they are in. Each layer's own are told, those of deleted files too. */
export function secretResults(
  secrets: readonly ImageSecret[],
  layerAt: (layer: number | undefined) => TrivyLayer,
): TrivyResult[] {
  const byTarget = new Map<string, object[]>();
  for (const secret of secrets) {
    const target = secret.place.kind === "file" ? `/${secret.place.path}` : CONFIG;
    const found = byTarget.get(target) ?? [];
    byTarget.set(target, found);
    found.push(finding(secret, layerAt));
  }
  return [...byTarget]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([target, found]) => ({ Target: target, Class: "secret", Secrets: found }));
}

function finding(
  { rule, title, severity, place, excerpt }: ImageSecret,
  layerAt: (layer: number | undefined) => TrivyLayer,
): object {
  const line = (place.kind === "file" ? place.line : undefined) ?? 1;
  return {
    RuleID: rule,
    Category: "general",
    Severity: severity.toUpperCase(),
    Title: `${title}${afterwards(place)}`,
    StartLine: line,
    EndLine: line,
    Code: {
      Lines: [
        {
          Number: line,
          Content: excerpt,
          IsCause: true,
          Annotation: "",
          Truncated: false,
          FirstCause: true,
          LastCause: true,
        },
      ],
    },
    Match: place.kind === "file" ? excerpt : `${placeName(place)}: ${excerpt}`,
    Layer: layerAt(place.kind === "file" || place.kind === "history" ? place.layer : undefined),
  };
}

/** Trivy's form has no place for what later layers do, and whoever reads it must not think that the deletion helped. */
function afterwards(place: SecretPlace): string {
  if (place.kind !== "file" || place.fate.kind === "stays") return "";
  return ` (still in layer ${place.layer + 1} though ${place.fate.kind} in layer ${place.fate.layer + 1}: rebuild and rotate it)`;
}

function placeName(place: Exclude<SecretPlace, { readonly kind: "file" }>): string {
  if (place.kind === "env") return `environment ${place.name}`;
  if (place.kind === "label") return `label ${place.name}`;
  return place.kind === "history" ? `history step ${place.step + 1}` : "command";
}
