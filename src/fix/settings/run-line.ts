import { findRunLines } from "../../parse/run/find.ts";
import type { RunLine } from "../../parse/run/tree.ts";
import type { EditOp, Outcome, RecipeContext } from "../fix.ts";
import type { Description, Setting } from "./setting.ts";

/** Adds the options of the settings right after `run`, in the way in which the line is broken. */
export function renderForRunLine(
  { project, workload }: RecipeContext,
  settings: readonly Setting[],
  description: Description,
): Outcome {
  const source = project.files.get(workload.file);
  if (!source) return { kind: "refused", reason: `${workload.file} was not read` };
  const { text } = source;
  const lines = findRunLines(text, source.kind === "markdown" ? "markdown" : "script");
  const index = lines.findIndex((line) => line.image !== undefined && line.image.span.start === workload.anchor.span.start);
  const line = lines[index];
  if (!line) return { kind: "refused", reason: "the run line was not found again" };
  const flags = settings.flatMap((setting) => (setting.kind === "set" || setting.kind === "append" ? setting.flags : []));
  const names = flags.map(optionName);
  const ops: EditOp[] = [];
  for (const setting of settings) {
    const gone = setting.kind === "remove" ? setting.at : setting.kind === "set" ? setting.written : undefined;
    const option =
      gone && line.options.find(({ span, valueSpan }) => span.start === gone.span.start || valueSpan.start === gone.span.start);
    if (!gone) continue;
    if (!option) return { kind: "refused", reason: "the option was not found again" };
    const alone =
      /\s/.test(text.charAt(option.span.start - 1)) && /^(?:\s|$|\\)/.test(text.slice(option.span.end, option.span.end + 1));
    if (!alone) return { kind: "refused", reason: "the option stands together with others" };
    names.push(option.name);
    ops.push({
      kind: "edit",
      file: workload.file,
      span: { start: beforeOption(text, option.span.start), end: option.span.end },
      newText: "",
    });
  }
  if (flags.length > 0) {
    const place = placeFor(text, line);
    if (!place) return { kind: "refused", reason: "the word run was not found in the line" };
    const { at, gap } = place;
    ops.push({
      kind: "edit",
      file: workload.file,
      span: { start: at, end: at },
      newText: flags.map((flag) => gap + flag).join(""),
    });
  }
  const { title, safety, breaks, notes = [] } = description;
  return {
    kind: "fix",
    fix: {
      title,
      safety,
      ...(breaks === undefined ? {} : { breaks }),
      ops,
      intents: [{ kind: "run", file: workload.file, index, options: names }],
      notes,
      secrets: [],
    },
  };
}

function optionName(flag: string): string {
  return /^--([\w-]+)/.exec(flag)?.[1] ?? "";
}

/** The end of the verb: the last `run` or `create` before the first option or the image. */
function verbEnd(text: string, line: RunLine): number | undefined {
  const starts = line.options.map(({ span }) => span.start);
  for (const { span } of line.openOptions ?? []) starts.push(span.start);
  const first = Math.min(...starts, line.image?.span.start ?? line.span.end);
  const head = text.slice(line.span.start, first);
  const at = head.lastIndexOf(line.verb);
  const end = line.span.start + at + line.verb.length;
  return at >= 0 && /^(?:\s|\\)/.test(text.slice(end, end + 1)) ? end : undefined;
}

/** Right after `run`; before the image where the line is broken there and not after `run`. */
function placeFor(text: string, line: RunLine): { readonly at: number; readonly gap: string } | undefined {
  const verb = verbEnd(text, line);
  if (verb === undefined) return undefined;
  const after = /^[ \t]*\\\r?\n[ \t]*/.exec(text.slice(verb, verb + 200))?.[0];
  if (after !== undefined || !line.image) return { at: verb, gap: after ?? " " };
  const start = line.image.span.start;
  const before = /[ \t]*\\\r?\n[ \t]*$/.exec(text.slice(Math.max(verb, start - 200), start))?.[0];
  const last = Math.max(verb, ...line.options.map(({ span }) => span.end));
  const plain = before !== undefined && last === start - before.length;
  return plain ? { at: last, gap: before } : { at: verb, gap: " " };
}

/** The white space before an option goes with it, a continuation included. */
function beforeOption(text: string, start: number): number {
  const before = /(?:[ \t]*\\\r?\n[ \t]*|[ \t]+)$/.exec(text.slice(Math.max(0, start - 200), start))?.[0] ?? "";
  return start - before.length;
}
