import type { Severity, VerdictValue } from "../../rules/rule.ts";
import type { RenderOptions } from "../options.ts";

/** Characters that frames and the matrix are drawn with. */
export interface Symbols {
  readonly pass: string;
  readonly fail: string;
  readonly unknown: string;
  readonly "n/a": string;
  readonly accepted: string;
  readonly bar: string;
  readonly top: string;
  readonly bottom: string;
  readonly line: string;
  readonly ellipsis: string;
  readonly separator: string;
  readonly arrow: string;
}

const UNICODE: Symbols = {
  pass: "✓",
  fail: "✗",
  unknown: "?",
  "n/a": "–",
  accepted: "○",
  bar: "│",
  top: "┌",
  bottom: "└",
  line: "─",
  ellipsis: "…",
  separator: " · ",
  arrow: "→",
};
const ASCII: Symbols = {
  pass: "+",
  fail: "x",
  unknown: "?",
  "n/a": "-",
  accepted: "o",
  bar: "|",
  top: "+",
  bottom: "+",
  line: "-",
  ellipsis: "...",
  separator: " - ",
  arrow: "->",
};

type Paint = (text: string) => string;

/** Colours and characters of one text report. */
export interface Style {
  readonly symbols: Symbols;
  readonly width: number;
  readonly bold: Paint;
  readonly dim: Paint;
  readonly red: Paint;
  readonly yellow: Paint;
  readonly green: Paint;
  readonly blue: Paint;
  readonly cyan: Paint;
  readonly severity: (severity: Severity) => Paint;
  readonly verdict: (verdict: VerdictValue) => Paint;
}

const NARROWEST = 40;

export function createStyle(options: RenderOptions): Style {
  const sgr = (open: number, close: number): Paint =>
    options.color === true ? (text) => (text === "" ? "" : `\u001b[${open}m${text}\u001b[${close}m`) : (text) => text;
  const bold = sgr(1, 22);
  const dim = sgr(2, 22);
  const red = sgr(31, 39);
  const green = sgr(32, 39);
  const yellow = sgr(33, 39);
  const blue = sgr(34, 39);
  const cyan = sgr(36, 39);
  const severities: Readonly<Record<Severity, Paint>> = {
    critical: (text) => bold(red(text)),
    high: red,
    medium: yellow,
    low: blue,
  };
  const verdicts: Readonly<Record<VerdictValue, Paint>> = { pass: green, fail: red, unknown: yellow, "n/a": dim };
  return {
    symbols: options.ascii === true ? ASCII : UNICODE,
    width: Math.max(NARROWEST, options.width ?? 100),
    bold,
    dim,
    red,
    yellow,
    green,
    blue,
    cyan,
    severity: (severity) => severities[severity],
    verdict: (verdict) => verdicts[verdict],
  };
}
