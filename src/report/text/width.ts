/** Ranges of code points that terminals show two columns wide. */
const WIDE: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x231a, 0x231b],
  [0x2329, 0x232a],
  [0x23e9, 0x23ec],
  [0x25fd, 0x25fe],
  [0x2614, 0x2615],
  [0x2648, 0x2653],
  [0x26a1, 0x26a1],
  [0x26aa, 0x26ab],
  [0x26bd, 0x26be],
  [0x26c4, 0x26c5],
  [0x2705, 0x2705],
  [0x270a, 0x270b],
  [0x2728, 0x2728],
  [0x274c, 0x274c],
  [0x2753, 0x2755],
  [0x2757, 0x2757],
  [0x2795, 0x2797],
  [0x2b1b, 0x2b1c],
  [0x2b50, 0x2b50],
  [0x2e80, 0x303e],
  [0x3041, 0x33ff],
  [0x3400, 0x4dbf],
  [0x4e00, 0x9fff],
  [0xa000, 0xa4cf],
  [0xa960, 0xa97f],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x1f300, 0x1f64f],
  [0x1f680, 0x1f6ff],
  [0x1f900, 0x1f9ff],
  [0x1fa70, 0x1faff],
  [0x20000, 0x3fffd],
];

const COMBINING = /^(?:\p{Mn}|\p{Me}|\u200c|\u200d|\ufe0f)$/u;

function charWidth(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x300) return 1;
  if (COMBINING.test(character)) return 0;
  if (code < 0x1100) return 1;
  return WIDE.some(([from, to]) => code >= from && code <= to) ? 2 : 1;
}

const TAB = 4;

/** A text without its colours. */
export function stripColors(text: string): string {
  const [first = "", ...rest] = text.split("\u001b[");
  return first + rest.map((part) => part.slice(part.indexOf("m") + 1)).join("");
}

/** Columns that a line without tabs takes; colours take none. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const character of stripColors(text)) width += charWidth(character);
  return width;
}

interface Layout {
  /** Tabs taken out. */
  readonly text: string;
  /** Display column, from 0, of each UTF-16 offset, the end included. */
  readonly columns: readonly number[];
}

/** Lays a source line out: where each of its characters stands on the screen. */
export function layout(line: string): Layout {
  let text = "";
  let column = 0;
  const columns: number[] = [];
  for (const character of line) {
    for (let unit = 0; unit < character.length; unit++) columns.push(column);
    if (character === "\t") {
      const width = TAB - (column % TAB);
      text += " ".repeat(width);
      column += width;
    } else {
      text += character;
      column += charWidth(character);
    }
  }
  columns.push(column);
  return { text, columns };
}

/** The part of a laid-out line between two display columns; half of a wide character is a space. */
export function sliceColumns(text: string, from: number, to: number): string {
  let out = "";
  let column = 0;
  for (const character of text) {
    const width = charWidth(character);
    if (column >= from && column + width <= to) out += character;
    else if (column < from && column + width > from) out += " ";
    column += width;
    if (column >= to) break;
  }
  return out;
}

/** Cuts a text at a width; what is cut off is marked. */
export function truncate(text: string, width: number, ellipsis: string): string {
  if (displayWidth(text) <= width) return text;
  return sliceColumns(text, 0, Math.max(0, width - displayWidth(ellipsis))) + ellipsis;
}

export function padEnd(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - displayWidth(text)));
}

/** Breaks words into lines of a width; a word that is longer has a line of its own. */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && displayWidth(line) + 1 + displayWidth(word) > width) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  lines.push(line);
  return lines;
}
