import { ImageError, showName } from "../image-error.ts";
import type { TarEntry } from "../tar/entry.ts";
import { addChild, childOf, isFile, newRoot, type ImageFile, type Node } from "./tree.ts";
import { createWalker, type Walker } from "./walk.ts";

const WHITEOUT = ".wh.";
const OPAQUE = ".wh..wh..opq";
/** Notes of the old aufs driver, which are no files. */
const AUFS = ".wh..wh.";

/** What an entry is to the layers below. */
export type Marker = { readonly kind: "removes"; readonly path: string } | { readonly kind: "opaque"; readonly path: string };

/** Reads `.wh.NAME` and `.wh..wh..opq`; undefined for a plain entry, "ignore" for aufs' own notes. */
export function markerOf(path: string): Marker | "ignore" | undefined {
  const slash = path.lastIndexOf("/") + 1;
  if (!path.startsWith(WHITEOUT, slash)) return undefined;
  const folder = path.slice(0, Math.max(0, slash - 1));
  const name = path.slice(slash);
  if (name === OPAQUE) return { kind: "opaque", path: folder };
  if (name.startsWith(AUFS)) return "ignore";
  const removed = name.slice(WHITEOUT.length);
  if (removed === "" || removed === "." || removed === "..")
    throw new ImageError("hostile", `the entry "${showName(path)}" removes a folder that it lies in`, "", path);
  return { kind: "removes", path: folder === "" ? removed : `${folder}/${removed}` };
}

/** The file system that a container starts with: all layers, the last one on top. */
export function mergeLayers(layers: readonly (readonly TarEntry[])[]): { readonly root: Node; readonly walker: Walker } {
  const root = newRoot();
  const walker = createWalker(root);
  for (const [layer, entries] of layers.entries()) {
    // A layer's whiteouts speak of the layers below, wherever they stand among its entries.
    for (const entry of entries) {
      const marker = markerOf(entry.path);
      if (typeof marker === "object") removeMarked(marker, walker);
    }
    const placer = createPlacer(walker, root);
    for (const entry of entries) if (markerOf(entry.path) === undefined) put(entry, layer, walker, placer, root);
  }
  return { root, walker };
}

function removeMarked({ kind, path }: Marker, walker: Walker): void {
  if (kind === "opaque") {
    const folder = walker.walk(path, true);
    if (folder) folder.children = undefined;
    return;
  }
  const node = walker.walk(path, false);
  node?.parent?.children?.delete(node.name);
}

/** Finds the folder of an entry. Entries of one folder stand together, so the last one is remembered. */
interface Placer {
  readonly place: (folder: string) => Node;
  /** A place became something else: what is remembered may no longer be there. */
  readonly forget: () => void;
}

function createPlacer(walker: Walker, root: Node): Placer {
  let last: string | undefined;
  let node = root;
  return {
    place(folder) {
      if (folder !== last) {
        node = walker.reach(folder, addChild);
        last = folder;
      }
      return node;
    },
    forget: () => {
      last = undefined;
    },
  };
}

function put(entry: TarEntry, layer: number, walker: Walker, placer: Placer, root: Node): void {
  if (entry.path === "") {
    root.layer = layer;
    root.entry = entry;
    return;
  }
  const slash = entry.path.lastIndexOf("/");
  const folder = slash < 0 ? "" : entry.path.slice(0, slash);
  const parent = placer.place(folder);
  const name = entry.path.slice(slash + 1);
  const target = entry.type === "hardlink" ? targetOf(entry, walker) : undefined;
  const before = childOf(parent, name);
  // Where no link led there, the entry's path is the one of the place: no text is made for it.
  const node = before ?? addChild(parent, name, parent.path === folder ? entry.path : undefined);
  // Only a folder over a folder keeps what is in it.
  const stays = entry.type === "directory" && (before?.entry === undefined || before.entry.type === "directory");
  if (before && !stays) {
    node.children = undefined;
    placer.forget();
  }
  node.layer = target ? target.layer : layer;
  node.entry = target ? target.entry : entry;
}

function targetOf(entry: TarEntry, walker: Walker): ImageFile {
  const target = walker.walk(entry.link, false);
  if (isFile(target) && target.entry.type !== "directory") return target;
  throw new ImageError(
    "hostile",
    `the entry "${showName(entry.path)}" is a hard link to "${showName(entry.link)}", which is not there`,
    "No engine can unpack it: save or build the image again.",
    entry.path,
  );
}
