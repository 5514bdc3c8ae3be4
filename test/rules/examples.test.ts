import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Rule } from "../../src/rules/rule.ts";
import { checkExample, readMarks } from "./check-example.ts";

const folder = new URL("../../src/rules/", import.meta.url);
const names = readdirSync(folder)
  .filter((name) => name.endsWith(".ts") && name !== "rule.ts" && name !== "index.ts")
  .map((name) => name.slice(0, -".ts".length));

const rules: Rule[] = [];
for (const name of names) {
  const module: { default: Rule } = await import(new URL(`${name}.ts`, folder).href);
  rules.push(module.default);
}

describe.each(rules.map((rule) => [rule.name, rule] as const))("%s", (name, rule) => {
  it("is named as its file and documented", () => {
    expect(names).toContain(name);
    expect(rule.docs.summary).toMatch(/^[A-Z].*[^.]$/);
    expect(rule.docs.references.filter((link) => !link.startsWith("https://"))).toEqual([]);
    expect(rule.examples.filter((example) => example.verdict === "fail").length).toBeGreaterThan(0);
    expect(rule.examples.filter((example) => example.verdict === "pass").length).toBeGreaterThan(0);
  });

  it.each(rule.examples.map((example) => [example.title, example] as const))("%s", async (_title, example) => {
    const { files, marks } = readMarks(example);
    const { results, places } = await checkExample(rule, example, files);
    expect(results.map((result) => result.verdict)).toContain(example.verdict);
    expect(places).toEqual(marks);
    if (example.verdict === "fail") expect(marks.length).toBeGreaterThan(0);
  });
});
