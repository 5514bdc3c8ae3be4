import { isUtf8 } from "node:buffer";
import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  statSync,
  type Dirent,
  type Stats,
} from "node:fs";
import path from "node:path";
import type { DirectoryEntry, EntryType, FileProvider, ReadFailure, ReadResult } from "../load/provider.ts";
import { errorCode } from "./error-code.ts";

/** Files larger than this are refused unless the caller names another limit. */
export const defaultMaxBytes = 10 * 1024 * 1024;
/** Git's own test for binary files looks at as much. */
const binaryProbe = 8000;

interface Folder {
  readonly real: string;
}

/**
 * The real file system below one folder. Everything is synchronous inside: on a local disk a thread hop costs more than the
 * call. A symbolic link is followed only where it stays below the folder; FIFOs, sockets and devices are never opened.
 */
export function createFileSystem(top: string): FileProvider {
  const realTop = realpathSync.native(top);
  const prefix = realTop.endsWith(path.sep) ? realTop : realTop + path.sep;
  /** Folder (from the top) → its real path; undefined where it is missing or leads outside. */
  const folders = new Map<string, Folder | ReadFailure>([["", { real: realTop }]]);

  /** Files that a listing showed to be regular ones, and no links → where they lie. */
  const regular = new Map<string, string>();

  const isInside = (real: string): boolean => real === realTop || real.startsWith(prefix);

  /** The real path of a link's target, or why there is none. */
  function follow(full: string): string | "outside" | "broken" {
    try {
      const real = realpathSync.native(full);
      return isInside(real) ? real : "outside";
    } catch {
      // A dangling link or a circle (ELOOP): nothing can be read through it.
      return "broken";
    }
  }

  function realFolder(directory: string): Folder | ReadFailure {
    const cached = folders.get(directory);
    if (cached !== undefined) return cached;
    const result = resolveFolder(directory);
    folders.set(directory, result);
    return result;
  }

  function resolveFolder(directory: string): Folder | ReadFailure {
    const slash = directory.lastIndexOf("/");
    const parent = realFolder(slash === -1 ? "" : directory.slice(0, slash));
    if (typeof parent === "string") return parent;
    const full = path.join(parent.real, directory.slice(slash + 1));
    try {
      if (!lstatSync(full).isSymbolicLink()) return { real: full };
    } catch (error) {
      return failureOf(error);
    }
    const target = follow(full);
    if (target === "outside") return "outside";
    return target === "broken" ? "missing" : { real: target };
  }

  /** Stats of a path with links followed inside the top. */
  function locate(file: string): { full: string; stats: Stats; link: boolean } | ReadFailure {
    const clean = normalize(file);
    if (clean === undefined) return "outside";
    const slash = clean.lastIndexOf("/");
    const parent = realFolder(slash === -1 ? "" : clean.slice(0, slash));
    if (typeof parent === "string") return parent;
    const full = clean === "" ? realTop : path.join(parent.real, clean.slice(slash + 1));
    try {
      const stats = lstatSync(full);
      if (!stats.isSymbolicLink()) return { full, stats, link: false };
      const target = follow(full);
      if (target === "outside") return "outside";
      if (target === "broken") return "missing";
      return { full: target, stats: statSync(target), link: true };
    } catch (error) {
      return failureOf(error);
    }
  }

  function readNow(file: string, maxBytes: number): ReadResult {
    const listed = regular.get(file);
    if (listed !== undefined) return readRegular(listed, maxBytes);
    const found = locate(file);
    if (typeof found === "string") return fail(found);
    if (found.stats.isDirectory()) return fail("directory");
    return found.stats.isFile() ? readRegular(found.full, maxBytes) : notRegular;
  }

  function listNow(directory: string): readonly DirectoryEntry[] | ReadFailure {
    const clean = normalize(directory);
    if (clean === undefined) return "outside";
    const folder = realFolder(clean);
    if (typeof folder === "string") return folder;
    let entries: Dirent[];
    try {
      entries = readdirSync(folder.real, { withFileTypes: true });
    } catch (error) {
      return failureOf(error);
    }
    const below = folder.real.endsWith(path.sep) ? folder.real : folder.real + path.sep;
    return entries.map((entry) => {
      const type = direntType(entry);
      if (type !== "link") {
        // Known not to be a link, so resolving it later needs no system call.
        const file = clean === "" ? entry.name : `${clean}/${entry.name}`;
        if (type === "directory") folders.set(file, { real: below + entry.name });
        if (type === "file") regular.set(file, below + entry.name);
        return { name: entry.name, type };
      }
      return { name: entry.name, type: linkType(below + entry.name), link: true };
    });
  }

  function linkType(full: string): EntryType {
    const target = follow(full);
    if (target === "outside" || target === "broken") return target;
    try {
      return statType(statSync(target));
    } catch {
      return "broken";
    }
  }

  function typeNow(file: string): EntryType | "missing" {
    const found = locate(file);
    if (typeof found !== "string") return statType(found.stats);
    if (found === "outside") return "outside";
    return found === "missing" ? "missing" : "other";
  }

  return {
    read: (file, maxBytes = defaultMaxBytes) => Promise.resolve(readNow(file, maxBytes)),
    list: (directory) => Promise.resolve(listNow(directory)),
    type: (file) => Promise.resolve(typeNow(file)),
  };
}

