import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { rules } from "../../src/rules/index.ts";
import { projectOf } from "../rules/check-example.ts";
import { hasShared, missing, sharedData } from "./shared.ts";

interface PeerCase {
  readonly id: string;
  readonly kind: "dockerfile" | "compose";
  readonly source: string;
  readonly rules: readonly string[];
  readonly oursExpected?: boolean;
  readonly fragment?: boolean;
  readonly disputed?: unknown;
  readonly policy?: unknown;
}

const cases = hasShared
  ? readFileSync(join(sharedData, "peer-cases.jsonl"), "utf8")
      .trim()
      .split("\n")
      .map((line): PeerCase => JSON.parse(line))
      .filter((each) => each.oursExpected !== undefined && !each.disputed && !each.policy && each.rules.length > 0)
  : [];

describe.skipIf(!hasShared)(`cases of other tools' own tests${missing}`, () => {
  it.each(cases.map((each) => [each.id, each] as const))("%s", async (_id, each) => {
    const text = each.fragment ? `FROM debian:12\n${each.source}` : each.source;
    const project = await projectOf({ [each.kind === "compose" ? "compose.yaml" : "Dockerfile"]: text });
    const fired = rules
      .filter((rule) => each.rules.includes(rule.name))
      .some((rule) =>
        project.workloads
          .filter(({ kind, role }) => rule.kinds.includes(kind) && !rule.exceptRoles?.includes(role))
          .some((workload) => rule.check(workload, { project, preset: "strict" }).problems.length > 0),
      );
    expect(fired).toBe(each.oursExpected);
  });
});
