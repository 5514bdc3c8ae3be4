import { renderGithub } from "./github/annotations.ts";
import { renderGitlab } from "./gitlab/code-quality.ts";
import { renderJson } from "./json/json.ts";
import { renderJunit } from "./junit/junit.ts";
import { renderMarkdown } from "./markdown/markdown.ts";
import type { Renderer } from "./options.ts";
import { renderSarif } from "./sarif/sarif.ts";
import { renderText } from "./text/text.ts";

export type { Renderer, RenderOptions } from "./options.ts";
export { renderJobSummary } from "./github/job-summary.ts";

/** Every value of `--format`. */
export const formats = {
  text: renderText,
  json: renderJson,
  sarif: renderSarif,
  github: renderGithub,
  gitlab: renderGitlab,
  junit: renderJunit,
  markdown: renderMarkdown,
} as const satisfies Readonly<Record<string, Renderer>>;

export type FormatName = keyof typeof formats;

/** One line each for the help. */
export const formatHelp: Readonly<Record<FormatName, string>> = {
  text: "for people at a terminal",
  json: "the whole report as data (schema/report.schema.json)",
  sarif: "SARIF 2.1.0 for code scanning",
  github: "annotations in a GitHub workflow",
  gitlab: "GitLab Code Quality",
  junit: "JUnit XML, one case for each rule and workload",
  markdown: "a page or a pull request comment",
};

/** Formats that show the fingerprints of findings. */
export const namingFormats: readonly FormatName[] = ["json", "sarif", "gitlab"];

export function isFormatName(name: string): name is FormatName {
  return Object.hasOwn(formats, name);
}

export const formatNames: readonly FormatName[] = ["text", "json", "sarif", "github", "gitlab", "junit", "markdown"];
