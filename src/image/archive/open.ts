import { closeSync, createReadStream, fstatSync, openSync, statSync } from "node:fs";
import { errorCode } from "../../host/error-code.ts";
import { createGauge } from "../compress/gauge.ts";
import { inflate } from "../compress/inflate.ts";
import { readPieces } from "../compress/pieces.ts";
import { ImageError, placeError } from "../image-error.ts";
import type { ImageSource } from "../image-source.ts";
import { compressionOf } from "../layer/blob.ts";
import type { Limits } from "../limits.ts";
import { BLOCK, isZero, readHeader } from "../tar/header.ts";
import { readPart, type FilePart } from "../tar/seek.ts";
import type { ArchiveFiles } from "./files.ts";
import { openFolder } from "./folder-files.ts";
import type { PlatformChoice } from "./oci.ts";
import { openFiles } from "./open-files.ts";
import { spoolStream } from "./spool-stream.ts";
import type { Spool } from "./spool.ts";
import { listTar } from "./tar-files.ts";

export interface ArchiveRequest {
  /** As the user named it, for messages. */
  readonly name: string;
  /** Absolute path of an archive or of a folder with an OCI layout. */
  readonly file: string;
  /** The file goes away after the run. */
  readonly transient: boolean;
  /** Which image, where it holds several. */
  readonly reference: string | undefined;
  readonly platform: PlatformChoice;
  readonly limits: Limits;
  /** For archives that are compressed as a whole. */
  readonly spool: Spool;
}

/** Opens an archive of `docker save`, an OCI layout in an archive, or one in a folder. */
export async function openArchive(request: ArchiveRequest): Promise<ImageSource> {
  const { name, reference, platform, limits } = request;
  const files = await readable(name, () => listFiles(request));
  return readable(name, () => openFiles(files, reference, platform, limits));
}

async function listFiles(request: ArchiveRequest): Promise<ArchiveFiles> {
  const { name, file, limits, spool } = request;
  try {
    const stats = statSync(file);
    if (stats.isDirectory()) return openFolder(name, file);
    if (stats.isFIFO()) {
      const spooled = await spoolStream(createReadStream(file), name, spool, limits);
      return await listFiles({ ...request, file: spooled, transient: true });
    }
    if (!stats.isFile()) throw new ImageError("unsupported", `${name} is neither a file nor a folder`);
    const descriptor = openSync(file, "r");
    try {
      const part = { descriptor, offset: 0, size: fstatSync(descriptor).size };
      if (part.size === 0) throw new ImageError("corrupt", `${name} is empty`, "Save the image again.");
      if (compressionOf(part) === "none") {
        if (!startsArchive(part)) throw notAnArchive(name);
        return listTar(name, file, part, limits, request.transient);
      }
      return await listInflated(request, part);
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    throw placeError(error, name);
  }
}

/** What the system refuses, in words. */
async function readable<T>(name: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    const code = errorCode(error);
    if (code === "ENOENT" || code === "ENOTDIR") throw new ImageError("not-found", `${name} does not exist`, "Check the path.");
    if (code === "EACCES" || code === "EPERM")
      throw new ImageError("denied", `${name} may not be read`, "Check its permissions.");
    throw error;
  }
}

/** A program, a text or a page that was taken for one is no damaged archive. */
function startsArchive(part: FilePart): boolean {
  if (part.size < BLOCK) return false;
  const first = readPart(part, 0, BLOCK);
  try {
    return isZero(first) || readHeader(first, "").name !== "";
  } catch {
    return false;
  }
}

function notAnArchive(name: string): ImageError {
  return new ImageError("unsupported", `${name} is no archive`, "Give an archive of docker save, or an OCI layout.");
}

/** An archive that is compressed as a whole cannot be seeked, so it is inflated beside. */
async function listInflated({ name, limits, spool }: ArchiveRequest, part: FilePart): Promise<ArchiveFiles> {
  const plain = spool.create("archive.tar");
  try {
    const gauge = createGauge(limits, name);
    const pieces = function* (): Generator<Buffer> {
      for (const piece of readPieces(part, 1024 * 1024)) {
        gauge.addInput(piece.length);
        yield piece;
      }
    };
    await inflate(pieces(), compressionOf(part), (chunk) => {
      gauge.addOutput(chunk.length);
      plain.write(chunk);
    });
  } finally {
    plain.finish();
  }
  const descriptor = openSync(plain.path, "r");
  try {
    const inside = { descriptor, offset: 0, size: fstatSync(descriptor).size };
    if (!startsArchive(inside)) throw notAnArchive(name);
    return listTar(name, plain.path, inside, limits, true);
  } finally {
    closeSync(descriptor);
  }
}
