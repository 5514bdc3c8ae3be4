import { findEnds, type ScriptEnd, type ScriptEnds } from "../../parse/shell/ends.ts";
import { findPrivilegeDrop } from "../../parse/shell/privilege-drop.ts";
import { unwrap } from "../../parse/shell/unwrap.ts";
import type { MappedText } from "../../source/mapped-text.ts";
import type { Origin } from "../../source/origin.ts";
import { basename } from "../../util/path.ts";
import { expandValue } from "./expand-value.ts";
import { dropTo } from "./drop-to.ts";
import { passingInits, plainWord, type Followed, type FollowInputs } from "./inputs.ts";
import type { Handover, Pid1Outcome } from "./startup.ts";

/** A script as it is started. */
export interface ScriptStart {
  readonly text: MappedText;
  /** Where the script is named or stands. */
  readonly at: Origin;
  /** The file that the text's offsets belong to; undefined where the text has no place of its own. */
  readonly file: string | undefined;
  readonly args: readonly string[];
  /** The shell of `-c`; undefined for a script file. */
  readonly shell: string | undefined;
  /** `$0` of `sh -c SCRIPT $0 …`. */
  readonly zero?: string | undefined;
}

interface Context {
  readonly start: ScriptStart;
  readonly found: ScriptEnds;
  readonly values: ReadonlyMap<string, string>;
  readonly inputs: FollowInputs;
  readonly steps: number;
}

/** Follows a shell script to the commands that it may end with. */
export function followScript(start: ScriptStart, inputs: FollowInputs, steps: number): Followed {
  const found = findEnds(start.text);
  const values = new Map([...inputs.env, ...found.values, ...defaultsOf(found, inputs.env)]);
  const context: Context = { start, found, values, inputs, steps };
  const applicable = found.ends.filter((end) => applies(end, start.args[0]));
  const outcomes = chooseEnds(applicable, start).map((end) => followEnd(context, end));
  const pid1 = combinePid1(
    outcomes.map((outcome) => outcome.pid1),
    start.at,
  );
  const handover = surelyDropped(context, applicable) ?? combineHandover(outcomes, start.at, found.readable);
  return { pid1, handover };
}

/** `APP_UID=${APP_UID:-10001}`: what the script itself falls back to. */
function defaultsOf(found: ScriptEnds, env: ReadonlyMap<string, string>): [string, string][] {
  const result: [string, string][] = [];
  for (const [name, texts] of found.assigned) {
    const text = texts.length === 1 ? texts[0] : undefined;
    const value = text?.startsWith(`\${${name}:`) ? expandValue(text, env) : undefined;
    if (value !== undefined) result.push([name, value]);
  }
  return result;
}

/** An end behind a test of `$1` counts only for the commands that it names. */
function applies(end: ScriptEnd, command: string | undefined): boolean {
  if (end.condition !== "command") return true;
  if (command === undefined) return false;
  return end.commands.some((each) => each === command || each === basename(command));
}

/** The ends that the given command leads to: a branch made for it, else `exec "$@"`, else all. */
function chooseEnds(applicable: readonly ScriptEnd[], start: ScriptStart): readonly ScriptEnd[] {
  const command = start.args[0];
  const open = applicable.filter((end) => start.zero !== undefined || !isSelf(end.command.name?.value));
  const serious = open.filter((end) => end.replaces || !isRemark(end));
  const others = serious.length > 0 ? serious : open;
  const own = others.filter((end) => end.condition === "command");
  if (own.length > 0) return own;
  const general = others.find((end) => end.replaces && isArguments(end.command.name?.value));
  return general && command !== undefined ? [general] : others;
}

/** The last words of a way that runs nothing: help, an error, a wait for nothing. */
function isRemark(end: ScriptEnd): boolean {
  return /^(?:echo|printf|true|false|:|exit|return|cat|usage|help|print_help)$/.test(end.command.name?.value ?? "");
}

function isArguments(word: string | undefined): boolean {
  return word !== undefined && /^\$\{?[@*1]\}?$/.test(word);
}

/** `exec gosu app "$0" "$@"`: the script runs itself again. */
function isSelf(word: string | undefined): boolean {
  return word !== undefined && /^\$(?:\{?0\}?|\{?BASH_SOURCE(?:\[0\])?\}?)$/.test(word);
}

function placeOf(context: Context, end: { readonly span: Origin["span"] }): Origin {
  const { file, at } = context.start;
  return file === undefined ? at : { file, span: end.span, how: "literal", via: [at] };
}

