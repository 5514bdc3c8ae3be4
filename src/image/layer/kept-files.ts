import { maxReleaseFile, releaseFiles } from "../packages/release/detect.ts";

/** Small files that say what a system is. Their content is kept with the layer, so that it need not be read again. */
const KEPT = new Set([...releaseFiles, "etc/group", "etc/passwd"]);

export function isKept(path: string, size: number): boolean {
  return size <= maxReleaseFile && KEPT.has(path);
}
