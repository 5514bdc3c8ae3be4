import { readSync } from "node:fs";
import { ImageError, showName } from "../image-error.ts";
import type { Limits } from "../limits.ts";
import { createEntryReader, paddedSize, type EntryReader, type Step } from "./entries.ts";
import type { TarEntry } from "./entry.ts";
import { BLOCK } from "./header.ts";
import type { Sink } from "./reader.ts";

/** A part of an open file. */
export interface FilePart {
  readonly descriptor: number;
  readonly offset: number;
  readonly size: number;
}

/** Headers of small files lie close together: one read brings several. */
const WINDOW = 16 * 1024;
const PIECE = 1024 * 1024;

/** Reads a plain tar archive in a file from header to header; content is only read where `onEntry` answers with a sink. */
export function seekTar(part: FilePart, limits: Limits, onEntry: (entry: TarEntry) => Sink | undefined): void {
  const entries = createEntryReader(limits);
  const window = Buffer.allocUnsafe(WINDOW);
  let from = 0;
  let filled = 0;
  for (let at = 0; at < part.size;) {
    if (at < from || at + BLOCK > from + filled) {
      from = at;
      filled = readAt(part, window, at);
      if (filled < BLOCK) throw new ImageError("corrupt", "the archive ends inside of a header", "It is cut: make it again.");
    }
    const step = entries.header(window.subarray(at - from, at - from + BLOCK), at + BLOCK);
    at += BLOCK;
    if (step.kind === "end") return;
    at += follow(step, part, at, entries, onEntry);
  }
}

/** Does what a header asks for; answers with the bytes that its content takes. */
function follow(
  step: Step,
  part: FilePart,
  at: number,
  entries: EntryReader,
  onEntry: (entry: TarEntry) => Sink | undefined,
): number {
  if (step.kind === "nothing" || step.kind === "end") return 0;
  const size = step.kind === "entry" ? step.entry.size : step.size;
  if (size > part.size - at) {
    const name = step.kind === "entry" ? step.entry.path : "an extended header";
    throw new ImageError(
      "hostile",
      `the entry "${showName(name)}" says it is ${size - (part.size - at)} bytes longer than the archive`,
      "The archive is cut, or its sizes lie: make it again.",
      name,
    );
  }
  if (step.kind === "extension") entries.extend(readPart(part, at, size));
  else if (step.kind === "entry") {
    const sink = onEntry(step.entry);
    if (sink) pour(part, at, size, sink);
  }
  return paddedSize(size);
}

function pour(part: FilePart, at: number, size: number, sink: Sink): void {
  const piece = Buffer.allocUnsafe(Math.min(PIECE, size));
  for (let done = 0; done < size;) {
    const got = readAt(part, piece.subarray(0, Math.min(PIECE, size - done)), at + done);
    if (got === 0) throw new ImageError("corrupt", "the archive became shorter while it was read", "Run this again.");
    sink.write(piece.subarray(0, got));
    done += got;
  }
  sink.end();
}

/** Reads a stretch of a part whole. */
export function readPart(part: FilePart, at: number, size: number): Buffer {
  const bytes = Buffer.allocUnsafe(size);
  for (let done = 0; done < size;) {
    const got = readAt(part, bytes.subarray(done), at + done);
    if (got === 0) throw new ImageError("corrupt", "the archive became shorter while it was read", "Run this again.");
    done += got;
  }
  return bytes;
}

function readAt(part: FilePart, into: Buffer, at: number): number {
  return readSync(part.descriptor, into, 0, Math.min(into.length, part.size - at), part.offset + at);
}
