import { lastOption, readArguments } from "../arguments.ts";
import { isOpen, lowestOf, splitSeverities, type FoundScan, type Inputs } from "./found.ts";
import type { CiText } from "../tree.ts";
import type { ScannerCommand } from "./commands.ts";

const values =
  "severity s exit-code format f output o input timeout ignorefile scanners security-checks vuln-type pkg-types cache-dir " +
  "config c template t ignore-policy platform server token db-repository java-db-repository skip-dirs skip-files " +
  "username password vex image-src compliance report exit-on-eol list-all-pkgs-file secret-config";

const kinds: Readonly<Record<string, FoundScan["kind"]>> = {
  image: "image",
  i: "image",
  fs: "filesystem",
  filesystem: "filesystem",
  rootfs: "filesystem",
  repo: "repository",
  repository: "repository",
  config: "config",
  conf: "config",
  sbom: "sbom",
};

/** `trivy image --severity HIGH,CRITICAL --exit-code 1 app`: exit code 0 unless told. */
export function trivyCommand({ words, env, text }: ScannerCommand): FoundScan | undefined {
  const read = readArguments(words, {
    values,
    aliases: { s: "severity", f: "format", o: "output", i: "input", c: "config" },
  });
  const [verb, ...operands] = read.operands;
  const kind = verb && kinds[verb.value];
  if (!kind) return undefined;
  const option = (name: string, variable: string): CiText | undefined => {
    const word = lastOption(read, name);
    return word ? text(word) : env(variable);
  };
  const input = option("input", "TRIVY_INPUT");
  const subject = input ?? (operands[0] && text(operands[0]));
  return judge({
    kind: input && kind === "image" ? "archive" : kind,
    subject,
    severity: option("severity", "TRIVY_SEVERITY"),
    exitCode: option("exit-code", "TRIVY_EXIT_CODE"),
    scanners: option("scanners", "TRIVY_SCANNERS") ?? option("security-checks", "TRIVY_SECURITY_CHECKS"),
    config: option("config", "TRIVY_CONFIG"),
    limited: true,
  });
}

/** aquasecurity/trivy-action: exit code 0 unless told; SARIF output counts all severities unless limited. */
export function trivyAction(input: Inputs, env: Inputs): FoundScan {
  const type = input("scan-type")?.text ?? "image";
  const archive = input("input");
  const kind = kinds[type] ?? "unknown";
  const sarif = (input("format") ?? env("TRIVY_FORMAT"))?.text === "sarif";
  const limit = input("limit-severities-for-sarif")?.text === "true";
  return judge({
    kind: archive && kind === "image" ? "archive" : kind,
    subject: archive ?? input("image-ref") ?? input("scan-ref"),
    severity: input("severity") ?? env("TRIVY_SEVERITY"),
    exitCode: input("exit-code") ?? env("TRIVY_EXIT_CODE"),
    scanners: input("scanners") ?? input("security-checks") ?? env("TRIVY_SCANNERS"),
    config: input("trivy-config"),
    limited: !sarif || limit,
  });
}

interface TrivySettings {
  readonly kind: FoundScan["kind"];
  readonly subject: CiText | undefined;
  readonly severity: CiText | undefined;
  readonly exitCode: CiText | undefined;
  readonly scanners: CiText | undefined;
  readonly config: CiText | undefined;
  /** The exit code heeds the severities. */
  readonly limited: boolean;
}

function judge(settings: TrivySettings): FoundScan {
  const { subject, severity, exitCode, scanners, config, limited } = settings;
  const severities = limited ? splitSeverities(severity?.text) : [];
  const only = scanners && !/vuln/.test(scanners.text) && !isOpen(scanners);
  const kind = only ? "config" : settings.kind;
  const found = { tool: "trivy", kind, subject, severities };
  if (only) return { ...found, failsOn: "never", reason: `its scanners (${scanners.text}) look for no vulnerabilities` };
  if (isOpen(exitCode)) return { ...found, failsOn: "unknown", reason: "its exit code is a variable" };
  const code = exitCode?.text.trim() ?? "";
  if (code === "" && config) return { ...found, failsOn: "unknown", reason: `its settings are in ${config.text}` };
  if (code === "") return { ...found, failsOn: "never", reason: "without an exit code Trivy exits with 0 whatever it finds" };
  if (/^0+$/.test(code)) return { ...found, failsOn: "never", reason: "its exit code is 0 whatever it finds" };
  if (isOpen(severity)) return { ...found, failsOn: "unknown", reason: "its severities are a variable" };
  const failsOn = lowestOf(severities);
  const reason = failsOn === "never" ? `only ${severities.join(", ")} would fail` : `it exits with ${code}`;
  return { ...found, failsOn, reason };
}
