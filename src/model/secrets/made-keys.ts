import type { ShellCommand, ShellWord } from "../../parse/shell/tree.ts";
import type { Span } from "../../source/span.ts";
import { basename } from "../../util/path.ts";

export interface MadeKey {
  readonly span: Span;
  /** How a message names it. */
  readonly what: string;
  /** The path of the key where it is written. */
  readonly path: string | undefined;
}

export const keyHint =
  /ssh-keygen|openssl\s+(?:req|gen|ecparam)|keytool\s[^\n]*-gen|dropbearkey|\bwg\s+genkey|key:generate|passport:|jwt:secret|make-ssl-cert/;

/** Private keys that a script makes and does not remove again. */
export function keysOfScript(commands: readonly ShellCommand[], text: string): MadeKey[] {
  const found: MadeKey[] = [];
  for (const [index, command] of commands.entries()) {
    const made = readCommand(command);
    if (made && !isRemoved(made.path, commands.slice(index + 1), text)) found.push(made);
  }
  return found;
}

function readCommand(command: ShellCommand): MadeKey | undefined {
  const { name, args, span } = command;
  const program = basename(name?.value ?? "");
  const has = (option: string): boolean => args.some((word) => word.value === option);
  if (program === "ssh-keygen") {
    if (args.some((word) => /^-[a-zA-Z]*[lyeiRFHKrDsBYQU]/.test(word.value) && !/^-[tbfNCqPa]/.test(word.value)))
      return undefined;
    const path = after(args, "-f");
    return { span, what: "ssh-keygen makes a key", path: path?.value ?? (has("-A") ? "/etc/ssh/ssh_host_" : undefined) };
  }
  if (program === "openssl") return readOpenssl(command);
  if (program === "keytool" && (has("-genkey") || has("-genkeypair") || has("-genseckey")))
    return { span, what: "keytool makes a key", path: after(args, "-keystore")?.value };
  if (program === "dropbearkey") return { span, what: "dropbearkey makes a key", path: after(args, "-f")?.value };
  if (program === "wg" && args[0]?.value === "genkey") return { span, what: "wg makes a key", path: redirected(command) };
  if (program === "make-ssl-cert" && has("generate-default-snakeoil"))
    return { span, what: "make-ssl-cert makes a key", path: "/etc/ssl/private/ssl-cert-snakeoil.key" };
  if (
    program === "php" &&
    args.some((word) => /^(?:key:generate|passport:(?:keys|install)|jwt:secret)$/.test(word.value)) &&
    !has("--show")
  ) {
    return { span, what: "artisan makes a key and writes it", path: ".env" };
  }
  return undefined;
}

function readOpenssl({ args, span, redirects }: ShellCommand): MadeKey | undefined {
  const verb = args[0]?.value;
  if (verb === "req") {
    const made = args.some(
      (word) => word.value === "-newkey" || (word.value === "-new" && !args.some((other) => other.value === "-key")),
    );
    if (!made) return undefined;
    return { span, what: "openssl req makes a key", path: after(args, "-keyout")?.value ?? "privkey.pem" };
  }
  const makes =
    verb === "genrsa" ||
    verb === "genpkey" ||
    verb === "gendsa" ||
    (verb === "ecparam" && args.some((word) => word.value === "-genkey"));
  if (!makes) return undefined;
  const path =
    after(args, "-out")?.value ??
    redirects.find((redirect) => redirect.operator.startsWith(">") && redirect.fd !== 2)?.target?.value ??
    lastPath(args);
  return path === undefined || path === "/dev/null" ? undefined : { span, what: `openssl ${verb} makes a key`, path };
}

function lastPath(args: readonly ShellWord[]): string | undefined {
  const last = args.at(-1)?.value;
  return last !== undefined && /[/.]/.test(last) && !last.startsWith("-") ? last : undefined;
}

function redirected(command: ShellCommand): string | undefined {
  return command.redirects.find((redirect) => redirect.operator.startsWith(">"))?.target?.value;
}

function after(args: readonly ShellWord[], option: string): ShellWord | undefined {
  const at = args.findIndex((word) => word.value === option);
  if (at !== -1) return args[at + 1];
  return undefined;
}

/** A later command of the same script removes it, by its name, a pattern or the folder that it lies in. */
function isRemoved(path: string | undefined, later: readonly ShellCommand[], text: string): boolean {
  if (path === undefined || !/\b(?:rm|shred|unlink|mv)\b/.test(text)) return false;
  const name = basename(path);
  return later.some((command) => {
    const program = basename(command.name?.value ?? "");
    if (program !== "rm" && program !== "shred" && program !== "unlink" && program !== "find") return false;
    return command.args.some((word) => covers(word.value.replace(/\/+$/, ""), path, name));
  });
}

function covers(word: string, path: string, name: string): boolean {
  if (word.startsWith("-") || word.length < 2) return false;
  if (word === path || basename(word) === name) return true;
  if (path.startsWith(`${word}/`)) return true;
  if (!/[*?[{]/.test(word)) return false;
  const stem = basename(word).split(/[*?[{]/)[0] ?? "";
  return stem === "" ? path.startsWith(word.slice(0, word.search(/[*?[{]/))) : name.startsWith(stem);
}
