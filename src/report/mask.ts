import type { Span } from "../source/span.ts";
import { findCommandPasswords } from "./mask/commands.ts";
import { findRandomStrings } from "./mask/entropy.ts";
import { findKeyedValues, type Pending } from "./mask/keys.ts";
import { findLiterals } from "./mask/references.ts";
import { findPrivateKeys, findTokens, mayHoldToken } from "./mask/tokens.ts";
import { findUrlPasswords } from "./mask/urls.ts";

const MASK = "*";

/** Replaces each unit of the spans by one `*`, line ends kept, so that every offset and column stays right. */
function cover(text: string, spans: Span[]): string {
  if (spans.length === 0) return text;
  spans.sort((a, b) => a.start - b.start);
  let out = "";
  let from = 0;
  for (const span of spans) {
    const start = Math.max(from, span.start);
    const end = Math.min(text.length, span.end);
    if (end <= start) continue;
    out += text.slice(from, start) + text.slice(start, end).replace(/[^\r\n]/g, MASK);
    from = end;
  }
  return out + text.slice(from);
}

function indent(text: string, line: Span): number {
  let at = line.start;
  while (at < line.end && (text[at] === " " || text[at] === "\t")) at++;
  return at - line.start;
}

/** The value of a flag or key of the line before. */
function findPendingValue(text: string, line: Span, pending: Pending, into: Span[]): void {
  const content = text.slice(line.start, line.end);
  const lead = /^[ \t]*(?:-[ \t]+)?["']?/.exec(content)?.[0].length ?? 0;
  const rest = content.slice(lead).replace(/["']?[ \t,\\]*\r?$/, "");
  // A section under a key (`db_password:` / `file: …`) is no value.
  if (pending === "scalar" && (/^[\w.-]+["']?[ \t]*:(?:[ \t]|$)/.test(rest) || /^[ \t]*-[ \t]/.test(content))) return;
  if (rest !== "") findLiterals(text, { start: line.start + lead, end: line.start + lead + rest.length }, into);
}

function findInLines(text: string, into: Span[]): void {
  let pending: Pending;
  let blockIndent = -1;
  let pendingIndent = 0;
  for (let start = 0; start <= text.length;) {
    let end = text.indexOf("\n", start);
    if (end === -1) end = text.length;
    const next = end + 1;
    if (end > start && text[end - 1] === "\r") end--;
    const line = { start, end };
    const depth = indent(text, line);
    const blank = depth === end - start;
    if (blockIndent !== -1 && (blank || depth > blockIndent)) {
      into.push({ start: start + depth, end });
    } else if (!blank) {
      blockIndent = -1;
      if (pending === "flag" || (pending === "scalar" && depth > pendingIndent)) findPendingValue(text, line, pending, into);
      pending = findKeyedValues(text, line, into);
      pendingIndent = depth;
      if (pending === "block") {
        blockIndent = depth;
        pending = undefined;
      }
      findCommandPasswords(text, line, into);
      findRandomStrings(text, line, into);
    }
    start = next;
  }
}

/**
 * Masks what looks like a secret in a source text: values after secret-looking names, URL passwords, tokens known by their
 * form, private keys, random strings beside a secret name. The result has the same length and the same lines. `values`
 * are spans that rules found to be secrets.
 */
export function maskText(text: string, values: readonly Span[] = []): string {
  const spans: Span[] = [];
  for (const value of values) findFoundValue(text, value, spans);
  findPrivateKeys(text, spans);
  findTokens(text, spans);
  findUrlPasswords(text, spans);
  findInLines(text, spans);
  return cover(text, spans);
}

/** Masks one source line; see {@link maskText}. */
export function maskLine(text: string): string {
  return maskText(text);
}

/** Masks what is a secret by its very form in a message: names before `:` are prose there. */
export function maskMessage(text: string): string {
  if (!text.includes("://") && !mayHoldToken(text)) return text;
  const spans: Span[] = [];
  findPrivateKeys(text, spans);
  findTokens(text, spans);
  findUrlPasswords(text, spans);
  return cover(text, spans);
}

const NAME = /^["']?[\w.-]{1,200}["']?$/;
const NAMED = /^(?:-{1,2})?["']?[\w.-]{1,200}["']?(?:=|[ \t]*:[ \t]+)(?=\S)/;
/** `ENV KEY value` and `--flag value`. */
const SPACED = /^(?:-{1,2})?["']?[\w.-]{1,200}["']?[ \t]+(?=\S)/;

/** The secret in a span that a rule points at: the value alone, `NAME=value`, or the name with the value after it. */
function findFoundValue(text: string, span: Span, into: Span[]): void {
  const found = text.slice(span.start, span.end);
  if (/^[a-z][a-z0-9+.-]{0,30}:\/\//i.test(found) && found.includes("@")) {
    findUrlPasswords(text, into);
    return;
  }
  const after = text.slice(span.end, span.end + 200);
  if (NAME.test(found) && /^["']?(?:=|[ \t]*:[ \t])/.test(after)) {
    const lead = /^["']?(?:=|[ \t]*:[ \t]+)/.exec(after)?.[0].length ?? 0;
    let end = span.end + lead;
    while (end < text.length && text[end] !== "\n" && text[end] !== "\r") end++;
    findLiterals(text, { start: span.end + lead, end }, into);
    return;
  }
  const before = text.slice(Math.max(0, span.start - 100), span.start);
  const lead = leadingName(before.slice(before.lastIndexOf("\n") + 1), found);
  findLiterals(text, { start: span.start + lead, end: span.end }, into);
}

/** Length of a name at the start of what was found; 0 where all of it is the value, as after `=`, `:` or a bracket. */
function leadingName(before: string, found: string): number {
  if (/^[ \t]*(?:ENV|ARG|LABEL)[ \t]+$/i.test(before) || found.startsWith("--"))
    return (NAMED.exec(found) ?? SPACED.exec(found))?.[0].length ?? 0;
  const startsPair = /(?:^|[ \t])(?:-[ \t]+)?["']?$/.test(before) && !/[=:][ \t]*["']?$/.test(before);
  return startsPair ? (NAMED.exec(found)?.[0].length ?? 0) : 0;
}
