import { describe, expect, it } from "vitest";
import { runRules } from "../../../src/engine/run.ts";
import type { EngineOptions } from "../../../src/engine/options.ts";
import type { Finding } from "../../../src/engine/result.ts";
import { parseDockerfile } from "../../../src/parse/dockerfile/parse.ts";
import type { FileKind } from "../../../src/source/source-file.ts";
import type { Rule } from "../../../src/rules/rule.ts";
import { failAt, fakeFile, fakeProject, fakeWorkload, options, place } from "../fake.ts";

/** Finds `rule-a` and `rule-b` at every mark `A:` or `B:` text, and says what became of them and of the ignores. */
function run(
  path: string,
  text: string,
  marks: Readonly<Record<string, readonly string[]>>,
  change: Partial<EngineOptions> & { kind?: FileKind; maps?: Rule["maps"] } = {},
): string[] {
  const file = fakeFile(path, text, change.kind);
  const rules = ["rule-a", "rule-b"].map((name) =>
    failAt(
      name,
      (marks[name] ?? []).map((mark) => place(file, mark)),
      { maps: change.maps ?? {} },
    ),
  );
  const anchor = { file: path, span: { start: 0, end: 0 }, how: "literal" as const, via: [] };
  const dockerfiles = new Map(file.kind === "dockerfile" ? [[path, parseDockerfile(text)]] : []);
  const base = fakeProject([file], [fakeWorkload(anchor)]);
  const project = { ...base, loaded: { ...base.loaded, dockerfiles } };
  const { findings } = runRules(project, rules, { ...options, ...change });
  return findings.map((finding) => describeFinding(finding, text));
}

function describeFinding({ rule, at, status, justification, message }: Finding, text: string): string {
  const where = text.slice(at.span.start, at.span.end);
  return rule === "unused-ignore"
    ? `${where} → ${message}`
    : `${rule} ${where}: ${status}${justification === undefined ? "" : ` (${justification})`}`;
}

describe("an ignore in a Dockerfile", () => {
  const text = [
    "# seaworthy: ignore[rule-a] -- the base is scanned",
    "# another comment",
    "FROM node:latest",
    "",
    "# seaworthy: ignore[rule-a, rule-b]",
    "RUN apt-get update \\",
    "    # seaworthy: ignore[rule-b] -- inside",
    "    && curl x \\",
    "    && sudo y",
    "USER root",
    "",
  ].join("\n");

  it("covers the instruction below it as a whole, and the justification is its reason", () => {
    expect(run("Dockerfile", text, { "rule-a": ["node:latest", "sudo y"], "rule-b": ["apt-get", "curl x"] })).toEqual([
      "rule-a node:latest: ignored (the base is scanned)",
      "rule-b apt-get: ignored (ignored in a comment, without a reason)",
      "rule-b curl x: ignored (ignored in a comment, without a reason)",
      "rule-a sudo y: ignored (ignored in a comment, without a reason)",
    ]);
  });

  it("inside an instruction covers the next line only", () => {
    const inner = text.replace("# seaworthy: ignore[rule-a, rule-b]\n", "");
    expect(run("Dockerfile", inner, { "rule-a": ["node:latest"], "rule-b": ["curl x", "sudo y"] })).toEqual([
      "rule-b sudo y: open",
      "rule-a node:latest: ignored (the base is scanned)",
      "rule-b curl x: ignored (inside)",
    ]);
  });

  it("that covers nothing is a finding at the name", () => {
    expect(run("Dockerfile", text, { "rule-a": ["node:latest", "USER root"], "rule-b": ["curl x"] })).toEqual([
      "rule-a USER root: open",
      "rule-a → rule-a is ignored here, but it finds nothing here.",
      "rule-a node:latest: ignored (the base is scanned)",
      "rule-b curl x: ignored (ignored in a comment, without a reason)",
    ]);
  });

  it("is cut off by a blank line", () => {
    expect(run("Dockerfile", "# seaworthy: ignore[rule-a]\n\nFROM x:latest\n", { "rule-a": ["x:latest"] })).toEqual([
      "rule-a x:latest: open",
      "rule-a → rule-a is ignored here, but it finds nothing here.",
    ]);
  });

  it("works with CRLF and heredocs", () => {
    const heredoc = "# seaworthy: ignore[rule-a]\r\nRUN <<EOF\r\napt-get update\r\nsudo y\r\nEOF\r\nUSER root\r\n";
    expect(run("Dockerfile", `FROM x\r\n${heredoc}`, { "rule-a": ["sudo y", "USER root"] })).toEqual([
      "rule-a USER root: open",
      "rule-a sudo y: ignored (ignored in a comment, without a reason)",
    ]);
  });

  it("for the whole file stands anywhere", () => {
    expect(
      run("Dockerfile", "FROM x\nUSER root\n# seaworthy: file-ignore[rule-a, rule-b] -- legacy\n", { "rule-a": ["x", "root"] }),
    ).toEqual([
      "rule-b → rule-b is ignored here, but it finds nothing in this file.",
      "rule-a x: ignored (legacy)",
      "rule-a root: ignored (legacy)",
    ]);
  });
});

