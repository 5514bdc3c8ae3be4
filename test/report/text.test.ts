import { describe, expect, it } from "vitest";
import { renderText } from "../../src/report/text/text.ts";
import { stripColors } from "../../src/report/text/width.ts";
import type { Report } from "../../src/report/report.ts";
import { at, cleanReport, finding, report, reportOn, rules, WEB } from "./fixture.ts";

const options = { rules };

/** The frame of the one finding: what stands between its title and the next blank line. */
function frame(path: string, text: string, from: string, to = from, width = 100): readonly string[] {
  const start = text.indexOf(from);
  const span = { start, end: text.indexOf(to, start) + to.length };
  const lines = renderText(reportOn(path, text, span, { workloads: [] }), { ...options, width }).split("\n");
  const first = lines.findIndex((line) => line.startsWith("critical no-docker-socket"));
  return lines.slice(first + 1, lines.indexOf("", first));
}

describe("the report for a terminal", () => {
  it("puts the scorecard first, sums up what is missing and ends with what to do next", async () => {
    await expect(renderText(report, options)).toMatchFileSnapshot("expected/report.txt");
  });
  it("shows every frame with --verbose", async () => {
    await expect(renderText(report, { ...options, verbose: true })).toMatchFileSnapshot("expected/verbose.txt");
  });
  it("needs only ASCII and 60 columns where told", async () => {
    const text = renderText(report, { ...options, ascii: true, width: 60 });
    await expect(text).toMatchFileSnapshot("expected/narrow.txt");
    expect(text).toMatch(/^[\x20-\x7e\n]*$/);
    for (const line of text.split("\n")) expect(line.length, line).toBeLessThanOrEqual(60);
  });
  it("is coloured where told, and says the same", async () => {
    const colored = renderText(report, { ...options, color: true });
    await expect(JSON.stringify(colored.split("\n"), undefined, 1)).toMatchFileSnapshot("expected/color.json.txt");
    expect(stripColors(colored)).toBe(renderText(report, options));
  });
  it("says one line when all is well", () => {
    expect(renderText(cleanReport(3), options)).toBe("All 3 workloads are seaworthy. 33 of 33 rows pass, 6 n/a.\n");
    expect(renderText(cleanReport(1), options)).toBe("The workload is seaworthy. 11 of 11 rows pass, 2 n/a.\n");
  });
  it("says what was hidden and ignored even when all is well", () => {
    const clean = cleanReport(1);
    const hidden: Report = { ...clean, summary: { ...clean.summary, hidden: 2 } };
    expect(renderText(hidden, options)).toBe(
      "The workload is seaworthy. 11 of 11 rows pass, 2 n/a.\n\nNo findings · 2 hidden by --severity\n",
    );
  });
  it("never praises what it could not read", () => {
    const text = renderText({ ...cleanReport(0), errors: report.errors }, options);
    expect(text).toBe(
      "error: compose.prod.yaml: The included file common.yaml does not exist.\n       hint: Add it, or allow gaps with --allow-gaps.\n\nNo findings\n",
    );
  });
  it("says that there is nothing to check", () => {
    expect(renderText(cleanReport(0), options)).toBe("Nothing to check.\n");
    const noticed = { ...cleanReport(0), notices: ["No Dockerfile and no Compose file below this folder."] };
    expect(renderText(noticed, options)).toBe("No Dockerfile and no Compose file below this folder.\n");
  });
  it("is one line for each finding with --quiet, and nothing when all is well", () => {
    expect(renderText(cleanReport(3), { ...options, quiet: true })).toBe("");
    const lines = renderText(report, { ...options, quiet: true }).split("\n");
    expect(lines[0]).toBe(
      "compose.yaml:9:9: critical no-docker-socket: The engine socket is mounted: whoever controls web controls the host.",
    );
    expect(lines).toHaveLength(19);
  });
  it("puts combinations first", () => {
    const combined = {
      ...finding("image-tag", at("compose.yaml", "postgres:latest"), "The tag latest moves.", [WEB]),
      combination: "host takeover in one step",
    };
    const text = renderText({ ...report, findings: [...report.findings, combined] }, { ...options, quiet: true });
    expect(text.split("\n")[0]).toBe("compose.yaml:11:12: medium image-tag: The tag latest moves.");
  });
  it("stays short in a large repository and says what is left", () => {
    const many = cleanReport(40);
    const large: Report = {
      ...many,
      scorecard: many.scorecard.map((card, index) => (index < 30 ? { ...card, failed: 1, passed: 10 } : card)),
      findings: many.scorecard
        .slice(0, 30)
        .map((card) => finding("memory-limit", card.anchor, "No memory limit is set.", [card.workload])),
      summary: { ...many.summary, medium: 30 },
    };
    const lines = renderText(large, options).trimEnd().split("\n");
    expect(lines.length).toBeLessThanOrEqual(30);
    expect(lines).toContain("… and 28 more (--verbose)");
    expect(lines).toContain("… and 24 more workloads (--verbose)");
  });
  it("shows paths as they are from the working directory", () => {
    const moved: Report = { ...report, displayPath: (path) => `../${path}` };
    const text = renderText(moved, options);
    expect(text).toContain("┌ ../compose.yaml:9:9 · web");
    expect(text.startsWith("../compose.yaml ")).toBe(true);
  });
});

