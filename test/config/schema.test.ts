import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { configTemplate } from "../../src/api/config-template.ts";
import { renderConfigDocs } from "../../src/config/docs.ts";
import { configSchema, renderConfigSchema } from "../../src/config/json-schema.ts";
import { parseConfig } from "../../src/config/parse.ts";

const rules = ["no-docker-socket", "image-tag", "memory-limit"];
const validate = new Ajv({ strict: true, allErrors: true, allowUnionTypes: true }).compile(configSchema(rules));

describe("the schema of the configuration", () => {
  const good = [
    "preset: strict\nselect: [image-tag]\nfailOn: never\nruleset: 2026.11\n",
    "rules:\n  image-tag: off\n  memory-limit: {severity: low, ignore: [{path: a, until: '2027-01-01'}]}\n",
    "deployments: [{files: [a], envFile: b, profiles: [c]}]\nroles: {web: job}\n",
  ];
  it.each(good)("takes what the reader takes: %j", (text) => {
    expect(validate(parse(text))).toBe(true);
    expect(parseConfig({ path: "c", kind: "config", text }, { rules }).ok).toBe(true);
  });

  it.each([
    "presets: strict\n",
    "select: [nope]\n",
    "rules: {nope: low}\n",
    "rules: {image-tag: loud}\n",
    "deployments: [{}]\n",
    "roles: {web: prod}\n",
    "failOn: 3\n",
  ])("refuses what the reader refuses: %j", (text) => {
    expect(validate(parse(text))).toBe(false);
    expect(parseConfig({ path: "c", kind: "config", text }, { rules }).ok).toBe(false);
  });

  it("says what each key is for, and lists rules in order", () => {
    expect(configSchema(rules)).toMatchObject({
      $schema: "http://json-schema.org/draft-07/schema#",
      properties: {
        select: { description: "Report these rules only.", items: { enum: ["image-tag", "memory-limit", "no-docker-socket"] } },
      },
      additionalProperties: false,
    });
    expect(renderConfigSchema([]).endsWith("}\n")).toBe(true);
  });

  it("fits the file that `seaworthy init` writes, its commented keys too", () => {
    const template = configTemplate(true);
    const all = template.replace(/^# ?(?=[a-zA-Z]+:(?: |$)| {2,}|select)/gm, "");
    for (const text of [template, all.replace(/^yaml-language-server.*$/m, "")]) {
      const result = parseConfig(
        { path: "c", kind: "config", text },
        { rules: [...rules, "no-privileged", "non-root-user", "slim-base"] },
      );
      expect(result.ok ? [] : result.problems).toEqual([]);
    }
  });
});

describe("the documentation of the configuration", () => {
  it("has a row for each key", () => {
    const lines = renderConfigDocs().split("\n");
    expect(lines.slice(0, 2)).toEqual(["| key | value | what it does |", "|---|---|---|"]);
    expect(lines.slice(2, -1).map((line) => line.split("`")[1])).toEqual([
      "$schema",
      "ruleset",
      "preset",
      "select",
      "ignore",
      "rules",
      "failOn",
      "baseline",
      "secretConfig",
      "deployments",
      "runFiles",
      "limits",
      "roles",
    ]);
    expect(lines[5]).toBe("| `select` | a list of rule names | Report these rules only. |");
  });
});