describe("an ignore that cannot be honoured", () => {
  const cases: readonly [string, string][] = [
    ["ignore", "This ignore is not honoured: an ignore must name its rules: `# seaworthy: ignore[RULE] -- reason`."],
    ["ignore -- all of it", "This ignore is not honoured: an ignore must name its rules: `# seaworthy: ignore[RULE] -- reason`."],
    ["ignore[]", "This ignore is not honoured: an ignore must name its rules one by one: `# seaworthy: ignore[RULE] -- reason`."],
    [
      "ignore[*]",
      "This ignore is not honoured: an ignore must name its rules one by one: `# seaworthy: ignore[RULE] -- reason`.",
    ],
    [
      "file-ignore[all]",
      "This ignore is not honoured: an ignore must name its rules one by one: `# seaworthy: ignore[RULE] -- reason`.",
    ],
    [
      "ignore[rule-a",
      'This ignore is not honoured: the list of rules is not closed with "]": `# seaworthy: ignore[RULE] -- reason`.',
    ],
    [
      "ingore[rule-a]",
      'This ignore is not honoured: "ingore" is unknown; write `# seaworthy: ignore[RULE] -- reason` or `file-ignore[RULE]`.',
    ],
    [
      "disable rule-a",
      'This ignore is not honoured: "disable" is unknown; write `# seaworthy: ignore[RULE] -- reason` or `file-ignore[RULE]`.',
    ],
    ["ignore[rule-a] until=2027-02-30", 'This ignore is not honoured: "2027-02-30" is not a day: write until=YYYY-MM-DD.'],
    ["ignore[rule-a] -- soon until=2026-11-23", "This ignore of rule-a expired on 2026-11-23."],
  ];
  it.each(cases)("%s", (written, message) => {
    const comment = `# seaworthy: ${written}`;
    expect(run("Dockerfile", `${comment}\nFROM x:latest\n`, { "rule-a": ["x:latest"] })).toEqual([
      "rule-a x:latest: open",
      `${comment} → ${message}`,
    ]);
  });

  it("names the rule that was meant and keeps the other names", () => {
    expect(
      run("Dockerfile", "# seaworthy: ignore[rule_a, rule-x9, zzz, rule-a]\nFROM x:latest\n", { "rule-a": ["x:latest"] }),
    ).toEqual([
      'rule_a → There is no rule "rule_a" (did you mean "rule-a"?).',
      'rule-x9 → There is no rule "rule-x9" (did you mean "rule-a"?).',
      'zzz → There is no rule "zzz".',
      "rule-a x:latest: ignored (ignored in a comment, without a reason)",
    ]);
  });

  it("says which of our rules a peer's id is", () => {
    expect(
      run(
        "Dockerfile",
        "# seaworthy: ignore[DL3007]\nFROM x:latest\n",
        { "rule-a": ["x:latest"] },
        { maps: { hadolint: ["DL3007"] } },
      ),
    ).toEqual(["rule-a x:latest: open", 'DL3007 → There is no rule "DL3007" (DL3007 is rule-a, rule-b here).']);
  });

  it("holds on its last day", () => {
    expect(
      run("Dockerfile", "# seaworthy: ignore[rule-a] -- soon until=2026-11-24\nFROM x:latest\n", { "rule-a": ["x:latest"] }),
    ).toEqual(["rule-a x:latest: ignored (soon)"]);
  });

  it("is not unused where its rule did not run, and can itself be switched off", () => {
    const text = "# seaworthy: ignore[rule-b]\nFROM x:latest\n";
    expect(run("Dockerfile", text, {}, { select: ["rule-a", "unused-ignore"] })).toEqual([]);
    expect(run("Dockerfile", text, {}, { ignore: ["unused-ignore"] })).toEqual([]);
    expect(run("Dockerfile", `${text}# seaworthy: file-ignore[unused-ignore] -- shared\n`, {})).toEqual([
      "rule-b → rule-b is ignored here, but it finds nothing here.",
    ]);
  });

  it("is left alone in prose that speaks of it", () => {
    expect(run("Dockerfile", "# seaworthy: see docs\nFROM x\n", {})).toEqual([]);
    expect(run("README.md", "    # seaworthy: ignore[rule-a]\n", {}, { kind: "markdown" })).toEqual([]);
  });
});

