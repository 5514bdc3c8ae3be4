import type { Finding, Report } from "../../engine/result.ts";
import type { InsideSecret } from "../../model/image-inside.ts";
import type { Severity } from "../../rules/rule.ts";
import type { Origin } from "../../source/origin.ts";
import type { ImageContent } from "../read-image.ts";
import type { ImageSecret } from "../secrets/secret.ts";
import { makeConfigDocument } from "./config-document.ts";
import { createLayerPlaces } from "./layer-places.ts";
import { placeSecrets } from "./secrets.ts";

/** A secret as the rules judge it. */
export interface JudgedSecret {
  readonly secret: ImageSecret;
  /** As the configuration says, else the secret's own. */
  readonly severity: Severity;
  /** Secrets at one place are one finding. */
  readonly finding: Finding;
}

/** The secrets that the checklist has a finding of: those of rules that are off, or of a severity that is not shown, are left out. */
export function judgedSecrets({ source, secrets }: ImageContent, checklist: Report): JudgedSecret[] {
  const { config } = source;
  const findings = new Map<string, Finding>();
  for (const finding of checklist.findings) findings.set(keyOf(finding.rule, finding.at), finding);
  const placed = placeSecrets(secrets, makeConfigDocument(config, undefined), createLayerPlaces(config, undefined));
  const keys = placed.map(({ place, at }) => keyOf(rules[place], at));
  const own = new Map<string, Set<Severity>>();
  for (const [at, key] of keys.entries()) {
    const severity = secrets[at]?.severity;
    if (severity) own.set(key, (own.get(key) ?? new Set()).add(severity));
  }
  return secrets.flatMap((secret, at) => {
    const key = keys[at] ?? "";
    const finding = findings.get(key);
    if (!finding) return [];
    // A finding is as severe as the worst of its secrets, unless the configuration says otherwise.
    const severity = own.get(key)?.has(finding.severity) === true ? secret.severity : finding.severity;
    return [{ secret, severity, finding }];
  });
}

/** The rules that judge secrets in an image, each by where they are. */
const rules: Readonly<Record<InsideSecret["place"], string>> = {
  env: "no-secret-env",
  label: "no-secret-value",
  command: "no-secret-in-run",
  run: "no-secret-in-run",
  "build-arg": "no-secret-arg",
  file: "no-secret-copy",
};

function keyOf(rule: string, { file, span, layer }: Origin): string {
  return `${rule}\0${file}\0${span.start}\0${span.end}\0${layer?.index ?? 0}`;
}
