import { editDistance } from "./keyword.ts";
import { type Problems, quote } from "./problems.ts";
import type { Flag, Instruction } from "./tree.ts";

type FlagKind = "boolean" | "text" | "list";
type FlagTable = Readonly<Record<string, FlagKind>>;

const NO_FLAGS: FlagTable = {};
const FROM_FLAGS: FlagTable = { platform: "text" };
const RUN_FLAGS: FlagTable = { mount: "list", network: "text", security: "text", device: "list" };
const HEALTHCHECK_FLAGS: FlagTable = {
  interval: "text",
  timeout: "text",
  "start-period": "text",
  "start-interval": "text",
  retries: "text",
};
const COPY_FLAGS: FlagTable = {
  chown: "text",
  from: "text",
  chmod: "text",
  link: "boolean",
  exclude: "list",
  parents: "boolean",
};
const ADD_FLAGS: FlagTable = {
  chown: "text",
  chmod: "text",
  link: "boolean",
  "keep-git-dir": "boolean",
  checksum: "text",
  unpack: "boolean",
  exclude: "list",
};

/** The flags that an instruction takes; undefined where BuildKit does not look at them. */
function flagsOf(instruction: Instruction): FlagTable | undefined {
  switch (instruction.keyword) {
    case "FROM":
      return FROM_FLAGS;
    case "RUN":
      return RUN_FLAGS;
    case "COPY":
      return COPY_FLAGS;
    case "ADD":
      return ADD_FLAGS;
    case "HEALTHCHECK":
      return instruction.command ? HEALTHCHECK_FLAGS : undefined;
    case "ARG":
    case "STOPSIGNAL":
    case "UNKNOWN":
      return undefined;
    default:
      return NO_FLAGS;
  }
}

export function checkFlags(instruction: Instruction, problems: Problems): void {
  if (instruction.flags.length === 0) return;
  const table = flagsOf(instruction);
  if (!table) return;
  const seen = new Set<string>();
  for (const flag of instruction.flags) {
    const kind = Object.hasOwn(table, flag.name) ? table[flag.name] : undefined;
    if (kind === undefined) {
      problems.add(`${instruction.keyword} has no flag ${quote(`--${flag.name}`)}`, hintFor(flag, table), flag.span);
      continue;
    }
    if (seen.has(flag.name) && kind !== "list") {
      problems.add(`flag --${flag.name} is given twice`, "Keep one of them.", flag.span);
    }
    seen.add(flag.name);
    checkValue(flag, kind, problems);
  }
}

function hintFor(flag: Flag, table: FlagTable): string {
  const names = Object.keys(table);
  if (names.length === 0) return "This instruction takes no flags.";
  const near = flag.name.length < 20 ? names.find((name) => editDistance(flag.name, name) <= 2) : undefined;
  return near ? `Did you mean --${near}?` : `It takes ${names.map((name) => `--${name}`).join(", ")}.`;
}

function checkValue(flag: Flag, kind: FlagKind, problems: Problems): void {
  const { name, value, span } = flag;
  if (kind !== "boolean") {
    if (value === undefined) problems.add(`flag --${name} needs a value`, `Write --${name}=VALUE.`, span);
    return;
  }
  if (value === undefined) return;
  const word = value.toLowerCase();
  if (word === "true" || word === "false") return;
  problems.add(`flag --${name} is true or false`, `Write --${name}, --${name}=true or --${name}=false.`, span);
}