describe("an ignore in a Compose file", () => {
  const text = [
    "services:",
    "  # seaworthy: ignore[rule-a]",
    "  web:",
    "    image: x:latest # seaworthy: ignore[rule-b] -- pinned elsewhere",
    "    volumes:",
    "      # seaworthy: ignore[rule-b] -- it is a proxy",
    "      - type: bind",
    "        source: /var/run/docker.sock",
    "        target: /s",
    "      - /etc:/etc",
    "    command: >",
    "      echo # seaworthy: ignore[rule-a]",
    "    environment:",
    "      NOTE: 'it''s # seaworthy: ignore[rule-a]'",
    "      TEXT: it's # seaworthy: ignore[rule-b]",
    "",
  ].join("\n");

  it("covers a key, its value or a list item, and at a service only what is anchored there", () => {
    expect(
      run("compose.yaml", text, {
        "rule-a": ["web", "type: bind"],
        "rule-b": ["x:latest", "/var/run/docker.sock", "/etc:/etc", "it's #"],
      }),
    ).toEqual([
      "rule-a type: bind: open",
      "rule-b /etc:/etc: open",
      "rule-a web: ignored (ignored in a comment, without a reason)",
      "rule-b x:latest: ignored (pinned elsewhere)",
      "rule-b /var/run/docker.sock: ignored (it is a proxy)",
      "rule-b it's #: ignored (ignored in a comment, without a reason)",
    ]);
  });

  it("does not silence what stands in the block below a key", () => {
    const block = "services:\n  web:\n    # seaworthy: ignore[rule-a]\n    environment:\n      A: secret\n";
    expect(run("compose.yaml", block, { "rule-a": ["secret"] })).toEqual([
      "rule-a secret: open",
      "rule-a → rule-a is ignored here, but it finds nothing here.",
    ]);
  });

  it("covers a value that runs on over lines", () => {
    const block = "services:\n  web:\n    # seaworthy: ignore[rule-a]\n    command: |\n      one\n      two\n    x: two\n";
    expect(run("compose.yaml", block, { "rule-a": ["two", "x: two"] })).toEqual([
      "rule-a x: two: open",
      "rule-a two: ignored (ignored in a comment, without a reason)",
    ]);
  });
});

describe("an ignore in other files", () => {
  it("works in shell scripts, with continuations", () => {
    const text =
      "#!/bin/sh\n# seaworthy: ignore[rule-a]\ndocker run \\\n  --privileged \\\n  nginx\ndocker run nginx # seaworthy: ignore[rule-b]\n";
    expect(run("run.sh", text, { "rule-a": ["--privileged"], "rule-b": ["run nginx"] }, { kind: "script" })).toEqual([
      "rule-a --privileged: ignored (ignored in a comment, without a reason)",
      "rule-b run nginx: ignored (ignored in a comment, without a reason)",
    ]);
  });
  it("works in env files, ignore files and workflows", () => {
    expect(run(".env", "# seaworthy: ignore[rule-a]\nPASSWORD=x\n", { "rule-a": ["PASSWORD"] }, { kind: "env" })).toEqual([
      "rule-a PASSWORD: ignored (ignored in a comment, without a reason)",
    ]);
    expect(
      run(".dockerignore", "!.env # seaworthy: ignore[rule-a]\n", { "rule-a": ["!.env"] }, { kind: "dockerignore" }),
    ).toEqual(["rule-a !.env: ignored (ignored in a comment, without a reason)"]);
    const steps =
      "jobs:\n  a:\n    steps:\n      # seaworthy: ignore[rule-a]\n      - name: Scan\n        uses: scan@master\n      - uses: other@master\n";
    expect(run("ci.yml", steps, { "rule-a": ["scan@master", "other@master"] }, { kind: "workflow" })).toEqual([
      "rule-a other@master: open",
      "rule-a scan@master: ignored (ignored in a comment, without a reason)",
    ]);
  });
});

