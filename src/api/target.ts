import { existsSync, statSync } from "node:fs";
import path from "node:path";
import { findTop, pathFromTop, type RepositoryTop } from "../host/repository.ts";
import { UsageError } from "./errors.ts";
import type { CheckRequest } from "./request.ts";

/** The repository that is checked, and every path of the request as one from its top. */
export interface Target extends RepositoryTop {
  readonly scope: readonly string[];
  /** PATHs below which names tell roles: `.` below the top counts as the top. */
  readonly roleScope: readonly string[];
  readonly composeFiles: readonly string[];
  readonly envFiles: readonly string[];
  /** Path that standard input stands for. */
  readonly standardInput: string | undefined;
}

/** Finds the repository of the paths. All of them have to lie in one. */
export function findTarget(request: CheckRequest): Target {
  const composeFiles = request.composeFiles ?? [];
  const paths = request.paths ?? [];
  const standardInput = request.standardInput?.name;
  const scoped = paths.length > 0 || composeFiles.length > 0 || standardInput !== undefined ? paths : ["."];
  const absolute = scoped.map((name) => existing(request.cwd, name));
  const compose = composeFiles.map((name) => existing(request.cwd, name));
  const input = standardInput === undefined ? [] : [path.resolve(request.cwd, standardInput)];
  const [first = request.cwd] = [...absolute, ...compose, ...input];
  const found = findTop(first);
  const fromTop = (file: string): string => {
    const inside = pathFromTop(found.top, file);
    if (inside !== undefined) return inside;
    const shown = path.relative(request.cwd, file);
    throw new UsageError(
      `${shown} lies outside ${found.top}`,
      "One run checks one repository. Check the other one in a run of its own.",
    );
  };
  // Without a repository, several paths are bounded by the folder that holds them all.
  const top = found.git ? found.top : commonFolder([found.top, ...[...absolute, ...compose, ...input].map(boundOf)]);
  const bounded = { top, git: found.git };
  const relative = (file: string): string => (found.git ? fromTop(file) : (pathFromTop(top, file) ?? fromTop(file)));
  return {
    ...bounded,
    scope: [...new Set([...absolute, ...input].map(relative))],
    roleScope: scoped.map((name, index) => (path.normalize(name) === "." ? "" : relative(absolute[index] ?? top))),
    standardInput: input[0] === undefined ? undefined : relative(input[0]),
    composeFiles: compose.map(relative),
    envFiles: (request.envFiles ?? []).map((name) => relative(existing(request.cwd, name))),
  };
}

function existing(cwd: string, name: string): string {
  const file = path.resolve(cwd, name);
  if (!existsSync(file)) throw new UsageError(`${name} does not exist`, "Check the path.");
  return file;
}

function boundOf(file: string): string {
  return statSync(file, { throwIfNoEntry: false })?.isDirectory() ? file : path.dirname(file);
}

function commonFolder(folders: readonly string[]): string {
  return folders.reduce((common, folder) => {
    let current = common;
    while (pathFromTop(current, folder) === undefined) current = path.dirname(current);
    return current;
  });
}
