import type { Span } from "../../source/span.ts";
import { closest } from "../../util/distance.ts";
import { runFlags, type RunFlag } from "./flags.ts";
import { partSpan } from "./part.ts";
import { readSubcommand } from "./program.ts";
import type { RunLine, RunOption, RunWord } from "./tree.ts";

/**
 * Reads an argument list that starts with the program: `docker run -d nginx`. Undefined where it runs or creates no
 * container. `line` is the 1-based line on which it starts.
 */
export function parseRunArgs(argv: readonly RunWord[], line = 1): RunLine | undefined {
  const subcommand = readSubcommand(argv);
  const verb = subcommand?.verbs.at(-1)?.value;
  if (!subcommand || (verb !== "run" && verb !== "create")) return undefined;
  if (subcommand.verbs.length > 1 && subcommand.verbs[0]?.value !== "container") return undefined;
  return parseAfterVerb(argv, subcommand.rest, { program: subcommand.program, verb, line });
}

interface Head {
  readonly program: string;
  readonly verb: "run" | "create";
  readonly line: number;
}

/** Reads what follows `run`, from an index of the list on. */
export function parseAfterVerb(argv: readonly RunWord[], start: number, head: Head): RunLine {
  const reader: Reader = { argv, flags: runFlags(head.program), options: [], errors: [], open: [] };
  let at = start;
  for (; at < argv.length; at++) {
    const word = argv[at];
    if (!word) break;
    if (word.value === "--") {
      at++;
      break;
    }
    if (word.value.startsWith("--")) at = readLong(reader, word, at);
    else if (word.value.startsWith("-") && word.value.length > 1) at = readShort(reader, word, at);
    else if (standsForOptions(reader, word, at)) reader.open.push(word);
    else break;
  }
  const image = argv[at];
  const span = { start: argv[0]?.span.start ?? 0, end: argv.at(-1)?.span.end ?? 0 };
  if (!image) {
    reader.errors.push({ message: "The line names no image.", hint: "Put the image after the options.", span });
  }
  const open = reader.open.length > 0 ? { openOptions: reader.open } : {};
  return { ...head, span, options: reader.options, image, command: argv.slice(at + 1), ...open, errors: reader.errors };
}

interface Reader {
  readonly argv: readonly RunWord[];
  readonly flags: ReadonlyMap<string, RunFlag>;
  readonly options: RunOption[];
  readonly errors: { message: string; hint: string; span: Span }[];
  readonly open: RunWord[];
}

/** Reads `--name`, `--name=value` or `--name value`; returns the index of its last word. */
function readLong(reader: Reader, word: RunWord, at: number): number {
  const equals = word.value.indexOf("=");
  const written = word.value.slice(2, equals === -1 ? undefined : equals);
  const flag = reader.flags.get(written.length > 1 ? written : "");
  if (!flag) {
    const near = closest(
      written,
      [...reader.flags.keys()].filter((name) => name.length > 1),
    );
    const hint = near === undefined ? "Options of the container's command go after the image." : `Did you mean --${near}?`;
    reader.errors.push({ message: `unknown flag: --${written}`, hint, span: word.span });
    return at;
  }
  if (equals !== -1) {
    addOption(reader, flag, word, word, equals + 1);
    return at;
  }
  return readValue(reader, flag, word, `--${written}`, at);
}

/** Reads `-d`, `-itd`, `-u0`, `-u 0`, `-iu 0`, `-e=A=B`; returns the index of its last word. */
function readShort(reader: Reader, word: RunWord, at: number): number {
  for (let i = 1; i < word.value.length; i++) {
    const letter = word.value[i] ?? "";
    const flag = reader.flags.get(letter);
    if (!flag) {
      const message = `unknown shorthand flag: '${letter}' in ${word.value}`;
      const hint = "Options of the container's command go after the image.";
      reader.errors.push({ message, hint, span: word.span });
      return at;
    }
    const equals = word.value[i + 1] === "=";
    if (flag.boolean && !equals) {
      const span = partSpan(word, i, i + 1);
      reader.options.push({ name: flag.name, value: undefined, unresolved: [], span, valueSpan: span });
      continue;
    }
    if (equals) addOption(reader, flag, word, word, i + 2);
    else if (i + 1 < word.value.length) addOption(reader, flag, word, word, i + 1);
    else return readValue(reader, flag, word, `-${letter}`, at);
    return at;
  }
  return at;
}

function readValue(reader: Reader, flag: RunFlag, word: RunWord, written: string, at: number): number {
  if (flag.boolean) {
    const { span } = word;
    reader.options.push({ name: flag.name, value: undefined, unresolved: [], span, valueSpan: span });
    return at;
  }
  const value = reader.argv[at + 1];
  if (!value) {
    const message = `flag needs an argument: ${written}`;
    reader.errors.push({ message, hint: `Write ${written} with a value.`, span: word.span });
    return at;
  }
  addOption(reader, flag, word, value, 0);
  return at + 1;
}

function addOption(reader: Reader, flag: RunFlag, word: RunWord, holder: RunWord, from: number): void {
  reader.options.push({
    name: flag.name,
    value: holder.value.slice(from),
    unresolved: holder.unresolved,
    span: { start: word.span.start, end: holder.span.end },
    valueSpan: from === 0 ? holder.span : partSpan(holder, from, holder.value.length),
  });
}

/** A variable or a placeholder in the place of the image that more likely holds options. */
function standsForOptions(reader: Reader, word: RunWord, at: number): boolean {
  if (/^(?:\.\.\.|…|\[.*\]|<\w*(?:options|flags|args)>|OPTIONS)$/i.test(word.value)) return at + 1 < reader.argv.length;
  if (word.unresolved.length === 0) return false;
  const variable = /^(?:\$\{?([\w@*]+)(?:\[[@*]\])?(?:[:+-].*)?\}?|\$\(.*\)|`.*`)$/.exec(word.value);
  if (!variable || at + 1 >= reader.argv.length) return false;
  const name = variable[1] ?? "";
  if (/image|img|tag|repo|name/i.test(name)) return false;
  if (/opt|arg|flag|param|env|vol|mount|port|net|extra|user|tty|[@*]/i.test(name)) return true;
  const next = reader.argv[at + 1]?.value ?? "";
  const option = /^--?([\w-]+)/.exec(next)?.[1];
  return option !== undefined && reader.flags.has(next.startsWith("--") ? option : (option[0] ?? ""));
}
