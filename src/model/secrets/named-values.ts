import { secretKindOf, takesCredentials } from "../../catalog/secret-names.ts";
import { isHarmless, isReference, unquoted } from "./values.ts";

export interface NamedValue {
  readonly name: string;
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

const longestLine = 2000;
const assignment =
  /^(\s*(?:export\s+|set\s+|declare\s+|-\s+|<add\s+key=)?["']?([\w.\-/:@]{1,120}?)["']?\s*(?:=>|:=|==?|:(?=\s|$|["'])|\s+value=)\s*)(\S.*)$/;
const spaced = /^(\s*([a-z][\w-]{0,60})[ \t]+)(\S+)\s*$/i;
const inJson = /"([\w.-]{1,100})"\s*:\s*"((?:[^"\\\n]|\\.){1,400})"/g;

/** Values of secret names in an env file, an INI, YAML, JSON or properties file, or a text that a command writes into one. */
export function findNamedValues(text: string): NamedValue[] {
  const found: NamedValue[] = [];
  for (let start = 0; start < text.length;) {
    let end = text.indexOf("\n", start);
    if (end === -1) end = text.length;
    // Lines of Windows end with one character more, which no pattern of a line takes.
    const line = text.slice(start, text.charCodeAt(end - 1) === 13 ? end - 1 : end);
    if (line.length <= longestLine) readLine(line, start, found);
    else readJson(line, start, found);
    start = end + 1;
  }
  return found;
}

function readLine(line: string, offset: number, found: NamedValue[]): void {
  if (!/pass|pw|secret|token|key|cred|auth|salt/i.test(line)) return;
  if (/^\s*(?:#|\/\/|;|--|\*|<!--)/.test(line) && !/^\s*\/\/\S+:_/.test(line)) return;
  if (line.includes('": "') || line.includes('":"')) {
    const before = found.length;
    readJson(line, offset, found);
    if (found.length > before) return;
  }
  const match =
    assignment.exec(line) ??
    (/^\s*(?:requirepass|masterauth|rpcpassword|password|passwd)\s/i.test(line) ? spaced.exec(line) : null);
  if (!match) return;
  const [, lead = "", name = "", rest = ""] = match;
  addValue(name, rest, offset + lead.length, found);
}

function readJson(line: string, offset: number, found: NamedValue[]): void {
  for (const match of line.matchAll(inJson)) {
    const [whole, name = "", value = ""] = match;
    addValue(name, value, offset + match.index + whole.length - 1 - value.length, found);
  }
}

/** `rest` is all that follows the separator; quotes, comments and what else ends the line are taken off. */
function addValue(name: string, rest: string, start: number, found: NamedValue[]): void {
  const kind = secretKindOf(lastPart(name));
  if (kind === undefined) return;
  let value = rest.replace(/[\s,;]+$/, "");
  let at = start;
  const quoted = /^(["'])((?:(?!\1)[^\\]|\\.)*)\1/.exec(value);
  if (quoted) {
    value = quoted[2] ?? "";
    at++;
  } else value = value.replace(/\s+#.*$/, "");
  const fallback = /^(\$\{[A-Za-z_]\w*:?-)(.*)\}$/.exec(value);
  if (fallback) {
    value = unquoted(fallback[2] ?? "");
    at += fallback[1]?.length ?? 0;
  }
  if (value === "" || isReference(value) || isHarmless(kind, value) || /^[{[<*&!|>(]/.test(value)) return;
  if (kind === "auth" && !takesCredentials(name) && !value.includes(":")) return;
  found.push({ name, value, start: at, end: at + value.length });
}

/** `//registry.npmjs.org/:_authToken` and `spring.datasource.password`: the part that tells. */
function lastPart(name: string): string {
  const colon = name.lastIndexOf(":");
  return colon === -1 ? name : name.slice(colon + 1);
}
