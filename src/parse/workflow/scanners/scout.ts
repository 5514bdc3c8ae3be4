import { lastOption, readArguments } from "../arguments.ts";
import type { CiText } from "../tree.ts";
import type { ScannerCommand } from "./commands.ts";
import { isOpen, isTrue, lowestOf, splitSeverities, type FoundScan, type Inputs } from "./found.ts";

const values =
  "only-severity only-cve-id only-package only-package-type only-stage format output o platform ref to to-env to-latest org env " +
  "epss-date epss-percentile epss-score vex-location vex-author tag only-policy";

/** `docker scout cves --exit-code --only-severity critical,high IMAGE`. */
export function scoutCommand({ words, text }: ScannerCommand): FoundScan | undefined {
  const read = readArguments(words, { values, aliases: { e: "exit-code" } });
  const [verb, operand] = read.operands;
  if (!verb || !/^(?:cves|quickview|qv|compare|policy)$/.test(verb.value)) return undefined;
  const subject = operand ? withoutScheme(text(operand)) : undefined;
  const severity = lastOption(read, "only-severity");
  return judge(verb.value, subject, severity && text(severity), read.flags.has("exit-code"));
}

/** docker/scout-action. */
export function scoutAction(input: Inputs): FoundScan {
  const image = input("image");
  const code = input("exit-code");
  const command = input("command")?.text ?? "";
  const found = judge(command, image && withoutScheme(image), input("only-severities"), isTrue(code?.text));
  return isOpen(code) ? { ...found, failsOn: "unknown", reason: "exit-code is a variable" } : found;
}

function judge(command: string, subject: CiText | undefined, severity: CiText | undefined, exits: boolean): FoundScan {
  const severities = splitSeverities(severity?.text);
  const kind = subject && /^(?:fs|local):/.test(subject.text) ? "filesystem" : "image";
  const found = { tool: "scout", kind, subject, severities } as const;
  if (!/\b(?:cves|compare|policy)\b/.test(command)) {
    return { ...found, failsOn: "never", reason: `docker scout ${command} only shows` };
  }
  if (!exits) return { ...found, failsOn: "never", reason: "without exit-code Docker Scout exits with 0 whatever it finds" };
  if (!command.includes("cves"))
    return { ...found, failsOn: "unknown", reason: `what docker scout ${command} fails on is set elsewhere` };
  if (isOpen(severity)) return { ...found, failsOn: "unknown", reason: "its severities are a variable" };
  return { ...found, failsOn: lowestOf(severities), reason: "exit-code is set" };
}

function withoutScheme(text: CiText): CiText {
  return { ...text, text: text.text.replace(/^(?:image|registry|local):\/\//, "") };
}
