import type { Content, PackageReader, PackageResult } from "../package.ts";
import { inflate } from "../compress/inflate.ts";
import { sniffCompression } from "../compress/sniff.ts";
import { apkReader } from "./apk.ts";
import { binaryReader } from "./binary/reader.ts";
import { chiselReader } from "./chisel.ts";
import { composerReader } from "./composer.ts";
import { contentOf, describeFailure, failure, FormatError } from "./content.ts";
import { dpkgFilesReader } from "./dpkg-files.ts";
import { dpkgReader } from "./dpkg.ts";
import { gemReader } from "./gem.ts";
import { javaReader } from "./java/reader.ts";
import { npmReader } from "./npm.ts";
import { nugetReader } from "./nuget.ts";
import { pythonReader } from "./python.ts";
import { rpmReader } from "./rpm/reader.ts";

/** Every kind of package that is read. */
export const packageReaders: readonly PackageReader[] = [
  dpkgReader,
  dpkgFilesReader,
  chiselReader,
  apkReader,
  rpmReader,
  npmReader,
  pythonReader,
  gemReader,
  composerReader,
  nugetReader,
  javaReader,
  binaryReader,
];

/** The reader that wants a file; no file has two. */
export function readerFor(path: string, size: number, executable: boolean): PackageReader | undefined {
  return packageReaders.find((reader) => reader.wants(path, size, executable));
}

/** What one file says, or why it says nothing. Never throws. */
export async function readPackages(
  reader: PackageReader,
  path: string,
  content: Content,
  companion?: (path: string) => Content | undefined,
): Promise<PackageResult> {
  if (content.size > reader.maxBytes) return failure(path, `not read: larger than ${reader.maxBytes / 2 ** 20} MiB`);
  try {
    const plain = reader.inflatesTo === undefined ? content : await inflateContent(content, reader.inflatesTo);
    return reader.read(path, plain, companion);
  } catch (error) {
    return failure(path, describeFailure(error));
  }
}

async function inflateContent(content: Content, limit: number): Promise<Content> {
  const bytes = Buffer.from(content.read(0, content.size));
  const chunks: Buffer[] = [];
  let size = 0;
  await inflate([bytes], sniffCompression(bytes), (chunk) => {
    size += chunk.length;
    if (size > limit) throw new FormatError(`it inflates to more than ${limit / 2 ** 20} MiB`);
    chunks.push(Buffer.from(chunk));
  });
  return contentOf(Buffer.concat(chunks));
}
