import { mapSlice, type MappedText } from "../../source/mapped-text.ts";
import { walkScript } from "./parse.ts";
import { conditionOf, guardsOf, replaces, type PrivilegeDrop } from "./privilege-drop.ts";
import type { ShellCommand, ShellScript } from "./tree.ts";
import { literalVariables } from "./variables.ts";

/** A command that a run through a script may end with, and when. */
export interface ScriptEnd {
  readonly command: ShellCommand;
  /** The shell is replaced by it (`exec`); else the shell waits for it. */
  readonly replaces: boolean;
  readonly condition: PrivilegeDrop["condition"];
  /** What `$1` is compared with on the way to it. */
  readonly commands: readonly string[];
}

export interface ScriptEnds {
  readonly ends: readonly ScriptEnd[];
  /** Variables that the script gives a literal value. */
  readonly values: ReadonlyMap<string, string>;
  /** Every text that the script may give a variable, as written. */
  readonly assigned: ReadonlyMap<string, readonly string[]>;
  readonly readable: boolean;
}

/** The ways in which a script ends. */
export function findEnds(text: MappedText | string): ScriptEnds {
  const { script, walk } = walkScript(typeof text === "string" ? mapSlice(text, 0) : text, 0);
  return {
    ends: script.last.map((command) => ({ command, replaces: replaces(walk, command), ...conditionOf(guardsOf(walk, command)) })),
    values: literalVariables(script),
    assigned: assignedTexts(script),
    readable: script.error === undefined,
  };
}

function assignedTexts(script: ShellScript): Map<string, string[]> {
  const texts = new Map<string, string[]>();
  for (const command of script.commands) {
    for (const { name, value } of command.assignments) texts.set(name, [...(texts.get(name) ?? []), value?.value ?? ""]);
  }
  return texts;
}
