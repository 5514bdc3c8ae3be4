import { findForms } from "../../catalog/secret-forms.ts";
import { findUrlPasswords } from "./url-passwords.ts";
import { isDummy, isWeakDummy } from "./values.ts";

/** A secret in a text that its form gives away. */
export interface TextSecret {
  readonly start: number;
  readonly end: number;
  /** "a GitHub token", "the password of a URL" */
  readonly what: string;
  /** A password that anybody would take for a stand-in: `user:pass@localhost`, `placeholder:placeholder@…`. */
  readonly dummy: "no" | "evident" | "weak";
  /** It is a variable that stands in the place of a password. */
  readonly open: boolean;
}

/** Tokens, keys and passwords in URLs and connection strings. `source`: program text, where only sure forms count. */
export function findTextSecrets(text: string, source = false): TextSecret[] {
  const found: TextSecret[] = [];
  for (const { form, start, end } of findForms(text, source)) {
    found.push({
      start,
      end,
      what: `${/^[AEIOU]/i.test(form.label) && !/^(?:U)/.test(form.label) ? "an" : "a"} ${form.label}`,
      dummy: isStandIn(text.slice(start, end)) ? "evident" : "no",
      open: false,
    });
  }
  if (source) return found;
  for (const url of findUrlPasswords(text)) {
    const password = text.slice(url.start, url.end);
    const around = `${url.user} ${password} ${url.host}`;
    const local = /^(?:localhost|127\.0\.0\.1|\[?::1\]?|example\.(?:com|org)|host|)$/i.test(url.host);
    const dummy =
      isDummy(around) || isDummy(text.slice(url.end, url.end + 80).split(/\s/)[0] ?? "")
        ? "evident"
        : isWeakDummy(password) || (local && password === url.user)
          ? "weak"
          : "no";
    const what =
      url.host === ""
        ? "the password of a connection string"
        : url.user === "" && !url.open
          ? "a token in a URL"
          : "the password of a URL";
    if (!found.some((other) => other.start < url.end && url.start < other.end))
      found.push({ start: url.start, end: url.end, what, dummy, open: url.open });
  }
  return found;
}

/** `AKIAIOSFODNN7EXAMPLE` of the documentation, and tokens of one character. */
export function isStandIn(token: string): boolean {
  if (/EXAMPLE|(.)\1{11}|\*{6}|placeholder|dummy/.test(token)) return true;
  const body = token.slice(-16);
  return !token.startsWith("-----") && new Set(body).size <= 3;
}
