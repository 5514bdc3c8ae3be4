import fc from "fast-check";
import { expect, test } from "vitest";
import { parseEnvFile } from "../../../src/parse/compose/dotenv.ts";

function read(text: string, outer: Readonly<Record<string, string>> = {}): Record<string, string> {
  const { entries, errors } = parseEnvFile(text, (name) =>
    Object.hasOwn(outer, name) ? { value: outer[name] ?? "", source: undefined } : undefined,
  );
  expect(errors).toEqual([]);
  return Object.fromEntries(entries.map(({ key, value }) => [key, value]));
}

test.each([
  ["A=1\nB = two words # note\n#C=3\nD=a#b", { A: "1", B: "two words", D: "a#b" }],
  ["export A=x\nexport\tB=y", { A: "x", B: "y" }],
  ["A: yaml", { A: "yaml" }],
  ["A=\nB=''\nC=\"\"", { A: "", B: "", C: "" }],
  ['A=\'raw $B \\n\'\nB="x\\ty \\"q\\" \\$Z"', { A: "raw $B \\n", B: 'x\ty "q" $Z' }],
  ['A="one\ntwo" # c\nB=2', { A: "one\ntwo", B: "2" }],
  ["A=1\nB=$A-${C:-d}\nA=2\nD=$$x", { A: "2", B: "1-d", D: "$x" }],
  ["A=x\r\nB='y'\r\n", { A: "x", B: "y" }],
  ["\uFEFFA=1", { A: "1" }],
  ["a.b[1]-c=1", { "a.b[1]-c": "1" }],
])("%j", (text, values) => {
  expect(read(text)).toEqual(values);
});

test("a name alone takes its value from outside, outer values win in expansions", () => {
  expect(read("A\nNONE\nB=1\nC=$B", { A: "outer", B: "9" })).toEqual({ A: "outer", B: "1", C: "9" });
});

test("key and value know their places, unknown variables are named", () => {
  const text = 'export A = "x y" # c\nB=p${N}q\n';
  const { entries } = parseEnvFile(text, () => undefined);
  const cut = ({ start, end }: { start: number; end: number }): string => text.slice(start, end);
  expect(entries.map((entry) => [cut(entry.keySpan), cut(entry.valueSpan), entry.value, entry.unresolved])).toEqual([
    ["A", '"x y"', "x y", []],
    ["B", "p${N}q", "pq", ["N"]],
  ]);
});

test("errors tell the line, and reading goes on", () => {
  const text = "A B=1\nC!=2\nD='x\nE=${\nF=6\n";
  const { entries, errors } = parseEnvFile(text, () => undefined);
  expect(errors.map(({ message, span }) => [message, text.slice(span.start, span.end)])).toEqual([
    ["A variable name cannot contain a space.", "A B=1"],
    ["Unexpected character in a variable name.", "C!=2"],
    ["A quoted value is not closed.", "'x"],
    ["Invalid use of $ in a value.", "${"],
  ]);
  expect(entries.map(({ key }) => key)).toEqual(["F"]);
});

test("any text", () => {
  const piece = fc.oneof(fc.constantFrom("\n", "=", '"', "'", "$", "${", "}", " #", "export ", "\\", "\r"), fc.string());
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      const text = pieces.join("");
      for (const { valueSpan } of parseEnvFile(text, () => undefined).entries)
        expect(valueSpan.end).toBeLessThanOrEqual(text.length);
    }),
  );
});
