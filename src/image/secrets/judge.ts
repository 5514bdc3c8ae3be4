import { isDummy } from "../../model/secrets/values.ts";
import { isStandIn } from "../../model/secrets/text-secrets.ts";
import type { Span } from "../../source/span.ts";
import { entropyOf } from "../../util/entropy.ts";
import type { SecretRule } from "./rules/rule.ts";
import { hasWord, type Ruleset } from "./rules/ruleset.ts";

/** A secret, and where all that its rule saw begins. */
export interface Judged extends Span {
  readonly from: number;
}

/** Longer ones hold any short word by chance. */
const longestWithWords = 300;

/**
 * What a rule sees round one of its anchors: undefined where that is no secret. `text` has one character a byte and goes as far
 * as the rule sees.
 */
export function judgeAnchor(rule: SecretRule, text: string, anchor: number, ruleset: Ruleset): Judged | undefined {
  const match = matchAt(rule, text, anchor);
  if (!match) return undefined;
  const { secret, start } = secretOf(rule, match);
  if (!isSecret(rule, secret, match[0])) return undefined;
  if (ruleset.isAllowedValue(secret)) return undefined;
  return { from: match.index, start, end: start + secret.length };
}

function matchAt(rule: SecretRule, text: string, anchor: number): RegExpExecArray | undefined {
  const { pattern } = rule;
  if (!pattern.sticky) {
    pattern.lastIndex = Math.max(0, anchor - (rule.behind ?? 0));
    for (let match = pattern.exec(text); match && match.index <= anchor; match = pattern.exec(text)) {
      if (match.index + match[0].length > anchor && hasBounds(text, match)) return match;
      // The next one may start inside of it.
      pattern.lastIndex = match.index + 1;
    }
    return undefined;
  }
  let from = anchor;
  for (let back = rule.back ?? 0; back > 0 && isDigit(text.charCodeAt(from - 1)); back--) from--;
  // Before the pattern runs: most anchors inside of words end here.
  if (startsInWord(text, from)) return undefined;
  pattern.lastIndex = from;
  const match = pattern.exec(text);
  return match && hasBounds(text, match) ? match : undefined;
}

/** A token ends where its word does: a longer word that looks like one from inside is something else. */
function hasBounds(text: string, { 0: whole, index }: RegExpExecArray): boolean {
  const end = index + whole.length;
  // Stars after it: somebody masked the rest.
  return !startsInWord(text, index) && text[end] !== "*" && !(isWord(text.charCodeAt(end - 1)) && isWord(text.charCodeAt(end)));
}

function startsInWord(text: string, at: number): boolean {
  return at > 0 && isWord(text.charCodeAt(at - 1)) && isWord(text.charCodeAt(at));
}

function secretOf(rule: SecretRule, match: RegExpExecArray): { readonly secret: string; readonly start: number } {
  const secret = match[rule.group ?? 1] ?? match[0];
  return { secret, start: match.index + match[0].lastIndexOf(secret) };
}

function isSecret(rule: SecretRule, secret: string, whole: string): boolean {
  if (rule.entropy !== undefined && entropyOf(secret.slice(0, 512)) < rule.entropy) return false;
  if (secret.length <= longestWithWords && (isStandIn(secret) || isDummy(secret))) return false;
  if (rule.allow?.some((pattern) => pattern.test(secret) || pattern.test(whole)) === true) return false;
  return !hasWord(secret, rule.stopwords ?? []);
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function isWord(code: number): boolean {
  return isDigit(code) || ((code | 32) >= 97 && (code | 32) <= 122);
}
