import { findEnds, type ScriptEnd } from "../../parse/shell/ends.ts";
import { findPrivilegeDrop } from "../../parse/shell/privilege-drop.ts";
import type { ShellWord } from "../../parse/shell/tree.ts";
import { unwrap } from "../../parse/shell/unwrap.ts";
import { mapSlice, type MappedText } from "../../source/mapped-text.ts";
import type { Origin } from "../../source/origin.ts";
import { basename } from "../../util/path.ts";
import { expandValue } from "./expand-value.ts";
import type { Handover, Pid1Outcome } from "./startup.ts";

/** A script of the image whose text is known. */
export interface ScriptFile {
  readonly file: string;
  readonly text: MappedText;
}

export interface FollowInputs {
  /** Finds a program's file in the image. */
  readonly find: (program: string) => ScriptFile | undefined;
  /** Environment of the process as far as known. */
  readonly env: ReadonlyMap<string, string>;
  /** Words are the start of the image itself: answered by what is known of it. */
  readonly imageStart: (words: readonly string[]) => { readonly pid1: Pid1Outcome; readonly handover: Handover } | "words" | undefined;
  readonly trail: Origin[];
}

export interface Followed {
  readonly pid1: Pid1Outcome;
  readonly handover: Handover;
}

const maxSteps = 12;
const inits = new Set("tini tini-static dumb-init docker-init catatonit pid1 tini-amd64 my_init systemd init s6-svscan runsvdir runsvinit runit supervisord circusd monit entrypoint-init".split(" "));
/** Inits that only pass signals on: what they run is the main process. */
const passingInits = new Set("tini tini-static dumb-init docker-init catatonit pid1 tini-amd64".split(" "));
const shells = /^(?:ba|da|a|k|z)?sh$/;

/** Follows words through inits, wrappers and scripts to what stays. */
export function follow(words: readonly string[], at: Origin, inputs: FollowInputs, steps = 0): Followed {
  const [first] = words;
  if (first === undefined || first === "") return { pid1: { kind: "nothing", at }, handover: { kind: "none" } };
  if (steps > maxSteps) return lost("the scripts call each other without end", at);
  inputs.trail.push({ ...at, note: words.join(" ").slice(0, 120) });
  const name = basename(first);
  if (inits.has(name) || first === "/init" || first === "/sbin/my_init" || first === "/sbin/init") return followInit(words, name, at, inputs, steps);
  const start = inputs.imageStart(words);
  if (start === "words") return { pid1: { kind: "program", words, at }, handover: { kind: "none" } };
  if (start) return start;
  if (shells.test(name)) return followShell(words, name, at, inputs, steps);
  const unwrapped = unwrap(words.map(plainWord));
  if (unwrapped.name > 0 && unwrapped.name < words.length) {
    const inner = follow(words.slice(unwrapped.name), at, inputs, steps + 1);
    if (!unwrapped.user) return inner;
    return { pid1: inner.pid1, handover: dropTo(unwrapped.user.value, at, inputs.env) ?? inner.handover };
  }
  const file = inputs.find(first);
  if (file) return followFile(file, words, at, inputs, steps);
  return { pid1: { kind: "program", words, at }, handover: { kind: "none" } };
}

function plainWord(value: string): ShellWord {
  return { raw: value, value, literal: true, span: { start: 0, end: 0 } };
}

function lost(reason: string, at: Origin): Followed {
  return { pid1: { kind: "unknown", reason, at }, handover: { kind: "unknown", reason, at } };
}

function followInit(words: readonly string[], name: string, at: Origin, inputs: FollowInputs, steps: number): Followed {
  const pid1: Pid1Outcome = { kind: "init", program: name, at };
  if (!passingInits.has(name)) {
    return { pid1, handover: { kind: "kept", reason: `${name} stays as the supervisor with the user it was started with`, at } };
  }
  const rest = words.slice(1);
  let skip = 0;
  while (skip < rest.length) {
    const word = rest[skip] ?? "";
    if (word === "--") {
      skip++;
      break;
    }
    if (!word.startsWith("-")) break;
    skip += /^-[A-Za-z]*[pe]$/.test(word) || word === "--rewrite" || word === "-r" ? 2 : 1;
  }
  const inner = follow(rest.slice(skip), at, inputs, steps + 1);
  return { pid1, handover: inner.handover };
}

