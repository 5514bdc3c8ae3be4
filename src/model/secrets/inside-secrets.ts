import type { Origin } from "../../source/origin.ts";
import type { ImageInside, InsideSecret } from "../image-inside.ts";

export interface InsideFinding {
  readonly message: string;
  readonly short: string;
  readonly severity: InsideSecret["severity"];
  readonly at: Origin;
}

/** What is to be said of the secrets that an image keeps in these places. */
export function insideSecrets(inside: ImageInside, places: readonly InsideSecret["place"][]): InsideFinding[] {
  return inside.secrets
    .filter(({ place }) => places.includes(place))
    .map((secret) => ({
      message: sentence(secret),
      short: `${secret.what} ${whereShort(secret)}`,
      severity: secret.severity,
      at: secret.at,
    }));
}

function sentence(secret: InsideSecret): string {
  const { what, at, gone, place } = secret;
  const text = `${what.charAt(0).toUpperCase()}${what.slice(1)} ${where(secret)}`;
  if (place !== "file") return `${text}: everyone who can pull the image reads it. Take it out, rebuild and rotate it.`;
  if (!gone) return `${text}. Take it out, rebuild and rotate it.`;
  return `${text}: still in layer ${at.layer?.index} though ${gone.by} in layer ${gone.layer}: rebuild and rotate it.`;
}

function where({ place, name, gone, at }: InsideSecret): string {
  const layer = at.layer === undefined || gone ? "" : `, layer ${at.layer.index}`;
  switch (place) {
    case "env":
      return `in the environment variable ${name}`;
    case "label":
      return `in the label ${name}`;
    case "command":
      return `in the ${name}`;
    case "build-arg":
      return `in the build argument ${name}, which the history keeps${layer}`;
    case "run":
      return `in the history${layer}`;
    default:
      return at.line === undefined ? `in ${name}${layer}` : `in ${name} at line ${at.line}${layer}`;
  }
}

function whereShort({ place, name, gone }: InsideSecret): string {
  if (place === "run") return "in the history";
  return gone ? `in ${name} (${gone.by} later)` : `in ${name}`;
}

/** The row's reason for some of them. */
export function reasonOfInside(found: readonly InsideFinding[]): string {
  const names = [...new Set(found.map(({ short }) => short))];
  return names.length > 3 ? `${names.slice(0, 3).join(", ")} and ${names.length - 3} more` : names.join(", ");
}
