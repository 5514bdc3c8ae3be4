import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { explainRow } from "../../src/report/explain.ts";
import { formatNames, formats, renderJobSummary, type FormatName, type Renderer } from "../../src/report/index.ts";
import type { Report } from "../../src/report/report.ts";
import { sanitize } from "../../src/report/sanitize.ts";
import { finding, reportOn, rules } from "./fixture.ts";
import { parseXml } from "./xml.ts";

/** Text as a hostile repository may hold it: controls, escapes, overrides, markup, halves of characters. */
const hostile = fc
  .array(
    fc.oneof(
      fc.string({ unit: "binary", maxLength: 6 }),
      fc.constantFrom(
        "\u001b[2J",
        "\u009b31m",
        "\u202e",
        "\u2066",
        "\r\n",
        "\t",
        "::error::x",
        "]]>",
        "<a b='",
        "&",
        "|",
        "`",
        "\uD800",
        "\uFFFF",
        "日本",
        "😀",
        "\u0000",
        "%0A",
        "PASSWORD=x ",
      ),
    ),
    { maxLength: 20 },
  )
  .map((parts) => parts.join(""));

const scene = fc
  .record({ text: hostile, message: hostile, path: hostile, reason: hostile, from: fc.nat(200), length: fc.nat(80) })
  .map(({ text, message, path, reason, from, length }): Report => {
    const file = path === "" ? "a" : path;
    const start = Math.min(from, text.length);
    const span = { start, end: Math.min(text.length, start + length) };
    const base = reportOn(file, text, span, { message });
    const place = { file, span, how: "literal", via: [], note: reason } as const;
    return {
      ...base,
      findings: [
        ...base.findings,
        finding("memory-limit", { ...place, span: { start: 0, end: span.end } }, message, [], {
          related: [{ at: place, message: reason }],
          fixes: [{ title: reason, safety: "unsafe", breaks: message }],
        }),
      ],
      scorecard: base.scorecard.map((card) => ({
        ...card,
        file,
        anchor: place,
        name: path,
        roleReason: reason,
        rows: card.rows.map((row) => ({ ...row, verdict: "unknown" as const, reason, at: [place] })),
      })),
      gaps: [{ origin: place, reason }],
      errors: [{ file, span, message, hint: reason }],
      notices: [reason],
      nextActions: [{ title: message, detail: reason, findings: [] }],
    };
  });

/** The characters that a terminal might obey: controls but tab and line feed, and bidirectional overrides. */
function obeyed(text: string | undefined): readonly string[] {
  return [...(text ?? "")].filter((character) => {
    const code = character.charCodeAt(0);
    if (code < 0xa0) return (code < 0x20 && code !== 0x09 && code !== 0x0a) || code >= 0x7f;
    return (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);
  });
}

function render(name: FormatName, report: Report, more: object = {}): string {
  const renderer: Renderer = formats[name];
  return renderer(report, { rules, ...more });
}

describe("whatever stands in a file, a path or a message", () => {
  it("text, annotations and Markdown hold nothing that a terminal obeys", () => {
    fc.assert(
      fc.property(scene, fc.boolean(), fc.constantFrom(40, 100), (report, verbose, width) => {
        expect(obeyed(render("text", report, { verbose, width }))).toEqual([]);
        expect(obeyed(render("text", report, { quiet: true }))).toEqual([]);
        expect(obeyed(render("github", report))).toEqual([]);
        expect(obeyed(render("markdown", report))).toEqual([]);
        expect(obeyed(renderJobSummary(report, { rules }))).toEqual([]);
        const card = report.scorecard[0];
        if (card !== undefined) expect(obeyed(explainRow(report, card, "secrets", { rules }))).toEqual([]);
      }),
    );
  });

  it("text keeps to its width", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom("a", " ", "b", "\t", "-", "/"), maxLength: 400 }),
        fc.nat(400),
        fc.nat(100),
        (text, from, length) => {
          const start = Math.min(from, text.length);
          const report = reportOn("file", text, { start, end: Math.min(text.length, start + length) });
          for (const line of render("text", report, { width: 80, verbose: true }).split("\n"))
            expect(line.length, line).toBeLessThanOrEqual(80);
        },
      ),
    );
  });

  it("annotations are one command a line", () => {
    fc.assert(
      fc.property(scene, (report) => {
        for (const line of render("github", report).trimEnd().split("\n"))
          expect(line).toMatch(/^::(?:error|warning|notice) (?:[a-zA-Z]+=[^,:]*,?)+::/);
      }),
    );
  });

  it("JSON, SARIF and Code Quality parse, and XML is well-formed", () => {
    fc.assert(
      fc.property(scene, (report) => {
        for (const name of ["json", "sarif", "gitlab"] as const) expect(() => JSON.parse(render(name, report))).not.toThrow();
        expect(parseXml(render("junit", report)).name).toBe("testsuites");
      }),
    );
  });

  it("no format shows a secret of a source line", () => {
    const secret = fc.stringMatching(/^[A-Za-z0-9]{10,40}$/);
    const line = fc.constantFrom(
      (value: string) => `ENV API_TOKEN=${value}`,
      (value: string) => `      DB_PASSWORD: "${value}"`,
      (value: string) => `url: redis://app:${value}@cache:6379`,
      (value: string) => `x: ghp_${value}${value}`,
      (value: string) => `RUN app --password ${value}`,
    );
    fc.assert(
      fc.property(secret, line, (value, write) => {
        const text = write(value);
        const report = reportOn("file", text, { start: 0, end: text.length }, { message: `Found ghp_${value} here` });
        for (const name of formatNames) expect(render(name, report, { verbose: true }), name).not.toContain(value);
      }),
    );
  });

  it("no format shows the value that a secret rule found, whatever its name", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^Zq9[A-Za-z0-9 :=$]{4,30}$/), (value) => {
        const text = `plain: [${value}]`;
        const report = reportOn("file", text, { start: 8, end: 8 + value.length }, { rule: "no-secret-value", row: "secrets" });
        for (const name of ["text", "sarif"] as const) expect(render(name, report, { verbose: true }), name).not.toContain(value);
      }),
    );
  });
});

describe("sanitize", () => {
  it("replaces one for one and keeps what is harmless", () => {
    expect(sanitize("a\u001b\u0085\u202e\u2028\uFEFFb\tc\nd é 日本 😀 \u200d")).toBe(
      "a\uFFFD\uFFFD\uFFFD\uFFFD\uFFFDb\tc\nd é 日本 😀 \u200d",
    );
    fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => sanitize(text).length === text.length));
  });
});
