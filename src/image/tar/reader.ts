import { ImageError, showName } from "../image-error.ts";
import type { Limits } from "../limits.ts";
import type { TarEntry } from "./entry.ts";
import { createEntryReader, type Step } from "./entries.ts";
import { BLOCK } from "./header.ts";

/** Takes the content of one entry, in pieces that are only lent. */
export interface Sink {
  readonly write: (piece: Buffer) => void;
  readonly end: () => void;
}

export interface TarReader {
  readonly push: (chunk: Buffer) => void;
  /** The stream is over: an archive that was cut is an error. */
  readonly end: () => void;
}

/** Reads a tar archive as it streams by. `onEntry` answers with a sink where the content is wanted; the rest is passed over. */
export function createTarReader(limits: Limits, onEntry: (entry: TarEntry) => Sink | undefined): TarReader {
  const entries = createEntryReader(limits);
  const block = Buffer.alloc(BLOCK);
  let filled = 0;
  let position = 0;
  /** Content that is still to come, and the padding after it. */
  let content = 0;
  let padding = 0;
  let sink: Sink | undefined;
  let extension: Buffer[] | undefined;
  let current = "";
  let done = false;

  const take = (step: Step): void => {
    if (step.kind === "end") {
      done = true;
      return;
    }
    if (step.kind === "nothing") return;
    content = step.kind === "entry" ? step.entry.size : step.size;
    padding = (BLOCK - (content % BLOCK)) % BLOCK;
    if (step.kind === "entry") {
      current = step.entry.path;
      sink = onEntry(step.entry);
    } else if (step.kind === "extension") extension = [];
    if (content === 0) finish();
  };
  const finish = (): void => {
    if (extension) {
      const whole = Buffer.concat(extension);
      extension = undefined;
      entries.extend(whole);
    }
    const ended = sink;
    sink = undefined;
    ended?.end();
  };

  return {
    push(chunk) {
      for (let at = 0; at < chunk.length && !done;) {
        if (content > 0) {
          const size = Math.min(content, chunk.length - at);
          if (sink) sink.write(chunk.subarray(at, at + size));
          else if (extension) extension.push(Buffer.from(chunk.subarray(at, at + size)));
          content -= size;
          position += size;
          at += size;
          if (content === 0) finish();
        } else if (padding > 0) {
          const size = Math.min(padding, chunk.length - at);
          padding -= size;
          position += size;
          at += size;
        } else if (filled === 0 && chunk.length - at >= BLOCK) {
          // A header that lies whole in the chunk is read where it is.
          position += BLOCK;
          take(entries.header(chunk.subarray(at, at + BLOCK), position));
          at += BLOCK;
        } else {
          const size = Math.min(BLOCK - filled, chunk.length - at);
          chunk.copy(block, filled, at, at + size);
          filled += size;
          position += size;
          at += size;
          if (filled < BLOCK) continue;
          filled = 0;
          take(entries.header(block, position));
        }
      }
    },
    end() {
      if (done) return;
      if (content > 0)
        throw new ImageError(
          "hostile",
          `the entry "${showName(current)}" says it is ${content} bytes longer than the archive`,
          "The archive is cut, or its sizes lie: make it again.",
          current,
        );
      if (filled > 0) throw new ImageError("corrupt", `the archive ends inside of a header`, "It is cut: make it again.");
    },
  };
}
