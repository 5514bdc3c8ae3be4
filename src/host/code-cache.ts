import {
  closeSync,
  fstatSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { Script } from "node:vm";
import { makeFolder } from "./make-folder.ts";
import type { Environment } from "./terminal.ts";

/** What a start costs is mostly compiling. V8's result is kept in the user's cache folder, so that the next start reads it. */
export interface CachedScript {
  /** Runs the file as a CommonJS module and gives its exports. */
  readonly exports: unknown;
  /** Keeps what was compiled by now, where one of these kinds of work was not done for what was kept. Never fails. */
  readonly save: (kinds: readonly string[]) => void;
}

const daysKept = 30;
/** What was kept, and the kinds of work that it was compiled for. */
interface Kept {
  readonly code: Buffer;
  readonly kinds: readonly string[];
}

/** Text and JSON need different code, and what is kept for the other costs time to read: each has its own. */
export function nameFor(build: string, argv: readonly string[]): string {
  const format = /(?:^| )--format[= ]([a-z]{1,10})(?![a-z])/.exec(argv.join(" "))?.[1] ?? "text";
  return `${build}-${format}`;
}

/** Loads a bundle that is wrapped as a function of a CommonJS module; `build` tells one build of it from another. */
export function loadScript(file: string, build: string, folder: string | undefined, require: NodeJS.Require): CachedScript {
  const name = `${build}-${process.version}-${process.versions.v8}-${process.arch}.bin`;
  const cacheFile = folder === undefined ? undefined : path.join(folder, name);
  const kept = cacheFile === undefined ? undefined : readOwn(cacheFile);
  // The bundle is ASCII, which this reads fastest.
  const source = readFileSync(file, "latin1");
  const script = new Script(source, kept === undefined ? { filename: file } : { filename: file, cachedData: kept.code });
  const module: { exports: unknown } = { exports: {} };
  script.runInThisContext()(module.exports, require, module, file, path.dirname(file));
  const known = script.cachedDataRejected === true ? [] : (kept?.kinds ?? []);
  const save = (kinds: readonly string[]): void => {
    if (cacheFile === undefined || kinds.every((kind) => known.includes(kind))) return;
    keep(cacheFile, script, [...new Set([...known, ...kinds])]);
  };
  return { exports: module.exports, save };
}

/** The user's cache folder for this program; undefined where there is none or it is not wanted. */
export function cacheFolder(environment: Environment, platform: string): string | undefined {
  if (environment["SEAWORTHY_CODE_CACHE"] === "off") return undefined;
  const home = environment["HOME"];
  const base =
    platform === "win32"
      ? environment["LOCALAPPDATA"]
      : (environment["XDG_CACHE_HOME"] ??
        (home ? path.join(home, platform === "darwin" ? "Library/Caches" : ".cache") : undefined));
  return base !== undefined && path.isAbsolute(base) ? path.join(base, "seaworthy") : undefined;
}

/** A cache holds code that will run: one that somebody else owns or may write is not taken. */
function readOwn(file: string): Kept | undefined {
  let handle: number | undefined;
  try {
    handle = openSync(file, "r");
    const { uid, mode, size } = fstatSync(handle);
    if (process.getuid && (uid !== process.getuid() || (mode & 0o022) !== 0)) return undefined;
    const bytes = Buffer.allocUnsafeSlow(size);
    if (readSync(handle, bytes, 0, size, 0) !== size) return undefined;
    // The kinds stand behind the code, which has to start at an even place in memory.
    const end = bytes.lastIndexOf(10);
    return end < 0 ? undefined : { code: bytes.subarray(0, end), kinds: bytes.toString("latin1", end + 1).split(" ") };
  } catch {
    return undefined;
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
}

function keep(file: string, script: Script, kinds: readonly string[]): void {
  const staged = `${file}.${process.pid}.tmp`;
  try {
    const folder = path.dirname(file);
    makeFolder(folder, 0o700);
    const bytes = Buffer.concat([script.createCachedData(), Buffer.from(`\n${kinds.join(" ")}`, "latin1")]);
    writeFileSync(staged, bytes, { mode: 0o600, flag: "wx" });
    renameSync(staged, file);
    const oldest = Date.now() - daysKept * 24 * 60 * 60 * 1000;
    for (const name of readdirSync(folder)) {
      const other = path.join(folder, name);
      if (/\.(?:bin|tmp)$/.test(name) && other !== file && statSync(other).mtimeMs < oldest) rmSync(other, { force: true });
    }
  } catch {
    // A full or read-only disk: the next start compiles again.
    discard(staged);
  }
}

function discard(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // A folder that may not even be entered: nothing was written.
  }
}
