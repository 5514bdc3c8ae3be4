import { parseDockerfile } from "../parse/dockerfile/parse.ts";
import type { DockerfileTree } from "../parse/dockerfile/tree.ts";
import type { NeedOptions, Reader } from "./reader.ts";

/** Of one broken file, the first errors tell enough. */
const maxErrors = 5;
/** A larger file is refused when it is read for good. */
const maxSize = 10 * 1024 * 1024;

export interface DockerfileLoader {
  readonly trees: Map<string, DockerfileTree>;
  /** Parses a Dockerfile once; a failure to read it is an error of the run. */
  readonly load: (path: string, options?: NeedOptions) => Promise<void>;
  /** For a name such as `Dockerfile.notes`, where only the content tells. */
  readonly loadIfDockerfile: (path: string) => Promise<boolean>;
}

export function createDockerfileLoader(reader: Reader): DockerfileLoader {
  const trees = new Map<string, DockerfileTree>();

  const load = async (path: string, options: NeedOptions = {}): Promise<void> => {
    if (trees.has(path)) return;
    const file = await reader.need(path, { ...options, kind: "dockerfile" });
    if (!file || trees.has(path)) return;
    const tree = parseDockerfile(file.text);
    trees.set(path, tree);
    for (const { message, hint, span } of tree.errors.slice(0, maxErrors))
      reader.errors.push({ file: path, span, message, hint });
  };

  return {
    trees,
    load,
    async loadIfDockerfile(path) {
      const name = path.slice(path.lastIndexOf("/") + 1);
      if (!/^(?:Dockerfile|Containerfile)$/i.test(name)) {
        const file = await reader.want(path, maxSize, "dockerfile");
        if (file && !hasFrom(file.text)) return false;
      }
      await load(path);
      return trees.has(path);
    },
  };
}

function hasFrom(text: string): boolean {
  return /^[ \t]*FROM[ \t]/im.test(text);
}
