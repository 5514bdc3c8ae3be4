import { expect, test } from "vitest";
import { readValues } from "../../../src/parse/compose/read-values.ts";
import type { DocumentValues } from "../../../src/parse/compose/read-values.ts";
import type { Value } from "../../../src/parse/compose/value.ts";
import { parseYaml } from "../../../src/parse/compose/yaml.ts";

function read(text: string, variables: Readonly<Record<string, string>> = {}): DocumentValues {
  const { documents, errors } = parseYaml(text);
  expect(errors).toEqual([]);
  const [document] = documents;
  if (document === undefined) throw new Error("no document");
  const source = { file: ".env", span: { start: 0, end: 1 }, how: "literal" as const, via: [] };
  return readValues(document, "compose.yaml", (name) =>
    Object.hasOwn(variables, name) ? { value: variables[name] ?? "", source } : undefined,
  );
}

function plain(value: Value | undefined): unknown {
  if (value === undefined) return undefined;
  if (value.type === "scalar") return value.value;
  if (value.type === "list") return value.items.map(plain);
  return Object.fromEntries([...value.entries].map(([key, entry]) => [key, plain(entry.value)]));
}

function at(value: Value | undefined, ...path: string[]): Value {
  let current = value;
  for (const key of path) current = current?.type === "map" ? current.entries.get(key)?.value : undefined;
  if (current === undefined) throw new Error(`nothing at ${path.join(".")}`);
  return current;
}

test("merge keys: own keys win, then the first mapping of the list", () => {
  const { value, errors } = read("x: &x {a: 1, b: 1}\ny: &y {b: 2, c: 2}\nz:\n  <<: [*y, *x]\n  c: 3\n");
  expect(errors).toEqual([]);
  expect(plain(at(value, "z"))).toEqual({ c: 3, b: 2, a: 1 });
});

test("a key that is reset comes back by a merge key, as in Compose", () => {
  const { value, resets } = read("x: &x {a: 1}\nz:\n  a: !reset null\n  <<: *x\n");
  expect([plain(at(value, "z")), resets]).toEqual([{ a: 1 }, [["z", "a"]]]);
});

test("a value through an alias stands where it was written and names the alias", () => {
  const text = "x: &x\n  a: one\nz: *x\n";
  const { origin } = at(read(text).value, "z", "a");
  expect(text.slice(origin.span.start, origin.span.end)).toBe("one");
  expect(origin.via.map(({ span, note }) => [text.slice(span.start, span.end), note])).toEqual([["*x", "alias *x"]]);
});

test("!reset and !override note their places", () => {
  const { value, resets } = read("a:\n  b: !reset null\n  c: !override\n    d: 1\nl: [!reset x, y]");
  expect(plain(value)).toEqual({ a: { c: { d: 1 } }, l: ["y"] });
  expect(resets).toEqual([
    ["a", "b"],
    ["a", "c"],
    ["l", "0"],
  ]);
});

test("variables are put into values, not into keys, and cast where Compose expects another type", () => {
  const text =
    'services:\n  a:\n    read_only: $YES\n    init: on\n    ports: [{target: "${PORT}"}]\n    $YES: x\n    tty: ${NO}\n';
  const { value, errors, gaps } = read(text, { YES: "yes", PORT: "80" });
  expect(plain(at(value, "services", "a"))).toEqual({ read_only: true, init: true, ports: [{ target: 80 }], $YES: "x", tty: "" });
  expect(errors).toEqual([]);
  expect(gaps.map(({ reason }) => reason)).toEqual(["The variable NO has no default and is not set."]);
  const readOnly = at(value, "services", "a", "read_only");
  expect([readOnly.origin.how, readOnly.origin.via.map(({ file }) => file)]).toEqual(["interpolated", [".env"]]);
  expect(readOnly.type === "scalar" && [readOnly.text, readOnly.template]).toEqual(["true", "$YES"]);
});

test.each([
  ["a: 1\na: 2", 'The key "a" stands twice in the same mapping.', "a"],
  ["a: *b", "No anchor &b stands before this alias.", "*b"],
  ["a: &a\n  b: *a", "The alias *a refers to a value that it is part of.", "*a"],
  ["a: &a\n  <<: *a", "The alias *a refers to a value that it is part of.", "*a"],
  ["a:\n  <<: text", "`<<` takes a mapping or a list of mappings.", "text"],
  ["[a]: b".replace("[a]", "? [a]\n"), "A key of a Compose file must be a text.", "[a]"],
  ["a: ${", "Invalid use of $ in this value.", "${"],
  ["services: {a: {privileged: maybe}}", "This is no boolean.", "maybe"],
])("%j is an error at its place", (text, message, place) => {
  const [error] = read(text).errors;
  expect([error?.message, text.slice(error?.span?.start, error?.span?.end)]).toEqual([message, place]);
});

test("a bomb of aliases is cut off", () => {
  let text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n";
  for (let i = 1; i < 12; i++)
    text += `a${i}: &a${i} [${Array(9)
      .fill(`*a${i - 1}`)
      .join(", ")}]\n`;
  expect(read(text).errors.map(({ message }) => message)).toEqual(["Aliases add more than 100000 values to this file."]);
});
