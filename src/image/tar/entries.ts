import { ImageError, showName } from "../image-error.ts";
import type { Limits } from "../limits.ts";
import type { EntryType, TarEntry } from "./entry.ts";
import { BLOCK, decodeName, isZero, readHeader, type Header } from "./header.ts";
import { cleanPath } from "./path.ts";
import { readPax, type Extension } from "./pax.ts";

/** What a header block turned out to be. */
export type Step =
  | { readonly kind: "entry"; readonly entry: TarEntry }
  /** Its content is an extended header: give it to `extend`. */
  | { readonly kind: "extension"; readonly size: number }
  /** Its content says nothing of files: pass over it. */
  | { readonly kind: "skip"; readonly size: number }
  | { readonly kind: "nothing" }
  | { readonly kind: "end" };

export interface EntryReader {
  /** `offset` is where the block ends in the archive. */
  readonly header: (block: Buffer, offset: number) => Step;
  readonly extend: (bytes: Buffer) => void;
}

const types: Readonly<Record<string, EntryType>> = {
  "\0": "file",
  "0": "file",
  "7": "file",
  "1": "hardlink",
  "2": "symlink",
  "3": "character",
  "4": "block",
  "5": "directory",
  "6": "fifo",
};

/** Puts header blocks and what extends them together to entries. Headers are read as Go's archive/tar reads them, since engines use it. */
export function createEntryReader(limits: Limits): EntryReader {
  let extension: Extension = {};
  let pending: string | undefined;
  let zeros = 0;
  let last = "at the start";

  return {
    header(block, offset) {
      if (isZero(block)) return ++zeros === 2 ? { kind: "end" } : { kind: "nothing" };
      if (zeros > 0) throw new ImageError("corrupt", `the archive goes on after its end, ${last}`, "", last);
      const header = readHeader(block, last);
      const { flag } = header;
      if (flag === "x" || flag === "X" || flag === "L" || flag === "K") {
        if (header.size > limits.headerBytes)
          throw new ImageError("hostile", `the extended header ${last} has ${header.size} bytes`, "", last);
        pending = flag;
        return { kind: "extension", size: header.size };
      }
      // A global header (of git archive) and a volume's label.
      if (flag === "g" || flag === "V") return { kind: "skip", size: header.size };
      const entry = entryOf(header, extension, offset, limits);
      extension = {};
      last = `after the entry "${showName(entry.path)}"`;
      return { kind: "entry", entry };
    },
    extend(bytes) {
      const flag = pending;
      pending = undefined;
      if (flag === "L" || flag === "K") {
        const zero = bytes.indexOf(0);
        extension[flag === "L" ? "path" : "link"] = decodeName(zero < 0 ? bytes : bytes.subarray(0, zero));
      } else readPax(bytes, extension, last);
    },
  };
}

function entryOf(header: Header, extension: Extension, offset: number, limits: Limits): TarEntry {
  const name = extension.path ?? header.name;
  const written = extension.link ?? header.link;
  for (const text of [name, written]) {
    // A path has at most as many characters as bytes.
    if (text.length > limits.pathBytes || Buffer.byteLength(text) > limits.pathBytes)
      throw new ImageError(
        "hostile",
        `the entry "${showName(name)}" has a path of more than ${limits.pathBytes} bytes`,
        "",
        name,
      );
  }
  const type = header.flag === "S" || extension.sparse === true ? undefined : types[header.flag];
  if (type === undefined) throw unreadable(name, header.flag, extension.sparse === true || header.flag === "S");
  const path = cleanPath(name);
  // Before POSIX a folder was a file with a slash at its end.
  const folder = header.flag === "\0" && name.endsWith("/");
  return {
    path,
    type: folder ? "directory" : type,
    size: type === "file" ? (extension.size ?? header.size) : 0,
    mode: header.mode,
    uid: extension.uid ?? header.uid,
    gid: extension.gid ?? header.gid,
    link: type === "hardlink" ? linkPath(name, written) : type === "symlink" ? written : "",
    offset,
    capabilities: extension.capabilities === true,
  };
}

function linkPath(name: string, target: string): string {
  try {
    return cleanPath(target);
  } catch {
    throw new ImageError(
      "hostile",
      `the entry "${showName(name)}" is a hard link to "${showName(target)}", outside of the image`,
      "No image builder writes such an entry: do not run this image.",
      name,
    );
  }
}

function unreadable(name: string, flag: string, sparse: boolean): ImageError {
  const what = sparse ? "is a sparse file" : `has the unknown type "${showName(flag)}"`;
  return new ImageError("unsupported", `the entry "${showName(name)}" ${what}`, "Image builders do not write it.", name);
}

/** Bytes that content takes in an archive, with its padding. */
export function paddedSize(size: number): number {
  return Math.ceil(size / BLOCK) * BLOCK;
}
