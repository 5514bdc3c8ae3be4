import { expect, it } from "vitest";
import { runRules } from "../../../src/engine/run.ts";
import { rules } from "../../../src/rules/index.ts";
import { projectOf } from "../../rules/check-example.ts";

type Files = Readonly<Record<string, string>>;

/**
 * A title, the files (a text alone is the Dockerfile), and what is expected of which workload:
 * `web: non-root pass, privileges fail`; `role` is answered like a row, `absent` says that there is no such workload.
 */
export type Case = readonly [title: string, files: string | Files, expected: string];

/** One test for each case: the verdicts that the text of the design asks for. */
export function judge(
  cases: readonly Case[],
  options: { readonly runFiles?: readonly string[]; readonly preset?: "strict" } = {},
): void {
  it.each(cases)("%s", async (_title, given, expected) => {
    const files = typeof given === "string" ? { Dockerfile: given } : given;
    const project = await projectOf(files, options.runFiles);
    const report = runRules(project, rules, {
      tool: { name: "seaworthy", version: "0" },
      now: "2026-11-24",
      preset: options.preset ?? "default",
    });
    const actual = expected.split(";").map((part) => {
      const [name = "", wanted = ""] = part.split(/:\s+/).map((text) => text.trim());
      const card = report.scorecard.find(({ workload }) => workload === name || workload.endsWith(`#${name}`));
      const answers = wanted.split(",").map((word) => {
        const row = word.trim().split(" ")[0] ?? "";
        if (!card) return "absent";
        return row === "role"
          ? `role ${card.role}`
          : `${row} ${card.rows.find(({ id }) => id === row)?.verdict ?? "no such row"}`;
      });
      return `${name}: ${answers.join(", ")}`;
    });
    expect(actual.join("; ")).toBe(expected.replaceAll(/\s+/g, " "));
  });
}

/** A Compose file with one service `web`, from the lines of its settings. */
export function service(...lines: readonly string[]): Files {
  return { "compose.yaml": `services:\n  web:\n    ${lines.join("\n    ")}\n` };
}
