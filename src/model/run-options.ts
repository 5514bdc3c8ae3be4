import type { RunLine, RunOption, RunWord } from "../parse/run/tree.ts";
import type { Origin } from "../source/origin.ts";
import { unresolvedReason } from "./compose/read.ts";
import { known, unknown, unset, type Fact, type FactList } from "./fact.ts";
import { countCpus, parseAmount } from "./quantities.ts";

/** The options of one line, read as facts. */
export interface Options {
  readonly anchor: Origin;
  readonly file: string;
  readonly all: readonly RunOption[];
  /** Why options may be missing here: `$DOCKER_OPTS` holds more. */
  readonly gap: string | undefined;
}

export function readOptions(file: string, anchor: Origin, line: RunLine): Options {
  return { anchor, file, all: line.options.map(withDefaults), gap: gapOf(line) };
}

export function place(file: string, at: { readonly span: Origin["span"] }): Origin {
  return { file, span: at.span, how: "literal", via: [] };
}

export function wordFact<T>(word: RunWord, origin: Origin, read: (text: string) => T): Fact<T> {
  return word.unresolved.length > 0 ? unknown(unresolvedReason(word.unresolved), origin) : known(read(word.value), origin);
}

export function optionFact<T>(options: Options, option: RunOption, read: (text: string) => T): Fact<T> {
  const origin = place(options.file, option);
  return option.unresolved.length > 0
    ? unknown(unresolvedReason(option.unresolved), origin)
    : known(read(option.value ?? ""), origin);
}

/** `${NAME:-text}` and `${NAME-text}` stand for their text where nothing sets NAME. */
function withDefaults(option: RunOption): RunOption {
  if (option.unresolved.length === 0 || option.value === undefined) return option;
  const given = new Set<string>();
  const value = option.value.replaceAll(/\$\{(\w+):?-([^{}$`]*)\}/g, (_, name: string, text: string) => {
    given.add(name);
    return text;
  });
  return given.size === 0 ? option : { ...option, value, unresolved: option.unresolved.filter((name) => !given.has(name)) };
}

function gapOf(line: RunLine): string | undefined {
  const names = line.openOptions?.flatMap((word) => word.unresolved) ?? [];
  if (names.length > 0)
    return `${[...new Set(names)].map((name) => (/^\w+$/.test(name) ? `$${name}` : name)).join(", ")} may hold more options`;
  return line.openOptions?.[0] ? `${line.openOptions[0].value} stands for more options` : undefined;
}

/** What is not written: unset, or unknown where options are out of sight. */
function absent<T>(options: Options, fallback: T | undefined): Fact<T> {
  return options.gap === undefined ? unset(fallback, options.anchor) : unknown(options.gap, options.anchor);
}

export function incomplete(options: Options): Pick<FactList<never>, "complete" | "reason"> {
  return options.gap === undefined ? { complete: true } : { complete: false, reason: options.gap };
}

export function lastOption(options: Options, name: string): RunOption | undefined {
  return options.all.findLast((option) => option.name === name);
}

export function textOption<T>(options: Options, name: string, read: (text: string) => T): Fact<T> {
  const option = lastOption(options, name);
  return option ? optionFact(options, option, read) : absent<T>(options, undefined);
}

export function amountOption(options: Options, name: string, parse: (text: string) => number | undefined): Fact<number> {
  const fact = textOption(options, name, parse);
  if (fact.state === "known" && fact.value === undefined) return unset(0, options.anchor);
  return fact.state === "known" ? known(fact.value ?? 0, fact.origin) : fact.state === "unset" ? unset(0, options.anchor) : fact;
}

export function cpuOption(options: Options): Fact<number> {
  const cpus = amountOption(options, "cpus", parseAmount);
  if (cpus.state !== "unset") return cpus;
  const quota = amountOption(options, "cpu-quota", parseAmount);
  if (quota.state === "unset") return amountOption(options, "cpuset-cpus", countCpus);
  if (quota.state !== "known") return quota;
  return known(quota.value / (parseAmount(lastOption(options, "cpu-period")?.value ?? "") || 100_000), quota.origin);
}

/** Go's boolean spellings; anything else is an error of the command line and counts as set. */
export function flagOption(options: Options, name: string): Fact<boolean> {
  const option = lastOption(options, name);
  if (!option) return absent(options, false);
  if (option.value === undefined) return known(true, place(options.file, option));
  return optionFact(options, option, (text) => !/^(?:0|f|false)$/i.test(text));
}

export function listOption<T>(options: Options, name: string, read: (text: string) => T | undefined): FactList<T> {
  const items: Fact<T>[] = [];
  for (const option of options.all) {
    if (option.name !== name) continue;
    const fact = optionFact(options, option, read);
    if (fact.state !== "known") items.push(fact);
    else if (fact.value !== undefined) items.push(known(fact.value, fact.origin));
  }
  return { items, ...incomplete(options), origin: options.anchor };
}
