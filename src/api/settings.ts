import { existsSync, statSync } from "node:fs";
import path from "node:path";
import type { Config } from "../config/config.ts";
import { CONFIG_NAMES, parseConfig } from "../config/parse.ts";
import { formatProblem } from "../config/problem.ts";
import { rulesetsOf } from "../engine/ruleset.ts";
import { pathFromTop } from "../host/repository.ts";
import { readTextFile } from "../host/text-file.ts";
import { rules } from "../rules/index.ts";
import { UsageError } from "./errors.ts";
import type { CheckRequest } from "./request.ts";
import type { Target } from "./target.ts";

/** The configuration that holds for a request; undefined where there is none. A mistake in it stops the run. */
export function readSettings(request: CheckRequest, target: Target): Config | undefined {
  const file = request.config === undefined ? findConfig(target) : path.resolve(request.cwd, request.config);
  if (file === undefined) return undefined;
  // One from elsewhere speaks of paths from the top.
  return parseConfigFile(request.cwd, file, pathFromTop(target.top, file) ?? path.basename(file));
}

/** Reads a configuration, in which paths are relative to the folder of `name`. */
export function parseConfigFile(cwd: string, file: string, name: string): Config {
  const read = readTextFile(file);
  if (!read.ok) throw new UsageError(`The configuration ${path.relative(cwd, file)} ${read.message}`, "Check the path.");
  const source = { path: name, kind: "config" as const, text: read.text };
  const result = parseConfig(source, { rules: rules.map((rule) => rule.name), rulesets: rulesetsOf(rules) });
  if (result.ok) return result.config;
  const lines = result.problems.map((problem) => {
    const shown = formatProblem({ ...problem, file: path.relative(cwd, file) });
    return problem.hint === "" ? shown : `${shown}\n  ${problem.hint}`;
  });
  throw new UsageError(
    `the configuration has ${lines.length === 1 ? "a mistake" : `${lines.length} mistakes`}\n${lines.join("\n")}`,
  );
}

/** The nearest configuration from the paths up to the repository's top. */
export function findConfig(target: Target): string | undefined {
  const bounds = [...target.scope, ...(target.scope.length === 0 ? target.composeFiles : [])];
  const folders = bounds.map((name) => folderOf(path.join(target.top, name)));
  let folder = folders.reduce((common, next) => sharedFolder(common, next), folders[0] ?? target.top);
  for (;;) {
    for (const name of CONFIG_NAMES) {
      const file = path.join(folder, name);
      if (existsSync(file)) return file;
    }
    if (folder === target.top || pathFromTop(target.top, folder) === undefined) return undefined;
    folder = path.dirname(folder);
  }
}

function folderOf(file: string): string {
  return statSync(file, { throwIfNoEntry: false })?.isDirectory() ? file : path.dirname(file);
}

function sharedFolder(a: string, b: string): string {
  let folder = a;
  while (pathFromTop(folder, b) === undefined) folder = path.dirname(folder);
  return folder;
}
