import type { FixPlan, Left, RunAsService } from "../api/fix.ts";
import { cover, diffTexts, type Hunk } from "../fix/diff.ts";
import { maskText } from "../report/mask.ts";
import { sanitize, sanitizeLine } from "../report/sanitize.ts";

interface Style {
  readonly color: boolean;
  readonly unsafe: boolean;
}

/** What the fixes may break, said before anything is shown of them. */
export function renderHead({ fixed }: FixPlan, style: Style): string {
  const risky = fixed.filter(({ safety }) => safety === "unsafe");
  if (risky.length === 0) return "";
  const lines = risky.map(
    ({ title, breaks }) =>
      `  ${sanitizeLine(title)}\n    ${paint(style, 33, "may break")}: ${sanitizeLine(breaks ?? "how it behaves")}\n`,
  );
  return `${paint(style, 1, "Fixes that may change how something behaves:")}\n${[...new Set(lines)].join("")}\n`;
}

/** A unified diff with secrets masked. */
export function renderDiff({ changes, secrets, after }: FixPlan, style: Style): string {
  const show = (text: string): string => maskText(cover(text, secrets));
  return changes
    .map(({ path, before, after: text, mode, folderMode }) => {
      const name = sanitizeLine(after.displayPath(path));
      const head =
        before === undefined
          ? `--- /dev/null\n+++ ${name}${mode === undefined ? "" : `\tmode ${octal(mode)}`}${folderMode === undefined ? "" : `, its folder ${octal(folderMode)}`}`
          : `--- ${name}\n+++ ${name}`;
      // A file of secrets shows nothing.
      const hidden =
        mode === 0o600 || folderMode !== undefined ? (value: string): string => value.replace(/[^\r\n]/g, "*") : show;
      return `${paint(style, 1, head)}\n${diffTexts(before ?? "", text, hidden)
        .map((hunk) => renderHunk(hunk, style))
        .join("")}`;
    })
    .join("");
}

function octal(mode: number): string {
  return mode.toString(8).padStart(4, "0");
}

function renderHunk({ before, after, lines }: Hunk, style: Style): string {
  const range = ([start, count]: readonly [number, number]): string => (count === 1 ? `${start}` : `${start},${count}`);
  const shown = lines.map(({ sign, text, last }) => {
    const line = `${sign}${sanitize(text.replace(/\r$/, ""))}${text.endsWith("\r") ? "\r" : ""}`;
    const painted = sign === " " ? line : paint(style, sign === "+" ? 32 : 31, line);
    return `${painted}\n${last ? "\\ No newline at end of file\n" : ""}`;
  });
  return `${paint(style, 36, `@@ -${range(before)} +${range(after)} @@`)}\n${shown.join("")}`;
}

/** Fixed, left, and why. */
export function renderSummary(plan: FixPlan, style: Style & { readonly written: boolean; readonly verbose: boolean }): string {
  const { fixed, left, changes, after } = plan;
  const notes = [...new Set(fixed.flatMap((fix) => fix.notes))];
  const parts: string[] = [];
  if (notes.length > 0)
    parts.push(`${paint(style, 1, "To do by hand:")}\n${notes.map((note) => `  ${sanitizeLine(note)}\n`).join("")}`);
  for (const { workload, outcome } of plan.services) parts.push(renderService(after.displayPath(workload), outcome, plan, style));
  const count = `${fixed.length} ${fixed.length === 1 ? "finding" : "findings"}`;
  const files = changes.length === 1 ? "1 file" : `${changes.length} files`;
  if (changes.length > 0)
    parts.push(
      `${paint(style, style.written ? 32 : 1, style.written ? `Fixed ${count} in ${files}.` : `Would fix ${count} in ${files}; nothing is written.`)}\n`,
    );
  else parts.push(left.length === 0 ? "Nothing to fix.\n" : "Nothing can be fixed here.\n");
  if (left.length > 0) parts.push(renderLeft(left, after.displayPath, style));
  return `${changes.length > 0 ? "\n" : ""}${parts.join("\n")}`;
}

function renderService(name: string, outcome: RunAsService["outcome"], { secrets }: FixPlan, style: Style): string {
  if ("reason" in outcome) return `${sanitizeLine(name)} is not shown as a Compose service: ${sanitizeLine(outcome.reason)}.\n`;
  const text = sanitize(maskText(cover(outcome.text, secrets)));
  return `${paint(style, 1, `${sanitizeLine(name)} as a Compose service:`)}\n${text.replaceAll(/^(?=.)/gm, "  ")}`;
}

function renderLeft(
  left: readonly Left[],
  displayPath: (path: string) => string,
  style: Style & { readonly verbose: boolean },
): string {
  const unsafe = left.filter(({ why }) => why.kind === "unsafe");
  const groups = new Map<string, Left[]>();
  for (const entry of left) {
    const { why } = entry;
    if (why.kind === "unsafe") continue;
    const title = why.kind === "refused" ? why.reason : why.kind === "advice" ? why.title : "no fix is known";
    const key = `${entry.finding.rule}: ${title}`;
    groups.set(key, [...(groups.get(key) ?? []), entry]);
  }
  const lines = [...groups].map(([title, entries]) => {
    const [first] = entries;
    const where = entries.map(({ finding }) => finding.workloads.map(displayPath).join(", "));
    const shown = style.verbose ? where : where.slice(0, 3);
    const more = where.length - shown.length;
    const advice = first?.why.kind === "advice" ? first.why.lines.map((line) => `      ${sanitize(line)}\n`).join("") : "";
    return `  ${sanitizeLine(title)}\n    ${sanitizeLine(shown.join(", "))}${more > 0 ? ` and ${more} more` : ""}\n${advice}`;
  });
  const head = `${left.length} ${left.length === 1 ? "finding is" : "findings are"} left.`;
  const hint =
    unsafe.length === 0
      ? ""
      : `  ${unsafe.length} ${unsafe.length === 1 ? "has a fix" : "have fixes"} that may change how something behaves: --unsafe-fixes\n`;
  return `${paint(style, 1, head)}\n${hint}${lines.join("")}`;
}

function paint({ color }: Pick<Style, "color">, code: number, text: string): string {
  return color ? `\u001B[${code}m${text}\u001B[0m` : text;
}
