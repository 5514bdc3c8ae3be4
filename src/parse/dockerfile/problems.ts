import type { Span } from "../../source/span.ts";
import type { ParseError } from "./tree.ts";

/** Collects what BuildKit would refuse. */
export interface Problems {
  readonly list: readonly ParseError[];
  readonly add: (message: string, hint: string, span: Span) => void;
}

export function collectProblems(): Problems {
  const list: ParseError[] = [];
  return { list, add: (message, hint, span) => list.push({ message, hint, span }) };
}

const LONGEST = 60;

/** A piece of the file for a message: short, on one line, control characters made visible. */
export function quote(text: string): string {
  const short = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
  return JSON.stringify(short);
}
