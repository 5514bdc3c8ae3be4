import { secretForms } from "../../../catalog/secret-forms.ts";
import type { ImageSecret } from "../secret.ts";

export type Severity = ImageSecret["severity"];

/** A secret that its form gives away, wherever it stands. */
export interface SecretRule {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  /** Literal texts of three bytes or more: each match holds one. Only round them a pattern is tried. */
  readonly anchors: readonly string[];
  /** Whether the case of anchors does not matter. */
  readonly fold?: boolean;
  /** Sticky patterns start at the anchor, or at `back` digits before it; others may start `behind` bytes before it. */
  readonly pattern: RegExp;
  readonly back?: number;
  readonly behind?: number;
  /** The group of the pattern that is the secret; without it the first, else the whole match. */
  readonly group?: number;
  /** Bytes after the anchor that the pattern sees. */
  readonly reach?: number;
  /** A byte without which nothing matches, looked for first: within so many bytes after the anchor, up to a blank or a quote. */
  readonly needs?: { readonly byte: string; readonly within: number };
  /** Bits for each character that the secret must have at least. */
  readonly entropy?: number;
  /** Whether files that are no text count. */
  readonly binary: boolean;
  /** Files of the user only: not what languages and distributions ship. */
  readonly own?: boolean;
  readonly path?: RegExp;
  /** Secrets, or whole matches, that are none. */
  readonly allow?: readonly RegExp[];
  readonly stopwords?: readonly string[];
}

/** A secret that is known by the file it lies in. */
export interface FileRule {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  readonly path: RegExp;
  /** Global; its first group is the secret. Without it the file is one by its name. */
  readonly content?: RegExp;
  readonly entropy?: number;
}

type More = Omit<SecretRule, "anchors" | "pattern" | "title" | "binary" | "back"> &
  Partial<Pick<SecretRule, "anchors" | "pattern" | "title" | "binary">>;

/** A rule for a form of token that the catalog has; files with and without text count where it does not say otherwise. */
export function formRule(label: string, more: More): SecretRule {
  const form = secretForms.find((each) => each.label === label);
  if (!form) throw new Error(`no form of a token is called ${label}`);
  return {
    title: label,
    anchors: form.needles,
    pattern: form.pattern,
    binary: true,
    ...(form.back === undefined ? {} : { back: form.back }),
    ...more,
  };
}
