import type { BuildModel } from "../../model/build.ts";
import type { SourceFile } from "../../source/source-file.ts";
import type { RecipeContext } from "../fix.ts";
import { findInline } from "./inline.ts";

/** The Dockerfile that a fix edits. */
export interface DockerfileTarget {
  readonly build: BuildModel;
  readonly file: SourceFile;
}

/** The Dockerfile of the workload, or why it is not edited. */
export function dockerfileOf(context: RecipeContext): DockerfileTarget | { readonly reason: string } {
  const { build } = context.workload;
  if (!build) return { reason: context.workload.buildGap ?? "it is not built here" };
  const file = context.project.files.get(build.dockerfile);
  if (!file) return { reason: `${build.dockerfile} was not read` };
  if (file.kind === "compose") {
    const inline = findInline(context, file);
    return typeof inline === "string" ? { reason: inline } : { build, file: inline.file };
  }
  if (build.tree.errors.length > 0) return { reason: `${build.dockerfile} has errors that BuildKit refuses` };
  return { build, file };
}
