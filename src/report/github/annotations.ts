import { createContext, type Context } from "../context.ts";
import { bySeverity, count } from "../order.ts";
import type { Finding, Report } from "../report.ts";
import { sanitize, sanitizeLine } from "../sanitize.ts";

type Command = "error" | "warning" | "notice";

/** GitHub shows ten of each kind for a step and drops the rest without a word. */
const MOST = 10;
const COMMANDS: readonly Command[] = ["error", "warning", "notice"];

interface Annotation {
  readonly command: Command;
  readonly properties: Readonly<Record<string, string>>;
  readonly message: string;
}

function escapeData(text: string): string {
  return sanitize(text.replace(/\r\n?/g, "\n")).replace(/%/g, "%25").replace(/\n/g, "%0A");
}

function escapeProperty(text: string): string {
  return escapeData(text).replace(/:/g, "%3A").replace(/,/g, "%2C");
}

function write({ command, properties, message }: Annotation): string {
  const list = Object.entries(properties).map(([name, value]) => `${name}=${escapeProperty(value)}`);
  return `::${command}${list.length === 0 ? "" : ` ${list.join(",")}`}::${escapeData(message)}`;
}

function commandOf(finding: Finding): Command {
  if (!finding.gates || finding.severity === "low") return "notice";
  return finding.severity === "medium" ? "warning" : "error";
}

function annotate(context: Context, finding: Finding): Annotation {
  const { file, span } = finding.at;
  const position: Record<string, string> = {};
  if (context.report.sources.has(file)) {
    const { start, end } = context.range(file, span);
    position.line = String(start.line);
    position.endLine = String(end.line);
    // Columns over several lines make GitHub refuse the annotation.
    if (start.line === end.line) {
      position.col = String(start.column);
      position.endColumn = String(end.column);
    }
  }
  return {
    command: commandOf(finding),
    // Annotations are placed by the path from the repository's top.
    properties: { file, ...position, title: `${finding.rule} (${finding.severity})` },
    message: sanitizeLine(finding.message),
  };
}

function annotations(report: Report): readonly Annotation[] {
  const context = createContext(report);
  const errors = report.errors.map((error): Annotation => ({
    command: "error",
    properties: {
      file: error.file,
      ...(error.span === undefined ? {} : { line: String(context.range(error.file, error.span).start.line) }),
      title: "Not read",
    },
    message: sanitizeLine(error.hint === "" ? error.message : `${error.message} ${error.hint}`),
  }));
  const findings = bySeverity(report.findings.filter((finding) => finding.status === "open"));
  return [...errors, ...findings.map((finding) => annotate(context, finding))];
}

/** Workflow commands, the most severe first; the last of each kind says how many more there are. */
export function renderGithub(report: Report): string {
  const seen = new Set<string>();
  const byCommand = new Map<Command, string[]>(COMMANDS.map((command) => [command, []]));
  for (const annotation of annotations(report)) {
    const text = write(annotation);
    if (seen.has(text)) continue;
    seen.add(text);
    byCommand.get(annotation.command)?.push(text);
  }
  if (report.gaps.length > 0) {
    const gaps = count(report.gaps.length, "place");
    byCommand
      .get("notice")
      ?.unshift(
        write({ command: "notice", properties: { title: "Not seen" }, message: `${gaps} could not be seen; see the summary.` }),
      );
  }
  const lines = COMMANDS.flatMap((command) => {
    const all = byCommand.get(command) ?? [];
    if (all.length <= MOST) return all;
    const shown = all.slice(0, MOST - 1);
    return [
      ...shown,
      write({ command, properties: { title: "seaworthy" }, message: `+${all.length - shown.length} more, see the summary.` }),
    ];
  });
  return lines.length === 0 ? "" : `${lines.join("\n")}\n`;
}
