import { isUtf8 } from "node:buffer";
import { lstatSync, readdirSync, readFileSync, realpathSync, statSync, type Dirent, type Stats } from "node:fs";
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
    const found = locate(file);
    if (typeof found === "string") return fail(found);
    const { full, stats } = found;
    if (stats.isDirectory()) return fail("directory");
    if (!stats.isFile()) return { ok: false, failure: "unreadable", message: "is not a regular file" };
    if (stats.size > maxBytes) {
      return {
        ok: false,
        failure: "too-large",
        message: `is ${megabytes(stats.size)}; files over ${megabytes(maxBytes)} are not read`,
      };
    }
    let bytes: Buffer;
    try {
      bytes = readFileSync(full);
    } catch (error) {
      return fail(failureOf(error));
    }
    return decode(bytes);
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
    return entries.map((entry) => {
      const type = direntType(entry);
      if (type !== "link") {
        // Known not to be a link, so resolving it later needs no system call.
        if (type === "directory")
          folders.set(clean === "" ? entry.name : `${clean}/${entry.name}`, { real: path.join(folder.real, entry.name) });
        return { name: entry.name, type };
      }
      return { name: entry.name, type: linkType(path.join(folder.real, entry.name)), link: true };
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