describe("a code frame", () => {
  it("expands tabs", () => {
    expect(frame("a", "x:\n\tkey:\tvalue\n", "value")).toEqual([
      "   ┌ a:2:7",
      " 2 │     key:    value",
      "   │             ^^^^^",
    ]);
  });
  it("counts wide and combining characters as terminals do", () => {
    expect(frame("a", "# 日本語e\u0301😀 value", "value")).toEqual([
      "   ┌ a:1:11",
      " 1 │ # 日本語e\u0301😀 value",
      "   │             ^^^^^",
    ]);
  });
  it("draws a span of several lines", () => {
    expect(frame("a", "  RUN one \\\n    two \\\n    three\nCMD x\n", "RUN", "three")).toEqual([
      "   ┌ a:1:3",
      " 1 │ ┌   RUN one \\",
      " 2 │ │     two \\",
      " 3 │ │     three",
      "   │ └─────────^",
    ]);
  });
  it("shows where a span starts in the middle of a line, and leaves out its middle", () => {
    expect(frame("a", "x: one\n2\n3\n4\n5\nend here\n", "one", "end")).toEqual([
      "   ┌ a:1:4",
      " 1 │   x: one",
      "   │ ┌────^",
      " 2 │ │ 2",
      "   │ │ …",
      " 6 │ │ end here",
      "   │ └───^",
    ]);
  });
  it("does not run into the line after a line end", () => {
    expect(frame("a", "one\r\ntwo\r\n", "one\r\n")).toEqual(["   ┌ a:1:1", " 1 │ one", "   │ ^^^"]);
  });
  it("keeps the mark in sight on a long line", () => {
    const lines = frame("a", `${"a".repeat(500)} value ${"b".repeat(500)}`, "value", "value", 60);
    expect(lines).toEqual(["   ┌ a:1:502", ` 1 │ …aaaaaaa value ${"b".repeat(38)}…`, "   │          ^^^^^"]);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(60);
  });
  it("marks an empty span and the end of a file", () => {
    const text = "one\n";
    const lines = renderText(reportOn("a", text, { start: 4, end: 4 }, { workloads: [] }), options).split("\n");
    expect(lines).toContain("   ┌ a:2:1");
    expect(lines[lines.indexOf("   ┌ a:2:1") + 1]).toBe(" 2 │");
    expect(lines[lines.indexOf("   ┌ a:2:1") + 2]).toBe("   │ ^");
  });
  it("makes room for long line numbers", () => {
    expect(frame("a", `${"\n".repeat(12_344)}value`, "value")).toEqual(["      ┌ a:12345:1", "12345 │ value", "      │ ^^^^^"]);
  });
  it("names a place without a file", () => {
    const base = reportOn("a", "x", { start: 0, end: 1 }, { workloads: [] });
    const text = renderText({ ...base, sources: new Map() }, options);
    expect(text).toContain("critical no-docker-socket  The engine socket is mounted.\n   ┌ a\n");
  });
  it("shows no control character of a file", () => {
    expect(frame("a", "x\u001b[31m\u202evalue\u0007", "value")).toEqual([
      "   ┌ a:1:8",
      " 1 │ x\uFFFD[31m\uFFFDvalue\uFFFD",
      "   │        ^^^^^",
    ]);
  });
});
