import { basename } from "../../../util/path.ts";
import type { RunWord } from "../../run/tree.ts";
import { lastOption, readArguments } from "../arguments.ts";
import type { CiText } from "../tree.ts";
import type { FoundScan, Inputs } from "./found.ts";
import { grypeCommand } from "./grype.ts";
import { scoutCommand } from "./scout.ts";
import { snykCommand } from "./snyk.ts";
import { trivyCommand } from "./trivy.ts";

/** The words after the program, and how to read them. */
export interface ScannerCommand {
  readonly words: readonly RunWord[];
  readonly env: Inputs;
  readonly text: (word: RunWord) => CiText;
}

/** Reads a command line as that of a scanner; undefined where it is none. */
export function scanOfCommand(program: string, command: ScannerCommand): FoundScan | undefined {
  const [first, second] = command.words;
  switch (basename(program)) {
    case "trivy":
      return trivyCommand(command);
    case "grype":
      return grypeCommand(command);
    case "snyk":
    case "snyk-linux":
      return snykCommand(command);
    case "docker-scout":
      return scoutCommand(command);
    case "docker":
      if (first?.value === "scout") return scoutCommand({ ...command, words: command.words.slice(1) });
      if (first?.value !== "scan" || !second) return undefined;
      return snykCommand({
        ...command,
        words: [{ ...first, value: "container" }, { ...first, value: "test" }, ...command.words.slice(1)],
      });
    case "osv-scanner":
      return osvCommand(command);
    case "clair-scanner":
      return policyScan("clair", command, "t threshold w whitelist c clair ip r report l log reportAll");
    case "clairctl":
      return first?.value === "report" ? policyScan("clair", rest(command), "host out o config c") : undefined;
    case "twistcli":
      if (first?.value !== "images" || second?.value !== "scan") return undefined;
      return policyScan("prisma", rest(rest(command)), "address u user p password token output-file project ci-results");
    case "wizcli":
      return /^(?:docker|scan)$/.test(first?.value ?? "")
        ? policyScan("wiz", command, "image policy p tag dockerfile name")
        : undefined;
    case "sysdig-cli-scanner":
      return policyScan("sysdig", command, "apiurl policy output loglevel dbpath");
    case "jf":
    case "jfrog":
      if (first?.value === "docker" && second?.value === "scan")
        return policyScan("jfrog", rest(rest(command)), "watches project server-id format repo-path");
      return undefined;
    case "scannercli":
      return first?.value === "scan"
        ? policyScan("aqua", rest(command), "host user password registry local jsonfile htmlfile token")
        : undefined;
    case "lw-scanner":
      return policyScan("lacework", command, "access-token account-name");
    default:
      return undefined;
  }
}

function rest(command: ScannerCommand): ScannerCommand {
  return { ...command, words: command.words.slice(1) };
}

function osvCommand({ words, text }: ScannerCommand): FoundScan | undefined {
  const read = readArguments(words, { values: "format output config L lockfile S sbom docker D archive" });
  const image = read.operands.findIndex(({ value }) => value === "image");
  const subject = lastOption(read, "docker") ?? (image === -1 ? undefined : read.operands[image + 1]);
  const kind = subject ? "image" : "repository";
  return {
    tool: "osv-scanner",
    kind,
    subject: subject && text(subject),
    severities: [],
    failsOn: "low",
    reason: "OSV-Scanner fails on every vulnerability",
  };
}

/** Scanners whose verdict is a policy kept with their vendor. */
function policyScan(tool: string, { words, text }: ScannerCommand, values: string): FoundScan {
  const read = readArguments(words, { values });
  const verbs = /^(?:docker|scan|image|images|evaluate|container-image)$/;
  const operand = lastOption(read, "image") ?? read.operands.filter(({ value }) => !verbs.test(value)).at(-1);
  const level = lastOption(read, "threshold") ?? lastOption(read, "t");
  const found = { tool, kind: "image", subject: operand && text(operand), severities: [] } as const;
  return {
    ...found,
    failsOn: "unknown",
    reason: level ? `its threshold is ${level.value}` : "what fails is a policy that is kept elsewhere",
  };
}

/** The scanner that an image holds: `aquasec/trivy`, `ghcr.io/anchore/grype`. */
export function scannerOfImage(image: string): string | undefined {
  const name = image.replace(/@.*$/, "").replace(/:[^/:]*$/, "");
  if (/(?:^|\/)aquasec\/trivy$|(?:^|\/)aquasecurity\/trivy$/.test(name)) return "trivy";
  if (/(?:^|\/)anchore\/grype$/.test(name)) return "grype";
  if (/(?:^|\/)docker\/scout-cli$/.test(name)) return "docker-scout";
  if (/(?:^|\/)snyk\/snyk(?:-cli)?$/.test(name)) return "snyk";
  if (/(?:^|\/)google\/osv-scanner$/.test(name)) return "osv-scanner";
  return undefined;
}
