import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseFully } from "../../../src/parse/shell/parse.ts";
import { readSimple } from "../../../src/parse/shell/simple.ts";
import { mapSlice } from "../../../src/source/mapped-text.ts";

const texts = [
  "apt-get update && apt-get install -y curl git; echo done",
  "cd /app && npm ci --omit=dev",
  "sudo -u app make -j4 install",
  "useradd -u 10001 app;",
  "pip install $PACKAGES && gosu app python -m app",
  "env A=1 B=2 npm run build",
  "a&&b ;c",
];

describe("a list of plain commands", () => {
  it.each(texts)("is read as by the full parser: %s", (text) => {
    expect(readSimple(mapSlice(text, 7))).toEqual(parseFully(mapSlice(text, 7)));
  });

  it.each([
    "a | b",
    "a & b",
    "a || b",
    "if x; then y; fi",
    "A=1 b",
    "a 'b'",
    "a > b",
    "sh -c x",
    "exec a",
    "a *",
    "a;; b",
    "&& a",
    "a &&",
    "$(a)",
    "a #b",
    "",
  ])("is not taken for one: %s", (text) => {
    expect(readSimple(mapSlice(text, 0))).toBeUndefined();
  });

  it("agrees with the full parser on any text that it takes", () => {
    const word = fc.constantFrom(
      "apt-get",
      "-y",
      "a",
      "sudo",
      "env",
      "X=1",
      "$HOME",
      "cd",
      "/x",
      "&&",
      ";",
      "time",
      "test",
      "exec",
      "-u",
      "app",
      "for",
      "i",
      "in",
      "do",
      "done",
      "+",
      "a=b",
      "sh",
      "-c",
      "nice",
      "10",
      "^",
      ":",
      "%",
      ",",
      "@",
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 12 }), fc.constantFrom(" ", "  "), (words, space) => {
        const text = words.join(space);
        const simple = readSimple(mapSlice(text, 3));
        if (simple) expect(simple).toEqual(parseFully(mapSlice(text, 3)));
      }),
      { numRuns: 3000 },
    );
  });
});
