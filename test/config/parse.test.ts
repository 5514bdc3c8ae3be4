import { describe, expect, it } from "vitest";
import * as fc from "fast-check";
import { parseConfig } from "../../src/config/parse.ts";
import { formatProblem } from "../../src/config/problem.ts";
import type { Config } from "../../src/config/config.ts";

const names = { rules: ["image-tag", "non-root-user", "no-docker-socket"] };

function read(text: string, path = ".seaworthy.yaml"): Config {
  const result = parseConfig({ path, kind: "config", text }, names);
  if (!result.ok) throw new Error(result.problems.map(formatProblem).join("\n"));
  return result.config;
}
function problems(text: string, path = ".seaworthy.yaml"): string[] {
  const result = parseConfig({ path, kind: "config", text }, names);
  return result.ok ? [] : result.problems.map(formatProblem);
}

const full = `# yaml-language-server: $schema=x
$schema: ./schema.json
ruleset: 2026.11
preset: strict
select: [image-tag, non-root-user]
ignore:
  - image-tag
rules:
  image-tag: off
  non-root-user: HIGH
  no-docker-socket:
    severity: medium
    ignore:
      - path: legacy/**
        service: traefik
        reason: The proxy needs it
        until: 2027-06-30
limits: { memory: 96m, cpus: 0.5, pids: "64" }
failOn: never
baseline: .seaworthy-baseline.json
deployments:
  - name: live
    files: [compose.yaml, compose.prod.yaml]
    envFile: .env.production
    profiles: [web]
runFiles: [scripts/deploy.sh]
roles:
  "compose.yaml#mailhog": development
  examples/**: test
`;

describe("a configuration", () => {
  it("is read in full", () => {
    const config = read(full);
    const start = full.indexOf("path: legacy");
    const end = full.indexOf("failOn");
    expect({ ...config, file: config.file.path }).toEqual({
      file: ".seaworthy.yaml",
      ruleset: "2026.11",
      preset: "strict",
      select: ["image-tag", "non-root-user"],
      ignore: ["image-tag"],
      rules: new Map<string, unknown>([
        ["image-tag", { severity: "off" }],
        ["non-root-user", { severity: "high" }],
        [
          "no-docker-socket",
          {
            severity: "medium",
            ignore: [
              {
                path: "legacy/**",
                workload: "traefik",
                reason: "The proxy needs it",
                until: "2027-06-30",
                span: { start, end: expect.any(Number) },
              },
            ],
          },
        ],
      ]),
      failOn: "never",
      baseline: ".seaworthy-baseline.json",
      deployments: [
        { name: "live", files: ["compose.yaml", "compose.prod.yaml"], envFiles: [".env.production"], profiles: ["web"] },
      ],
      runFiles: ["scripts/deploy.sh"],
      limits: { memory: "96m", cpus: "0.5", pids: 64 },
      roles: new Map([
        ["compose.yaml#mailhog", "development"],
        ["examples/**", "test"],
      ]),
    });
    const ignore = config.rules.get("no-docker-socket")?.ignore?.[0];
    expect(ignore?.span.end).toBeLessThanOrEqual(end);
  });

  it("may be JSON, empty, or have keys without values", () => {
    expect(read('\ufeff{\n\t"preset": "strict",\n\t"rules": {"image-tag": "low"}\n}\n', ".seaworthy.json")).toMatchObject({
      preset: "strict",
      rules: new Map([["image-tag", { severity: "low" }]]),
    });
    for (const text of ["", "# nothing\n", "---\n", "null\n", "select:\nrules:\n"]) {
      expect(read(text)).toMatchObject({ select: undefined, ignore: [], rules: new Map(), deployments: undefined });
    }
  });

  it("speaks of its own folder", () => {
    const text =
      "baseline: base.json\nrules: {image-tag: {ignore: [{path: '*.dev'}, {path: a/b}]}}\ndeployments: [{files: [c.yml, ../d.yml]}]\nroles: {\"c.yml#web\": job, old: test}\n";
    const config = read(text, "apps/shop/.seaworthy.yml");
    expect(config.baseline).toBe("apps/shop/base.json");
    expect(config.rules.get("image-tag")?.ignore?.map(({ path }) => path)).toEqual(["apps/shop/**/*.dev", "apps/shop/a/b"]);
    expect(config.deployments).toEqual([{ files: ["apps/shop/c.yml", "apps/d.yml"] }]);
    expect([...config.roles.keys()]).toEqual(["apps/shop/c.yml#web", "apps/shop/**/old"]);
  });

  it("keeps the text of a ruleset that looks like a number", () => {
    const result = parseConfig(
      { path: "x", kind: "config", text: "ruleset: 2026.10\n" },
      { ...names, rulesets: ["2026.11", "2027.3"] },
    );
    expect(result).toMatchObject({ ok: true, config: { ruleset: "2026.10" } });
  });

  it("follows anchors", () => {
    expect(read("select: &a [image-tag]\nignore: *a\n").ignore).toEqual(["image-tag"]);
  });
});

