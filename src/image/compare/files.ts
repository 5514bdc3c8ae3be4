import type { ImageFiles } from "../files/image-files.ts";
import type { FileChanges, FileGrowth } from "./comparison.ts";

/** How many of the files that grew are told. */
const MOST = 10;

/** The files that a container sees: how many came and went, and which made the image larger. */
export function compareFiles(from: ImageFiles, to: ImageFiles): FileChanges {
  const before = sizesOf(from);
  const grown: (FileGrowth & { readonly by: number })[] = [];
  let added = 0;
  let resized = 0;
  let kept = 0;
  for (const { path, entry } of to.files) {
    if (entry.type !== "file") continue;
    const old = before.get(path);
    if (old === undefined) added++;
    else kept++;
    if (old !== undefined && old !== entry.size) resized++;
    const by = entry.size - (old ?? 0);
    if (by > 0) grown.push({ path, from: old ?? null, to: entry.size, by });
  }
  grown.sort((a, b) => b.by - a.by || (a.path < b.path ? -1 : 1));
  return {
    added,
    removed: before.size - kept,
    resized,
    grown: grown.slice(0, MOST).map(({ path, from: old, to: now }) => ({ path, from: old, to: now })),
  };
}

function sizesOf(files: ImageFiles): Map<string, number> {
  const sizes = new Map<string, number>();
  for (const { path, entry } of files.files) if (entry.type === "file") sizes.set(path, entry.size);
  return sizes;
}
