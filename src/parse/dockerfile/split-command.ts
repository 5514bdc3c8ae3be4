import { DASH, DOUBLE_QUOTE, EQUALS, isAsciiSpace, isByteSpace, SINGLE_QUOTE, trimRange } from "./characters.ts";
import { MOST_WORDS } from "./words.ts";

/** A flag in a logical text, by offsets. `valueStart` is just after the first `=`. */
export interface FlagRange {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly valueStart: number;
}

export interface SplitCommand {
  readonly name: string;
  readonly nameStart: number;
  readonly nameEnd: number;
  readonly flags: readonly FlagRange[];
  /** What follows keyword and flags, without white space at both ends. */
  readonly restStart: number;
  readonly restEnd: number;
}

/** Takes keyword and flags off the range of a logical text. */
export function splitCommand(text: string, start: number, end: number, escape: string): SplitCommand {
  const line = trimRange(text, start, end);
  let nameEnd = line.start;
  while (nameEnd < line.end && !isAsciiSpace(text.charCodeAt(nameEnd))) nameEnd++;
  const flags: FlagRange[] = [];
  const after = readFlags(text, nameEnd, line.end, escape, flags);
  const rest = trimRange(text, after, line.end);
  return {
    name: text.slice(line.start, nameEnd),
    nameStart: line.start,
    nameEnd,
    flags,
    restStart: rest.start,
    restEnd: rest.end,
  };
}

/** Reads words that begin with `--`; a bare `--` ends them. Returns where the arguments start. */
function readFlags(text: string, start: number, end: number, escape: string, flags: FlagRange[]): number {
  let at = start;
  while (at < end && flags.length < MOST_WORDS) {
    while (at < end && isAsciiSpace(text.charCodeAt(at))) at++;
    if (text.charCodeAt(at) !== DASH || at + 1 >= end || text.charCodeAt(at + 1) !== DASH) return at;
    const flag = readFlag(text, at, end, escape);
    at = flag.end;
    if (flag.text === "--") return at;
    flags.push(flag);
  }
  return end;
}

/** One flag; quotes group and are taken off, the escape character works in both kinds of quotes. */
function readFlag(text: string, start: number, end: number, escape: string): FlagRange {
  const escapeCode = escape.charCodeAt(0);
  let at = start;
  let quote = -1;
  let value = "";
  let valueStart = -1;
  for (; at < end; at++) {
    let code = text.charCodeAt(at);
    if (quote === -1 && isByteSpace(code)) {
      // Of a wide character the first byte belongs to the flag, which makes it another flag or value.
      if (code >= 0x80) value += text[at++];
      break;
    }
    if (code === quote) {
      quote = -1;
      continue;
    }
    if (quote === -1 && (code === SINGLE_QUOTE || code === DOUBLE_QUOTE)) {
      quote = code;
      continue;
    }
    if (code === escapeCode) {
      if (at + 1 === end) continue;
      at++;
      code = text.charCodeAt(at);
    }
    if (code === EQUALS && valueStart === -1) valueStart = at + 1;
    value += text[at];
  }
  return { text: value, start, end: at, valueStart };
}
