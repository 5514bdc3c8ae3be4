import type { Report } from "../engine/result.ts";
import { formats, type FormatName } from "../report/index.ts";
import { rules } from "../rules/index.ts";
import { referenceName } from "./checklist/reference.ts";
import { pointAtDockerfile } from "./checklist/point-at-dockerfile.ts";
import type { ImageContent } from "./read-image.ts";
import type { ImageReport } from "./report.ts";
import { renderImageJson } from "./report-json.ts";
import { renderImageText } from "./report-text.ts";
import type { ImageTextOptions } from "./text/options.ts";
import { renderTrivyJson, type TrivyOptions } from "./trivy/render.ts";

export type ImageFormat = "table" | "trivy-json" | Exclude<FormatName, "text">;

export const imageFormats: readonly ImageFormat[] = [
  "table",
  "json",
  "sarif",
  "github",
  "gitlab",
  "junit",
  "markdown",
  "trivy-json",
];

export interface ImageRenderOptions extends ImageTextOptions {
  readonly tool: { readonly name: string; readonly version: string };
}

/** What is rendered: the image as data and as it was read, what the rules found, and what was asked for. */
export interface RenderedImage {
  readonly report: ImageReport;
  readonly checklist: Report;
  readonly content: ImageContent;
  readonly request: TrivyOptions;
}

/** An image in one of the formats: its own for people and programs, those of `check` for what only knows findings. */
export function renderImage(
  format: ImageFormat,
  { report, checklist, content, request }: RenderedImage,
  options: ImageRenderOptions,
): string {
  if (format === "table") return renderImageText(report, options);
  if (format === "json") return renderImageJson(report, options.tool);
  if (format === "trivy-json") return renderTrivyJson(content, checklist, request);
  return formats[format](pointAtDockerfile(checklist), {
    rules: rules.filter(({ kinds }) => kinds.includes("image")),
    verbose: options.verbose === true,
    automation: `seaworthy/image/${referenceName(report.scorecard[0]?.workload ?? report.source.name)}/`,
  });
}
