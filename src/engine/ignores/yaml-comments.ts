/**
 * Offsets of the `#` of every comment in a YAML text: block scalars and quoted scalars hold none. A light scanner: a quote that
 * never ends is taken for plain text.
 */
export function yamlCommentStarts(text: string): number[] {
  return scan(text, true) ?? scan(text, false) ?? [];
}

type Quote = '"' | "'";

/** Undefined when a quoted scalar that may span lines does not end. */
function scan(text: string, quotesSpanLines: boolean): number[] | undefined {
  const starts: number[] = [];
  let quote: Quote | undefined;
  /** Lines indented deeper than this are the text of a block scalar. */
  let blockIndent: number | undefined;
  for (let lineStart = 0; lineStart < text.length;) {
    const newline = text.indexOf("\n", lineStart);
    const end = newline === -1 ? text.length : newline;
    const indent = indentAt(text, lineStart, end);
    const blank = lineStart + indent >= end || text[lineStart + indent] === "\r";
    if (quote === undefined && blockIndent !== undefined && !blank && indent <= blockIndent) blockIndent = undefined;
    if (blockIndent === undefined) {
      const line = scanLine(text, lineStart, end, quote);
      quote = quotesSpanLines ? line.quote : undefined;
      if (line.comment !== undefined) starts.push(line.comment);
      if (quote === undefined && opensBlockScalar(text.slice(lineStart, line.comment ?? end))) {
        blockIndent = keyColumn(text, lineStart, end);
      }
    }
    lineStart = end + 1;
  }
  return quote === undefined ? starts : undefined;
}

function indentAt(text: string, from: number, end: number): number {
  let at = from;
  while (at < end && text[at] === " ") at++;
  return at - from;
}

function scanLine(
  text: string,
  from: number,
  end: number,
  open: Quote | undefined,
): { quote: Quote | undefined; comment?: number } {
  let quote = open;
  for (let at = from; at < end; at++) {
    const char = text[at];
    if (quote !== undefined) {
      if (char === "\\" && quote === '"') at++;
      else if (char === quote) {
        if (quote === "'" && text[at + 1] === "'") at++;
        else quote = undefined;
      }
    } else if (char === "#") {
      if (at === from || isSpace(text.charCodeAt(at - 1))) return { quote, comment: at };
    } else if ((char === '"' || char === "'") && startsScalar(text, from, at)) quote = char;
  }
  return { quote };
}

function isSpace(code: number): boolean {
  return code === 32 || code === 9 || code === 0xfeff;
}

/** A quote opens a scalar at the start of a value, not in the middle of plain text (`it's`). */
function startsScalar(text: string, lineStart: number, at: number): boolean {
  let before = at - 1;
  while (before >= lineStart && isSpace(text.charCodeAt(before))) before--;
  if (before < lineStart) return true;
  const char = text.charAt(before);
  if ("[{,".includes(char)) return true;
  const spaced = before < at - 1;
  if (spaced && ":-?".includes(char)) return true;
  return spaced && /(?:^|\s)[!&]\S*$/.test(text.slice(Math.max(lineStart, before - 80), before + 1));
}

const header = /(?:^|[\s:-])[|>][+\-\d]{0,2}\s*$/;

/** The line ends in `|`, `>-`… at the place of a value. */
function opensBlockScalar(line: string): boolean {
  const trimmed = line.trimEnd();
  const last = trimmed.charAt(trimmed.length - 1);
  if (!"|>+-0123456789".includes(last) || !header.test(trimmed.slice(-6))) return false;
  const before = trimmed.slice(0, Math.max(trimmed.lastIndexOf("|"), trimmed.lastIndexOf(">"))).trimEnd();
  return before === "" || /(?::|(?:^|\s)-|(?:^|\s)[!&]\S*)$/.test(before.slice(-80));
}

/** The column of the key or item whose value the block scalar is; its text is indented deeper. */
function keyColumn(text: string, lineStart: number, end: number): number {
  let at = lineStart + indentAt(text, lineStart, end);
  let column = at - lineStart;
  while (text[at] === "-" && text[at + 1] === " ") {
    let next = at + 1;
    while (next < end && text[next] === " ") next++;
    if (text[next] === "|" || text[next] === ">") break;
    at = next;
    column = at - lineStart;
  }
  return column;
}
