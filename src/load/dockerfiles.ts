import { parseDockerfile } from "../parse/dockerfile/parse.ts";
import type { DockerfileTree } from "../parse/dockerfile/tree.ts";
import { looksLikeDockerfile } from "./file-kind.ts";
import type { NeedOptions, Reader } from "./reader.ts";

/** Of one broken file, the first errors tell enough. */
const maxErrors = 5;

export interface DockerfileLoader {
  readonly trees: Map<string, DockerfileTree>;
  /** Parses a Dockerfile once; a failure to read it is an error of the run. */
  readonly load: (path: string, options?: NeedOptions) => Promise<void>;
  /** For a name such as `Dockerfile-notes`, where only the content tells. */
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
      if (/^(?:Dockerfile|Containerfile)[-_]/i.test(name)) {
        const file = await reader.want(path, 1024 * 1024, "dockerfile");
        if (!file || !looksLikeDockerfile(file.text)) return false;
      }
      await load(path);
      return trees.has(path);
    },
  };
}
