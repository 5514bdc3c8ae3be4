export type ColorChoice = "auto" | "always" | "never";

export interface Output {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Whether to colour an output. The flag wins; then NO_COLOR, then FORCE_COLOR and CLICOLOR_FORCE, then a CI system that is
 * known to show colours, then whether the output is a terminal.
 */
export function useColor(choice: ColorChoice, environment: Environment, output: Output): boolean {
  if (choice !== "auto") return choice === "always";
  if (isSet(environment["NO_COLOR"])) return false;
  const force = environment["FORCE_COLOR"];
  if (force !== undefined) return force !== "0" && force !== "false";
  const clicolor = environment["CLICOLOR_FORCE"];
  if (isSet(clicolor) && clicolor !== "0") return true;
  if (isSet(environment["GITHUB_ACTIONS"]) || isSet(environment["GITLAB_CI"]) || isSet(environment["BUILDKITE"])) return true;
  return output.isTTY === true && environment["TERM"] !== "dumb";
}

/** Width to wrap at: the terminal's, COLUMNS, else 100. */
export function terminalWidth(environment: Environment, output: Output): number {
  const columns = output.columns ?? Number(environment["COLUMNS"] ?? "");
  return Number.isInteger(columns) && columns >= 40 ? Math.min(columns, 200) : 100;
}

/** Links that open in a terminal (OSC 8), for terminals that are known to show them as links. */
export function useLinks(environment: Environment, output: Output): boolean {
  if (output.isTTY !== true || isSet(environment["CI"])) return false;
  const vte = Number(environment["VTE_VERSION"] ?? "0");
  if (vte >= 5000 || isSet(environment["WT_SESSION"]) || isSet(environment["KITTY_WINDOW_ID"])) return true;
  return ["iTerm.app", "WezTerm", "vscode", "ghostty"].includes(environment["TERM_PROGRAM"] ?? "");
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== "";
}
