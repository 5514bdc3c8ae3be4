import path from "node:path";
import { formatProblem } from "../config/problem.ts";
import { readTextFile } from "../host/text-file.ts";
import { parseSecretSettings } from "../image/secrets/parse-settings.ts";
import { noSettings, type SecretSettings } from "../image/secrets/settings.ts";
import { UsageError } from "./errors.ts";

/** The rules for secrets with those of a file. A mistake in it stops the run, and all are told. */
export function loadSecretSettings(cwd: string, file: string | undefined): SecretSettings {
  if (file === undefined) return noSettings;
  const read = readTextFile(path.resolve(cwd, file));
  if (!read.ok) throw new UsageError(`the rules for secrets ${file} ${read.message}`, "Check the path.");
  const result = parseSecretSettings({ path: file, kind: "config", text: read.text });
  if (result.ok) return result.settings;
  const lines = result.problems.map((problem) => `${formatProblem(problem)}\n  ${problem.hint}`);
  const count = lines.length === 1 ? "a mistake" : `${lines.length} mistakes`;
  throw new UsageError(`the rules for secrets have ${count}\n${lines.join("\n")}`);
}