/** A hand-over that happens whenever the script starts as root. */
function surelyDropped(context: Context, applicable: readonly ScriptEnd[]): Handover | undefined {
  for (const end of applicable) {
    if (!end.command.user || !end.replaces || end.condition === "other") continue;
    const drop = dropTo(end.command.user.value, placeOf(context, end.command), context.values);
    if (drop) return drop;
  }
  // `set -- gosu app "$@"` before the `exec "$@"` at the end.
  const { drop } = findPrivilegeDrop(context.start.text);
  if (!drop || context.found.ends.some((end) => end.command.span.start === drop.span.start)) return undefined;
  if (drop.condition === "other") return undefined;
  const command = context.start.args[0];
  if (drop.condition === "command" && !drop.commands.some((each) => each === command || each === basename(command ?? "")))
    return undefined;
  return dropTo(drop.account ?? drop.user.value, placeOf(context, drop), context.values);
}

function followEnd(context: Context, end: ScriptEnd): Followed {
  const { start, found, values, inputs, steps } = context;
  const at = placeOf(context, end.command);
  const raw = [end.command.name, ...end.command.args].filter((word) => word !== undefined);
  const words = raw.flatMap(({ value }) => {
    if (/^\$\{?[@*]\}?$/.test(value)) return start.args;
    if (value === "$1") return start.args.slice(0, 1);
    if (start.zero !== undefined && isSelf(value)) return [start.zero];
    return [expandValue(value, values) ?? value];
  });
  const bashExecsLast =
    start.shell === "bash" && found.ends.length === 1 && end.command.after === undefined && end.condition === "none";
  const drop = end.command.user && dropTo(end.command.user.value, at, values);
  if (!end.replaces && !bashExecsLast) return followChild(words, drop !== undefined, at, inputs, steps);
  const [first = "", ...rest] = words;
  if (words.length === 0) {
    return {
      pid1: { kind: "unknown", reason: 'the script ends in exec "$@" and no command is given', at },
      handover: { kind: "none" },
    };
  }
  if (/[$`]/.test(first)) return followVariable(context, first, rest, at);
  const inner = inputs.follow(words, at, inputs, steps + 1);
  const init = end.command.wrappers.find((wrapper) => passingInits.has(wrapper));
  return { pid1: init === undefined ? inner.pid1 : { kind: "init", program: init, at }, handover: drop ?? inner.handover };
}

/** No exec: the shell waits for the command. */
function followChild(words: readonly string[], drops: boolean, at: Origin, inputs: FollowInputs, steps: number): Followed {
  const inner = inputs.follow(words, at, { ...inputs, trail: [] }, steps + 1);
  const name = basename(words[0] ?? "the last command");
  return {
    pid1: { kind: "shell", reason: `a shell starts ${name} without exec`, at },
    handover:
      inner.handover.kind === "none" && !drops
        ? inner.handover
        : { kind: "kept", reason: "the shell in front keeps its user", at },
  };
}

/** `exec $RUN_AS /app/server`, where the variable is a wrapper or empty. */
function followVariable(context: Context, first: string, rest: readonly string[], at: Origin): Followed {
  const reason = `the script ends in exec ${first}, which is not known here`;
  const name = /^\$\{?(\w+)\}?$/.exec(first)?.[1];
  if (name === undefined || rest.length === 0 || /[$`]/.test(rest[0] ?? "")) {
    return { pid1: { kind: "unknown", reason, at }, handover: { kind: "unknown", reason, at } };
  }
  const inner = context.inputs.follow(rest, at, context.inputs, context.steps + 1);
  for (const text of context.found.assigned.get(name) ?? []) {
    const { user } = unwrap([...text.split(/\s+/), "program"].map(plainWord));
    const drop = user && dropTo(user.value, at, context.values);
    if (drop) return { pid1: inner.pid1, handover: drop };
  }
  return { pid1: inner.pid1, handover: { kind: "unknown", reason, at } };
}

function combinePid1(outcomes: readonly Pid1Outcome[], at: Origin): Pid1Outcome {
  const [first, ...others] = outcomes;
  if (!first) return { kind: "unknown", reason: "the end of the script is not clear", at };
  if (others.every((other) => other.kind === first.kind && describe(other) === describe(first))) return first;
  if (outcomes.every((outcome) => outcome.kind === "shell") || outcomes.every((outcome) => outcome.kind === "init")) return first;
  return { kind: "unknown", reason: "the script ends in different ways", at: first.at };
}

function describe(outcome: Pid1Outcome): string {
  return outcome.kind === "program" ? basename(outcome.words[0] ?? "") : "";
}

/** Every way must hand over; one that keeps root decides. */
function combineHandover(outcomes: readonly Followed[], at: Origin, readable: boolean): Handover {
  const all = outcomes.map((outcome) => outcome.handover);
  const [first] = all;
  if (!first) return readable ? { kind: "none" } : { kind: "unknown", reason: "the script could not be read to its end", at };
  if (all.every((handover) => handover.kind === first.kind)) return first;
  const kept = all.find((handover) => handover.kind === "kept");
  const unknown = all.find((handover) => handover.kind === "unknown");
  return kept ?? unknown ?? { kind: "unknown", reason: "the script hands over in some of its ways only", at };
}
