import { realpathSync, statSync } from "node:fs";
import path from "node:path";
import { ImageError, showName } from "../image-error.ts";
import type { ArchiveFiles } from "./files.ts";

/** An OCI layout in a folder. A symbolic link in it that leads outside is not followed. */
export function openFolder(name: string, folder: string): ArchiveFiles {
  const top = realpathSync(folder);
  return {
    kind: "layout",
    name,
    transient: false,
    find(inside) {
      const file = path.join(top, inside);
      const stats = statSync(file, { throwIfNoEntry: false });
      if (stats === undefined) return undefined;
      const real = realpathSync(file);
      if (!real.startsWith(top + path.sep))
        throw new ImageError("hostile", `"${showName(inside)}" leads out of ${name}`, "Do not read this folder.", inside);
      return stats.isFile() ? { file: real, offset: 0, size: stats.size } : undefined;
    },
  };
}
