import { ImageError, showName } from "../image-error.ts";

/** A path of an archive, relative to its root. One that would leave the root is an attack. */
export function cleanPath(name: string): string {
  if (isPlain(name)) return name;
  if (name.includes("\0")) throw new ImageError("hostile", `the entry "${showName(name)}" has a zero byte in its name`, "", name);
  const parts: string[] = [];
  for (const part of name.split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== "..") parts.push(part);
    else if (parts.pop() === undefined)
      throw new ImageError(
        "hostile",
        `the entry "${showName(name)}" leaves the root of the image`,
        "No image builder writes such an entry: do not run this image.",
        name,
      );
  }
  return parts.join("/");
}

/** One pass over the characters: most names need nothing done. */
function isPlain(name: string): boolean {
  let start = true;
  for (let at = 0; at < name.length; at++) {
    const code = name.charCodeAt(at);
    if (code === 0) return false;
    if (code === 47) {
      if (start) return false;
      start = true;
      continue;
    }
    if (start && code === 46) {
      const next = name.charCodeAt(at + 1);
      if (Number.isNaN(next) || next === 47 || next === 46) return false;
    }
    start = false;
  }
  return !start;
}
