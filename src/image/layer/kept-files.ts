import { maxReleaseFile, releaseFiles } from "../packages/release/detect.ts";

/** Small files that say what a system is. Their content is kept with the layer, so that it need not be read again. */
const KEPT = new Set([...releaseFiles, "etc/group", "etc/passwd"]);

export function isKept(path: string, size: number): boolean {
  return size <= maxReleaseFile && KEPT.has(path);
}

const mostOfScript = 64 * 1024;
/** Where programs of the system and modules of an app lie: few of them start an image. */
const hardlyStarted =
  /(?:^|\/)node_modules\/|^(?:usr\/)?(?:s?bin|lib(?:32|64|exec|x32)?)\/|^usr\/(?:share|src|include)\/|^(?:var|etc|proc|sys)\//;
const startsBy = /entry-?point|^(?:run|start|launch|boot|serve)(?:$|[-_.])|(?:^|[-_])(?:run|start)(?:er|up)?\.sh$/i;
const namedSo = /(?:^|\/)[^/]*entry-?point[^/]*$|\.sh$/i;

/** Whether a file may be a script that an image starts with. Kept too, so that the start can be followed without a second pass. */
export function mayBeStart(path: string, size: number, mode: number): boolean {
  if (size < 3 || size > mostOfScript) return false;
  if (hardlyStarted.test(path)) return startsBy.test(path.slice(path.lastIndexOf("/") + 1)) && !path.includes("node_modules/");
  return (mode & 0o111) !== 0 || namedSo.test(path);
}

/** `#!` */
export function isScript(head: Uint8Array): boolean {
  return head[0] === 0x23 && head[1] === 0x21;
}

/** Scripts kept of one layer take this many bytes at most. */
export const mostOfScripts = 4 * 1024 * 1024;
