import type { Context } from "../context.ts";
import type { Finding } from "../report.ts";
import { sanitizeLine } from "../sanitize.ts";
import { renderFrames, type Mark } from "./frame.ts";
import type { Style } from "./style.ts";
import { wrap } from "./width.ts";

/** Related places that are shown without `--verbose`. */
const RELATED = 2;
const NAMES = 3;

function titleLines(style: Style, finding: Finding): readonly string[] {
  const combination = finding.combination === undefined ? "" : `${finding.combination}: `;
  const lead = `${finding.severity} ${finding.rule}  `;
  const [first = "", ...rest] = wrap(lead + combination + sanitizeLine(finding.message), style.width);
  const head = `${style.severity(finding.severity)(finding.severity)} ${style.bold(finding.rule)}  ${first.slice(lead.length)}`;
  return [head, ...rest.map((line) => `  ${line}`)];
}

/** The workloads that share a finding, by the names that the matrix has for them. */
function workloadNote(context: Context, names: ReadonlyMap<string, string>, finding: Finding): string {
  const file = context.path(finding.at.file);
  const labels = finding.workloads.map((id) => names.get(id) ?? context.workload(id)).filter((label) => label !== file);
  const shown = labels.slice(0, NAMES).map((label) => (label.startsWith(`${file}#`) ? label.slice(file.length + 1) : label));
  return shown.join(", ") + (labels.length > NAMES ? ` and ${labels.length - NAMES} more` : "");
}

function fixLine(style: Style, finding: Finding): readonly string[] {
  const fix = finding.fixes[0];
  if (fix === undefined) return [];
  const breaks = fix.breaks === undefined ? "" : `; may break: ${fix.breaks}`;
  return wrap(`fix (${fix.safety}): ${sanitizeLine(fix.title + breaks)}`, style.width - 5).map((line) => `   ${style.dim(line)}`);
}

/** Findings of one place share a frame. */
export function groupByPlace(findings: readonly Finding[]): readonly (readonly Finding[])[] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const { file, span } = finding.at;
    const key = `${file}\n${span.start}\n${span.end}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [finding]);
    else group.push(finding);
  }
  return [...groups.values()];
}

/** The findings of one place with their code. */
export function renderGroup(
  context: Context,
  style: Style,
  group: readonly Finding[],
  names: ReadonlyMap<string, string>,
  verbose: boolean,
): readonly string[] {
  const related = new Map<string, Mark>();
  for (const finding of group) {
    for (const { at, message } of finding.related) {
      related.set(`${at.file}\n${at.span.start}\n${message}`, { at, label: message, primary: false });
    }
  }
  const first = group[0];
  if (first === undefined) return [];
  const marks: Mark[] = [
    { at: first.at, label: "", primary: true },
    ...[...related.values()].slice(0, verbose ? undefined : RELATED),
  ];
  return [
    ...group.flatMap((finding) => titleLines(style, finding)),
    ...renderFrames(context, style, marks, workloadNote(context, names, first)),
    ...(verbose ? group.flatMap((finding) => fixLine(style, finding)) : []),
  ];
}
