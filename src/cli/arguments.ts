import { UsageError } from "../api/errors.ts";
import { closest } from "../util/distance.ts";
import type { Flag } from "./flags.ts";

/** Parsed arguments of one command. Values are in the order given. */
export interface Arguments {
  readonly positionals: readonly string[];
  /** Names of switches that were given. */
  readonly switches: ReadonlySet<string>;
  readonly values: ReadonlyMap<string, readonly string[]>;
}

/** Reads `--name value`, `--name=value`, `-n value`, `-nvalue`, clustered short switches, and `--` before plain operands. */
export function parseArguments(args: readonly string[], flags: readonly Flag[], command: string): Arguments {
  const byName = new Map(flags.map((flag) => [flag.name, flag]));
  const byShort = new Map(flags.flatMap((flag) => (flag.short === undefined ? [] : [[flag.short, flag] as const])));
  const positionals: string[] = [];
  const switches = new Set<string>();
  const values = new Map<string, string[]>();

  const store = (flag: Flag, shown: string, value: string): void => {
    const stored = values.get(flag.name);
    if (!stored) values.set(flag.name, [value]);
    else if (flag.repeat) stored.push(value);
    else throw new UsageError(`${shown} is given twice`, "Give it once.");
  };
  const needValue = (flag: Flag, shown: string, next: string | undefined): string => {
    if (next !== undefined) return next;
    throw new UsageError(`${shown} needs a value`, `Write ${shown} ${flag.value}.${choicesOf(flag)}`);
  };

  for (let at = 0; at < args.length; at++) {
    const argument = args[at] ?? "";
    if (argument === "--") {
      positionals.push(...args.slice(at + 1));
      break;
    }
    if (argument.startsWith("--")) {
      const equals = argument.indexOf("=");
      const shown = equals === -1 ? argument : argument.slice(0, equals);
      const flag = byName.get(shown.slice(2));
      if (!flag) throw unknownFlag(shown, byName.keys(), command);
      if (flag.value === undefined) {
        if (equals !== -1) throw new UsageError(`${shown} takes no value`, `Write ${shown} alone.`);
        switches.add(flag.name);
      } else store(flag, shown, equals === -1 ? needValue(flag, shown, args[++at]) : argument.slice(equals + 1));
    } else if (argument.startsWith("-") && argument !== "-") {
      for (let letter = 1; letter < argument.length; letter++) {
        const shown = `-${argument[letter]}`;
        const flag = byShort.get(argument[letter] ?? "");
        if (!flag) throw unknownFlag(shown, byName.keys(), command);
        if (flag.value === undefined) {
          switches.add(flag.name);
          continue;
        }
        const attached = argument.slice(letter + 1).replace(/^=/, "");
        store(flag, shown, attached === "" ? needValue(flag, shown, args[++at]) : attached);
        break;
      }
    } else positionals.push(argument);
  }
  return { positionals, switches, values };
}

/** The last value of a flag that is given once. */
export function valueOf(args: Arguments, name: string): string | undefined {
  return args.values.get(name)?.at(-1);
}

/** The values of a flag that may be repeated or hold a list with commas. */
export function listOf(args: Arguments, name: string): string[] | undefined {
  const values = args.values.get(name);
  return values
    ?.flatMap((value) => value.split(","))
    .map((value) => value.trim())
    .filter((value) => value !== "");
}

/** A value out of a fixed set, whatever its case. */
export function oneOf<T extends string>(flag: string, value: string, choices: readonly T[]): T {
  const found = choices.find((choice) => choice === value.toLowerCase());
  if (found !== undefined) return found;
  const suggestion = closest(value.toLowerCase(), choices);
  const hint = suggestion === undefined ? `Choose one of ${choices.join(", ")}.` : `Did you mean ${suggestion}?`;
  throw new UsageError(`${flag} cannot be "${value}"`, hint);
}

function unknownFlag(shown: string, names: Iterable<string>, command: string): UsageError {
  const suggestion = shown.startsWith("--") ? closest(shown.slice(2), names) : undefined;
  const hint = suggestion === undefined ? `See seaworthy ${command} --help.` : `Did you mean --${suggestion}?`;
  return new UsageError(`Unknown flag ${shown}`, hint);
}

function choicesOf(flag: Flag): string {
  return flag.choices ? ` One of ${flag.choices.join(", ")}.` : "";
}
