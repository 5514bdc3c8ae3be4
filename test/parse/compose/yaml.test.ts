import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { stringify } from "yaml";
import type { YamlNode } from "../../../src/parse/compose/yaml-node.ts";
import { parseYaml } from "../../../src/parse/compose/yaml.ts";

/** Scalars as text, aliases as *name, collections as they are. */
function shape(node: YamlNode): unknown {
  if (node.type === "scalar") return node.text;
  if (node.type === "alias") return `*${node.name}`;
  if (node.type === "list") return node.items.map(shape);
  return Object.fromEntries(node.pairs.map(({ key, value }) => [String(shape(key)), shape(value)]));
}

function shapes(text: string): unknown[] {
  const { documents, errors } = parseYaml(text);
  expect(errors).toEqual([]);
  return documents.map(shape);
}

function only(text: string): unknown {
  const [document, ...more] = shapes(text);
  expect(more).toEqual([]);
  return document;
}

function errorOf(text: string): [string, string] {
  const [error] = parseYaml(text).errors;
  return [error?.message ?? "", text.slice(error?.start, error?.end)];
}

describe("block collections", () => {
  test("mappings and lists inside each other, a list at the column of its key", () => {
    const text = "a:\n- 1\n-   x: y\n    z:\n- - p\n  - q\nb:\n  c: d\ne:\n";
    expect(only(text)).toEqual({ a: ["1", { x: "y", z: "" }, ["p", "q"]], b: { c: "d" }, e: "" });
  });

  test("comments and blank lines anywhere", () => {
    const text = "# top\na: 1 # one\n\n  # indented\nb: # none\n  - x#y\n  # in the list\n  - 'z' # z\n#end";
    expect(only(text)).toEqual({ a: "1", b: ["x#y", "z"] });
  });

  test("keys in quotes, with colons and with ?", () => {
    expect(only(`"a b": 1\n'c': 2\nhttp://x: 3\n? long\n: 4\n`)).toEqual({ "a b": "1", c: "2", "http://x": "3", long: "4" });
  });

  test("anchors and tags of keys, values and collections", () => {
    const { documents } = parseYaml("a: &x !t\n  &k b: c\nd: !reset\ne: *x\n- bad".split("\n- ")[0] ?? "");
    const root = documents[0];
    if (root?.type !== "map") throw new Error("no mapping");
    const [first, second, third] = root.pairs;
    expect([first?.value.anchor, first?.value.tag, first?.value.type]).toEqual(["x", "!t", "map"]);
    expect(first?.value.type === "map" && first.value.pairs[0]?.key.anchor).toBe("k");
    expect([second?.value.tag, second?.value.type]).toEqual(["!reset", "scalar"]);
    expect(third?.value.type).toBe("alias");
  });

  test("CRLF, BOM and several documents", () => {
    expect(shapes("\uFEFFa: 1\r\nb:\r\n  - x\r\n---\r\nc: 2\r\n...\r\n---\r\n# none\r\n")).toEqual([
      { a: "1", b: ["x"] },
      { c: "2" },
    ]);
  });
});

describe("scalars", () => {
  test("plain texts over several lines", () => {
    expect(only("a: one\n  two\n\n  three # c\nb: x")).toEqual({ a: "one two\nthree", b: "x" });
  });

  test("quoted texts with escapes and folded lines", () => {
    expect(
      only(
        String.raw`a: "x\ty \"q\" \u00e9\x41 \
  joined"` + "\nb: 'it''s\n  folded\n\n  here'\n",
      ),
    ).toEqual({ a: 'x\ty "q" éA joined', b: "it's folded\nhere" });
  });

  test.each([
    ["|\n  a\n   b\n\n  c\n\n", "a\n b\n\nc\n"],
    ["|-\n  a\n\n", "a"],
    ["|+\n  a\n\n", "a\n\n"],
    [">\n  a\n  b\n\n  c\n    d\n  e\n", "a b\nc\n  d\ne\n"],
    ["|2\n   a\n", " a\n"],
    [">- # note\n  a\n", "a"],
    ["|\n", ""],
  ])("block text %j", (block, text) => {
    expect(only(`k: ${block}`)).toEqual({ k: text });
  });

  test("flow collections over several lines", () => {
    expect(only(`a: [x, "y", {b: c, "d":e, f}, [],\n  g h\n  i, k: v]\nz: {}`)).toEqual({
      a: ["x", "y", { b: "c", d: "e", f: "" }, [], "g h i", { k: "v" }],
      z: {},
    });
  });
});