const notRegular: ReadResult = { ok: false, failure: "unreadable", message: "is not a regular file" };
/** What took the place of a regular file since is neither followed nor waited for. */
const openFlags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

function readRegular(full: string, maxBytes: number): ReadResult {
  let file: number;
  try {
    file = openSync(full, openFlags);
  } catch (error) {
    return fail(failureOf(error));
  }
  try {
    const stats = fstatSync(file);
    if (!stats.isFile()) return notRegular;
    if (stats.size <= maxBytes) return decode(readFileSync(file));
    const message = `is ${megabytes(stats.size)}; files over ${megabytes(maxBytes)} are not read`;
    return { ok: false, failure: "too-large", message };
  } catch (error) {
    return fail(failureOf(error));
  } finally {
    closeSync(file);
  }
}

/** Text of bytes as every reader here takes it: UTF-8, else a clear no. */
export function decode(bytes: Buffer): ReadResult {
  if (bytes.length >= 2 && ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff))) {
    return { ok: false, failure: "binary", message: "is UTF-16 text; save it as UTF-8" };
  }
  if (bytes.subarray(0, binaryProbe).includes(0)) return fail("binary");
  const text = bytes.toString("utf8");
  return isUtf8(bytes) ? { ok: true, text } : { ok: true, text, lossy: true };
}

/** A path from the top without `.`, `..` and doubled slashes; undefined where it leads above the top. */
function normalize(file: string): string | undefined {
  if (file.includes("\0") || path.posix.isAbsolute(file)) return undefined;
  if (!/(^|\/)\.{0,2}(\/|$)/.test(file)) return file;
  const clean = path.posix.normalize(file).replace(/\/$/, "");
  if (clean === ".." || clean.startsWith("../")) return undefined;
  return clean === "." ? "" : clean;
}

const messages: Readonly<Record<ReadFailure, string>> = {
  missing: "does not exist",
  unreadable: "cannot be read: permission denied",
  "too-large": "is too large",
  binary: "is a binary file",
  outside: "lies outside the repository",
  directory: "is a folder",
};

function fail(failure: ReadFailure): ReadResult {
  return { ok: false, failure, message: messages[failure] };
}

function failureOf(error: unknown): ReadFailure {
  switch (errorCode(error)) {
    case "ENOENT":
    case "ENOTDIR":
    case "ELOOP":
    case "ENAMETOOLONG":
      return "missing";
    case "EISDIR":
      return "directory";
    default:
      return "unreadable";
  }
}

function direntType(entry: Dirent): EntryType | "link" {
  if (entry.isFile()) return "file";
  if (entry.isDirectory()) return "directory";
  return entry.isSymbolicLink() ? "link" : "other";
}

function statType(stats: Stats): EntryType {
  if (stats.isFile()) return "file";
  return stats.isDirectory() ? "directory" : "other";
}

function megabytes(bytes: number): string {
  const value = bytes / (1024 * 1024);
  return `${value >= 10 ? Math.round(value) : Math.round(value * 10) / 10} MB`;
}
