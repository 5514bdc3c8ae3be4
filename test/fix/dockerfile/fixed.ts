import { expect } from "vitest";
import { applyRemedy, type Choice, type Files } from "../apply.ts";

/** The Dockerfile after a fix that all guards let through. */
export async function fixed(files: Files | string, kind: string, choice: Choice = {}): Promise<string> {
  const all = typeof files === "string" ? { Dockerfile: files } : files;
  const { files: after, outcome, violations } = await applyRemedy(all, kind, choice);
  expect(outcome.kind === "fix" ? "fix" : outcome).toBe("fix");
  expect(violations).toEqual([]);
  return after["Dockerfile"] ?? "";
}

/** Why nothing is changed. */
export async function refusal(files: Files | string, kind: string, choice: Choice = {}): Promise<string> {
  const all = typeof files === "string" ? { Dockerfile: files } : files;
  const { outcome } = await applyRemedy(all, kind, choice);
  return outcome.kind === "refused" ? outcome.reason : outcome.kind;
}
