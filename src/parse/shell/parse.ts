import { parse, type ParsedScript } from "unbash";
import { mapSlice, sourceSpan, type MappedText } from "../../source/mapped-text.ts";
import { lastCommands } from "./ending.ts";
import { flattenList } from "./flatten.ts";
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
  return parseAt(typeof script === "string" ? mapSlice(script, offset) : script, 0);
}

function parseAt(mapped: MappedText, depth: number): ShellScript {
  if (mapped.text.length > maxLength) return failed(mapped, "The script is too long to be read.");
  let script: ParsedScript;
  try {
    script = parse(mapped.text);
  } catch {
    return failed(mapped, "The script could not be read.");
  }
  let substitutions = 0;
  const walk: Walk = {
    mapped,
    commands: [],
    byNode: new Map(),
    nested: new Map(),
    functions: new Map(),
    parseNested: (inner) => (depth < maxNesting ? parseAt(inner, depth + 1) : undefined),
    enter: (list, context, failure) => {
      if (substitutions >= maxNesting) return;
      substitutions++;
      flattenList(walk, list, context, failure);
      substitutions--;
    },
  };
  flattenList(walk, script.commands, "main", "kept");
  const error = script.errors?.[0];
  return {
    commands: walk.commands,
    last: lastCommands(walk, script.commands),
    error: error && { message: error.message, span: sourceSpan(mapped, error.pos, error.pos + 1) },
  };
}

function failed(mapped: MappedText, message: string): ShellScript {
  return { commands: [], last: [], error: { message, span: sourceSpan(mapped, 0, 1) } };
}
