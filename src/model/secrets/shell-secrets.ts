import { passwordReaders, readsPassword } from "../../catalog/credential-options.ts";
import { secretKindOf } from "../../catalog/secret-names.ts";
import type { ShellCommand, ShellWord } from "../../parse/shell/tree.ts";
import type { Span } from "../../source/span.ts";
import { basename } from "../../util/path.ts";
import { secretsOfWords, type CommandSecret } from "./command-secrets.ts";
import { findNamedValues } from "./named-values.ts";
import { isHarmless, isReference, isWeakDummy } from "./values.ts";

const words =
  /passw|passphrase|pass\b|pwd=|\bpwd\b.{0,3}[A-Za-z]|secret|token|credential|(?:api|access|private|master|encryption|signing)[-_]?key|identified\s|_pw\b|_auth\b|authorization:|masterauth|rabbitmqctl|keytool|http-basic|github-oauth/i;
const options =
  /\b(?:curl|https?|smbclient|rpcclient)\b[^\n;&|]*\s(?:-[uUa](?![a-z])|--(?:proxy-)?user\b|--auth\b)|\b(?:useradd|usermod|mongo\w*|mysql\w*|mariadb\w*)\b[^\n;&|]*\s-p|\bldap\w+\b[^\n;&|]*\s-w|\b(?:redis|valkey|keydb)-cli\b[^\n;&|]*\s-a|\b(?:sqlcmd|bcp)\b[^\n;&|]*\s-P|\blogin\s[^\n;&|]*-p/;

/** A cheap look before a script is parsed: false where it holds no secret that could be told. */
export function mayHoldSecret(script: string): boolean {
  return words.test(script) || options.test(script);
}

/** Secrets that the commands of a script hold. */
export function secretsOfScript(commands: readonly ShellCommand[]): CommandSecret[] {
  const found: CommandSecret[] = [];
  for (const [index, command] of commands.entries()) {
    readAssignments(command, found);
    const words = command.name ? [command.name, ...command.args] : [];
    found.push(...secretsOfWords(words.map(toWord)));
    readInput(commands, index, found);
    readWritten(command, commands[index + 1], found);
    readStatements(words, found);
    readSplitStatement(words, found);
    readPasswordHash(command, found);
  }
  return unique(found);
}

function toWord(word: ShellWord): { text: string; span: Span } {
  return { text: word.value, span: word.span };
}

function unique(found: readonly CommandSecret[]): CommandSecret[] {
  const seen = new Set<string>();
  return found.filter(({ span, value }) => {
    const key = `${span.start} ${value}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** `PASSWORD=x command`, `export TOKEN=x`. What a build step is given for want of a real one is none. */
function readAssignments(command: ShellCommand, found: CommandSecret[]): void {
  for (const { name, value } of command.assignments) if (value) addAssigned(name, value.value, value.span, found);
  const program = command.name?.value;
  if (program !== "export" && program !== "declare" && program !== "set" && program !== "env") return;
  for (const word of command.args) {
    const equals = word.value.indexOf("=");
    if (equals > 0) addAssigned(word.value.slice(0, equals), word.value.slice(equals + 1), word.span, found);
  }
}

function addAssigned(name: string, value: string, span: Span, found: CommandSecret[]): void {
  const kind = secretKindOf(name);
  if (kind === undefined || value === "" || isReference(value) || isHarmless(kind, value) || /[$`]/.test(value)) return;
  if (kind !== "password" && isWeakDummy(value)) return;
  found.push({ value, span, what: `the variable ${name}`, open: false, assigned: true });
}

/** What is piped or handed to a program that reads passwords: `echo root:x | chpasswd`. */
function readInput(commands: readonly ShellCommand[], index: number, found: CommandSecret[]): void {
  const command = commands[index];
  const program = basename(command?.name?.value ?? "");
  const form = passwordReaders.get(program);
  if (!command || form === undefined) return;
  const needed = readsPassword.get(program);
  if (needed && !command.args.some((word) => needed.test(word.value))) return;
  const what = `the password for ${program}`;
  for (const word of inputOf(commands, index)) addInput(word, form, what, found);
}

function inputOf(commands: readonly ShellCommand[], index: number): ShellWord[] {
  const command = commands[index];
  const words: ShellWord[] = [];
  for (const redirect of command?.redirects ?? []) {
    if (redirect.operator === "<<<" && redirect.target) words.push(redirect.target);
    if (redirect.body) words.push(redirect.body);
  }
  if (command?.after !== "|") return words;
  // `(echo x; echo x) | passwd`: all that the group prints.
  for (let at = index - 1; at >= 0; at--) {
    const before = commands[at];
    const name = basename(before?.name?.value ?? "");
    if (!before || !/^(?:echo|printf|yes|cat)$/.test(name)) break;
    words.push(...before.args.filter((word) => !/^-[neE]+$/.test(word.value)));
    for (const redirect of before.redirects) if (redirect.body) words.push(redirect.body);
    if (before.context !== "subshell" || before.after === undefined) break;
  }
  return words;
}

