import {
  credentialOperands,
  credentialOptions,
  openStorePasswords,
  type CredentialOperand,
  type CredentialOption,
} from "../../catalog/credential-options.ts";
import { secretKindOf } from "../../catalog/secret-names.ts";
import type { Span } from "../../source/span.ts";
import { basename } from "../../util/path.ts";
import { hole, isHarmless, isReference, isWeakDummy } from "./values.ts";

/** A word of a command, quotes taken off; `span` is where it stands. */
export interface CommandWord {
  readonly text: string;
  readonly span: Span;
}

export interface CommandSecret {
  /** The secret as it is written; for the place only, never for a message. */
  readonly value: string;
  readonly span: Span;
  /** How a message names it: "the option --password of mysql". */
  readonly what: string;
  /** Its value comes from elsewhere: `value` is the word it stands in. */
  readonly open: boolean;
  /** The variable that stands in its place: whether it is a secret is for the caller to say. */
  readonly variable?: string;
  /** It is a variable for one command, which a build step may ask for and not need. */
  readonly assigned?: boolean;
  /** It is set as somebody's password: no value is a dummy there. */
  readonly set?: boolean;
}

/** Passwords and tokens among the words of a command. `words[0]` is the program. */
export function secretsOfWords(words: readonly CommandWord[]): CommandSecret[] {
  const program = basename(words[0]?.text ?? "");
  if (program === "") return [];
  const found: CommandSecret[] = [];
  const all = words.map((word) => word.text).join(" ");
  for (const option of credentialOptions) {
    if (option.programs.has(program) && (option.verb?.test(all) ?? true)) readOption(words, program, option, found);
  }
  for (const operand of credentialOperands) if (operand.programs.has(program)) readOperand(words, program, operand, found);
  readNamedOptions(words, program, found);
  readHeaders(words, found);
  readRegistryLogin(words, program, found);
  return found;
}

/** Secrets among the options of a program that stand in one text, as in JAVA_OPTS. */
export function secretsOfOptions(text: string): string[] {
  if (text.length > 4000 || !/(?:^|\s)-/.test(text) || !/pass|secret|token|key/i.test(text)) return [];
  const nowhere = { start: 0, end: 0 };
  const words = text.split(/\s+/).map((word) => ({ text: word, span: nowhere }));
  return secretsOfWords([{ text: "the program", span: nowhere }, ...words])
    .filter(({ open, variable }) => !open && variable === undefined)
    .map(({ value }) => value);
}

function add(found: CommandSecret[], value: string, span: Span, what: string, assigned = false): void {
  if (value === "" || found.some((other) => other.span.start === span.start && other.value === value)) return;
  const variable = /^\$(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*))$/.exec(value);
  if (variable) found.push({ value, span, what, open: false, variable: variable[1] ?? variable[2] ?? "" });
  else if (value.includes(hole)) found.push({ value, span, what, open: true });
  else if (
    /[A-Za-z0-9]/.test(value) &&
    !isReference(value) &&
    !isHarmless("password", value) &&
    !value.startsWith("$(") &&
    !value.startsWith("`") &&
    !isVariablePart(value)
  ) {
    found.push({ value, span, what, open: false, assigned });
  }
}

