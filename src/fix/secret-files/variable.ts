import type { Project } from "../../model/project.ts";
import type { MapEntry, MapValue } from "../../parse/compose/value.ts";
import type { Origin } from "../../source/origin.ts";
import type { EditOp } from "../fix.ts";
import { removeAt } from "../yaml/at.ts";
import { findHolder, guardHolder, spanOf } from "../yaml/holder.ts";
import { findPair, openYaml, type YamlSource } from "../yaml/source.ts";
import { scalar } from "../yaml/write.ts";

/** What a variable is given: a text, or a variable of the shell that starts Compose. */
export type Given = { readonly kind: "literal"; readonly text: string } | { readonly kind: "environment"; readonly name: string };

/** Undefined for an empty text, one of several lines, and one that is put together from variables. */
export function givenBy({ key, value }: MapEntry): Given | undefined {
  if (value.type !== "scalar") return undefined;
  if (value.value === null) return { kind: "environment", name: key };
  const { template = "" } = value;
  const reference = /^\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)(?::?\?[^}]*)?\})$/.exec(template);
  if (reference) return { kind: "environment", name: reference[1] ?? reference[2] ?? key };
  // `$$` is a dollar.
  if (template.replaceAll("$$", "").includes("$") || value.text === "" || value.text.includes("\n")) return undefined;
  return { kind: "literal", text: value.text };
}

/** The variable whose value holds a place. */
export function variableAt(environment: MapValue | undefined, { file, span }: Origin): MapEntry | undefined {
  return [...(environment?.entries.values() ?? [])].find(
    ({ value: { origin } }) => origin.file === file && origin.span.start <= span.start && span.end <= origin.span.end,
  );
}

/** `NAME: value` or `- NAME=value` with another name and value, where it stands. A text says why that cannot be. */
export function renameVariable(project: Project, entry: MapEntry, name: string, value: string): EditOp | string {
  const place = placeOf(project, entry);
  if (typeof place === "string") return place;
  const { source, found } = place;
  const { holder, index } = found;
  const span = spanOf(holder, index, source);
  const written = source.text.slice(span.start, span.end);
  if (written.includes("\n")) return "the variable is written over several lines";
  if (holder.type === "list") {
    const quote = /^["']/.exec(written)?.[0] ?? "";
    return { kind: "edit", file: source.file, span, newText: `${quote}${name}=${value}${quote}` };
  }
  if (holder.pairs[index]?.value.type !== "scalar" || (entry.key !== name && findPair(holder, name)))
    return "the variable is no plain text";
  return { kind: "edit", file: source.file, span, newText: `${name}: ${scalar(value)}` };
}

/** Where a mapping of an extension (`x-…`) holds the variable: it changes there, too. */
export function extensionOf(project: Project, entry: MapEntry): readonly string[] | undefined {
  const place = placeOf(project, entry);
  if (typeof place === "string" || place.found.path[0]?.startsWith("x-") !== true) return undefined;
  const { path, holder } = place.found;
  return holder.type === "map" ? path.slice(0, -1) : path;
}

/** Takes the variable away, and `environment` with the last one. */
export function removeVariable(project: Project, entry: MapEntry): readonly EditOp[] | string {
  const place = placeOf(project, entry);
  if (typeof place === "string") return place;
  const removed = removeAt(place.source, entry.keyOrigin.span.start);
  return removed.ok ? removed.edits.map((edit) => fromLineEnd(place.source, edit)) : removed.reason;
}

/** Whole lines go with the line ending before them, so that what comes at their end can be written in the same pass. */
function fromLineEnd({ text }: YamlSource, edit: EditOp): EditOp {
  const { start, end } = edit.span;
  const [before, behind] = [endingBefore(text, start), endingBefore(text, end)];
  if (before === 0 || behind === 0 || edit.newText !== "") return edit;
  return { ...edit, span: { start: start - before, end: end - behind } };
}

function endingBefore(text: string, at: number): number {
  if (text[at - 1] !== "\n") return 0;
  return text[at - 2] === "\r" ? 2 : 1;
}

interface Place {
  readonly source: YamlSource;
  readonly found: NonNullable<ReturnType<typeof findHolder>>;
}

function placeOf(project: Project, { keyOrigin: { file, span } }: MapEntry): Place | string {
  const text = project.files.get(file)?.text;
  if (text === undefined || !/\.ya?ml$/i.test(file)) return "the variable comes from an env file";
  const opened = openYaml(file, text, span.start);
  if (!opened.ok) return opened.reason;
  const found = findHolder(opened.source, span.start);
  if (!found) return "the variable was not found";
  // Who uses an anchored mapping is known, and each of them changes.
  const whole = { ...opened.source, aliased: new Set<string>() };
  const guarded = guardHolder(whole, found);
  return guarded && !guarded.ok ? guarded.reason : { source: whole, found };
}
