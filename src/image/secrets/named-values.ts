import { secretKindOf, type SecretKind } from "../../catalog/secret-names.ts";
import { secretsOfOptions } from "../../model/secrets/command-secrets.ts";
import { isDummy, isHarmless, isMasked, isReference, isRequest } from "../../model/secrets/values.ts";
import type { Span } from "../../source/span.ts";
import { excerptOf } from "./excerpt.ts";
import type { Ruleset } from "./rules/ruleset.ts";
import type { ImageSecret, SecretPlace } from "./secret.ts";
import { scanText, type TextFound } from "./text-scan.ts";

export function placed(found: readonly TextFound[], place: SecretPlace): ImageSecret[] {
  return found.map(({ rule, title, severity, excerpt }) => ({ rule, title, severity, place, excerpt }));
}

const titles: Readonly<Record<SecretKind, string>> = { password: "password", token: "token", key: "key", auth: "login" };

/** What a named value holds: a secret by its form, else by its name, else in the options that it is. */
export function pairSecrets(name: string, value: string, ruleset: Ruleset): TextFound[] {
  const lead = bytesOf(`${name}=`);
  const text = lead + bytesOf(value);
  const forms = scanText(text, ruleset).filter(({ end }) => end > lead.length);
  if (forms.length > 0) return forms;
  const kind = secretKindOf(name);
  const whole = { start: lead.length, end: text.length };
  if (kind !== undefined) {
    const trimmed = value.trim();
    return isNone(kind, trimmed) || ruleset.isAllowedValue(trimmed) ? [] : namedSecret(titles[kind], text, whole, ruleset);
  }
  return secretsOfOptions(value).flatMap((secret) => {
    const start = text.indexOf(bytesOf(secret), lead.length);
    if (isDummy(secret) || start < 0) return [];
    return namedSecret("password among options", text, { start, end: start + bytesOf(secret).length }, ruleset);
  });
}

/** A secret that its name gives away. */
export function namedSecret(title: string, text: string, span: Span, ruleset: Ruleset): TextFound[] {
  if (ruleset.isSwitchedOff("named-secret") || ruleset.isAllowedValue(text.slice(span.start, span.end))) return [];
  return [{ rule: "named-secret", title, severity: "high", excerpt: excerptOf(text, span), ...span }];
}

function isNone(kind: SecretKind, value: string): boolean {
  if (value === "" || isReference(value) || isHarmless(kind, value) || isDummy(value) || isMasked(value)) return true;
  return kind !== "password" && isRequest(value);
}

/** One character for each byte, as rules and excerpts want it. */
export function bytesOf(text: string): string {
  return Buffer.from(text).toString("latin1");
}
