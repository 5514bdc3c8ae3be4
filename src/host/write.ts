import {
  chmodSync,
  closeSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  rmdirSync,
  statSync,
  writeSync,
} from "node:fs";
import path from "node:path";
import { stagedBy, stagedName } from "../util/staged-name.ts";
import { errorCode } from "./error-code.ts";

export interface FileWrite {
  /** Absolute path. */
  readonly path: string;
  readonly text: string;
  /** For new files; an existing file keeps its mode. */
  readonly mode?: number;
  /** What its folder may allow at most: it is made with this mode, and one that is there and allows more is an error. */
  readonly folderMode?: number;
}

let counter = 0;

/**
 * Writes all files or none: each is written beside its place and flushed, then all are renamed into place. A symbolic link
 * stays a link; its target is replaced. Throws the system's error after taking away what was staged. What a run that was
 * killed has left in the same folders goes too.
 */
export function writeFiles(writes: readonly FileWrite[]): void {
  const staged: { from: string; to: string }[] = [];
  const made: string[] = [];
  try {
    for (const write of writes) staged.push(stage(write, made));
    for (const folder of new Set(staged.map(({ to }) => path.dirname(to)))) removeStale(folder);
    for (const { from, to } of staged) renameSync(from, to);
  } catch (error) {
    for (const { from } of staged) rmSync(from, { force: true });
    for (const folder of made.toReversed()) removeEmpty(folder);
    throw error;
  }
}

/** Whether others than its owner may enter a folder or see what is in it. */
export function isOpenToOthers(folder: string): boolean {
  // Windows keeps no such bits.
  const mode = process.platform === "win32" ? undefined : statSync(folder, { throwIfNoEntry: false })?.mode;
  return mode !== undefined && (mode & 0o077) !== 0;
}

/** One file. What is no regular file (`/dev/null`, a pipe) is written to, never replaced. */
export function writeFile(file: string, text: string, mode?: number): void {
  const existing = statSync(file, { throwIfNoEntry: false });
  if (existing && !existing.isFile() && !existing.isDirectory()) {
    const handle = openSync(file, "w");
    try {
      writeAll(handle, Buffer.from(text));
    } finally {
      closeSync(handle);
    }
    return;
  }
  writeFiles([mode === undefined ? { path: file, text } : { path: file, text, mode }]);
}

function stage(write: FileWrite, made: string[]): { from: string; to: string } {
  const existing = statSync(write.path, { throwIfNoEntry: false });
  const to = existing ? realpathSync(write.path) : write.path;
  makeFolder(path.dirname(to), write.folderMode, made);
  const from = path.join(path.dirname(to), stagedName(process.pid, counter++));
  const mode = existing ? existing.mode & 0o7777 : write.mode;
  // "wx": never through a link that someone placed there before.
  const handle = openSync(from, "wx", mode ?? 0o666);
  try {
    writeAll(handle, Buffer.from(write.text));
    fsyncSync(handle);
  } catch (error) {
    rmSync(from, { force: true });
    throw error;
  } finally {
    closeSync(handle);
  }
  // The umask took bits off; for an existing or a secret file the mode is meant exactly.
  if (mode !== undefined) chmodSync(from, mode);
  return { from, to };
}

/** Makes a folder and those above it; `made` gets each one, the outermost first. */
function makeFolder(folder: string, mode: number | undefined, made: string[]): void {
  if (statSync(folder, { throwIfNoEntry: false })) {
    if (mode !== undefined && isOpenToOthers(folder)) throw new Error(`other users may enter ${folder}`);
    return;
  }
  makeFolder(path.dirname(folder), undefined, made);
  mkdirSync(folder, mode);
  made.push(folder);
  if (mode !== undefined) chmodSync(folder, mode);
}

function removeEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // Somebody else has put something there.
  }
}

function writeAll(handle: number, bytes: Buffer): void {
  for (let at = 0; at < bytes.length;) at += writeSync(handle, bytes, at);
}

function removeStale(folder: string): void {
  for (const name of readdirSync(folder)) {
    const pid = stagedBy(name);
    if (pid === undefined || isAlive(pid)) continue;
    const file = path.join(folder, name);
    if (lstatSync(file, { throwIfNoEntry: false })?.isFile() === true) rmSync(file, { force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: somebody else's.
    return errorCode(error) !== "ESRCH";
  }
}
