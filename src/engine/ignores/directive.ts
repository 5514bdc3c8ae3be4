import type { Span } from "../../source/span.ts";
import type { CheckerComment } from "./comments.ts";
import { isDay } from "./day.ts";

export interface NamedRule {
  readonly name: string;
  readonly span: Span;
}

/** `# seaworthy: ignore[a, b] -- reason until=2027-01-31` */
export interface Directive {
  readonly comment: CheckerComment;
  readonly scope: "line" | "file";
  readonly rules: readonly NamedRule[];
  readonly reason: string | undefined;
  readonly until: string | undefined;
  /** Why it is not honoured. */
  readonly refused: string | undefined;
}

const head = /^[\s#]*seaworthy:\s*([A-Za-z-]+)/;
const example = "`# seaworthy: ignore[RULE] -- reason`";

/** Reads a comment; undefined where it does not mean to ignore anything. */
export function parseDirective(comment: CheckerComment): Directive | undefined {
  const match = head.exec(comment.text);
  const verb = match?.[1];
  if (!match || verb === undefined) return undefined;
  const after = match[0].length;
  const opens = /^\s*\[/.exec(comment.text.slice(after));
  const scope = verb === "file-ignore" ? "file" : "line";
  const base: Directive = { comment, scope, rules: [], reason: undefined, until: undefined, refused: undefined };
  if (verb !== "ignore" && verb !== "file-ignore") {
    return opens || /ignore|disable|skip/.test(verb)
      ? { ...base, refused: `"${verb}" is unknown; write ${example} or \`file-ignore[RULE]\`` }
      : undefined;
  }
  if (!opens) return { ...base, refused: `an ignore must name its rules: ${example}` };
  const from = after + opens[0].length;
  const to = comment.text.indexOf("]", from);
  if (to === -1) return { ...base, refused: `the list of rules is not closed with "]": ${example}` };
  const rules = splitNames(comment.text.slice(from, to), comment.span.start + 1 + from);
  if (rules.length === 0 || rules.some(({ name }) => name.includes("*") || name === "all")) {
    return { ...base, refused: `an ignore must name its rules one by one: ${example}` };
  }
  return { ...base, rules, ...parseTail(comment.text.slice(to + 1)) };
}

function splitNames(text: string, offset: number): NamedRule[] {
  const names: NamedRule[] = [];
  let at = offset;
  for (const part of text.split(",")) {
    const name = part.trim();
    const start = at + part.length - part.trimStart().length;
    if (name !== "") names.push({ name, span: { start, end: start + name.length } });
    at += part.length + 1;
  }
  return names;
}

function parseTail(text: string): Pick<Directive, "reason" | "until" | "refused"> {
  const until = /(?:^|\s)until=(\S*)/.exec(text);
  const rest = until ? text.slice(0, until.index) + text.slice(until.index + until[0].length) : text;
  const reason = rest
    .trim()
    .replace(/^--\s*/, "")
    .trim();
  const day = until?.[1];
  return {
    reason: reason === "" ? undefined : reason,
    until: day,
    refused: day === undefined || isDay(day) ? undefined : `"${day}" is not a day: write until=YYYY-MM-DD`,
  };
}