describe("a hostile number of ignores", () => {
  it("is matched in good time", () => {
    const text = "FROM x\n" + "# seaworthy: ignore[rule-a]\nRUN y\n".repeat(20_000);
    const file = fakeFile("Dockerfile", text);
    const places = Array.from({ length: 20_000 }, (_, i) => {
      const start = 7 + 34 * i + 28;
      return { file: "Dockerfile", span: { start, end: start + 5 }, how: "literal" as const, via: [] };
    });
    const workload = fakeWorkload(place(file, "FROM x"));
    const base = fakeProject([file], [workload]);
    const project = { ...base, loaded: { ...base.loaded, dockerfiles: new Map([["Dockerfile", parseDockerfile(text)]]) } };
    const started = performance.now();
    const { findings } = runRules(project, [failAt("rule-a", places)], options);
    expect(performance.now() - started).toBeLessThan(3000);
    expect(new Set(findings.map(({ status, rule }) => `${rule} ${status}`))).toEqual(new Set(["rule-a ignored"]));
    expect(findings).toHaveLength(20_000);
  });
});

describe("ignores of other tools", () => {
  const maps = { hadolint: ["DL3007"], trivy: ["DS-0001"], checkov: ["CKV_DOCKER_7"], buildkit: ["SecretsUsedInArgOrEnv"] };
  const text = (comment: string): string => `${comment}\nFROM x:latest\nUSER root\n`;
  const marks = { "rule-a": ["x:latest", "root"] };
  it.each([
    ["# hadolint ignore=DL3006,DL3007", "rule-a root: open", "rule-a x:latest: ignored (# hadolint ignore=DL3006,DL3007)"],
    [
      "# hadolint global ignore=DL3007",
      "rule-a x:latest: ignored (# hadolint global ignore=DL3007)",
      "rule-a root: ignored (# hadolint global ignore=DL3007)",
    ],
    ["#trivy:ignore:DS-0001", "rule-a root: open", "rule-a x:latest: ignored (# trivy:ignore:DS-0001)"],
    [
      "#trivy:ignore:AVD-DS-0001 trivy:ignore:X",
      "rule-a root: open",
      "rule-a x:latest: ignored (# trivy:ignore:AVD-DS-0001 trivy:ignore:X)",
    ],
    [
      "# trivy:ignore:DS001:exp:2026-11-24",
      "rule-a root: open",
      "rule-a x:latest: ignored (# trivy:ignore:DS001:exp:2026-11-24)",
    ],
    ["# trivy:ignore:DS001:exp:2026-11-23", "rule-a x:latest: open", "rule-a root: open"],
    ["#checkov:skip=CKV_DOCKER_7:it is a test", "rule-a x:latest: ignored (it is a test)", "rule-a root: ignored (it is a test)"],
    [
      "# check=error=true;skip=SecretsUsedInArgOrEnv",
      "rule-a x:latest: ignored (# check=error=true;skip=SecretsUsedInArgOrEnv)",
      "rule-a root: ignored (# check=error=true;skip=SecretsUsedInArgOrEnv)",
    ],
    ["# hadolint ignore=DL9999", "rule-a x:latest: open", "rule-a root: open"],
  ])("%s", (comment, ...expected) => {
    expect(run("Dockerfile", text(comment), marks, { maps })).toEqual(expected);
  });
  it("are never unused, and can be refused", () => {
    expect(run("Dockerfile", text("# hadolint ignore=DL3007"), {}, { maps })).toEqual([]);
    expect(run("Dockerfile", text("# hadolint ignore=DL3007"), marks, { maps, foreignIgnores: false })).toEqual([
      "rule-a x:latest: open",
      "rule-a root: open",
    ]);
  });
  it("of BuildKit count at the top only", () => {
    expect(run("Dockerfile", "FROM x:latest\n# check=skip=SecretsUsedInArgOrEnv\nUSER root\n", marks, { maps })).toEqual([
      "rule-a x:latest: open",
      "rule-a root: open",
    ]);
  });
});
