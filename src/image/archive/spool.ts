import { closeSync, lstatSync, mkdtempSync, openSync, readdirSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { errorCode } from "../../host/error-code.ts";
import { makeFolder } from "../../host/make-folder.ts";
import { ImageError } from "../image-error.ts";

/** A folder of this run for bytes that cannot be read where they are. */
export interface Spool {
  /** A new file that takes bytes; `finish` gives its path. */
  readonly create: (name: string) => SpoolFile;
  readonly close: () => void;
}

export interface SpoolFile {
  readonly path: string;
  readonly write: (bytes: Uint8Array) => void;
  readonly finish: () => void;
}

const SIGNALS: readonly NodeJS.Signals[] = ["SIGINT", "SIGTERM", "SIGHUP"];

/** `parent` is the user's cache folder; the system's temporary folder where there is none. Names are ours, never an archive's. */
export function openSpool(parent: string | undefined): Spool {
  let folder: string | undefined;
  const close = (): void => {
    if (folder === undefined) return;
    rmSync(folder, { recursive: true, force: true });
    folder = undefined;
    process.off("exit", close);
    for (const signal of SIGNALS) process.off(signal, stop);
  };
  // Gigabytes must not stay because somebody lost patience.
  const stop = (signal: NodeJS.Signals): void => {
    close();
    process.kill(process.pid, signal);
  };
  return {
    create(name) {
      if (folder === undefined) {
        folder = newSpool(parent);
        process.on("exit", close);
        for (const signal of SIGNALS) process.on(signal, stop);
      }
      const file = path.join(folder, name);
      const descriptor = openSync(file, "wx", 0o600);
      return {
        path: file,
        write: (bytes) => writeAll(descriptor, bytes),
        finish: () => closeSync(descriptor),
      };
    },
    close,
  };
}

function newSpool(parent: string | undefined): string {
  if (parent !== undefined) {
    try {
      makeFolder(parent, 0o700);
      return mkdtempSync(path.join(parent, "spool-"));
    } catch {
      // A read-only home: the temporary folder serves as well.
    }
  }
  pruneTemporary();
  return mkdtempSync(path.join(tmpdir(), TEMPORARY));
}

const TEMPORARY = "seaworthy-spool-";
const DAY = 86_400_000;

/** What runs have left that were killed: of the user's own folders those that nothing was written to for a day. */
function pruneTemporary(): void {
  for (const name of readdirSync(tmpdir()).filter((one) => one.startsWith(TEMPORARY))) {
    const folder = path.join(tmpdir(), name);
    try {
      const { uid, mtimeMs } = lstatSync(folder);
      if (uid === process.getuid?.() && Date.now() - mtimeMs > DAY) rmSync(folder, { recursive: true, force: true });
    } catch {
      // Another run was quicker.
    }
  }
}

function writeAll(descriptor: number, bytes: Uint8Array): void {
  try {
    for (let at = 0; at < bytes.length;) at += writeSync(descriptor, bytes, at);
  } catch (error) {
    if (errorCode(error) !== "ENOSPC") throw error;
    throw new ImageError("unreachable", "there is no space left to keep the image while it is read", "Free some, or set TMPDIR.");
  }
}
