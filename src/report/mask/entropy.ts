import type { Span } from "../../source/span.ts";
import { entropyOf } from "../../util/entropy.ts";

const SECRET_WORD = /passw|secret|token|api[_-]?key|private[_-]?key|credential|passphrase/i;
const RUN = /[A-Za-z0-9+_-]+={0,2}/g;
const SHORTEST = 20;
const ENOUGH_BITS = 3.4;

/** Random-looking strings on a line that speaks of a secret, whatever the syntax is. Digests of images are no secrets. */
export function findRandomStrings(text: string, line: Span, into: Span[]): void {
  const content = text.slice(line.start, line.end);
  if (!SECRET_WORD.test(content)) return;
  for (const match of content.matchAll(RUN)) {
    const run = match[0];
    if (run.length < SHORTEST || !/\d(?:\D*\d){2}/.test(run) || !/[A-Za-z]/.test(run)) continue;
    const before = content.slice(Math.max(0, match.index - 8), match.index);
    if (/sha(?:256|512)[:-]$/.test(before) || entropyOf(run.slice(0, 400)) < ENOUGH_BITS) continue;
    into.push({ start: line.start + match.index, end: line.start + match.index + run.length });
  }
}
