import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applyOps } from "../../src/fix/apply.ts";
import { splice } from "../../src/fix/splice.ts";

const at = (start: number, end: number, newText: string) => ({ span: { start, end }, newText });

describe("splice", () => {
  it("replaces and inserts in the order of the text", () => {
    expect(splice("abcdef", [at(4, 5, "E"), at(0, 0, ">"), at(1, 3, "")])).toBe(">adEf");
  });

  it("keeps the order of insertions at one place, before what is replaced there", () => {
    expect(splice("ab", [at(1, 2, "B"), at(1, 1, "1"), at(1, 1, "2")])).toBe("a12B");
  });

  it("refuses edits that overlap or lie outside", () => {
    expect(splice("abcd", [at(0, 2, "x"), at(1, 3, "y")])).toBeUndefined();
    expect(splice("abcd", [at(3, 5, "x")])).toBeUndefined();
    expect(splice("abcd", [at(2, 1, "x")])).toBeUndefined();
  });

  it("changes nothing outside its edits", () => {
    const edits = fc.array(fc.tuple(fc.nat(60), fc.nat(5), fc.string()), { maxLength: 6 });
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), edits, (text, drawn) => {
        let from = 0;
        const list = drawn
          .toSorted(([a], [b]) => a - b)
          .flatMap(([start, length, newText]) => {
            if (start < from || start + length > text.length) return [];
            from = start + length;
            return [at(start, start + length, newText)];
          });
        const result = splice(text, list);
        expect(result).toBeDefined();
        // Undoing every edit from the end gives the text back.
        let undone = result ?? "";
        let shift = list.reduce((sum, { span, newText }) => sum + newText.length - (span.end - span.start), 0);
        for (const { span, newText } of list.toReversed()) {
          shift -= newText.length - (span.end - span.start);
          const start = span.start + shift;
          undone = undone.slice(0, start) + text.slice(span.start, span.end) + undone.slice(start + newText.length);
        }
        expect(undone).toBe(text);
      }),
    );
  });
});

describe("applyOps", () => {
  const files = new Map([
    ["a", "one\n"],
    ["b", "two\n"],
  ]);

  it("changes several files and makes new ones", () => {
    const result = applyOps(files, [
      { kind: "edit", file: "a", span: { start: 0, end: 3 }, newText: "1" },
      { kind: "create", file: "c", text: "new\n", mode: 0o600 },
    ]);
    expect(result).toEqual({
      ok: true,
      changed: new Map([
        ["c", "new\n"],
        ["a", "1\n"],
      ]),
    });
  });

  it("makes all of it or none", () => {
    expect(applyOps(files, [{ kind: "create", file: "b", text: "", mode: 0o644 }])).toEqual({
      ok: false,
      reason: "b is there already",
    });
    expect(applyOps(files, [{ kind: "edit", file: "z", span: { start: 0, end: 0 }, newText: "" }])).toEqual({
      ok: false,
      reason: "z was not read",
    });
    const twice = [
      { kind: "edit", file: "a", span: { start: 0, end: 2 }, newText: "" } as const,
      { kind: "edit", file: "a", span: { start: 1, end: 3 }, newText: "" } as const,
    ];
    expect(applyOps(files, twice)).toEqual({ ok: false, reason: "its edits of a overlap" });
  });
});
