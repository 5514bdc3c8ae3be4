import { fitMarkdown, markdownBody } from "../markdown/markdown.ts";
import type { RenderOptions } from "../options.ts";
import type { Report } from "../report.ts";

/** A step may write 1 MiB; room is left for what else it says. */
const MOST_BYTES = 1_000_000;

function utf8Length(text: string): number {
  let bytes = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    // Each half of a surrogate pair counts two of its four bytes.
    bytes += code < 0x80 ? 1 : code < 0x800 || (code >= 0xd800 && code <= 0xdfff) ? 2 : 3;
  }
  return bytes;
}

/** Markdown for `$GITHUB_STEP_SUMMARY`. */
export function renderJobSummary(report: Report, options: RenderOptions): string {
  return fitMarkdown((limits) => markdownBody(report, options, limits), utf8Length, MOST_BYTES);
}
