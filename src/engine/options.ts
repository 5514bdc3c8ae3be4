import type { Preset, Severity } from "../rules/rule.ts";
import type { Span } from "../source/span.ts";
import type { SourceFile } from "../source/source-file.ts";
import type { Baseline } from "./baseline.ts";
import type { ChangedLines } from "./since.ts";

/** An ignore in the configuration. All that is given must match. */
export interface RuleIgnore {
  readonly path?: string;
  /** A workload's id or name, or a pattern for either. */
  readonly workload?: string;
  readonly reason?: string;
  /** The last day on which it holds, YYYY-MM-DD. */
  readonly until?: string;
  /** In the configuration file. */
  readonly span: Span;
}

export interface RuleSetting {
  /** `off`: its findings are not reported. A severity also switches on a rule of the strict preset. */
  readonly severity?: Severity | "off";
  readonly ignore?: readonly RuleIgnore[];
}

export interface EngineOptions {
  readonly tool: { readonly name: string; readonly version: string };
  readonly preset?: Preset;
  /** The ruleset that the configuration takes; the first one where absent. */
  readonly ruleset?: string;
  /** Report these rules only. */
  readonly select?: readonly string[];
  /** Do not report these rules. */
  readonly ignore?: readonly string[];
  readonly rules?: ReadonlyMap<string, RuleSetting>;
  /** The file that `rules` was read from: unused ignores in it are found there. */
  readonly configFile?: SourceFile;
  /** Severities to show; all where absent. */
  readonly severities?: readonly Severity[];
  readonly baseline?: Baseline;
  /** Keep only what touches these lines. */
  readonly changed?: ChangedLines;
  /** Today as an ISO date or time: ignores expire by it. */
  readonly now: string;
  /** Only a part of the repository was looked at: an ignore that matches nothing here may match elsewhere. */
  readonly partial?: boolean;
  /**
   * What is judged lies in no repository: its comments ignore nothing, ignores of the configuration can be unused only where they
   * name it, and entries of the baseline may be of anything.
   */
  readonly outside?: boolean;
  /** False: ignores of other tools are not honoured. */
  readonly foreignIgnores?: boolean;
  /** False: nobody asks what findings are called, and their fingerprints stay empty. */
  readonly fingerprints?: boolean;
  readonly displayPath?: (path: string) => string;
}
