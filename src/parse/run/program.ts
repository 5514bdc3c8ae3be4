import { basename } from "../../util/path.ts";
import { globalFlagTakesValue } from "./flags.ts";
import type { RunWord } from "./tree.ts";

const programs = new Set(["docker", "podman", "nerdctl", "finch"]);

/** The container program that a word names: `/usr/bin/docker`, `$(which docker)`, `${DOCKER:-docker}`. */
export function containerProgram(value: string): string | undefined {
  const name = basename(value).replace(/\.exe$/, "");
  if (programs.has(name)) return name;
  const looked = /^(?:\$\(|`)\s*(?:which|command -v|type -p)\s+(\w+)\s*[)`]$/.exec(value)?.[1];
  const fallback = /^\$\{\w+:?[-=](\w+)\}$/.exec(value)?.[1];
  const found = looked ?? fallback;
  return found !== undefined && programs.has(found) ? found : undefined;
}

export interface Subcommand {
  readonly program: string;
  /** Words of the subcommand: `run`, `container run`, `buildx build`, `compose build`. */
  readonly verbs: readonly RunWord[];
  /** Index of the first word after `verbs[0]`. */
  readonly rest: number;
}

/** The program and its first subcommand, options of the program itself skipped. */
export function readSubcommand(argv: readonly RunWord[]): Subcommand | undefined {
  const program = argv[0] && containerProgram(argv[0].value);
  if (program === undefined) return undefined;
  let at = skipOptions(argv, 1);
  const first = argv[at];
  if (!first) return undefined;
  const verbs = [first];
  at++;
  if (first.value === "container" || first.value === "image" || first.value === "buildx" || first.value === "builder") {
    const second = argv[skipOptions(argv, at)];
    if (second) {
      verbs.push(second);
      at = skipOptions(argv, at) + 1;
    }
  }
  return { program, verbs, rest: at };
}

function skipOptions(argv: readonly RunWord[], start: number): number {
  let at = start;
  for (; at < argv.length; at++) {
    const value = argv[at]?.value ?? "";
    if (!value.startsWith("-") || value === "-") break;
    const long = value.startsWith("--");
    const name = value.slice(long ? 2 : 1);
    if (long ? !name.includes("=") && globalFlagTakesValue(name) : name.length === 1 && globalFlagTakesValue(name)) at++;
  }
  return at;
}
