import { ImageError, showName } from "../image-error.ts";
import { childOf, type Node } from "./tree.ts";

/** As many symbolic links as the kernel follows in one path. */
const MAX_LINKS = 40;
/** Steps that all look-ups of an image may take together: chains of long links would cost hours. */
const MAX_STEPS = 50_000_000;

export interface Walker {
  /**
   * Follows a path from the root as a process in the container would: `..` stops at the root, links are followed, the last
   * one only where `last` says so. Undefined where the path leads nowhere.
   */
  readonly walk: (path: string, last: boolean) => Node | undefined;
  /** The same for where something is about to be put: folders that are missing are made by `make`. */
  readonly reach: (path: string, make: (parent: Node, name: string) => Node) => Node;
}

export function createWalker(root: Node): Walker {
  let steps = 0;
  const follow = (path: string, last: boolean, make?: (parent: Node, name: string) => Node): Node | undefined => {
    const rest = path.split("/").reverse();
    let node = root;
    let links = 0;
    for (let part = rest.pop(); part !== undefined; part = rest.pop()) {
      if (++steps > MAX_STEPS)
        throw new ImageError("hostile", `"${showName(path)}" is one symbolic link too many to follow`, "", path);
      if (part === "" || part === ".") continue;
      if (part === "..") {
        node = node.parent ?? root;
        continue;
      }
      const child = childOf(node, part);
      if (child?.entry?.type === "symlink" && (last || rest.length > 0)) {
        if (++links > MAX_LINKS) {
          if (make === undefined) return undefined;
          throw new ImageError(
            "hostile",
            `the entry "${showName(path)}" lies behind symbolic links that go in circles`,
            "No engine can unpack it: do not run this image.",
            path,
          );
        }
        const { link } = child.entry;
        if (link.startsWith("/")) node = root;
        rest.push(...link.split("/").reverse());
        continue;
      }
      const type = child?.entry?.type;
      if (type !== undefined && type !== "directory" && (rest.length > 0 || make)) {
        if (make === undefined) return undefined;
        throw new ImageError(
          "hostile",
          `an entry lies in "${showName(path)}", where "${showName(child?.path ?? part)}" is no folder`,
          "No engine can unpack it: save or build the image again.",
          path,
        );
      }
      if (child) node = child;
      else if (make) node = make(node, part);
      else return undefined;
    }
    return node;
  };
  return {
    walk: (path, last) => follow(path, last),
    reach: (path, make) => follow(path, true, make) ?? root,
  };
}
