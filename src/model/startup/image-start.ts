import { afterKnownEntrypoint } from "../../catalog/known-entrypoint.ts";
import { basename } from "../../util/path.ts";
import type { Origin } from "../../source/origin.ts";
import type { ImageFacts } from "../image-facts.ts";
import type { Handover, Pid1Outcome } from "./startup.ts";

/**
 * The start of an image that is known as a whole: its own entrypoint with its own command. Undefined where the words are
 * not the image's entrypoint; "words" where they are and simply run as they stand.
 */
export function startOfImage(
  facts: ImageFacts | undefined,
  words: readonly string[],
  at: Origin,
): { readonly pid1: Pid1Outcome; readonly handover: Handover } | { readonly rest: readonly string[] } | undefined {
  if (!facts) return undefined;
  const entrypoint = typeof facts.entrypoint === "string" ? undefined : facts.entrypoint;
  const command = typeof facts.command === "string" ? undefined : facts.command;
  if (entrypoint && entrypoint.length > 0) {
    const own =
      basename(entrypoint.at(-1) ?? "") === basename(words[entrypoint.length - 1] ?? "") ||
      basename(entrypoint[0] ?? "") === basename(words[0] ?? "");
    if (!own) return undefined;
    const rest = words.slice(entrypoint.length);
    if (facts.kind === "base" || facts.kind === "runtime") {
      // Such an entrypoint only runs what it is given; an interpreter as entrypoint is the program itself.
      const after = afterKnownEntrypoint(words, facts) ?? rest;
      return isScript(entrypoint.at(-1) ?? "") && after.length > 0 ? { rest: after } : undefined;
    }
    if (isOwnCommand(rest, command, facts)) return wholeStart(facts, at);
    const reason = `the entrypoint of ${facts.reference} is given another command than its own`;
    const handover: Handover = facts.start === "drops" ? { kind: "unknown", reason, at } : handoverOf(facts, at);
    const after = afterKnownEntrypoint(words, facts);
    if (after && after.length > 0) return { rest: after };
    return { pid1: { kind: "unknown", reason, at }, handover };
  }
  if (facts.kind !== "base" && facts.kind !== "runtime" && command && basename(command[0] ?? "") === basename(words[0] ?? ""))
    return wholeStart(facts, at);
  return undefined;
}

/** Options, the default program, or nothing: the entrypoint treats it as its own. */
function isOwnCommand(rest: readonly string[], command: readonly string[] | null | undefined, facts: ImageFacts): boolean {
  const [first] = rest;
  if (first === undefined || first.startsWith("-")) return true;
  const name = basename(first);
  if (command && basename(command[0] ?? "") === name) return true;
  const programs = synonyms.find((group) => group.includes(name)) ?? [name];
  const known = `${command?.join(" ") ?? ""} ${facts.pid1Is ?? ""}`;
  if (programs.some((program) => new RegExp(`(?:^|[\\s/])${program.replaceAll(/[^\w-]/g, ".")}(?:$|[\\s,;:])`).test(known)))
    return true;
  // An entrypoint that is the program itself takes every word as an argument.
  const entrypoint = typeof facts.entrypoint === "string" ? undefined : facts.entrypoint?.at(-1);
  return entrypoint !== undefined && !isScript(entrypoint);
}

const synonyms: readonly (readonly string[])[] = [
  ["mysqld", "mariadbd", "mysqld_safe", "mariadbd-safe"],
  ["nginx", "nginx-debug"],
  ["mongod", "mongos"],
];

function isScript(program: string): boolean {
  return /\.(?:sh|bash|py)$|entrypoint|(?:^|[-_/])(?:run|start|launch)(?:$|[-_.])/.test(program);
}

function wholeStart(facts: ImageFacts, at: Origin): { readonly pid1: Pid1Outcome; readonly handover: Handover } {
  return { pid1: { kind: "image", at }, handover: handoverOf(facts, at) };
}

function handoverOf(facts: ImageFacts, at: Origin): Handover {
  if (facts.start === "drops")
    return { kind: "dropped", account: facts.account?.name ?? String(facts.account?.uid ?? "its service user"), at };
  if (facts.start === "root-master") return { kind: "kept", reason: `the master process of ${facts.reference} stays root`, at };
  if (facts.start === undefined)
    return { kind: "unknown", reason: `nobody knows whether ${facts.reference} hands over to another user`, at };
  return { kind: "none" };
}
