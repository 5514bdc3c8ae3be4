import type { Rule } from "../rules/rule.ts";
import type { Report } from "./report.ts";

/** What reports need to know of a rule. */
export type RuleInfo = Omit<Rule, "check">;

/** One of the most valuable things to do next. */
export interface NextAction {
  readonly title: string;
  readonly detail: string;
}

export interface RenderOptions {
  readonly rules: readonly RuleInfo[];
  readonly color?: boolean;
  /** Only ASCII symbols and lines. */
  readonly ascii?: boolean;
  /** Columns of the terminal; 100 unless told. */
  readonly width?: number;
  readonly verbose?: boolean;
  readonly quiet?: boolean;
  readonly nextActions?: readonly NextAction[];
  /** URL that the page of rule NAME is `${docsBase}NAME`, or nothing while the pages have no public address. */
  readonly docsBase?: string;
  /** Category of a SARIF run, in place of that of `check`: runs of one category replace each other. */
  readonly automation?: string;
  /** Home page of the tool. */
  readonly homepage?: string;
}

/** A report format: no input but its arguments, no effect but its result. */
export interface Renderer {
  (report: Report, options: RenderOptions): string;
}
