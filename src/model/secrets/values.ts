import { dummyParts, keyFileNames, plainValues, weakWords } from "../../catalog/placeholder-words.ts";
import type { SecretKind } from "../../catalog/secret-names.ts";

/** U+FFFC stands for a variable without value in the pattern of a Compose value. */
export const hole = "\uFFFC";

const storeReference =
  /^(?:arn:aws|vault:|op:\/\/|ref\+|sm:\/\/|ssm:|secretsmanager:|awssm|gcpsm|projects\/[^/]+\/secrets|file:|env:|ENC\[|@Microsoft\.KeyVault|!vault|\{cipher\})/i;
const wholeReference =
  /^(?:\$[A-Za-z_]\w*|\$\{[^{}]*\}|\$\d|\$\(.*\)|`[^`]*`|\{\{.*\}\}|\$\{\{.*\}\}|<%.*%>|#\{[^}]*\}|%\([^)]*\)s|%[A-Za-z_]\w*%|%env\(.*\)%|@[A-Z_]\w*@|__[A-Z][A-Z0-9_]*__|<[^<>]*>|\[[^\]]*\])$/s;

/** The value only says where the secret is: a variable, a template, a secret store. */
export function isReference(value: string): boolean {
  if (value.length > 4000) return false;
  return (
    wholeReference.test(value) ||
    storeReference.test(value) ||
    (/^(?:\$\{[^{}]*\}|\$[A-Za-z_]\w*|\uFFFC|[:./_-])+$/.test(value) && /[$\uFFFC]/.test(value))
  );
}

/** A path of a file, as in `/run/secrets/db_password`. */
export function isPath(value: string): boolean {
  return (
    /^(?:\.{0,2}|~|[a-z]{2,10}:|[A-Za-z]:)[/\\][\w.@+{}$ -]+(?:[/\\][\w.@+{}$ -]+)*[/\\]?$/.test(value) ||
    keyFileNames.test(value) ||
    /^[\w.-]+(?:\/[\w.-]+)+\.[a-z]{2,10}$/.test(value)
  );
}

/** What is written cannot be the secret: a switch, a path, an address, a public fingerprint. */
export function isHarmless(kind: SecretKind, value: string): boolean {
  if (value === "" || plainValues.has(value.toLowerCase()) || isPath(value)) return true;
  if (/^[a-z][\w+.-]{1,30}:\/\//i.test(value)) return true;
  if (kind === "auth") return !isCredentials(value);
  if (kind === "key")
    return /^(?:0x)?(?:[0-9A-F]{8}|[0-9A-F]{16}|[0-9A-F]{40})(?:[\s,]|$)/.test(value) || /^ssh-(?:rsa|ed25519) /.test(value);
  return kind === "token" && /^-?\d{1,3}$/.test(value);
}

/** `user:password`, `user/password`, `Bearer x` or JSON with a login. */
function isCredentials(value: string): boolean {
  return (
    /^[\w.@-]{1,80}[:/][^\s:/]{1,200}$/.test(value) ||
    /^(?:Bearer|Basic|token)\s+\S{6}/i.test(value) ||
    /^[A-Za-z0-9+/]{16,}={1,2}$/.test(value) ||
    /"(?:auth|password|token|private_key|http-basic|github-oauth)"\s*:/.test(value)
  );
}

/** A value that says of itself that it is none, such as `dummy` or `placeholder`. */
export function isDummy(value: string): boolean {
  const text = value.toLowerCase();
  return dummyParts.some((part) => text.includes(part));
}

/** What somebody writes where a build step asks for a secret and any will do: `secret`, `test-key`, `123456`. */
export function isWeakDummy(value: string): boolean {
  if (isDummy(value) || /^(?:x{1,40}|\*{1,40}|\.{1,3}|-|0{1,40}|a{1,40}|1?2?3?4?5?6?7?8?9?0?)$/i.test(value)) return true;
  const words = value.toLowerCase().split(/[\s_.!-]+/);
  return words.length <= 12 && words.every((word) => word === "" || weakWords.has(word) || /^\d{1,4}$/.test(word));
}

/** Stars, crosses or zeros: somebody took the secret out, and its place is left. */
export function isMasked(value: string): boolean {
  return /^(?:[*xX.]{3,}|[0-]{8,}|Y{8,}|<.*>)$/.test(value);
}

/** `your_api_key`, `insert-token-here`: it asks for a value. A service would not take it; a password it would. */
export function isRequest(value: string): boolean {
  return /^(?:your|insert|enter|replace|put)[-_ ]|[-_ ]here$/i.test(value);
}

/** Without the quotes around it. */
export function unquoted(value: string): string {
  const quoted = /^(["'])(.*)\1$/s.exec(value);
  return quoted?.[2] ?? value;
}
