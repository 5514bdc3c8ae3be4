import { expect } from "vitest";
import { applyRemedy, type Choice, type Files } from "../apply.ts";

export interface Seen {
  readonly text: string;
  readonly title: string;
}

/** The file after the fix; every guard holds, and a second run finds nothing to do. */
export async function fix(files: Files, kind: string, choice: Choice = {}, file = "compose.yaml"): Promise<Seen> {
  const { outcome, files: after, violations } = await applyRemedy(files, kind, choice);
  if (outcome.kind !== "fix") return { text: JSON.stringify(outcome), title: "" };
  expect(violations).toEqual([]);
  return { text: after[file] ?? "", title: outcome.fix.title };
}

export async function refusal(files: Files, kind: string, choice: Choice = {}): Promise<string> {
  const { outcome, files: after } = await applyRemedy(files, kind, choice);
  expect(after).toEqual(files);
  return outcome.kind === "refused" ? outcome.reason : outcome.kind;
}

export const service = (...lines: readonly string[]): Files => ({
  "compose.yaml": `services:\n  app:\n${lines.map((line) => `    ${line}\n`).join("")}`,
});
export const added = (files: Files, ...lines: readonly string[]): string =>
  `${files["compose.yaml"]}${lines.map((line) => `    ${line}\n`).join("")}`;
