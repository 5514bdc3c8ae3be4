import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expandWord } from "../../../src/parse/dockerfile/expand.ts";

const values: Readonly<Record<string, string | null>> = {
  A: "abcabc",
  EMPTY: "",
  FILE: "x/y/z.tar.gz",
  STAR: "a*b?c",
  SECRET: null,
  名: "n",
};
function expand(raw: string, escape = "\\"): ReturnType<typeof expandWord> {
  return expandWord(raw, (name) => values[name], escape);
}

describe("text", () => {
  it.each([
    // Quotes and escapes
    ["a b", "a b"],
    ["'a $A'", "a $A"],
    ['"a $A"', "a abcabc"],
    ["a\\ b\\$A\\\\", "a b$A\\"],
    ['"a\\"b\\$A\\n\\\\"', 'a"b$A\\n\\'],
    ["'a'\"b\"c", "abc"],
    ["a\\", "a"],
    ["<< EOF<", "<< EOF<"],
    // Plain references
    ["$A-${A}", "abcabc-abcabc"],
    ["$A_", ""],
    ["$1a", "a"],
    ["$", "$"],
    ["a$/b", "a$/b"],
    ["$$", ""],
    ["$名", "n"],
    // Defaults
    ["${A:-d}${A-d}", "abcabcabcabc"],
    ["${EMPTY:-d}|${EMPTY-d}", "d|"],
    ["${NONE:-d}|${NONE-d}", "d|d"],
    ["${NONE:-}", ""],
    ["${A:+d}|${A+d}", "d|d"],
    ["${EMPTY:+d}|${EMPTY+d}", "|d"],
    ["${NONE:+d}|${NONE+d}", "|"],
    ["${A:?e}|${EMPTY?e}", "abcabc|"],
    ["${NONE:-${EMPTY:-$A}}", "abcabc"],
    ["${NONE:-'a b'\"}\"\\}}", "a b}}"],
    // Patterns
    ["${FILE#*/}", "y/z.tar.gz"],
    ["${FILE##*/}", "z.tar.gz"],
    ["${FILE%.*}", "x/y/z.tar"],
    ["${FILE%%.*}", "x/y/z"],
    ["${FILE#y}", "x/y/z.tar.gz"],
    ["${FILE#?/}", "y/z.tar.gz"],
    ["${FILE%?gz}", "x/y/z.tar"],
    ["${STAR#a\\*}", "b?c"],
    ["${STAR%\\?c}", "a*b"],
    ["${A/b/X}", "aXcabc"],
    ["${A//b/X}", "aXcaXc"],
    ["${A//b/}", "acac"],
    ["${FILE//\\//-}", "x-y-z.tar.gz"],
    ["${A/b*/X}", "aX"],
    ["${A//?/-}", "------"],
    ["${A//*/-}", "-"],
    ["${A//$NONE/-}", "-a-b-c-a-b-c-"],
    ["${A//b/$FILE}", "ax/y/z.tar.gzcax/y/z.tar.gzc"],
    ["${NONE#a}", ""],
  ])("%j is %j", (raw, text) => {
    expect(expand(raw).text).toBe(text);
    expect(expand(raw).error).toBeUndefined();
  });

  it("knows the escape character of the file", () => {
    expect(expand("C:\\a`$A", "`").text).toBe("C:\\a$A");
  });
});

describe("names", () => {
  it.each([
    ["$NONE ${NONE} ${OTHER}", ["NONE", "OTHER"], []],
    ["${NONE:-d} ${NONE-d} ${NONE:+d} ${NONE+d}", [], []],
    ["${NONE:?e} ${OTHER?e} ${EMPTY:?e}", ["NONE", "OTHER", "EMPTY"], []],
    ["${A:-$NONE} ${A:+$OTHER}", ["OTHER"], []],
    ["${NONE:-$OTHER}", ["OTHER"], []],
    ["${NONE#a} ${OTHER/a/b}", ["NONE", "OTHER"], []],
    ["'$NONE' \\$NONE", [], []],
    ["$SECRET ${SECRET:-d} ${SECRET+d}", [], ["SECRET"]],
    ["${SECRET:-$NONE}", [], ["SECRET"]],
    ["${NONE:-$SECRET}", [], ["SECRET"]],
    ["${A:-$SECRET}", [], []],
    ['"$NONE $SECRET"', ["NONE"], ["SECRET"]],
  ])("%j: undefined %j, unknown %j", (raw, undefinedNames, unknownNames) => {
    const result = expand(raw);
    expect([result.undefined, result.unknown]).toEqual([undefinedNames, unknownNames]);
  });

  it("that are not known stay in the text", () => {
    expect(expand("a:$SECRET-${SECRET:-1}@x").text).toBe("a:$SECRET-${SECRET:-1}@x");
  });
});

describe("refused words stay as they are", () => {
  it.each([
    ["'a", "missing closing single quote"],
    ['a"$A', "missing closing double quote"],
    ["${", "missing }"],
    ["${A", "missing }"],
    ["${}", "bad substitution"],
    ["${{A}}", "bad substitution"],
    ["${:a}", "bad substitution"],
    ["${A:-b", "missing }"],
    ["${A:b}", "unsupported modifier in substitution"],
    ["${A@Q}", "unsupported modifier in substitution"],
    ["${A:#b}", "unsupported modifier in substitution"],
    ["${A/b}", "missing /"],
    ["${A#\\a}", "invalid pattern in substitution"],
  ])("%j: %s", (raw, error) => {
    expect(expand(raw)).toEqual({ text: raw, undefined: [], unknown: [], error });
  });

  it("nested too deep", () => {
    const deep = (count: number): string | undefined => expand("${X:-".repeat(count) + "}".repeat(count)).error;
    expect([deep(500), deep(501), deep(200_000)]).toEqual([
      undefined,
      "substitutions are nested too deep",
      "substitutions are nested too deep",
    ]);
  });
});

describe("any word", () => {
  const pieces = fc.constantFrom("$A", "${A", "${NONE", ":-", "-", "+", "#", "%", "/", "}", "'", '"', "\\", "*", "?", "x", " ");
  const word = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.array(pieces).map((parts) => parts.join("")),
  );

  it("is expanded or refused, never thrown at", () => {
    fc.assert(
      fc.property(word, fc.constantFrom("\\", "`"), (raw, escape) => {
        const result = expand(raw, escape);
        if (result.error !== undefined) expect(result.text).toBe(raw);
        for (const name of [...result.undefined, ...result.unknown]) expect(raw).toContain(name);
      }),
      { numRuns: 2000 },
    );
  });

  it("without special characters is itself", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[^$'"\\\ufeff]*$/), (raw) => {
        expect(expand(raw)).toEqual({ text: raw, undefined: [], unknown: [] });
      }),
    );
  });

  it("in single quotes is itself", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[^']*$/), (raw) => {
        expect(expand(`'${raw}'`).text).toBe(raw);
      }),
    );
  });
});

it("takes patterns with many stars in no time", () => {
  const value = "a".repeat(16_000);
  const start = performance.now();
  expandWord(`\${X##${"*a".repeat(2000)}b}`, () => value, "\\");
  expandWord(`\${X//${"*a".repeat(20)}b/-}`, () => "a".repeat(1000), "\\");
  expect(performance.now() - start).toBeLessThan(1000);
});