test("every scalar knows its token", () => {
  const text = `a: &x "q" # c\nb:\n  - plain text \n  - {k: 'v'}\n`;
  const seen: string[] = [];
  const visit = (node: YamlNode): void => {
    if (node.type === "scalar") seen.push(text.slice(node.start, node.end));
    else if (node.type === "list") node.items.forEach(visit);
    else if (node.type === "map") for (const { key, value } of node.pairs) [key, value].forEach(visit);
  };
  parseYaml(text).documents.forEach(visit);
  expect(seen).toEqual(["a", `"q"`, "b", "plain text", "k", "'v'"]);
});

describe("errors tell the place", () => {
  test.each([
    ["a:\n\tb: c", "A tab cannot indent YAML.", "\t"],
    ["a: b: c", "A second key cannot stand on the line of a key.", ":"],
    ["a: 'x", "This quoted text is not closed.", "'"],
    ["a: [1, 2", "This list is not closed.", "["],
    ["a: {b: 1 c: 2}", "A comma or the closing bracket is missing here.", ":"],
    ["a: 1\n b: 2", "A key cannot stand in a text of several lines.", ":"],
    ['a: "x"\n b: 2', "This line is indented more than its neighbours.", "b"],
    ["a:\n  b: 1\n c: 2", "This line is indented more than its neighbours.", "c"],
    ["a: 1\nb", "A key with a colon is missing here.", "b"],
    ['a: "x" y', "Text follows a value that is complete.", "y"],
    ["a: - b", "A list cannot start on the line of its key.", "-"],
    ["a: %b", "A text cannot start with %.", "%"],
    ["a:\n  &x - b", "A list cannot start on the line of its anchor or tag.", "-"],
    ["a:\n  -\tb: c", "A tab cannot follow a dash.", "\t"],
    ["k:\n  - x\n \ty", "A tab cannot indent YAML.", "\t"],
    ["- : b", "The key before this colon is missing.", ":"],
    ["[a, : b]", "The key before this colon is missing.", ":"],
    ["%a: b", "A line that starts with % needs --- after it.", ""],
    ["a: 1\n...\nb: 2", "A new document needs --- after ...", "b"],
    [`a: "\\q"`, "This escape is not valid in double quotes.", "\\"],
    ["a: \u0001", "a control character cannot stand here.", "\u0001"],
  ])("%j", (text, message, place) => {
    expect(errorOf(text)).toEqual([`Invalid YAML: ${message}`, place]);
  });
});

test("deep nesting is an error, not a crash", () => {
  for (const text of ["[".repeat(100_000), "- ".repeat(100_000), "{a: ".repeat(20_000), "? ".repeat(20_000)]) {
    expect(errorOf(text)[0]).toBe("Invalid YAML: The YAML is nested more than 200 levels deep.");
  }
});

const leaf = fc.oneof(
  fc.string(),
  fc.string({ unit: "grapheme" }),
  fc.constantFrom("a: b", "- x", "#c", "yes", "", "x\ny\n\nz\n", " lead", "tab\tx"),
);
const tree = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    leaf,
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(fc.string(), tie("value"), { maxKeys: 4 }),
  ),
})).value;

test("reads back what a YAML writer writes", () => {
  const hasControl = (text: string): boolean =>
    [...text].some((char) => (char < " " && !"\n\r\t".includes(char)) || char === "\x7F");
  fc.assert(
    fc.property(tree, fc.integer({ min: 20, max: 90 }), (value, lineWidth) => {
      const text = stringify({ value }, { lineWidth });
      fc.pre(!hasControl(text));
      expect(JSON.stringify(only(text))).toBe(JSON.stringify({ value }));
    }),
    { numRuns: 1500 },
  );
});

test("any text gives a tree or errors within it", () => {
  const piece = fc.oneof(
    fc.constantFrom(
      ": ",
      "- ",
      "\n",
      "\n  ",
      "{",
      "}",
      "[",
      "]",
      "&a ",
      "*a",
      "!t ",
      "|\n",
      ">",
      '"',
      "'",
      "#",
      "\t",
      "?",
      "---\n",
    ),
    fc.string(),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const text = pieces.join("");
      for (const { start, end } of parseYaml(text).errors) {
        expect(start).toBeGreaterThanOrEqual(0);
        expect(end).toBeLessThanOrEqual(text.length);
        expect(start).toBeLessThanOrEqual(end);
      }
    }),
    { numRuns: 2000 },
  );
});