function addInput(word: ShellWord, form: "lines" | "whole", what: string, found: CommandSecret[]): void {
  for (const line of word.value.split(/\n|\\n/)) {
    const colon = line.indexOf(":");
    if (form === "lines" && colon === -1) continue;
    const value = (form === "lines" ? (line.slice(colon + 1).split(":")[0] ?? "") : line).trim();
    const variable = /^["']?\$\{?([A-Za-z_]\w*)\}?["']?$/.exec(value)?.[1];
    if (variable !== undefined) found.push({ value, span: word.span, what, open: false, variable, set: true });
    if (value === "" || /^[$`]/.test(value) || /^(?:\$\{[^}]*\}|\$\w+|["'\\%sn])+$/.test(value) || isHarmless("password", value))
      continue;
    found.push({ value, span: word.span, what, open: false, set: true });
  }
}

/** Settings that echo, printf, sed, tee or a here-document write into a file. */
function readWritten(command: ShellCommand, next: ShellCommand | undefined, found: CommandSecret[]): void {
  const program = basename(command.name?.value ?? "");
  if (!/^(?:echo|printf|cat|tee|sed)$/.test(program)) return;
  const written =
    program === "sed" ||
    program === "tee" ||
    command.redirects.some((redirect) => redirect.operator.startsWith(">")) ||
    next?.after === "|";
  if (!written) return;
  const debconf = basename(next?.name?.value ?? "") === "debconf-set-selections";
  const words = command.args.filter((word) => !/^-[neEir]+$/.test(word.value));
  for (const redirect of command.redirects) if (redirect.body) words.push(redirect.body);
  for (const word of words) {
    for (const text of program === "sed" ? replacements(word.value) : [word.value.replaceAll("\\n", "\n")]) {
      addNetrc(text, word.span, found);
      if (debconf) addDebconf(text, word.span, found);
      else
        for (const { name, value } of findNamedValues(text)) {
          if (!/[$`]/.test(value)) found.push({ value, span: word.span, what: `the setting ${name}`, open: false });
        }
    }
  }
}

/** What `s/…/…/` puts in. */
function replacements(script: string): string[] {
  const match = /^\d*s([/|#,@!])(?:(?!\1)[^\\]|\\.)*\1((?:(?!\1)[^\\]|\\.)*)\1?/.exec(script);
  return match?.[2] === undefined ? [] : [match[2]];
}

/** `machine HOST login USER password x` */
function addNetrc(text: string, span: Span, found: CommandSecret[]): void {
  const value = text.includes("machine ") ? /\bpassword\s+(\S+)/.exec(text)?.[1] : undefined;
  if (value !== undefined && !/[$`]/.test(value)) found.push({ value, span, what: "a login for a host", open: false });
}

function addDebconf(text: string, span: Span, found: CommandSecret[]): void {
  for (const match of text.matchAll(/^\s*\S+\s+\S*passw\S*\s+password\s+(\S+)\s*$/gim)) {
    const value = match[1] ?? "";
    if (!/[$`]/.test(value) && !isWeakDummy(value))
      found.push({ value, span, what: "the answer to a question of debconf", open: false });
  }
}

/** `IDENTIFIED BY 'x'`, `WITH PASSWORD 'x'`. */
function readStatements(words: readonly ShellWord[], found: CommandSecret[]): void {
  for (const word of words) {
    const { value: text } = word;
    // Hardly any word holds a quote, which is quicker to see.
    if (!(text.includes("'") || text.includes('"')) || !/identified|password/i.test(text)) continue;
    for (const match of text.matchAll(
      /\b(?:identified\s+(?:with\s+\S+\s+)?(?:by|as)(?:\s+password)?|password(?:\s+|\s*=\s*(?:password\s*\()?|\s*\())\s*\\?['"]([^'"\\\s]{1,200})\\?['"]/gi,
    )) {
      const value = match[1] ?? "";
      if (!/^[$`{]/.test(value) && !isReference(value) && value !== "*")
        found.push({ value, span: word.span, what: "the password in a statement for a database", open: false });
    }
  }
}

/** A statement that was read as a command: `su -s /usr/bin/psql -c "CREATE ROLE x PASSWORD 'y'"`. */
function readSplitStatement(words: readonly ShellWord[], found: CommandSecret[]): void {
  if (!/^(?:create|alter|grant|set)$/i.test(words[0]?.value ?? "")) return;
  const at = words.findIndex((word) => /^password$/i.test(word.value) || /^by$/i.test(word.value));
  const secret = at > 0 ? words[at + 1] : undefined;
  if (secret && /^'[^'$]+'$/.test(secret.raw))
    found.push({ value: secret.value, span: secret.span, what: "the password in a statement for a database", open: false });
}

/** `useradd -p $(perl -e 'print crypt("x", "y")')` and `openssl passwd x` in a substitution. */
function readPasswordHash(command: ShellCommand, found: CommandSecret[]): void {
  const program = basename(command.name?.value ?? "");
  if (!/^(?:perl|python\d?|ruby|php)$/.test(program)) return;
  for (const word of command.args) {
    const match = /crypt(?:\.crypt)?\(\s*\\?["']([^"'$\\]+)\\?["']/.exec(word.value);
    if (match?.[1] !== undefined)
      found.push({ value: match[1], span: word.span, what: "the password that is hashed", open: false });
  }
}
