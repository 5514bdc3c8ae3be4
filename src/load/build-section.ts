import type { Value } from "../parse/compose/value.ts";
import type { Origin } from "../source/origin.ts";
import type { ComposeProject, ComposeService } from "./compose/project.ts";

/** Where a service's `build:` leads. */
export type BuildSection =
  | { readonly kind: "none" }
  /** `dockerfile_inline`: there is no file. */
  | { readonly kind: "inline"; readonly context: string | undefined }
  | { readonly kind: "remote" }
  | { readonly kind: "unknown"; readonly reason: string; readonly at: Origin }
  /** A path that leads above the repository's top. */
  | { readonly kind: "outside"; readonly path: string; readonly at: Origin }
  | { readonly kind: "file"; readonly context: string; readonly dockerfile: string; readonly at: Origin };

export function readBuildSection(project: ComposeProject, service: ComposeService): BuildSection {
  const build = service.value.entries.get("build")?.value;
  if (!build) return { kind: "none" };
  const context = build.type === "map" ? build.entries.get("context")?.value : build;
  const text = textOf(context) ?? ".";
  if (isUnresolved(context))
    return { kind: "unknown", reason: "the build context holds a variable without a value", at: originOf(context, build) };
  if (/^(?:[a-z][a-z0-9+.-]*:\/\/|git@|github\.com\/)/i.test(text)) return { kind: "remote" };
  const folder = resolvePath(project.directory, text);
  if (build.type === "map" && build.entries.has("dockerfile_inline")) return { kind: "inline", context: folder };
  if (folder === undefined) return { kind: "outside", path: text, at: originOf(context, build) };
  const named = build.type === "map" ? build.entries.get("dockerfile")?.value : undefined;
  if (isUnresolved(named))
    return { kind: "unknown", reason: "the Dockerfile's path holds a variable without a value", at: originOf(named, build) };
  const at = originOf(named ?? context, build);
  const dockerfile = resolvePath(folder, textOf(named) ?? "Dockerfile");
  if (dockerfile === undefined) return { kind: "outside", path: textOf(named) ?? "Dockerfile", at };
  return { kind: "file", context: folder, dockerfile, at };
}

/** A path from the top for a relative one; undefined where it is absolute or leads above the top. */
export function resolvePath(folder: string, path: string): string | undefined {
  if (path.startsWith("/") || path.startsWith("~") || /^[A-Za-z]:[\\/]/.test(path)) return undefined;
  const segments = folder === "" ? [] : folder.split("/");
  for (const segment of path.split("/")) {
    if (segment === "..") {
      if (segments.pop() === undefined) return undefined;
    } else if (segment !== "" && segment !== ".") segments.push(segment);
  }
  return segments.join("/");
}

function textOf(value: Value | undefined): string | undefined {
  return value?.type === "scalar" && value.text !== "" ? value.text : undefined;
}

function isUnresolved(value: Value | undefined): boolean {
  return value?.type === "scalar" && value.unresolved.length > 0;
}

function originOf(value: Value | undefined, build: Value): Origin {
  return (value ?? build).origin;
}
