/** What every format is made from: the engine's result. */
export type { Finding, FindingStatus, Report, Row, Scorecard, Summary } from "../engine/result.ts";
