import { parse, type ParsedScript } from "unbash";
import { mapSlice, sourceSpan, type MappedText } from "../../source/mapped-text.ts";
import { lastCommands } from "./ending.ts";
import { flattenList } from "./flatten.ts";
import { withoutCarriageReturns } from "./slice.ts";
import { readSimple } from "./simple.ts";
import { mayRunCommands } from "./substitution.ts";
import type { ShellScript } from "./tree.ts";
import type { Walk } from "./walk.ts";

const maxLength = 2_000_000;
/** Scripts in scripts (`sh -c`) and substitutions in substitutions are read this deep. */
const maxNesting = 16;

/**
 * Reads a POSIX or Bash script. Text that is not shell gives what could be made of it and an error; it never throws.
 * `offset` is where a plain string stands in its file.
 */
export function parseShell(script: MappedText | string, offset = 0): ShellScript {
  const mapped = typeof script === "string" ? mapSlice(script, offset) : script;
  return readSimple(mapped) ?? parseFully(mapped);
}

/** The same by the full parser. */
export function parseFully(mapped: MappedText): ShellScript {
  return walkScript(mapped, 0).script;
}

/** A script with what was learnt on the way: conditions, functions, scripts in scripts. */
export interface WalkedScript {
  readonly script: ShellScript;
  readonly walk: Walk;
}

export function walkScript(written: MappedText, depth: number): WalkedScript {
  const mapped = withoutCarriageReturns(written);
  let substitutions = 0;
  const walk: Walk = {
    mapped,
    substitutes: mayRunCommands(mapped.text),
    commands: [],
    byNode: new Map(),
    nested: new Map(),
    functions: new Map(),
    guard: undefined,
    inFunction: undefined,
    guards: new Map(),
    functionOf: new Map(),
    outer: new Map(),
    parseNested: (inner) => (depth < maxNesting ? walkScript(inner, depth + 1).script : undefined),
    enter: (list, context, failure) => {
      if (substitutions >= maxNesting) return;
      substitutions++;
      flattenList(walk, list, context, failure);
      substitutions--;
    },
  };
  if (mapped.text.length > maxLength) return { walk, script: failed(mapped, "The script is too long to be read.") };
  let tree: ParsedScript;
  try {
    tree = parse(mapped.text);
  } catch {
    return { walk, script: failed(mapped, "The script could not be read.") };
  }
  flattenList(walk, tree.commands, "main", "kept");
  const error = tree.errors?.[0];
  const script: ShellScript = {
    commands: walk.commands,
    last: lastCommands(walk, tree.commands),
    error: error && { message: error.message, span: sourceSpan(mapped, error.pos, Math.min(error.pos + 1, mapped.text.length)) },
  };
  return { walk, script };
}

function failed(mapped: MappedText, message: string): ShellScript {
  return { commands: [], last: [], error: { message, span: sourceSpan(mapped, 0, Math.min(1, mapped.text.length)) } };
}
