import type { FileRule, SecretRule } from "./rule.ts";
import { buildAnchors, type AnchorTable } from "../scan/anchors.ts";
import { noSettings, type SecretSettings, type UserRule } from "../settings.ts";
import { fileRules } from "./files.ts";
import { secretRules } from "./index.ts";

/** Everything that a scan goes by. */
export interface Ruleset {
  readonly rules: readonly SecretRule[];
  readonly files: readonly FileRule[];
  /** Anchors of `rules`, each owned by the place of its rule. */
  readonly anchors: AnchorTable;
  /** Bytes before and after an anchor that some pattern sees. */
  readonly behind: number;
  readonly ahead: number;
  readonly isSwitchedOff: (rule: string) => boolean;
  /** What the user allows. */
  readonly isAllowedPath: (path: string) => boolean;
  readonly isAllowedValue: (value: string) => boolean;
}

export const defaultReach = 512;
/** Enough for what stands before the secret on its line. */
const BEFORE = 256;

let last: { readonly key: string; readonly ruleset: Ruleset } | undefined;

/** The rules of the program with what the user changes. */
export function rulesetOf(settings: SecretSettings = noSettings): Ruleset {
  const key = JSON.stringify(settings);
  if (last?.key !== key) last = { key, ruleset: compile(settings) };
  return last.ruleset;
}

function compile(settings: SecretSettings): Ruleset {
  const off = new Set(settings.disable);
  const rules = [...settings.rules.map(compileRule), ...secretRules].filter(({ id }) => !off.has(id));
  const anchors = rules.flatMap((rule, owner) => rule.anchors.map((text) => ({ text, fold: rule.fold === true, owner })));
  const paths = settings.allow.paths.map((source) => new RegExp(source));
  const values = settings.allow.values.map((source) => new RegExp(source));
  const stopwords = settings.allow.stopwords.map((word) => word.toLowerCase());
  return {
    rules,
    files: fileRules.filter(({ id }) => !off.has(id)),
    anchors: buildAnchors(anchors),
    behind: Math.max(BEFORE, ...rules.map(({ behind = 0 }) => behind)),
    ahead: Math.max(...rules.map(({ reach = defaultReach }) => reach)),
    isSwitchedOff: (rule) => off.has(rule),
    isAllowedPath: (path) => paths.some((pattern) => pattern.test(path)),
    isAllowedValue: (value) => values.some((pattern) => pattern.test(value)) || hasWord(value, stopwords),
  };
}

/** `words` are in small letters. */
export function hasWord(value: string, words: readonly string[]): boolean {
  if (words.length === 0) return false;
  const text = value.toLowerCase();
  return words.some((word) => text.includes(word));
}

function compileRule(rule: UserRule): SecretRule {
  return {
    id: rule.id,
    title: rule.title,
    severity: rule.severity,
    anchors: rule.keywords,
    fold: true,
    behind: BEFORE,
    pattern: new RegExp(rule.regex, "g"),
    reach: 1024,
    binary: true,
    ...(rule.secretGroup === undefined ? {} : { group: rule.secretGroup }),
    ...(rule.entropy === undefined ? {} : { entropy: rule.entropy }),
    ...(rule.path === undefined ? {} : { path: new RegExp(rule.path) }),
    allow: rule.allow.map((source) => new RegExp(source)),
    stopwords: rule.stopwords.map((word) => word.toLowerCase()),
  };
}