describe("mistakes in a configuration", () => {
  const cases: readonly [string, readonly string[]][] = [
    ["presets: strict\n", ['1:1: unknown key "presets" (did you mean "preset"?)']],
    ["preset: strickt\n", ['1:9: "strickt" is not default or strict (did you mean "strict"?)']],
    ["\nfailOn: hgih\n", ['2:9: "hgih" is not critical, high, medium, low or never (did you mean "high"?)']],
    ["select: [image-tags]\n", ['1:10: there is no rule "image-tags" (did you mean "image-tag"?)']],
    ["select: image-tag\n", ["1:9: this must be a list of rule names"]],
    ["rules:\n  nonroot-user: low\n", ['2:3: there is no rule "nonroot-user" (did you mean "non-root-user"?)']],
    ["rules:\n  image-tag: false\n", ['2:14: "false" is not off, critical, high, medium or low']],
    ["rules:\n  image-tag: {sevrity: low}\n", ['2:15: unknown key "sevrity" (did you mean "severity"?)']],
    ["rules:\n  image-tag:\n    ignore:\n      - reason: x\n", ["4:9: an exception needs a path or a workload"]],
    [
      "rules: {image-tag: {ignore: [{workload: a, service: b}]}}\n",
      ["1:30: workload and service are the same: give one of them"],
    ],
    ["rules: {image-tag: {ignore: [{path: a, until: 2027-13-01}]}}\n", ['1:47: "2027-13-01" is not a day']],
    ["preset: strict\npreset: default\n", ['2:1: the key "preset" is here twice']],
    ["limits: {memory: much}\n", ['1:9: "much" is no size']],
    ["limits: {cpus: 0, pids: 1.5}\n", ['1:9: "0" is no number of cores', '1:9: "1.5" is no number of processes']],
    ["limits: {disk: 1g}\n", ['1:10: unknown key "disk"']],
    ["roles:\n  web: prod\n", ['2:8: "prod" is not production, development, test, job or base']],
    ["deployments:\n  - profiles: [x]\n", ['2:5: the key "files" is missing']],
    ["deployments: [{files: [[]]}]\n", ["1:24: this must be a path"]],
    ["ruleset: latest\n", ['1:10: "latest" is not a ruleset']],
    ["ruleset: 2031.1\n", ["1:10: this version does not know the ruleset 2031.1; its newest is 2026.11"]],
    ["[]\n", ["1:1: this must be a map of settings"]],
    ["preset: *x\n", ['1:9: there is no anchor "x"']],
    ["a: 1\nb: 2\n", ['1:1: unknown key "a"', '2:1: unknown key "b"']],
    ["toString: 1\n__proto__: 2\n", ['1:1: unknown key "toString"', '2:1: unknown key "__proto__"']],
    ["preset: strict\n---\npreset: default\n", ["2:1: a second document starts here"]],
  ];
  it.each(cases)("%j", (text, expected) => {
    expect(problems(text)).toEqual(expected.map((message) => `.seaworthy.yaml:${message}`));
  });

  it("come with a hint and the place", () => {
    const result = parseConfig({ path: "c", kind: "config", text: "x: 1\n" }, names);
    expect(result).toEqual({
      ok: false,
      problems: [
        {
          file: "c",
          span: { start: 0, end: 1 },
          line: 1,
          column: 1,
          message: 'unknown key "x"',
          hint: "Known keys: $schema, ruleset, preset, select, ignore, rules, failOn, baseline, secretConfig, deployments, runFiles, limits, roles.",
        },
      ],
    });
  });

  it("never are an exception, whatever the text", () => {
    expect(problems("[".repeat(100_000))).toEqual([".seaworthy.yaml:1:1: the configuration is nested too deeply"]);
    expect(problems("a".repeat(1_000_001))).toEqual([
      ".seaworthy.yaml:1:1: the configuration is longer than a million characters",
    ]);
    const word = fc.constantFrom(
      "rules",
      "select",
      ":",
      " ",
      "\n",
      "- ",
      "[",
      "]",
      "{",
      "}",
      "&a",
      "*a",
      "image-tag",
      "off",
      '"',
      "'",
      "?",
      "|",
      "!!x",
    );
    fc.assert(
      fc.property(
        fc.array(word).map((words) => words.join("")),
        (text) => {
          parseConfig({ path: "c", kind: "config", text }, names);
        },
      ),
    );
  });
});
