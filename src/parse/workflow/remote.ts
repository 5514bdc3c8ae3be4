import { addRemoteOnce, type StepContext } from "./step.ts";
import type { CiRemote, CiText } from "./tree.ts";

const scans = /scan|vuln|trivy|grype|snyk|anchore|container-?sec|image-?sec|security/i;
const otherScans =
  /codeql|scorecard|secret|gitleaks|trufflehog|zap(?:roxy)?\b|sonar|semgrep|hadolint|dependency-review|harden-runner|zizmor|sast|dast|licen[cs]e|checkov|tfsec|kics|bandit|gosec|setup-/i;

/** A name that speaks of scanning images, not code, secrets or configuration. */
export function namesScan(name: string): boolean {
  return scans.test(name) && !otherScans.test(name);
}

/** Records a workflow, action or include that lies elsewhere. `inputs` are what it is given. */
export function addRemote(
  context: StepContext,
  kind: CiRemote["kind"],
  uses: CiText,
  inputs: readonly { readonly name: string; readonly value: CiText }[],
): void {
  const images = inputs.filter(({ name, value }) => speaksOfImage(name, value.text)).map(({ value }) => value);
  const namedScan = kind === "script" || namesScan(uses.text) || (kind === "workflow" && namesScan(context.job));
  // Thousands of actions have nothing to do with images.
  if (kind === "action" && !namedScan) return;
  addRemoteOnce(context, { kind, uses, images, namedScan, span: uses.span });
}

function speaksOfImage(name: string, value: string): boolean {
  return /image|docker|container|^tags?$|artifact/i.test(name) && value !== "" && !/^(?:true|false)$/.test(value);
}
