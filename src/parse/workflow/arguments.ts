import { partOf } from "../run/part.ts";
import type { RunWord } from "../run/tree.ts";

/** Options by name without dashes, and the words that are none. */
export interface Arguments {
  readonly options: ReadonlyMap<string, readonly RunWord[]>;
  readonly flags: ReadonlySet<string>;
  readonly operands: readonly RunWord[];
}

export interface ArgumentSpec {
  /** Options that take a value, separated by spaces, short ones by their letter. */
  readonly values: string;
  /** Short or other names → the name that is meant. */
  readonly aliases?: Readonly<Record<string, string>>;
}

/** Reads the words of a command line as most programs do: options and operands in any order, `--` ends the options. */
export function readArguments(words: readonly RunWord[], spec: ArgumentSpec): Arguments {
  const takesValue = new Set(spec.values.split(" "));
  const options = new Map<string, RunWord[]>();
  const flags = new Set<string>();
  const operands: RunWord[] = [];
  const add = (name: string, value: RunWord): void => {
    const known = spec.aliases?.[name] ?? name;
    const list = options.get(known);
    if (list) list.push(value);
    else options.set(known, [value]);
  };
  for (let i = 0; i < words.length; i++) {
    const word = words[i];
    if (!word) break;
    const { value } = word;
    if (value === "--") {
      operands.push(...words.slice(i + 1));
      break;
    }
    if (!value.startsWith("-") || value === "-") {
      operands.push(word);
      continue;
    }
    const dashes = value.startsWith("--") ? 2 : 1;
    const equals = value.indexOf("=");
    const name = value.slice(dashes, equals === -1 ? undefined : equals);
    const next = words[i + 1];
    if (dashes === 1 && name.length > 1 && !takesValue.has(name)) {
      const letter = name[0] ?? "";
      if (takesValue.has(letter)) add(letter, partOf(word, value[2] === "=" ? 3 : 2));
      else for (const each of name) flags.add(spec.aliases?.[each] ?? each);
    } else if (equals !== -1) {
      add(name, partOf(word, equals + 1));
      if (value.slice(equals + 1) !== "false") flags.add(spec.aliases?.[name] ?? name);
    } else if (takesValue.has(name) && next) {
      add(name, next);
      i++;
    } else flags.add(spec.aliases?.[name] ?? name);
  }
  return { options, flags, operands };
}

export function lastOption({ options }: Arguments, name: string): RunWord | undefined {
  return options.get(name)?.at(-1);
}
