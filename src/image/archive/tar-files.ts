import { ImageError, showName } from "../image-error.ts";
import type { Blob } from "../layer/blob.ts";
import type { Limits } from "../limits.ts";
import { seekTar, type FilePart } from "../tar/seek.ts";
import type { ArchiveFiles } from "./files.ts";

const MAX_ENTRIES = 100_000;
const MAX_LINKS = 40;

/** The files of a plain tar archive, where they lie in it. Only headers are read. */
export function listTar(name: string, file: string, part: FilePart, limits: Limits, transient: boolean): ArchiveFiles {
  const blobs = new Map<string, Blob>();
  // Engines before 25 write a layer that two images share once, and links to it.
  const links = new Map<string, string>();
  const symbolic = new Map<string, string>();
  let count = 0;
  seekTar(part, limits, (entry) => {
    if (++count > MAX_ENTRIES)
      throw new ImageError("hostile", `${name} has more than ${MAX_ENTRIES} entries`, "It is no archive of images.", entry.path);
    if (entry.type === "file") blobs.set(entry.path, { file, offset: part.offset + entry.offset, size: entry.size });
    else if (entry.type === "symlink") symbolic.set(entry.path, entry.link);
    else if (entry.type === "hardlink") links.set(entry.path, entry.link);
    return undefined;
  });
  for (const path of symbolic.keys()) links.set(path, resolveLink(path, symbolic, name));
  const find = (path: string): Blob | undefined => {
    const blob = blobs.get(path);
    if (blob) return blob;
    const target = links.get(path);
    if (target === undefined) return undefined;
    return blobs.get(target);
  };
  return { kind: "archive", name, transient, find };
}

/** Where a link leads, through other links; one that leaves the archive on its way is an attack. */
function resolveLink(path: string, links: ReadonlyMap<string, string>, name: string): string {
  const rest = path.split("/").reverse();
  const place: string[] = [];
  let steps = 0;
  for (let part = rest.pop(); part !== undefined; part = rest.pop()) {
    if (part === "" || part === ".") continue;
    if (part === "..") {
      if (place.pop() === undefined) throw leaving(path, name);
      continue;
    }
    const link = links.get([...place, part].join("/"));
    if (link === undefined) place.push(part);
    else {
      if (++steps > MAX_LINKS) throw leaving(path, name);
      if (link.startsWith("/")) place.length = 0;
      rest.push(...link.split("/").reverse());
    }
  }
  return place.join("/");
}

function leaving(path: string, name: string): ImageError {
  return new ImageError(
    "hostile",
    `the entry "${showName(path)}" of ${name} is a symbolic link that leaves the archive or goes in circles`,
    "No tool saves images so: do not load this archive.",
    path,
  );
}
