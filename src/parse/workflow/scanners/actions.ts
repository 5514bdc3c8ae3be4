import { isOpen, severitiesFrom, threshold, type FoundScan, type Inputs } from "./found.ts";
import { anchoreAction } from "./grype.ts";
import { scoutAction } from "./scout.ts";
import { snykAction } from "./snyk.ts";
import { trivyAction } from "./trivy.ts";

/** Reads a step that uses an action as a scan; undefined where the action is no scanner of images. `name` is owner/repo/path. */
export function scanOfAction(name: string, input: Inputs, env: Inputs): FoundScan | undefined {
  const path = name.toLowerCase();
  const repository = path.split("/")[1] ?? "";
  if (repository === "trivy-action") return trivyAction(input, env);
  if (path === "anchore/scan-action") return anchoreAction(input);
  if (path === "docker/scout-action") return scoutAction(input);
  if (/^snyk\/actions\/(?!setup|iac)/.test(path)) return snykAction(input, path);
  if (path === "azure/container-scan") return withThreshold("trivy", input("image-name"), input("severity-threshold"), "high");
  if (path === "crazy-max/ghaction-container-scan") {
    return withThreshold("trivy", input("image") ?? input("tarball"), input("severity_threshold"), "never");
  }
  if (path.startsWith("google/osv-scanner-action")) {
    return {
      tool: "osv-scanner",
      kind: "repository",
      subject: undefined,
      severities: [],
      failsOn: "unknown",
      reason: "it reads lock files",
    };
  }
  const policy = policyScanners.find(([pattern]) => pattern.test(path));
  if (!policy) return undefined;
  const subject = ["image-tag", "image_name", "image", "image-name", "image_tag", "artifact_path"]
    .map((key) => input(key))
    .find((text) => text !== undefined);
  return {
    tool: policy[1],
    kind: "image",
    subject,
    severities: [],
    failsOn: "unknown",
    reason: "what fails is a policy that is kept elsewhere",
  };
}

const policyScanners: readonly (readonly [RegExp, string])[] = [
  [/^sysdiglabs\/scan-action/, "sysdig"],
  [/^(?:paloaltonetworks|bridgecrewio)\/prisma-cloud-scan/, "prisma"],
  [/^twistlock\//, "prisma"],
  [/^wiz-sec(?:-public)?\//, "wiz"],
  [/^lacework\/lw-scanner-action/, "lacework"],
  [/^aquasecurity\/(?:aqua-action|trivy-plugin-aqua)/, "aqua"],
  [/^aws-actions\/vulnerability-scan-github-action-for-amazon-inspector/, "inspector"],
  [/^quay\/clair-action/, "clair"],
  [/^jfrog\/.*scan/, "jfrog"],
];

function withThreshold(
  tool: string,
  subject: FoundScan["subject"],
  level: FoundScan["subject"],
  otherwise: "high" | "never",
): FoundScan {
  const found = { tool, kind: "image", subject } as const;
  if (isOpen(level)) return { ...found, severities: [], failsOn: "unknown", reason: "its threshold is a variable" };
  const failsOn = level ? threshold(level.text) : otherwise;
  const reason = level
    ? `its threshold is ${level.text}`
    : otherwise === "never"
      ? "without a threshold it only reports"
      : `its threshold is ${otherwise} by default`;
  return { ...found, severities: severitiesFrom(failsOn), failsOn, reason };
}
