import { secretsOfScript, mayHoldSecret } from "../../model/secrets/shell-secrets.ts";
import { isDummy, isWeakDummy } from "../../model/secrets/values.ts";
import { parseShell } from "../../parse/shell/parse.ts";
import type { HistoryStep, ImageConfig } from "../image-config.ts";
import { bytesOf, namedSecret, pairSecrets, placed } from "./named-values.ts";
import type { Ruleset } from "./rules/ruleset.ts";
import type { ImageSecret, SecretPlace } from "./secret.ts";
import { scanText, type TextFound } from "./text-scan.ts";

/** What one step of the history says, taken apart. */
export interface StepText {
  /** Instructions that set values say so; everything else is a command. */
  readonly keyword: "ENV" | "LABEL" | "ARG" | "RUN" | "other";
  /** Pairs of ENV, LABEL and ARG, or the arguments that a build was given. */
  readonly pairs: readonly (readonly [string, string])[];
  readonly script: string;
}

/** Secrets in the steps of the build: everyone who has the image reads them with `docker history`. */
export function historySecrets(config: ImageConfig, ruleset: Ruleset): ImageSecret[] {
  const { history, diffIds } = config;
  const matches = history.filter((step) => !step.empty).length === diffIds.length;
  const found: ImageSecret[] = [];
  const told = new Set<string>();
  let layers = 0;
  for (const [step, entry] of history.entries()) {
    const layer = matches && !entry.empty ? layers : undefined;
    if (!entry.empty) layers++;
    const place: SecretPlace = { kind: "history", step, ...(layer === undefined ? {} : { layer }) };
    found.push(...stepSecrets(entry, config, place, told, ruleset));
  }
  return found;
}

function stepSecrets(
  entry: HistoryStep,
  config: ImageConfig,
  place: Extract<SecretPlace, { readonly kind: "history" }>,
  told: Set<string>,
  ruleset: Ruleset,
): ImageSecret[] {
  const { keyword, pairs, script } = splitStep(entry.createdBy);
  const found: ImageSecret[] = [];
  for (const [name, value] of pairs) {
    // What the image still has is told as such.
    if (keyword === "ENV" && config.env.includes(`${name}=${value}`)) continue;
    if (keyword === "LABEL" && config.labels[name] === value) continue;
    const argument = keyword === "ARG" || keyword === "RUN";
    // The same argument stands in each step after it.
    if (argument && told.has(`${name}=${value}`)) continue;
    if (argument) told.add(`${name}=${value}`);
    found.push(...placed(pairSecrets(name, value, ruleset), argument ? { ...place, argument: name } : place));
  }
  const written = config.entrypoint.length + config.command.length > 0 && /^(?:CMD|ENTRYPOINT|HEALTHCHECK)\b/.test(script);
  if (!written) found.push(...placed(scriptSecrets(script, ruleset), place));
  return found;
}

function scriptSecrets(script: string, ruleset: Ruleset): TextFound[] {
  const text = bytesOf(script);
  const found = scanText(text, ruleset);
  if (!mayHoldSecret(script)) return found;
  for (const secret of secretsOfScript(
    parseShell(script.replace(/^RUN\s+/, "").replace(/^\/\S*sh (?:-\S+ )*-\S*c /, "")).commands,
  )) {
    if (secret.open || secret.variable !== undefined) continue;
    if (secret.set !== true && (isDummy(secret.value) || (secret.assigned === true && isWeakDummy(secret.value)))) continue;
    const value = bytesOf(secret.value);
    const start = text.indexOf(value);
    if (start < 0 || found.some((other) => other.start < start + value.length && start < other.end)) continue;
    found.push(...namedSecret(secret.what, text, { start, end: start + value.length }, ruleset));
  }
  return found;
}

/** Reads `|2 A=b C=d /bin/sh -c …`, `RUN |1 …`, `/bin/sh -c #(nop)  ENV A=b`, `ENV A=b`. */
export function splitStep(createdBy: string): StepText {
  const text = createdBy.replace(/^\/bin\/sh -c #\(nop\)\s+/, "").trim();
  const instruction = /^(ENV|LABEL|ARG)\s+/.exec(text);
  if (instruction) {
    const keyword = instruction[1] === "ENV" ? "ENV" : instruction[1] === "LABEL" ? "LABEL" : "ARG";
    return { keyword, pairs: pairsOf(text.slice(instruction[0].length)), script: "" };
  }
  const given = /^(?:RUN\s+)?\|(\d{1,4})\s+/.exec(text);
  if (!given) return { keyword: /^(?:RUN\s|\/bin\/)/.test(text) ? "RUN" : "other", pairs: [], script: text };
  const rest = text.slice(given[0].length);
  // Values are not quoted: the shell that follows them ends the last one.
  const shell = rest.search(/(?:^|\s)(?:\/\S*\/)?(?:ba|da|a|k|z)?sh(?:\.exe)? (?:-\S+ (?:pipefail )?)*-\S*c /);
  const end = shell < 0 ? rest.length : shell;
  return { keyword: "RUN", pairs: pairsOf(rest.slice(0, end)), script: rest.slice(end).trim() };
}

/** `A=b c D=e` are two pairs: a name begins after a blank. Quotes round a value are taken off. */
function pairsOf(text: string): [string, string][] {
  const starts = [...text.matchAll(/(?:^|\s)(["']?[\w.\-/]{1,200}["']?)=/g)];
  const pairs: [string, string][] = [];
  for (const [at, match] of starts.entries()) {
    const value = text.slice(match.index + match[0].length, starts[at + 1]?.index ?? text.length).trim();
    pairs.push([(match[1] ?? "").replaceAll(/["']/g, ""), /^(["'])(.*)\1$/s.exec(value)?.[2] ?? value]);
  }
  return pairs;
}
