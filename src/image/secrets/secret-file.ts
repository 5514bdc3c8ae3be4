import { isAside, secretFileKind } from "../../catalog/secret-files.ts";
import { findNamedValues } from "../../model/secrets/named-values.ts";
import { isStandIn } from "../../model/secrets/text-secrets.ts";
import { isDummy, isMasked, isReference, isRequest, isWeakDummy } from "../../model/secrets/values.ts";
import type { TarEntry } from "../tar/entry.ts";
import { entropyOf } from "../../util/entropy.ts";
import { excerptOf } from "./excerpt.ts";
import { mostOfFile, type LayerSecret } from "./layer-secret.ts";
import { isHarmlessPlace, isShipped } from "./places.ts";
import type { FileRule } from "./rules/rule.ts";
import type { Ruleset } from "./rules/ruleset.ts";

/** Files that a person wrote are smaller. */
const MOST_BYTES = 1024 * 1024;
/** Bits that a value in an ordinary configuration file needs, where many keys and tokens are names; and its length. */
const CONFIG_ENTROPY = 3;
const CONFIG_LENGTH = 8;
/** Settings of the system without a user's secret in them; openssl.cnf has examples. */
const SYSTEM =
  /^(?:boot|dev|proc|sys|run|etc\/(?:alternatives|fonts|init\.d|pam\.d|security|systemd|terminfo|udev))\/|(?:^|\/)openssl\.cnf$/;

/** How a file is read for credentials, by its name alone; undefined for most. */
export interface SecretFile {
  readonly rules: readonly FileRule[];
  readonly named: "env" | "config" | undefined;
}

export function secretFileOf({ path, size, type }: TarEntry, ruleset: Ruleset): SecretFile | undefined {
  if (type !== "file" || size === 0) return undefined;
  if (isHarmlessPlace(path) || ruleset.isAllowedPath(path)) return undefined;
  const rules = ruleset.files.filter((rule) => rule.path.test(path));
  const named = size <= MOST_BYTES && rules.length === 0 && !isShipped(path) ? namedKind(path, ruleset) : undefined;
  return rules.length > 0 || named !== undefined ? { rules, named } : undefined;
}

function namedKind(path: string, ruleset: Ruleset): SecretFile["named"] {
  const kind = secretFileKind(path);
  if (kind === undefined || kind === "key" || isAside(path)) return undefined;
  if (kind === "env" || kind === "credentials") return ruleset.isSwitchedOff("env-secret") ? undefined : "env";
  return SYSTEM.test(path) || ruleset.isSwitchedOff("config-secret") ? undefined : "config";
}

/** Whether the content is needed, and not the name alone. */
export function readsContent({ rules, named }: SecretFile, size: number): boolean {
  return size <= MOST_BYTES && (named !== undefined || rules.some(({ content }) => content !== undefined));
}

/** Secrets of a file that its name gives away. `bytes` is undefined where the content was not read. */
export function readSecretFile(
  file: SecretFile,
  entry: TarEntry,
  bytes: Uint8Array | undefined,
  ruleset: Ruleset,
): LayerSecret[] {
  const found: LayerSecret[] = [];
  const text = bytes && Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
  const place = { path: entry.path, offset: entry.offset };
  for (const { id, title, severity, content, entropy } of file.rules) {
    const what = { rule: id, title, severity };
    if (!content)
      found.push({ ...what, ...place, start: 0, end: entry.size, excerpt: entry.path.slice(entry.path.lastIndexOf("/") + 1) });
    else if (text !== undefined) {
      for (const match of text.matchAll(content)) {
        const value = match[1] ?? "";
        if (isNone(value) || (entropy !== undefined && entropyOf(value) < entropy) || ruleset.isAllowedValue(value)) continue;
        const start = match.index + match[0].lastIndexOf(value);
        const span = { start, end: start + value.length };
        found.push({ ...what, ...place, ...span, line: lineOf(text, start), excerpt: excerptOf(text, span) });
        if (found.length >= mostOfFile) return found;
      }
    }
  }
  if (text !== undefined && file.named !== undefined && !text.includes("\0")) addNamed(text, file.named, place, ruleset, found);
  return found;
}

const namedRules = {
  env: { rule: "env-secret", title: "secret in an env or credentials file", severity: "high" },
  config: { rule: "config-secret", title: "secret in a configuration file", severity: "medium" },
} as const;

function addNamed(
  text: string,
  kind: "env" | "config",
  place: Pick<LayerSecret, "path" | "offset">,
  ruleset: Ruleset,
  found: LayerSecret[],
): void {
  for (const { value, start, end } of findNamedValues(text)) {
    if (isNone(value) || isWeakDummy(value) || isRequest(value) || ruleset.isAllowedValue(value)) continue;
    if (kind === "config" && (value.length < CONFIG_LENGTH || /\s/.test(value) || entropyOf(value) < CONFIG_ENTROPY)) continue;
    found.push({
      ...namedRules[kind],
      ...place,
      start,
      end,
      line: lineOf(text, start),
      excerpt: excerptOf(text, { start, end }),
    });
    if (found.length >= mostOfFile) return;
  }
}

/** What only shows where a value would stand. */
function isNone(value: string): boolean {
  return (
    value === "" ||
    isReference(value) ||
    isMasked(value) ||
    isDummy(value) ||
    (value.length < 200 && isStandIn(value) && value.length >= 16) ||
    /^(?:my|your)?[-_ ]?(?:pass(?:word|wd)?|token|secret|changeme|change[-_]me|xxx+|example\w*)$/i.test(value)
  );
}

function lineOf(text: string, at: number): number {
  let line = 1;
  for (let end = text.indexOf("\n"); end !== -1 && end < at; end = text.indexOf("\n", end + 1)) line++;
  return line;
}
