import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { inspectImage, type ImageRequest } from "../../src/api/image.ts";
import type { ImageReport } from "../../src/image/report.ts";
import { temporaryFolder, writeTree } from "../host/temporary-folder.ts";

const folder = temporaryFolder();
let count = 0;

/** Writes an archive, or a layout as a folder, and gives its path. */
export function put(image: Buffer | Readonly<Record<string, Buffer | string>>): string {
  const place = path.join(folder, String(count++));
  if (Buffer.isBuffer(image)) {
    writeFileSync(place, image);
    return place;
  }
  mkdirSync(place);
  writeTree(place, image);
  return place;
}

/** What the archive or layout holds. */
export function inspect(
  image: Buffer | Readonly<Record<string, Buffer | string>>,
  request: Partial<ImageRequest> = {},
): Promise<ImageReport> {
  return inspectFile(put(image), request);
}

export function inspectFile(file: string, request: Partial<ImageRequest> = {}): Promise<ImageReport> {
  return inspectImage({ cwd: folder, environment: {}, input: file, now: "2026-11-24T00:00:00Z", ...request });
}

/** The failure of reading it. */
export async function refuse(
  image: Buffer | Readonly<Record<string, Buffer | string>>,
  request: Partial<ImageRequest> = {},
): Promise<{ readonly message: string; readonly exitCode: unknown }> {
  try {
    await inspect(image, request);
  } catch (error) {
    if (error instanceof Error && "exitCode" in error) return { message: error.message, exitCode: error.exitCode };
    throw error;
  }
  throw new Error("nothing failed");
}

/** A report without the place where the image was read and the name that it has there. */
export function contentOf({ source: _source, ...rest }: ImageReport): Omit<ImageReport, "source"> {
  return {
    ...rest,
    scorecard: rest.scorecard.map((card) => ({ ...card, workload: "" })),
    findings: rest.findings.map((finding) => ({ ...finding, workloads: [] })),
  };
}

/** Enough of a system to be recognised, with one package. */
export const alpine = {
  release: 'NAME="Alpine Linux"\nID=alpine\nVERSION_ID=3.19.4\nPRETTY_NAME="Alpine Linux v3.19"\n',
  database: "C:Q1qKcZ+j23xssAXmgQhkOO8dHnbWw=\nP:musl\nV:1.2.4_git20230717-r4\nA:x86_64\nL:MIT\no:musl\n\n",
};
