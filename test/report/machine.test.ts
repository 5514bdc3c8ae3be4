import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { formatHelp, formatNames, formats, isFormatName, renderJobSummary } from "../../src/report/index.ts";
import { renderGithub } from "../../src/report/github/annotations.ts";
import { renderGitlab } from "../../src/report/gitlab/code-quality.ts";
import { renderJson } from "../../src/report/json/json.ts";
import { renderJunit } from "../../src/report/junit/junit.ts";
import { renderMarkdown } from "../../src/report/markdown/markdown.ts";
import type { Finding, Report } from "../../src/report/report.ts";
import { at, cleanReport, finding, report, reportOn, rules, WEB } from "./fixture.ts";
import { parseXml } from "./xml.ts";

const options = { rules };
const schema: object = JSON.parse(readFileSync(new URL("../../schema/report.schema.json", import.meta.url), "utf8"));
const validate = new Ajv({ allErrors: true }).compile(schema);

describe("JSON", () => {
  it("is the contract, to the byte", async () => {
    await expect(renderJson(report)).toMatchFileSnapshot("expected/report.json.txt");
  });
  it("agrees with its schema", () => {
    for (const each of [report, cleanReport(0), cleanReport(2)]) {
      expect(validate(JSON.parse(renderJson(each))), JSON.stringify(validate.errors)).toBe(true);
    }
  });
  it("is refused by the schema where a field is wrong", () => {
    expect(validate({ ...JSON.parse(renderJson(report)), schemaVersion: 2 })).toBe(false);
    expect(validate({ ...JSON.parse(renderJson(report)), extra: 1 })).toBe(false);
  });
  it("has paths and workloads relative to the working directory", () => {
    const moved: Report = { ...report, displayPath: (path) => `../${path}` };
    const data = JSON.parse(renderJson(moved));
    expect(data.findings[0].file).toBe("../compose.yaml");
    expect(data.findings[0].workloads).toEqual(["../compose.yaml#web"]);
    expect(data.scorecard.map((card: { workload: string }) => card.workload)).toEqual([
      "../compose.yaml#web",
      "../compose.yaml#db",
      "../Dockerfile.dev",
    ]);
  });
});

describe("GitHub annotations", () => {
  it("are workflow commands, the most severe first", async () => {
    await expect(renderGithub(report)).toMatchFileSnapshot("expected/github.txt");
  });
  it("escape what a message or path could break out with", () => {
    const one = reportOn("a,b:c%.yaml", "x", { start: 0, end: 1 }, { message: "50%\r\n::error::no\u001b[31m" });
    expect(renderGithub(one)).toBe(
      "::error file=a%2Cb%3Ac%25.yaml,line=1,endLine=1,col=1,endColumn=2,title=no-docker-socket (critical)::50%25 ::error::no\uFFFD[31m\n",
    );
  });
  it("keep within ten of a kind and say how many more there are", () => {
    const many: Finding[] = Array.from({ length: 30 }, (_, index) =>
      finding(index < 15 ? "no-docker-socket" : "image-tag", at("compose.yaml", "web"), `Message ${index}.`, [WEB]),
    );
    const lines = renderGithub({ ...cleanReport(1), findings: [...many, ...many] })
      .trimEnd()
      .split("\n");
    expect(lines.filter((line) => line.startsWith("::error"))).toHaveLength(10);
    expect(lines.filter((line) => line.startsWith("::warning"))).toHaveLength(10);
    expect(lines[9]).toBe("::error title=seaworthy::+6 more, see the summary.");
    expect(lines[19]).toBe("::warning title=seaworthy::+6 more, see the summary.");
  });
  it("give no columns for several lines", () => {
    expect(renderGithub(reportOn("a", "one\ntwo\n", { start: 0, end: 7 }))).toContain("::error file=a,line=1,endLine=2,title=");
  });
  it("are empty when all is well", () => {
    expect(renderGithub(cleanReport(2))).toBe("");
  });
});

describe("the job summary", () => {
  it("has the scorecard, the findings and what was not seen", async () => {
    await expect(renderJobSummary(report, options)).toMatchFileSnapshot("expected/summary.md");
  });
  it("stays under 1 MiB", () => {
    const many = Array.from({ length: 5000 }, (_, index) =>
      finding("image-tag", at("compose.yaml", "web"), `${"é".repeat(2000)} ${index}`, [WEB]),
    );
    const text = renderJobSummary({ ...report, findings: many }, options);
    expect(new TextEncoder().encode(text).length).toBeLessThanOrEqual(1_000_000);
    expect(text.includes("… and 4875 more.")).toBe(true);
  });
});

