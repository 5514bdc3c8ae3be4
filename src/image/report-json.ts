import type { ImageReport } from "./report.ts";

/** The report for a program. Lists of the files that packages own are left out: they are long, and for joining packages only. */
export function renderImageJson(report: ImageReport, tool: { readonly name: string; readonly version: string }): string {
  const packages = report.packages.map(({ files: _files, ...rest }) => rest);
  return `${JSON.stringify({ schemaVersion: 1, tool, ...report, packages }, undefined, 2)}\n`;
}
