import { SEVERITIES } from "../report/order.ts";
import { sanitizeLine } from "../report/sanitize.ts";
import { createStyle, type Style } from "../report/text/style.ts";
import { wrap } from "../report/text/width.ts";
import type { ImageReport } from "./report.ts";
import { renderChecklist } from "./text/checklist.ts";
import { renderFindings, renderQuiet } from "./text/findings.ts";
import { renderHead } from "./text/head.ts";
import type { ImageTextOptions } from "./text/options.ts";
import { renderConfig, renderLayers, renderPackages } from "./text/tables.ts";

/** The report for a person: what it is, how it fares on the checklist, what to do, and what is in it. */
export function renderImageText(report: ImageReport, options: ImageTextOptions): string {
  const style = createStyle({ rules: [], width: options.width, color: options.color });
  const all = options.verbose === true;
  const sections =
    options.quiet === true
      ? [[...renderQuiet(report.findings, style), ...renderErrors(report, style)]]
      : [
          renderHead(report, style),
          ...report.scorecard.map((card) => renderChecklist(card, style)),
          renderFindings(report.findings, style, all),
          renderLayers(report, style, all),
          renderConfig(report, style, all),
          [
            ...renderPackages(report, options, style),
            ...report.notes.flatMap((note) => wrap(`note: ${sanitizeLine(note)}`, style.width)),
            ...renderErrors(report, style),
          ],
          [renderSummary(report, style)],
        ];
  const filled = sections.filter((section) => section.length > 0);
  return filled.length === 0 ? "" : `${filled.map((section) => section.join("\n")).join("\n\n")}\n`;
}

/** Files that say what is installed and cannot be read: never cut short. */
function renderErrors({ errors }: ImageReport, style: Style): string[] {
  return errors.map(({ path, message }) => `${style.bold(style.red("error:"))} ${sanitizeLine(path)}: ${sanitizeLine(message)}`);
}

function renderSummary({ summary, secrets, scanners }: ImageReport, style: Style): string {
  const counts = SEVERITIES.filter((severity) => summary[severity] > 0);
  const total = counts.reduce((sum, severity) => sum + summary[severity], 0);
  const parts = [
    total === 0
      ? style.green("No findings")
      : `${style.bold(total === 1 ? "1 finding" : `${total} findings`)}: ${counts.map((severity) => style.severity(severity)(`${summary[severity]} ${severity}`)).join(", ")}`,
  ];
  const found = SEVERITIES.reduce((sum, severity) => sum + secrets[severity], 0);
  if (found > 0) {
    const later = secrets.deletedLater === 0 ? "" : `, ${secrets.deletedLater} of them deleted or replaced in a later layer`;
    parts.push(`${found === 1 ? "1 secret" : `${found} secrets`}${later}`);
  }
  if (summary.hidden > 0) parts.push(`${summary.hidden} hidden by --severity`);
  if (!scanners.includes("secret")) parts.push("secrets were not looked for");
  return parts.join(style.symbols.separator);
}
