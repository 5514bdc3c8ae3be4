import {
  closeSync,
  fstatSync,
  mkdirSync,
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
import { getHeapCodeStatistics } from "node:v8";
import { Script } from "node:vm";
import type { Environment } from "./terminal.ts";

/** What a start costs is mostly compiling. V8's result is kept in the user's cache folder, so that the next start reads it. */
export interface CachedScript {
  /** Runs the file as a CommonJS module and gives its exports. */
  readonly exports: unknown;
  /** Keeps what was compiled by now, where it is much more than what was kept already. Never fails. */
  readonly save: () => void;
}

const daysKept = 30;
/** Bytes of compiled code that make it worth keeping all again. Node's own modules make up half of it in every run. */
const worthKeeping = 128 * 1024;

/** Loads a bundle that is wrapped as a function of a CommonJS module; `build` tells one build of it from another. */
export function loadScript(file: string, build: string, folder: string | undefined, require: NodeJS.Require): CachedScript {
  const name = `${build}-${process.version}-${process.versions.v8}-${process.arch}.bin`;
  const cacheFile = folder === undefined ? undefined : path.join(folder, name);
  const cachedData = cacheFile === undefined ? undefined : readOwn(cacheFile);
  // The bundle is ASCII, which this reads fastest.
  const source = readFileSync(file, "latin1");
  const script = new Script(source, cachedData === undefined ? { filename: file } : { filename: file, cachedData });
  const codeAtStart = codeSize();
  const module: { exports: unknown } = { exports: {} };
  script.runInThisContext()(module.exports, require, module, file, path.dirname(file));
  const kept = cachedData !== undefined && script.cachedDataRejected !== true;
  const save = (): void => {
    // Another kind of run needs other functions: what it compiled is added to what was kept.
    if (cacheFile !== undefined && (!kept || codeSize() - codeAtStart > worthKeeping)) keep(cacheFile, script);
  };
  return { exports: module.exports, save };
}

function codeSize(): number {
  return getHeapCodeStatistics().bytecode_and_metadata_size;
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
function readOwn(file: string): Buffer | undefined {
  let handle: number | undefined;
  try {
    handle = openSync(file, "r");
    const { uid, mode, size } = fstatSync(handle);
    if (process.getuid && (uid !== process.getuid() || (mode & 0o022) !== 0)) return undefined;
    const bytes = Buffer.allocUnsafeSlow(size);
    return readSync(handle, bytes, 0, size, 0) === size ? bytes : undefined;
  } catch {
    return undefined;
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
}

function keep(file: string, script: Script): void {
  const staged = `${file}.${process.pid}.tmp`;
  try {
    const folder = path.dirname(file);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(staged, script.createCachedData(), { mode: 0o600, flag: "wx" });
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
