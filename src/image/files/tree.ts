import type { TarEntry } from "../tar/entry.ts";

/** A file of the merged image. `layer` counts from 0; `entry` is the one that has the content (a hard link's target). */
export interface ImageFile {
  readonly path: string;
  readonly layer: number;
  readonly entry: TarEntry;
}

/** A place in the merged tree; the root and folders that no layer writes have no entry and are no files. */
export interface Node {
  readonly name: string;
  readonly path: string;
  readonly parent: Node | undefined;
  layer: number;
  entry: TarEntry | undefined;
  children: Map<string, Node> | undefined;
}

export function newRoot(): Node {
  return { name: "", path: "", parent: undefined, layer: 0, entry: undefined, children: new Map() };
}

export function childOf(node: Node, name: string): Node | undefined {
  return node.children?.get(name);
}

export function addChild(node: Node, name: string, path = node.path === "" ? name : `${node.path}/${name}`): Node {
  const child: Node = { name, path, parent: node, layer: 0, entry: undefined, children: undefined };
  (node.children ??= new Map()).set(name, child);
  return child;
}

export function isFile(node: Node | undefined): node is Node & ImageFile {
  return node?.entry !== undefined;
}

/** All files below a place, folders before what is in them. No recursion: a path may have two thousand parts. */
export function filesBelow(root: Node): ImageFile[] {
  const found: ImageFile[] = [];
  const open: Node[] = [root];
  for (let node = open.pop(); node; node = open.pop()) {
    if (isFile(node)) found.push(node);
    if (!node.children) continue;
    // The last of them is taken first.
    let at = open.length + node.children.size;
    open.length = at;
    for (const child of node.children.values()) open[--at] = child;
  }
  return found;
}