describe("Markdown", () => {
  it("has a marker by which a comment is found again", async () => {
    await expect(renderMarkdown(report, { ...options, docsBase: "https://docs.example.test/rules/" })).toMatchFileSnapshot(
      "expected/report.md",
    );
  });
  it("lets no message become markup, a link, a mention or a new cell", () => {
    const one = reportOn(
      "a|b`c.yaml",
      "x",
      { start: 0, end: 1 },
      { message: "![x](https://evil.test) <img> @all `a` | **b** #1\nnew www.x.test" },
    );
    expect(renderMarkdown(one, options)).toContain(
      "| `no-docker-socket` | `` a\\|b`c.yaml:1 `` | \\!\\[x\\](https&#58;//evil.test) &lt;img&gt; &#64;all \\`a\\` \\| \\*\\*b\\*\\* \\#1 new www&#46;x.test | `compose.yaml#s1` |  |",
    );
  });
  it("fits a comment, and cuts no table", () => {
    const many = Array.from({ length: 3000 }, (_, index) =>
      finding("image-tag", at("compose.yaml", "web"), `Message ${index}.`, [WEB]),
    );
    const text = renderMarkdown({ ...report, findings: many }, options);
    expect(text.length).toBeLessThanOrEqual(65_000);
    expect(text).toContain("… and 2500 more.");
    expect(text.trimEnd().endsWith("db")).toBe(true);
  });
  it("is short when all is well", () => {
    expect(renderMarkdown(cleanReport(3), options).split("\n").slice(0, 4)).toEqual([
      "<!-- seaworthy-report -->",
      "## seaworthy",
      "",
      "All 3 workloads are seaworthy.",
    ]);
  });
});

describe("GitLab Code Quality", () => {
  it("lists open findings", async () => {
    await expect(renderGitlab(report)).toMatchFileSnapshot("expected/gitlab.json.txt");
  });
  it("has fingerprints that are unique in the file", () => {
    const twice = { ...report, findings: [...report.findings, ...report.findings] };
    const issues: readonly { fingerprint: string; location: { path: string } }[] = JSON.parse(renderGitlab(twice));
    expect(new Set(issues.map((issue) => issue.fingerprint)).size).toBe(issues.length);
    expect(issues.every((issue) => !issue.location.path.startsWith("./"))).toBe(true);
  });
});

describe("JUnit", () => {
  it("has a case for each rule and workload, passes included", async () => {
    const xml = renderJunit(report, options);
    await expect(xml).toMatchFileSnapshot("expected/junit.xml");
    expect(parseXml(xml)).toMatchObject({
      name: "testsuites",
      attributes: { tests: "25", failures: "15", errors: "1", skipped: "3" },
    });
  });
  it("does not fail on what is not in production", () => {
    const development = {
      ...finding("non-root-user", at("Dockerfile.dev", "FROM node:22"), "Runs as root.", ["Dockerfile.dev"]),
      gates: false,
    };
    const xml = renderJunit({ ...report, findings: [development], errors: [] }, options);
    expect(xml).toContain('<skipped message="development workload: Runs as root."/>');
    expect(xml).toContain('failures="0"');
  });
  it("escapes and strips what XML cannot hold", () => {
    const xml = renderJunit(
      reportOn('a"<&.yaml', "x", { start: 0, end: 1 }, { message: 'a <b> & "c" \u0000\u001b\uFFFF\uD800' }),
      options,
    );
    expect(xml).toContain(
      '<failure message="a &lt;b&gt; &amp; &quot;c&quot; \uFFFD\uFFFD\uFFFD\uFFFD" type="critical">a&quot;&lt;&amp;.yaml:1:1: a',
    );
    expect(() => parseXml(xml)).not.toThrow();
  });
});

describe("the table of formats", () => {
  it("has a line of help for each", () => {
    expect(formatNames).toEqual(Object.keys(formats));
    expect(Object.keys(formatHelp)).toEqual(Object.keys(formats));
    expect(isFormatName("sarif")).toBe(true);
    expect(isFormatName("toString")).toBe(false);
  });
});
