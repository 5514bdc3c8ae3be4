import type { CiBuild, CiFile, CiScan, CiText } from "../../../src/parse/workflow/tree.ts";

/** A text with the names that stay unresolved behind it. */
export function showText(text: CiText | undefined): string | undefined {
  if (!text) return undefined;
  return text.unresolved.length === 0 ? text.text : `${text.text} !${text.unresolved.join(",")}`;
}

/** What a build says, absent parts left out. */
export function showBuild(build: CiBuild): Record<string, unknown> {
  const all = {
    tool: build.tool,
    job: build.job,
    context:
      build.contextKind === "folder" ? showText(build.context) : `${build.contextKind} ${showText(build.context) ?? ""}`.trim(),
    dockerfile: showText(build.dockerfile),
    target: showText(build.target),
    tags: build.tags.map(showText),
    args: build.buildArgs.map(({ name, value }) => `${name}=${showText(value) ?? ""}`),
    push: build.push || undefined,
    files: build.files.map(showText),
    names: build.names.map(showText),
  };
  return Object.fromEntries(
    Object.entries(all).filter(([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0)),
  );
}

export function showScan(scan: CiScan): string {
  return [scan.tool, scan.kind, showText(scan.subject) ?? "-", scan.failsOn].join(" ");
}

export function scansOf(file: CiFile | undefined): string[] {
  return file?.scans.map(showScan) ?? [];
}

export function buildsOf(file: CiFile | undefined): Record<string, unknown>[] {
  return file?.builds.map(showBuild) ?? [];
}
