/** The parts of a report that the engine fills in. */
export type { Finding, FindingStatus, NextAction, Report, Row, Scorecard, Summary } from "../report/report.ts";
