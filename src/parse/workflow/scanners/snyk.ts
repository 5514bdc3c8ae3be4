import { lastOption, readArguments } from "../arguments.ts";
import type { CiText } from "../tree.ts";
import type { ScannerCommand } from "./commands.ts";
import { isOpen, severitiesFrom, threshold, type FoundScan, type Inputs } from "./found.ts";

const values = "severity-threshold fail-on file org project-name platform username password policy-path target-reference";

/** `snyk container test IMAGE`: fails on any vulnerability unless told. `monitor` only records. */
export function snykCommand({ words, text }: ScannerCommand): FoundScan | undefined {
  const read = readArguments(words, { values });
  const [first, second, third] = read.operands;
  const container = first?.value === "container";
  const verb = container ? second : first;
  if (verb?.value !== "test" && verb?.value !== "monitor") return undefined;
  const operand = container ? third : read.flags.has("docker") ? second : undefined;
  const level = lastOption(read, "severity-threshold");
  return judge({
    image: container || read.flags.has("docker") || read.options.has("docker"),
    subject: operand ? text(operand) : read.options.get("docker")?.map(text)[0],
    level: level && text(level),
    monitor: verb.value === "monitor",
    failOn: lastOption(read, "fail-on")?.value,
  });
}

/** snyk/actions/docker and its like. */
export function snykAction(input: Inputs, path: string): FoundScan {
  const args = input("args")?.text ?? "";
  const level = /--severity-threshold[= ](\S+)/.exec(args)?.[1];
  const argument = input("args");
  return judge({
    image: path.includes("docker"),
    subject: input("image"),
    level:
      level !== undefined && argument ? { ...argument, text: level, unresolved: level.includes("$") ? [level] : [] } : undefined,
    monitor: input("command")?.text === "monitor",
    failOn: /--fail-on[= ](\S+)/.exec(args)?.[1],
  });
}

interface SnykSettings {
  readonly image: boolean;
  readonly subject: CiText | undefined;
  readonly level: CiText | undefined;
  readonly monitor: boolean;
  readonly failOn: string | undefined;
}

function judge({ image, subject, level, monitor, failOn }: SnykSettings): FoundScan {
  const found = { tool: "snyk", kind: image ? "image" : "repository", subject } as const;
  if (monitor) return { ...found, severities: [], failsOn: "never", reason: "snyk monitor only records" };
  if (isOpen(level)) return { ...found, severities: [], failsOn: "unknown", reason: "its threshold is a variable" };
  if (failOn !== undefined && failOn !== "all") {
    return { ...found, severities: [], failsOn: "unknown", reason: `it fails only on what is ${failOn}` };
  }
  if (!level) return { ...found, severities: [], failsOn: "low", reason: "Snyk fails on every vulnerability by default" };
  const failsOn = threshold(level.text);
  return { ...found, severities: severitiesFrom(failsOn), failsOn, reason: `its threshold is ${level.text}` };
}
