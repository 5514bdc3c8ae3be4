import type { JudgedSecret } from "../checklist/secret-findings.ts";
import type { SecretPlace } from "../secrets/secret.ts";
import type { TrivyLayer, TrivyResult } from "./packages.ts";

/** Where Trivy says that the configuration has a secret. */
const CONFIG = "config.json";

/** Secrets by the file that they are in. Each layer's own are told, those of deleted files too. */
export function secretResults(
  secrets: readonly JudgedSecret[],
  layerAt: (layer: number | undefined) => TrivyLayer,
): TrivyResult[] {
  const byTarget = new Map<string, JudgedSecret[]>();
  for (const one of secrets) {
    const { place } = one.secret;
    const target = place.kind === "file" ? `/${place.path}` : CONFIG;
    byTarget.set(target, [...(byTarget.get(target) ?? []), one]);
  }
  return [...byTarget]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([target, found]) => {
      const open = found.filter(({ finding }) => finding.status === "open").map((one) => shown(one, layerAt));
      const accepted = found.filter(({ finding }) => finding.status !== "open");
      return {
        Target: target,
        Class: "secret",
        ...(open.length > 0 && { Secrets: open }),
        ...(accepted.length > 0 && {
          ExperimentalModifiedFindings: accepted.map((one) => ({
            Type: "secret",
            Status: "ignored",
            ...(one.finding.justification !== undefined && { Statement: one.finding.justification }),
            Source: one.finding.status === "baseline" ? "baseline" : "configuration",
            Finding: shown(one, layerAt),
          })),
        }),
      };
    });
}

function shown(
  { secret: { rule, title, place, excerpt }, severity }: JudgedSecret,
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
