import { HASH, isSpace, SPACE, TAB } from "./characters.ts";
import type { Problems } from "./problems.ts";
import type { Directive } from "./tree.ts";

/** Parser directives stand before everything else; the first line that is none ends them. */
export interface DirectiveState {
  open: boolean;
  escape: "\\" | "`";
  readonly found: Directive[];
}

const NAMES = new Set(["syntax", "escape", "check"]);
const FORM = /^([a-zA-Z][a-zA-Z0-9]*)[\t\n\f\r ]*=(.*)$/;

export function startDirectives(): DirectiveState {
  return { open: true, escape: "\\", found: [] };
}

/** Reads the line `[start, end)` (leading white space taken off) as a directive; false where it is none. */
export function readDirective(state: DirectiveState, text: string, start: number, end: number, problems: Problems): boolean {
  if (!state.open) return false;
  state.open = false;
  if (start >= end || text.charCodeAt(start) !== HASH) return false;
  let at = start + 1;
  while (at < end && isSpace(text.charCodeAt(at))) at++;
  const match = FORM.exec(text.slice(at, end));
  const name = match?.[1]?.toLowerCase();
  const value = trimAscii(match?.[2] ?? "");
  if (name === undefined || value === "" || !NAMES.has(name)) return false;
  state.open = true;
  const span = { start, end };
  if (state.found.some((directive) => directive.name === name)) {
    problems.add(`the ${name} directive is given twice`, `Keep one "# ${name}=" line.`, span);
    return false;
  }
  state.found.push({ name, value, span });
  if (name !== "escape") return true;
  if (value === "\\" || value === "`") state.escape = value;
  else problems.add(`the escape character cannot be ${value}`, "Use \\ or ` as escape character.", span);
  return true;
}

function trimAscii(text: string): string {
  let from = 0;
  let to = text.length;
  while (from < to && isDirectiveSpace(text.charCodeAt(from))) from++;
  while (to > from && isDirectiveSpace(text.charCodeAt(to - 1))) to--;
  return text.slice(from, to);
}

function isDirectiveSpace(code: number): boolean {
  return code === SPACE || code === TAB || code === 0x0c || code === 0x0d;
}
