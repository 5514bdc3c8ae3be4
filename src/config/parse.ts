import { isNode, parseDocument, type Document } from "yaml";
import { FIRST_RULESET } from "../engine/ruleset.ts";
import type { SourceFile } from "../source/source-file.ts";
import { toConfig, type Config } from "./config.ts";
import { listProblems, type ConfigProblem } from "./problem.ts";
import { configTable } from "./table.ts";

/** Names of the configuration file, in the order in which they are looked for in a folder. */
export const CONFIG_NAMES: readonly string[] = [".seaworthy.yaml", ".seaworthy.yml", ".seaworthy.json"];

export type ConfigResult =
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly problems: readonly ConfigProblem[] };

export interface Names {
  readonly rules: readonly string[];
  /** Oldest first. */
  readonly rulesets?: readonly string[];
}

/** Nobody writes more by hand. */
const maxLength = 1_000_000;
/** One mistake makes others of its kind. */
const maxSyntaxErrors = 3;

/** Reads a configuration file, YAML or JSON. It is data only; all mistakes are reported at once. */
export function parseConfig(file: SourceFile, names: Names): ConfigResult {
  const { problems, add } = listProblems(file);
  if (file.text.length > maxLength) {
    add({ start: 0, end: 0 }, "the configuration is longer than a million characters", "Is this the right file?");
    return { ok: false, problems };
  }
  const document = parse(file.text);
  if (!document || document.errors.some(({ code }) => code === "RESOURCE_EXHAUSTION")) {
    add({ start: 0, end: 0 }, "the configuration is nested too deeply", "Is this the right file?");
    return { ok: false, problems };
  }
  for (const { code, message, pos } of document.errors.slice(0, maxSyntaxErrors)) {
    add(
      { start: pos[0], end: pos[1] },
      code === "MULTIPLE_DOCS" ? "a second document starts here" : firstSentence(message),
      "It must be one YAML or JSON document.",
    );
  }
  const contents = document.contents;
  const empty = !isNode(contents) || ("value" in contents && contents.value === null);
  if (problems.length > 0 || empty)
    return problems.length > 0 ? { ok: false, problems } : { ok: true, config: toConfig(file, undefined) };
  const raw = configTable.read(contents, {
    document,
    ruleNames: new Set(names.rules),
    rulesets: names.rulesets ?? [FIRST_RULESET],
    report: add,
  });
  return problems.length > 0 ? { ok: false, problems } : { ok: true, config: toConfig(file, raw) };
}

/** Undefined for a text that exhausts the parser's stack. */
function parse(text: string): Document.Parsed | undefined {
  try {
    return parseDocument(text, { uniqueKeys: false, prettyErrors: false, logLevel: "error" });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function firstSentence(message: string): string {
  const line = message.split("\n")[0] ?? message;
  return line.charAt(0).toLowerCase() + line.slice(1);
}
