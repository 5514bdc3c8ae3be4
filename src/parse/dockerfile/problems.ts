import type { Span } from "../../source/span.ts";
import type { ParseError } from "./tree.ts";

/** Collects what BuildKit would refuse. */
export interface Problems {
  readonly list: readonly ParseError[];
  readonly add: (message: string, hint: string, span: Span) => void;
}

/** A file with more errors is no Dockerfile. */
const MOST = 1000;

export function collectProblems(): Problems {
  const list: ParseError[] = [];
  const add: Problems["add"] = (message, hint, span) => {
    if (list.length < MOST) list.push({ message, hint, span });
  };
  return { list, add };
}

const LONGEST = 60;

/** A piece of the file for a message: short, on one line, control characters made visible. */
export function quote(text: string): string {
  const short = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
  return JSON.stringify(short);
}
