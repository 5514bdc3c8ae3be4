import { findForms, secretForms } from "../../catalog/secret-forms.ts";
import type { Span } from "../../source/span.ts";

/** Prefixes of tokens that are known by their form; the shortest rest that makes one. */
const SURE_PREFIXES =
  "gh[pousr]_|github_pat_|glpat-|gldt-|glrt-|AKIA|ASIA|xox[a-z]-|xapp-|sk_(?:live|test)_|rk_(?:live|test)_|whsec_|eyJ|AIza|ya29\\.|dop_v1_|shpat_|shpss_|dckr_pat_|hv[sb]\\.|tskey-|lin_api_|AGE-SECRET-KEY-|sq0csp-|EAACEdEose0cBA|AccountKey=|SharedAccessSignature=";
/** Prefixes that ordinary names have too: these need digits after them. */
const AMBIGUOUS_PREFIXES = "sk-|npm_|pypi-|SG\\.|hf_";
const FORMS = new RegExp(`(?<![A-Za-z0-9])(?:${SURE_PREFIXES})`, "g");
const AMBIGUOUS = new RegExp(`(?<![A-Za-z0-9])(?:${AMBIGUOUS_PREFIXES})`, "g");
const PEM = "-----BEGIN";
const SHORTEST_REST = 10;
const LONGEST_LOOK = 100;
const SLACK_HOOK = /hooks\.slack\.com\/(?:services|workflows)\//g;

let signs: RegExp | undefined;

/** A cheap look: false where neither {@link findTokens} nor {@link findPrivateKeys} finds anything. */
export function mayHoldToken(text: string): boolean {
  signs ??= new RegExp(
    [
      SURE_PREFIXES,
      AMBIGUOUS_PREFIXES,
      "hooks\\.slack\\.com",
      PEM,
      ...secretForms.flatMap(({ needles }) => needles.map((needle) => needle.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"))),
    ].join("|"),
  );
  return signs.test(text);
}

function isTokenCode(code: number): boolean {
  return (
    (code >= 0x30 && code <= 0x39) ||
    (code >= 0x41 && code <= 0x5a) ||
    (code >= 0x61 && code <= 0x7a) ||
    code === 0x5f || // _
    code === 0x2d || // -
    code === 0x2e || // .
    code === 0x3d || // =
    code === 0x2b || // +
    code === 0x2f || // /
    code === 0x25 // %
  );
}

/** Spans of tokens that are known by their form, prefix left out so that the reader sees what it is. */
export function findTokens(text: string, into: Span[]): void {
  for (const { form, start, end } of findForms(text)) {
    // Private keys are masked to their last line, see findPrivateKeys.
    if (form.needles[0] === PEM) continue;
    const prefix = form.needles.find((needle) => text.startsWith(needle, start))?.length ?? 0;
    into.push({ start: start + prefix, end });
  }
  for (const pattern of [FORMS, AMBIGUOUS, SLACK_HOOK]) {
    for (const match of text.matchAll(pattern)) {
      const start = match.index + match[0].length;
      let end = start;
      while (end < text.length && isTokenCode(text.charCodeAt(end))) end++;
      if (end - start < SHORTEST_REST) continue;
      if (pattern === AMBIGUOUS && !/\d[^]*\d/.test(text.slice(start, Math.min(end, start + LONGEST_LOOK)))) continue;
      into.push({ start, end });
    }
  }
}

const BEGIN_KEY = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/g;

/** Spans of private keys in PEM form: all between the BEGIN and the END line, or to the end of the text. */
export function findPrivateKeys(text: string, into: Span[]): void {
  for (const match of text.matchAll(BEGIN_KEY)) {
    const start = match.index + match[0].length;
    const end = text.indexOf("-----END ", start);
    into.push({ start, end: end === -1 ? text.length : end });
    if (end === -1) return;
  }
}
