import { sourceSpan, type MappedText } from "../../source/mapped-text.ts";
import type { ShellRedirect, ShellWord } from "./tree.ts";

/** A place in a script that is read from left to right. */
export interface Cursor {
  readonly mapped: MappedText;
  at: number;
}

const plainRun = /[\w./:=@%+,^~-]*/y;
const singleQuoted = /'[^']*'/y;
const doubleQuoted = /"(?:[^"\\`$]|\\[^\n]|\$(?:[A-Za-z_]\w*|\{[A-Za-z_]\w*\}))*"/y;
const variable = /\$(?:[A-Za-z_]\w*|\{[A-Za-z_]\w*\})/y;
const emptyBraces = /\{\}/y;
const braceExpansion = /\{[\w./-]*(?:,[\w./-]*)+\}/y;
const redirectOperator = /&>>?|>>|>&|>\||<&|>|</y;

/** Where the pattern ends if it matches here; -1 if it does not. */
export function endOf(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : -1;
}

/** Blank, operator or end. */
function endsWord(code: number): boolean {
  return code === 32 || code === 9 || code === 59 || code === 38 || code === 124 || code === 60 || code === 62 || code !== code;
}

/**
 * The word at the cursor, which moves behind it; an empty one where none starts. Undefined for what only the full parser reads:
 * substitutions, operators in expansions, character classes, anything rare.
 */
export function readWord(cursor: Cursor): ShellWord | undefined {
  const { text } = cursor.mapped;
  const start = cursor.at;
  let at = endOf(plainRun, text, start);
  let literal = text.charCodeAt(start) !== 126;
  if (endsWord(text.charCodeAt(at))) {
    cursor.at = at;
    const raw = text.slice(start, at);
    return { raw, value: raw, literal, span: sourceSpan(cursor.mapped, start, at) };
  }
  let value = text.slice(start, at);
  for (;;) {
    const code = text.charCodeAt(at);
    if (endsWord(code)) break;
    let end: number;
    if (code === 39) {
      end = endOf(singleQuoted, text, at);
      value += text.slice(at + 1, end - 1);
    } else if (code === 34) {
      end = endOf(doubleQuoted, text, at);
      const inner = text.slice(at + 1, end - 1);
      if (/(?<!\\)(?:\\\\)*\$/.test(inner)) literal = false;
      value += inner.includes("\\") ? inner.replace(/\\(["\\$`])/g, "$1") : inner;
    } else if (code === 92) {
      const next = text.charCodeAt(at + 1);
      end = next > 31 && next !== 36 ? at + 2 : -1;
      value += text.slice(at + 1, end);
    } else {
      if (code === 36) {
        end = endOf(variable, text, at);
        literal = false;
      } else if (code === 42) {
        end = at + 1;
        literal = false;
      } else if (code === 123) {
        end = endOf(emptyBraces, text, at);
        if (end === -1) {
          end = endOf(braceExpansion, text, at);
          literal = false;
        }
      } else if (code === 35 && at > start) end = at + 1;
      else {
        end = endOf(plainRun, text, at);
        if (end === at) return undefined;
      }
      value += text.slice(at, end);
    }
    if (end === -1) return undefined;
    at = end;
  }
  cursor.at = at;
  return { raw: text.slice(start, at), value, literal, span: sourceSpan(cursor.mapped, start, at) };
}

/** The redirect at the cursor; its descriptor, where there is one, starts at `start`. Undefined for here-documents and the rare. */
export function readRedirect(cursor: Cursor, start: number): ShellRedirect | undefined {
  const { mapped } = cursor;
  const { text } = mapped;
  const { at } = cursor;
  const end = endOf(redirectOperator, text, at);
  if (end === -1) return undefined;
  skipBlanks(cursor, end);
  const target = readWord(cursor);
  if (!target || target.raw === "") return undefined;
  const fd = at > start ? Number(text.slice(start, at)) : undefined;
  return { operator: text.slice(at, end), fd, target, span: sourceSpan(mapped, start, cursor.at) };
}

export function skipBlanks(cursor: Cursor, from: number): void {
  const { text } = cursor.mapped;
  let at = from;
  while (text.charCodeAt(at) === 32 || text.charCodeAt(at) === 9) at++;
  cursor.at = at;
}
