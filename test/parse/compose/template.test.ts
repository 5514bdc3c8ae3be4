import fc from "fast-check";
import { expect, test } from "vitest";
import { substitute } from "../../../src/parse/compose/template.ts";

const variables: Readonly<Record<string, string>> = { SET: "value", EMPTY: "", Two_2: "2" };

function run(template: string): ReturnType<typeof substitute<string>> {
  return substitute(template, (name) => {
    const value = Object.hasOwn(variables, name) ? variables[name] : undefined;
    return value === undefined ? undefined : { value, source: name };
  });
}

test.each([
  ["plain", "plain"],
  ["$SET-${SET}", "value-value"],
  ["$Two_2$SET", "2value"],
  ["$$SET $${SET} $$$SET", "$SET ${SET} $value"],
  ["cost $5 and $ or $-", "cost $5 and $ or $-"],
  ["${EMPTY:-d}|${EMPTY-d}|${NOPE:-d}|${NOPE-d}|${SET:-d}", "d||d|d|value"],
  ["${SET:+a}|${EMPTY:+a}|${EMPTY+a}|${NOPE+a}|${NOPE:+a}", "a||a||"],
  ["${SET:?e}${EMPTY?e}", "value"],
  ["${NOPE:-${EMPTY:-${SET}}}", "value"],
  ["${NOPE:-a}${SET}b}", "avalueb}"],
  ['${NOPE:-{"j": "${SET}"}}', '{"j": "value"}'],
  ["${NOPE-a:-b}", "a:-b"],
  ["${NOPE:-}", ""],
])("%s", (template, text) => {
  const result = run(template);
  expect([result.text, result.unresolved, result.invalid]).toEqual([text, [], false]);
});

test("variables without value are named, and marked in the pattern", () => {
  const { text, pattern, unresolved, required } = run("a${X}/$Y:${Z:?needed}");
  expect({ text, pattern, unresolved, required }).toEqual({
    text: "a/:",
    pattern: "a\uFFFC/\uFFFC:\uFFFC",
    unresolved: ["X", "Y", "Z"],
    required: ["Z"],
  });
});

test("names the variables that were used", () => {
  expect(run("$SET ${EMPTY:-$Two_2}").sources).toEqual(["SET", "Two_2"]);
});

test.each(["${", "${}", "${1}", "${SET", "${SET:}", "${SET!x}", "${SET:-a\nb}", "${NOPE:-${}}"])(
  "%s is no template",
  (template) => {
    const result = run(template);
    expect([result.invalid, result.text]).toEqual([true, template]);
  },
);

test("hostile texts end", () => {
  expect(run("${A:-".repeat(50_000) + "}".repeat(50_000)).invalid).toBe(true);
  expect(run("${A:-x}".repeat(50_000)).text).toBe("x".repeat(50_000));
});

test("any text", () => {
  const piece = fc.oneof(fc.constantFrom("$", "${", "}", ":-", ":?", "+", "{", "SET", "\n"), fc.string());
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      expect(typeof run(pieces.join("")).text).toBe("string");
    }),
  );
});
