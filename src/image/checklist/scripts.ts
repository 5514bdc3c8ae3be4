import type { ImageFile as ScriptFile } from "../../model/image-files.ts";
import type { SourceFile } from "../../source/source-file.ts";
import { mapSlice } from "../../source/mapped-text.ts";
import { joinPath, normalizePath } from "../../util/path.ts";
import type { ImageConfig } from "../image-config.ts";
import type { ImageFiles } from "../files/image-files.ts";
import type { LayerRecord } from "../layer/record.ts";

const usualPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/** Finds scripts as the image's own shell would: by path, from the working folder, or along PATH. `read` takes each that is found. */
export function createScriptFinder(
  files: ImageFiles,
  layers: readonly LayerRecord[],
  { env, workdir }: Pick<ImageConfig, "env" | "workdir">,
  read: Map<string, SourceFile>,
): (program: string) => ScriptFile | undefined {
  const folders = (env.find((pair) => pair.startsWith("PATH="))?.slice("PATH=".length) || usualPath).split(":");
  return (program) => {
    const candidates = program.startsWith("/")
      ? [program]
      : program.includes("/")
        ? [joinPath(workdir === "" ? "/" : workdir, program)]
        : [...folders.map((folder) => joinPath(folder, program)), joinPath(workdir === "" ? "/" : workdir, program)];
    for (const candidate of candidates) {
      const file = files.find(normalizePath(candidate).replace(/^\/+/, ""));
      if (!file) continue;
      const bytes = layers[file.layer]?.kept.get(file.entry.path);
      // Other programs are what they are: nothing in them is followed.
      if (bytes?.length !== file.entry.size) return undefined;
      const text = new TextDecoder().decode(bytes);
      const path = file.path;
      if (!read.has(path)) read.set(path, { path, kind: "script", text });
      return { file: path, text: mapSlice(text, 0), path: `/${path}` };
    }
    return undefined;
  };
}