/** `sh -c SCRIPT ARGS…` or `sh FILE ARGS…`. */
function followShell(words: readonly string[], name: string, at: Origin, inputs: FollowInputs, steps: number): Followed {
  for (let index = 1; index < words.length; index++) {
    const word = words[index] ?? "";
    if (/^-[a-z]*c$/.test(word)) {
      const script = words[index + 1];
      // `$0` is the word after the script.
      if (script !== undefined) return followScript(mapSlice(script, 0), at, at.file, words.slice(index + 3), inputs, steps, name);
    }
    if (word === "-o" || word === "+o" || word === "-O") index++;
    else if (!/^[-+]/.test(word)) {
      const file = inputs.find(word);
      if (file) return followScript(file.text, fileOrigin(file), file.file, words.slice(index + 1), inputs, steps, "file");
      return { pid1: { kind: "unknown", reason: `the script ${word} is not in the repository`, at }, handover: { kind: "unknown", reason: `the script ${word} is not in the repository`, at } };
    }
  }
  return { pid1: { kind: "program", words, at }, handover: { kind: "none" } };
}

function fileOrigin(file: ScriptFile): Origin {
  const start = file.text.segments[0]?.source ?? 0;
  return { file: file.file, span: { start, end: start + 1 }, how: "literal", via: [] };
}

function followFile(file: ScriptFile, words: readonly string[], at: Origin, inputs: FollowInputs, steps: number): Followed {
  const shebang = /^\uFEFF?#!\s*(\S+)(?:[ \t]+(\S+))?/.exec(file.text.text.slice(0, 200));
  const program = shebang?.[1]?.endsWith("/env") ? shebang[2] : shebang?.[1];
  const interpreter = basename(program ?? "");
  if (shells.test(interpreter) || (!shebang && /\.(?:sh|bash)$/.test(words[0] ?? ""))) {
    return followScript(file.text, { ...fileOrigin(file), via: [at] }, file.file, words.slice(1), inputs, steps, "file");
  }
  if (interpreter === "with-contenv") return lost("an s6 script decides", at);
  if (!shebang && file.text.text === "") return { pid1: { kind: "program", words, at }, handover: { kind: "none" } };
  if (!shebang) return { pid1: { kind: "program", words, at }, handover: { kind: "unknown", reason: `${words[0]} is no shell script`, at } };
  const reason = `${file.file} is a script of ${interpreter}, not of a shell`;
  return lost(reason, at);
}

/** `mode` is the shell's name for `-c`, or "file". */
function followScript(
  text: MappedText,
  at: Origin,
  fileName: string,
  args: readonly string[],
  inputs: FollowInputs,
  steps: number,
  mode: string,
): Followed {
  const found = findEnds(text);
  const ends = chooseEnds(found.ends, args[0]);
  const values = new Map([...inputs.env, ...found.values]);
  const inside = mode === "file" || text.segments.length > 1 || (text.segments[0]?.source ?? 0) > 0;
  const place = (end: ScriptEnd): Origin => (inside ? { file: fileName, span: end.command.span, how: "literal", via: [at] } : at);
  const outcomes: Followed[] = [];
  for (const end of ends) outcomes.push(followEnd(end, place(end), args, values, inputs, steps, mode, found.ends.length));
  const drop = findDrop(text, args[0], values, at, fileName, inside, inputs);
  const pid1 = combinePid1(outcomes.map((outcome) => outcome.pid1), at);
  if (drop) return { pid1, handover: drop };
  return { pid1, handover: combineHandover(outcomes.map((outcome) => outcome.handover), at, found.readable) };
}

/** The ends that the given command leads to: a branch made for it, else those without such a condition. */
function chooseEnds(ends: readonly ScriptEnd[], command: string | undefined): ScriptEnd[] {
  const name = command === undefined ? undefined : basename(command);
  const matching = ends.filter((end) => end.condition === "command" && end.commands.some((each) => each === command || each === name));
  const own = matching.filter((end) => !isSelf(end));
  if (own.length > 0) return own;
  const open = ends.filter((end) => end.condition !== "command" && !isSelf(end));
  const general = open.find((end) => end.replaces && isArguments(end.command.name?.value));
  if (general && command !== undefined) return [general];
  return open.length > 0 ? open : ends.filter((end) => !isSelf(end));
}

