import { lastOption, readArguments } from "../arguments.ts";
import type { CiText, FailsOn } from "../tree.ts";
import type { ScannerCommand } from "./commands.ts";
import { isOpen, severitiesFrom, threshold, type FoundScan, type Inputs } from "./found.ts";

const values =
  "fail-on f output o file c config scope s platform distro name add-cpes-if-none exclude by-cve-file template t from vex " +
  "ignore-states profile";

/** `grype IMAGE --fail-on high`: exits with 0 unless told. */
export function grypeCommand({ words, env, text }: ScannerCommand): FoundScan | undefined {
  const read = readArguments(words, { values, aliases: { f: "fail-on", c: "config" } });
  const operand = read.operands[0];
  if (!operand || /^(?:db|version|help|completion|config|explain)$/.test(operand.value)) return undefined;
  const subject = text(operand);
  const word = lastOption(read, "fail-on");
  const level = word ? text(word) : env("GRYPE_FAIL_ON_SEVERITY");
  const found = { tool: "grype", ...kindOf(subject) };
  if (!level) {
    const config = lastOption(read, "config");
    if (config) return { ...found, severities: [], failsOn: "unknown", reason: `its settings are in ${config.value}` };
    return { ...found, severities: [], failsOn: "never", reason: "without --fail-on Grype exits with 0 whatever it finds" };
  }
  return { ...found, ...atLevel(level, "--fail-on") };
}

/** anchore/scan-action: fails the build, from medium up, unless told. */
export function anchoreAction(input: Inputs): FoundScan {
  const subject = input("image") ?? input("path") ?? input("sbom");
  const kind = input("image") ? "image" : input("sbom") ? "sbom" : input("path") ? "filesystem" : "unknown";
  const found = { tool: "anchore", kind, subject } as const;
  const fails = input("fail-build");
  if (isOpen(fails)) return { ...found, severities: [], failsOn: "unknown", reason: "fail-build is a variable" };
  if (fails?.text === "false") return { ...found, severities: [], failsOn: "never", reason: "fail-build is false" };
  const cutoff = input("severity-cutoff");
  if (!cutoff)
    return { ...found, severities: severitiesFrom("medium"), failsOn: "medium", reason: "severity-cutoff is medium by default" };
  return { ...found, ...atLevel(cutoff, "severity-cutoff") };
}

function atLevel(level: CiText, name: string): { severities: string[]; failsOn: FailsOn; reason: string } {
  if (isOpen(level)) return { severities: [], failsOn: "unknown", reason: `${name} is a variable` };
  const failsOn = threshold(level.text);
  return { severities: severitiesFrom(failsOn), failsOn, reason: `${name} is ${level.text}` };
}

function kindOf(subject: CiText): { kind: FoundScan["kind"]; subject: CiText } {
  const scheme = /^([a-z-]+):(?!\/\/)/.exec(subject.text)?.[1] ?? "";
  const inner: CiText = { ...subject, text: subject.text.slice(scheme === "" ? 0 : scheme.length + 1) };
  switch (scheme) {
    case "docker":
    case "podman":
    case "registry":
      return { kind: "image", subject: inner };
    case "docker-archive":
    case "oci-archive":
    case "oci-dir":
    case "singularity":
      return { kind: "archive", subject: inner };
    case "dir":
    case "file":
      return { kind: "filesystem", subject: inner };
    case "sbom":
      return { kind: "sbom", subject: inner };
    default:
      if (/\.tar(?:\.gz)?$/.test(subject.text)) return { kind: "archive", subject };
      if (/^\.{0,2}\/|^\.{1,2}$/.test(subject.text)) return { kind: "filesystem", subject };
      return { kind: "image", subject };
  }
}
