import type { Origin } from "../../source/origin.ts";
import type { Context } from "../context.ts";
import { sanitize } from "../sanitize.ts";
import type { Location, Region } from "./log.ts";

export const SOURCE_ROOT = "%SRCROOT%";
const LONGEST_SNIPPET = 2000;

/** A path from the repository's top as a relative URI reference: no `./`, no scheme, every character that needs it escaped. */
export function relativeUri(path: string): string {
  return sanitize(path)
    .replace(/^(?:\.?\/)+/, "")
    .split("/")
    .map((segment) => encodeURIComponent(segment))
    .join("/");
}

function region(context: Context, { file, span }: Pick<Origin, "file" | "span">): Region | undefined {
  const text = context.masked(file);
  if (text === undefined) return undefined;
  const { start, end } = context.range(file, span);
  const snippet = text.slice(span.start, Math.min(span.end, span.start + LONGEST_SNIPPET));
  return {
    startLine: start.line,
    startColumn: start.column,
    endLine: end.line,
    endColumn: end.column,
    ...(snippet === "" ? {} : { snippet: { text: snippet } }),
  };
}

/**
 * A place from the repository's top. What is not a file here (an image, a container) is at a stable pseudo path, at line 1:
 * GitHub refuses a result without a region.
 */
export function location(
  context: Context,
  at: Pick<Origin, "file" | "span" | "line">,
  extra: Pick<Location, "id" | "message"> = {},
): Location {
  const { line = 1 } = at;
  return {
    ...extra,
    physicalLocation: {
      artifactLocation: { uri: relativeUri(at.file), uriBaseId: SOURCE_ROOT },
      region: region(context, at) ?? { startLine: line, startColumn: 1, endLine: line, endColumn: 1 },
    },
  };
}
