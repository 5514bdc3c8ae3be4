import { formatBytes } from "../util/bytes.ts";
import type { ImageInside, InsideLeftover } from "./image-inside.ts";

const shown = 3;

/** `npm (12 MB), a C compiler (140 MB) and 2 more`. */
export function listLeftovers(leftovers: readonly InsideLeftover[]): string {
  const sums = new Map<string, number>();
  for (const { what, bytes } of leftovers) sums.set(what, (sums.get(what) ?? 0) + bytes);
  const names = [...sums].map(([what, bytes]) => `${what} (${formatBytes(bytes)})`);
  return names.length > shown + 1 ? `${names.slice(0, shown).join(", ")} and ${names.length - shown} more` : names.join(", ");
}

/** `193 MB in 5 layers`. */
export function sizeOf({ bytes, layers }: ImageInside): string {
  return `${formatBytes(bytes)} in ${layers === 1 ? "1 layer" : `${layers} layers`}`;
}

/** The reason of a row in which neither rule found anything. */
export function leanReason(inside: ImageInside): string {
  return `${sizeOf(inside)}, without caches, compilers, headers and package managers`;
}

export function messageOfLeftover({ kind, what, bytes, files, deletedIn, at }: InsideLeftover): string {
  // Names of programs stay as they are written.
  const subject = /^(?:an?|the|header|package|downloads|metadata)\b/.test(what)
    ? what.charAt(0).toUpperCase() + what.slice(1)
    : what;
  const text = `${subject} ${kind === "cache" || /^header|, /.test(what) ? "take" : "takes"} ${formatBytes(bytes)}`;
  const where = at.layer === undefined ? "" : ` in layer ${at.layer.index}`;
  if (deletedIn !== undefined) return `${text}${where} though deleted in layer ${deletedIn}: clean in the step that fills it.`;
  return kind === "cache"
    ? `${text}${where} (${count(files)}), and nothing reads it again.`
    : `${text}${where} (${count(files)}), and what runs does not need it.`;
}

function count(files: number): string {
  return files === 1 ? "1 file" : `${files} files`;
}
