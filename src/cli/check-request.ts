import path from "node:path";
import { UsageError } from "../api/errors.ts";
import type { CheckRequest } from "../api/request.ts";
import { findUnknownRules } from "../engine/select.ts";
import { readStandardInput } from "../host/standard-input.ts";
import type { Preset, Severity } from "../rules/rule.ts";
import { rules } from "../rules/index.ts";
import { listOf, oneOf, valueOf, type Arguments } from "./arguments.ts";
import type { Io } from "./io.ts";
import { suggestCommand } from "./run.ts";
import { existsSync } from "node:fs";

export const severities: readonly Severity[] = ["low", "medium", "high", "critical"];
export const presets: readonly Preset[] = ["default", "strict"];

/** The request that the flags of a command make. */
export function readCheckRequest(args: Arguments, io: Io, operands: readonly string[] = args.positionals): CheckRequest {
  const paths = operands.filter((operand) => operand !== "-");
  const [only] = paths;
  if (only !== undefined && paths.length === operands.length && operands.length === 1 && /^[a-z]+$/.test(only)) {
    // One bare word may be a mistyped command as well as a path.
    if (!existsSync(path.resolve(io.cwd, only)))
      throw new UsageError(`${only} is neither a path nor a command`, suggestCommand(only));
  }
  const standardInput = readInput(args, operands);
  const severity = listOf(args, "severity")?.map((level) => oneOf("--severity", level, severities));
  const preset = valueOf(args, "preset");
  return {
    cwd: io.cwd,
    now: io.now,
    paths,
    ...(standardInput === undefined ? {} : { standardInput }),
    ...optional("composeFiles", args.values.get("file")),
    ...optional("envFiles", args.values.get("env-file")),
    ...optional("target", valueOf(args, "target")),
    ...optional("config", valueOf(args, "config")),
    ...optional("baseline", valueOf(args, "baseline")),
    ...optional("since", valueOf(args, "since")),
    ...optional("severities", severity),
    ...optional("preset", preset === undefined ? undefined : oneOf("--preset", preset, presets)),
    ...optional("select", ruleNames(args, "select")),
    ...optional("ignore", ruleNames(args, "ignore")),
    ...(args.switches.has("env") ? { environment: io.environment } : {}),
    ...optional("engineHost", io.environment["DOCKER_HOST"]),
    ...(args.switches.has("engine") ? { engine: true } : {}),
    ...(args.switches.has("update-baseline") ? { updateBaseline: true } : {}),
  };
}

function readInput(args: Arguments, operands: readonly string[]): CheckRequest["standardInput"] | undefined {
  const name = valueOf(args, "stdin-filename");
  if (!operands.includes("-")) {
    if (name !== undefined) throw new UsageError("--stdin-filename is for text on standard input", "Add - to read it.");
    return undefined;
  }
  const read = readStandardInput();
  if (!read.ok) throw new UsageError(`Standard input ${read.message}`, "Pass the text of a Dockerfile or Compose file.");
  return { name: name ?? "<stdin>", text: read.text };
}

/** Names of rules; a name that belongs to none is most likely a slip. */
export function ruleNames(args: Arguments, flag: string): readonly string[] | undefined {
  const names = listOf(args, flag);
  const [unknown] = findUnknownRules(
    names ?? [],
    rules.map((rule) => rule.name),
  );
  if (!unknown) return names;
  const hint = unknown.suggestion === undefined ? "See seaworthy rules." : `Did you mean ${unknown.suggestion}?`;
  throw new UsageError(`--${flag}: there is no rule "${unknown.name}"`, hint);
}

function optional<K extends string, T>(key: K, value: T | undefined): Partial<Record<K, T>> {
  const result: Partial<Record<K, T>> = {};
  if (value !== undefined) result[key] = value;
  return result;
}
