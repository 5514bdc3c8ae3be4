export { check, type CheckResult } from "./api/check.ts";
export { EnvironmentError, SeaworthyError, UsageError } from "./api/errors.ts";
export type { CheckRequest } from "./api/request.ts";
export { version } from "./api/version.ts";
export { exitCode, type ExitOptions } from "./engine/exit-code.ts";
export { formats, formatNames, type FormatName, type Renderer, type RenderOptions } from "./report/index.ts";
export type { Finding, Report, Row, Scorecard, Summary } from "./report/report.ts";
export { rules } from "./rules/index.ts";
export type { Rule } from "./rules/rule.ts";