/** `$USER_PASS\n$USER_PASS`: nothing of it is written here. */
function isVariablePart(value: string): boolean {
  return !/^\$(?:apr1|1|2[aby]|5|6|y)\$/.test(value) && value.includes("$") && /^(?:\$\{[^}]*\}|\$\w+|\\n|[\s"'*])+$/.test(value);
}

function readOption(words: readonly CommandWord[], program: string, option: CredentialOption, found: CommandSecret[]): void {
  for (let at = 1; at < words.length; at++) {
    const word = words[at];
    if (!word) continue;
    for (const name of option.options) {
      const what = `the option ${name} of ${program}`;
      if (word.text === name) {
        const next = words[at + 1];
        if (option.value !== "attached" && next && !/^-[a-zA-Z-]/.test(next.text))
          add(found, part(next.text, option), next.span, what);
      } else if (word.text.startsWith(`${name}=`)) add(found, part(word.text.slice(name.length + 1), option), word.span, what);
      else if (option.value !== "next" && name.length === 2 && word.text.startsWith(name))
        add(found, part(word.text.slice(2), option), word.span, what);
    }
  }
}

function part(value: string, option: CredentialOption): string {
  if (option.programs.has("keytool") && openStorePasswords.has(value)) return "";
  if (option.part === "all") return value;
  const separator = value.indexOf(option.part === "after-colon" ? ":" : "%");
  if (separator === -1) return "";
  if (option.programs.has("openssl") && !value.startsWith("pass:")) return "";
  return value.slice(separator + 1);
}

function readOperand(words: readonly CommandWord[], program: string, operand: CredentialOperand, found: CommandSecret[]): void {
  if (operand.when && !words.some((word) => operand.when?.test(word.text))) return;
  if (/^(?:mkpasswd|openssl)$/.test(program) && words.some((word) => /^(?:-s|--stdin|-stdin|-in)$/.test(word.text))) return;
  const plain = words
    .slice(1)
    .filter(
      (word, at) => !word.text.startsWith("-") && !/^(?:-m|-S|-R|--method|--salt|--rounds|-salt)$/.test(words[at]?.text ?? ""),
    );
  let at = 0;
  for (const wanted of operand.words) {
    while (at < plain.length && !(plain[at]?.text ?? "").startsWith(wanted)) at++;
    at++;
  }
  const value = operand.operand < 0 ? (plain.length > 1 ? plain.at(operand.operand) : undefined) : plain[at + operand.operand];
  if (value) add(found, value.text, value.span, `an argument of ${[program, ...operand.words].join(" ")}`);
}

/** Programs whose options of that name take something else. */
const otherMeaning: ReadonlyMap<string, RegExp> = new Map([
  ["docker", /^--secret/],
  ["buildah", /^--secret/],
  ["podman", /^--secret/],
  ["echo", /./],
  ["printf", /./],
  ["apt-get", /./],
  ["apk", /./],
  ["yum", /./],
  ["etcd", /^--initial-cluster-token/],
  ["mtproto-proxy", /^--aes-pwd/],
]);

/** `--password x`, `--api-key=x`, `-Dpassword=x`, `password=x` as an argument. */
function readNamedOptions(words: readonly CommandWord[], program: string, found: CommandSecret[]): void {
  const other = otherMeaning.get(program);
  for (let at = 1; at < words.length; at++) {
    const word = words[at];
    if (!word || other?.test(word.text) || word.text.length > 4000) continue;
    const match = /^(--?[A-Za-z][\w.-]*|[A-Za-z_][\w.-]*)(?:=(.*))?$/s.exec(word.text);
    if (!match) continue;
    const [, name = "", value] = match;
    const kind = secretKindOf(name.replace(/^--?D?/, ""));
    if (kind === undefined || kind === "auth") continue;
    // `rake assets:precompile SECRET_KEY_BASE=x`: a variable for one command, which takes any.
    if (!name.startsWith("-") && kind !== "password" && isWeakDummy(value ?? "")) continue;
    const what = name.startsWith("-") ? `the option ${name} of ${program}` : `the argument ${name} of ${program}`;
    if (value !== undefined) {
      const given = trimQuotes(value);
      if (!isHarmless(kind, given) && !openStorePasswords.has(given)) add(found, given, word.span, what, !name.startsWith("-"));
    } else if (name.startsWith("--") || (name.startsWith("-") && name.length > 3)) {
      const next = words[at + 1];
      if (next && !next.text.startsWith("-") && !isHarmless(kind, next.text) && !openStorePasswords.has(next.text))
        add(found, next.text, next.span, what);
    } else if (/^(?:requirepass|masterauth)$/.test(name) && words[at + 1]) {
      const next = words[at + 1];
      if (next) add(found, next.text, next.span, what);
    }
  }
}

/** `npm config set //registry.npmjs.org/:_authToken x` */
function readRegistryLogin(words: readonly CommandWord[], program: string, found: CommandSecret[]): void {
  if (!/^(?:npm|pnpm|yarn)$/.test(program)) return;
  for (let at = 1; at < words.length; at++) {
    const match = /(?:^|:)_(?:authToken|auth|password)(?:=(.+))?$/.exec(words[at]?.text ?? "");
    const word = match?.[1] === undefined ? words[at + 1] : words[at];
    if (match && word) add(found, match[1] ?? word.text, word.span, "a login for a registry");
  }
}

function trimQuotes(value: string): string {
  return value.replace(/^["']+/, "").replace(/["']+$/, "");
}

/** `-H "Authorization: Bearer x"` */
function readHeaders(words: readonly CommandWord[], found: CommandSecret[]): void {
  for (const word of words) {
    const match =
      /^(?:--header=)?(?:authorization:\s*(?:bearer|basic|token)\s+|(?:private-token|x-api-key|x-auth-token|job-token):\s*)(\S+)$/i.exec(
        word.text,
      );
    if (match?.[1] !== undefined) add(found, match[1], word.span, "an authorization header");
  }
}
