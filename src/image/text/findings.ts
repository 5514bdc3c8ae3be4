import { CONFIG_FILE } from "../checklist/config-document.ts";
import type { JsonFinding } from "../../report/json/contract.ts";
import { compareText, SEVERITIES } from "../../report/order.ts";
import { sanitizeLine } from "../../report/sanitize.ts";
import type { Style } from "../../report/text/style.ts";
import { padEnd, truncate, wrap } from "../../report/text/width.ts";

const COLUMN = 8;
/** Findings that a report shows; the most severe are always among them. */
const SHOWN = 12;
/** More layers than an image has: the configuration comes last. */
const MANY = 1_000_000;

/** One finding after the other, the most severe first, each with what made its layer. */
export function renderFindings(findings: readonly JsonFinding[], style: Style, all: boolean): string[] {
  const open = inOrder(findings);
  const least = open.filter(({ severity }) => severity === "critical" || severity === "high").length;
  const shown = all ? open : open.slice(0, Math.max(SHOWN, least));
  const lines = shown.flatMap((finding) => renderFinding(finding, style, all));
  const left = open.length - shown.length;
  if (left > 0) lines.push(style.dim(`${style.symbols.ellipsis} and ${left} more of lower severity (--verbose)`));
  return lines;
}

/** One line for each finding. */
export function renderQuiet(findings: readonly JsonFinding[], style: Style): string[] {
  return inOrder(findings).map((finding) => {
    const { severity, rule, message } = finding;
    return `${sanitizeLine(placeOf(finding))}: ${style.severity(severity)(severity)} ${rule}: ${sanitizeLine(message)}`;
  });
}

function inOrder(findings: readonly JsonFinding[]): JsonFinding[] {
  return findings
    .filter(({ status }) => status === "open")
    .sort(
      (a, b) =>
        SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
        // What was added last is what its reader can change.
        (b.layer?.index ?? MANY) - (a.layer?.index ?? MANY) ||
        compareText(a.rule, b.rule) ||
        compareText(a.file, b.file),
    );
}

function placeOf({ file, range }: JsonFinding): string {
  return range.start.line > 1 ? `${file}:${range.start.line}` : file;
}

function renderFinding(finding: JsonFinding, style: Style, all: boolean): string[] {
  const { severity, rule, message, range, layer, dockerfile, related, fixes } = finding;
  const indent = " ".repeat(COLUMN + 1);
  const room = style.width - indent.length;
  const [first = "", ...rest] = wrap(`${rule}: ${sanitizeLine(message)}`, room);
  const lines = [`${style.severity(severity)(padEnd(severity, COLUMN))} ${first}`, ...rest.map((line) => indent + line)];
  const written = dockerfile === undefined ? "" : `${dockerfile.file}:${dockerfile.range.start.line}`;
  const by = layer?.createdBy === undefined ? "" : shortStep(layer.createdBy);
  const origin = [
    written,
    layer === undefined || message.includes(finding.file) || range.start.line === 1 ? "" : sanitizeLine(placeOf(finding)),
    layer === undefined || by === "" ? "" : `layer ${layer.index}: ${sanitizeLine(by)}`,
  ].filter((part) => part !== "");
  if (origin.length > 0)
    lines.push(indent + style.dim(truncate(origin.join(style.symbols.separator), room, style.symbols.ellipsis)));
  if (!all) return lines;
  lines.push(
    ...related
      .filter(({ file }) => file !== CONFIG_FILE)
      .flatMap((one) => wrap(sanitizeLine(`${one.file}: ${one.message}`), room - 2))
      .map((line) => `${indent}  ${line}`),
  );
  for (const { title } of fixes)
    lines.push(...wrap(`fix: ${sanitizeLine(title)}`, room).map((line) => indent + style.cyan(line)));
  return lines;
}

/** A step of the build as a person would write it. */
export function shortStep(createdBy: string): string {
  return createdBy
    .replace(/\s+/g, " ")
    .replace(/ # buildkit$/, "")
    .replace(/^(?:\|\d+ .*?)?\/bin\/sh -c #\(nop\) +/, "")
    .replace(/^RUN (?:\|\d+ .*? )?\/bin\/sh -c /, "RUN ")
    .replace(/^(?:\|\d+ .*? )?\/bin\/sh -c /, "RUN ")
    .trim();
}