function isArguments(word: string | undefined): boolean {
  return word !== undefined && /^["']?\$\{?[@*1]\}?["']?$/.test(word);
}

/** `exec gosu app "$0" "$@"`: the script runs itself again. */
function isSelf(end: ScriptEnd): boolean {
  return /^\$(?:\{?0\}?|\{?BASH_SOURCE(?:\[0\])?\}?)$/.test(end.command.name?.value ?? "");
}

function followEnd(
  end: ScriptEnd,
  at: Origin,
  args: readonly string[],
  values: ReadonlyMap<string, string>,
  inputs: FollowInputs,
  steps: number,
  mode: string,
  count: number,
): Followed {
  const raw = [end.command.name, ...end.command.args].filter((word) => word !== undefined);
  const words = raw.flatMap((word) => (isArguments(word.value) && word.value !== "$1" ? args : [expandValue(word.value, values) ?? word.value]));
  const bashExecsLast = mode === "bash" && count === 1 && end.command.after === undefined && end.condition === "none";
  if (!end.replaces && !bashExecsLast) {
    const name = words[0] ?? "the last command";
    const inner = follow(words, at, { ...inputs, trail: [] }, steps + 1);
    return {
      pid1: { kind: "shell", reason: `the shell stays process 1 and ${basename(name)} runs below it: there is no exec`, at },
      handover: inner.handover.kind === "none" ? inner.handover : { kind: "kept", reason: "the shell in front keeps its user", at },
    };
  }
  const first = words[0] ?? "";
  if (/[$`]/.test(first)) {
    // `exec $gosu_cmd /app/Api`: a wrapper in a variable that is empty without root.
    const rest = words.slice(1);
    const reason = `the script ends in exec ${first}, which is not known here`;
    if (rest.length > 0 && !/[$`]/.test(rest[0] ?? "")) {
      const inner = follow(rest, at, inputs, steps + 1);
      return { pid1: inner.pid1, handover: { kind: "unknown", reason, at } };
    }
    return lost(reason, at);
  }
  if (words.length === 0) return { pid1: { kind: "unknown", reason: "the script ends in exec \"$@\" and no command is given", at }, handover: { kind: "none" } };
  return follow(words, at, inputs, steps + 1);
}

function findDrop(
  text: MappedText,
  command: string | undefined,
  values: ReadonlyMap<string, string>,
  at: Origin,
  fileName: string,
  inside: boolean,
  inputs: FollowInputs,
): Handover | undefined {
  const { drop } = findPrivilegeDrop(text);
  if (!drop || !drop.replaces) return undefined;
  const place: Origin = inside ? { file: fileName, span: drop.span, how: "literal", via: [at] } : at;
  if (drop.condition === "command") {
    const name = command === undefined ? undefined : basename(command);
    if (!drop.commands.some((each) => each === command || each === name || (name !== undefined && each.includes("*")))) return undefined;
  }
  if (drop.condition === "other") return { kind: "unknown", reason: `it hands over to ${drop.user.value} under a condition only`, at: place };
  return dropTo(drop.account ?? drop.user.value, place, inputs.env.size > 0 ? values : new Map([...values]));
}

/** Undefined where the account is root. */
function dropTo(account: string, at: Origin, values: ReadonlyMap<string, string>): Handover | undefined {
  const text = expandValue(account, values) ?? account;
  const user = text.split(":")[0] ?? "";
  if (/[$`]/.test(user)) return { kind: "unknown", reason: `the account ${user} that it hands over to is not known here`, at };
  if (user === "root" || /^[+-]?0+$/.test(user)) return undefined;
  return { kind: "dropped", account: user, at };
}

function combinePid1(outcomes: readonly Pid1Outcome[], at: Origin): Pid1Outcome {
  const [first, ...others] = outcomes;
  if (!first) return { kind: "unknown", reason: "the end of the script is not clear", at };
  const same = others.every((other) => other.kind === first.kind && describe(other) === describe(first));
  if (same) return first;
  if (outcomes.every((outcome) => outcome.kind === "shell")) return first;
  if (outcomes.every((outcome) => outcome.kind === "init")) return first;
  return { kind: "unknown", reason: "the script ends in different ways", at: first.at };
}

function describe(outcome: Pid1Outcome): string {
  return outcome.kind === "program" ? basename(outcome.words[0] ?? "") : "";
}

function combineHandover(outcomes: readonly Handover[], at: Origin, readable: boolean): Handover {
  const [first, ...others] = outcomes;
  if (!first) return readable ? { kind: "none" } : { kind: "unknown", reason: "the script could not be read to its end", at };
  if (others.every((other) => other.kind === first.kind)) return first;
  return outcomes.find((outcome) => outcome.kind === "kept" || outcome.kind === "none") ?? { kind: "unknown", reason: "the script ends in different ways", at };
}
