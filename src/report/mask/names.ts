import { secretKindOf } from "../../catalog/secret-names.ts";

const WHOLE = new Set([
  "pass",
  "pwd",
  "pw",
  "auth",
  "authorization",
  "bearer",
  "cookie",
  "creds",
  "jwt",
  "dsn",
  "salt",
  "pepper",
  "pin",
  "otp",
]);
const INSIDE = /passw|passphrase|passwd|secret|apikey|privatekey|accesskey|credential|htpasswd/;
const AT_END = /(?:token|tokens|pwd)$/;
const KEY_BEFORE =
  /^(?:api|access|private|secret|encryption|encrypt|signing|sign|auth|master|service|account|client|session|app|jwt|hmac|license|licence|storage|deploy|ssh|rsa|aes|admin|cookie|hash|webhook|write|shared|base64|django|flask|rails|base)$/;
/** Endings that say where or what a secret is, not what it reads. */
const HARMLESS_END = new Set([
  "file",
  "files",
  "path",
  "dir",
  "version",
  "ttl",
  "length",
  "enabled",
  "type",
  "algorithm",
  "name",
  "names",
  "policy",
  "expiry",
  "expires",
  "endpoint",
  "issuer",
  "min",
  "max",
  "stdin",
  "module",
  "provider",
  "sock",
  "method",
  "mode",
  "url",
  "uri",
  "host",
  "port",
  "lifetime",
  // sudoers
  "nopasswd",
]);
/** `--disabled-password` has no value. */
const NEGATIONS = new Set(["disabled", "disable", "without", "no"]);
const LONGEST = 120;
/** Cheap first look: names without any of these are never secret. */
const HINT = /pass|pw|secret|token|key|cred|auth|jwt|cookie|dsn|salt|pepper|pin|otp|bearer/i;

/**
 * Whether a name says that its value is a secret. Wider than what the rules accuse: a value masked without need costs
 * nothing, a value shown is a leak.
 */
export function isSecretName(name: string): boolean {
  const text = name.length > LONGEST ? name.slice(-LONGEST) : name;
  if (!HINT.test(text)) return false;
  const words = text
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .split(/[_.-]+/)
    .filter((word) => word !== "");
  const last = words.at(-1);
  if (last === undefined || HARMLESS_END.has(last) || words.includes("public") || NEGATIONS.has(words[0] ?? "")) return false;
  // `secrets` is the section of Compose and of workflows, not a value.
  if (words.length === 1 && last === "secrets") return false;
  // `id-token: write` is a permission of a workflow.
  if (text === "id-token") return false;
  if (secretKindOf(name) !== undefined) return true;
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? "";
    if (INSIDE.test(word) || AT_END.test(word) || WHOLE.has(word)) return true;
    if ((word === "key" || word === "keys") && KEY_BEFORE.test(words[at - 1] ?? "")) return true;
  }
  return false;
}
