import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { splice } from "../../../src/fix/splice.ts";
import { removeAt, replaceAt } from "../../../src/fix/yaml/at.ts";
import { appendToList, setKey } from "../../../src/fix/yaml/edit.ts";
import type { Edited } from "../../../src/fix/yaml/edited.ts";
import { openYaml, type YamlSource } from "../../../src/fix/yaml/source.ts";
import type { YamlInput } from "../../../src/fix/yaml/write.ts";
import { parseYaml } from "../../../src/parse/compose/yaml.ts";

function open(text: string, offset = 0): YamlSource {
  const opened = openYaml("compose.yaml", text, offset);
  if (!opened.ok) throw new Error(opened.reason);
  return opened.source;
}

function apply(text: string, edit: Edited): string {
  if (!edit.ok) return `refused: ${edit.reason}`;
  return splice(text, edit.edits) ?? "edits overlap";
}

const set = (text: string, path: string, value: YamlInput): string => apply(text, setKey(open(text), path.split("."), value));
const append = (text: string, path: string, ...items: YamlInput[]): string =>
  apply(text, appendToList(open(text), path.split("."), items));
const remove = (text: string, what: string): string => apply(text, removeAt(open(text), text.indexOf(what)));

describe("setKey", () => {
  it.each([
    [
      "after the last key",
      "services:\n  web:\n    image: a\n  db:\n    image: b\n",
      "services:\n  web:\n    image: a\n    init: true\n  db:\n    image: b\n",
    ],
    [
      "behind a comment on the last line",
      "services:\n  web:\n    image: a # pinned\n",
      "services:\n  web:\n    image: a # pinned\n    init: true\n",
    ],
    [
      "before comments that follow",
      "services:\n  web:\n    image: a\n    # ports: none\n\n  # next\n  db:\n    image: b\n",
      "services:\n  web:\n    image: a\n    init: true\n    # ports: none\n\n  # next\n  db:\n    image: b\n",
    ],
    ["without a final newline", "services:\n  web:\n    image: a", "services:\n  web:\n    image: a\n    init: true"],
    ["with CRLF", "services:\r\n  web:\r\n    image: a\r\n", "services:\r\n  web:\r\n    image: a\r\n    init: true\r\n"],
    ["with a BOM", "\uFEFFservices:\n  web:\n    image: a\n", "\uFEFFservices:\n  web:\n    image: a\n    init: true\n"],
    [
      "deep indentation",
      "services:\n    web:\n        image: a\n",
      "services:\n    web:\n        image: a\n        init: true\n",
    ],
    ["in brackets", "services:\n  web: { image: a }\n", "services:\n  web: { image: a, init: true }\n"],
    [
      "in brackets with a comma at the end",
      "services:\n  web: {\n    image: a, # pinned\n  }\n",
      "services:\n  web: {\n    image: a, init: true, # pinned\n  }\n",
    ],
    ["in empty brackets", "services:\n  web: {}\n", "services:\n  web: {init: true}\n"],
    [
      "after a list",
      "services:\n  web:\n    image: a\n    ports:\n    - 80:80\n",
      "services:\n  web:\n    image: a\n    ports:\n    - 80:80\n    init: true\n",
    ],
    [
      "after a block text",
      "services:\n  web:\n    image: a\n    command: |\n      one\n\n      two\n\n  db:\n    image: b\n",
      "services:\n  web:\n    image: a\n    command: |\n      one\n\n      two\n    init: true\n\n  db:\n    image: b\n",
    ],
    [
      "after an alias",
      "x: &e {A: b}\nservices:\n  web:\n    image: a\n    environment: *e\n",
      "x: &e {A: b}\nservices:\n  web:\n    image: a\n    environment: *e\n    init: true\n",
    ],
    [
      "beside a merged mapping",
      "x: &b {image: a}\nservices:\n  web:\n    <<: *b\n",
      "x: &b {image: a}\nservices:\n  web:\n    <<: *b\n    init: true\n",
    ],
    ["in place of a value", "services:\n  web:\n    init: false # no\n", "services:\n  web:\n    init: true # no\n"],
    ["where nothing stands", "services:\n  web:\n    init:\n    image: a\n", "services:\n  web:\n    init: true\n    image: a\n"],
    [
      "before the end of a document",
      "services:\n  web:\n    image: a\n---\nservices:\n  db:\n    image: b\n",
      "services:\n  web:\n    image: a\n    init: true\n---\nservices:\n  db:\n    image: b\n",
    ],
  ])("writes it %s", (_title, before, after) => {
    expect(set(before, "services.web.init", "true")).toBe(after);
  });

  it("makes the mappings above it in the layout of the file", () => {
    expect(set("services:\n    web:\n        image: a\n", "services.web.deploy.resources.limits.memory", "1g")).toBe(
      "services:\n    web:\n        image: a\n        deploy:\n            resources:\n                limits:\n                    memory: 1g\n",
    );
    expect(
      set(
        "services:\n  web:\n    image: a\n    deploy:\n      replicas: 2\n",
        "services.web.deploy.resources.limits.memory",
        "1g",
      ),
    ).toBe(
      "services:\n  web:\n    image: a\n    deploy:\n      replicas: 2\n      resources:\n        limits:\n          memory: 1g\n",
    );
  });

  it("writes a section at the end with the gaps of the file", () => {
    expect(set("services:\n  web:\n    image: a\n", "volumes", { data: "" })).toBe(
      "services:\n  web:\n    image: a\nvolumes:\n  data:\n",
    );
    expect(set("name: x\n\nservices:\n  web:\n    image: a\n", "volumes", { data: "" })).toBe(
      "name: x\n\nservices:\n  web:\n    image: a\n\nvolumes:\n  data:\n",
    );
    expect(set("services: {}\nvolumes:\n  one:\n", "volumes.two", "")).toBe("services: {}\nvolumes:\n  one:\n  two:\n");
  });

  it.each([
    ["an alias", "x: &b {image: a}\nservices:\n  web: *b\n", "services.web is an alias (*b)"],
    ["an anchor that is used", "services:\n  web: &w\n    image: a\n  db: *w\n", "services.web is used elsewhere too (&w)"],
    ["a tag", "services:\n  web: !override\n    image: a\n", "services.web has the tag !override"],
    ["a value that is no scalar", "services:\n  web:\n    init: [a]\n", "services.web.init is there already"],
    [
      "a text that keeps its blank lines",
      "services:\n  web:\n    command: |+\n      a\n\n",
      "the line before it belongs to a text that keeps its blank lines",
    ],
    ["what is no mapping", "services: [web]\n", "services is not a mapping"],
  ])("refuses %s", (_title, text, reason) => {
    expect(set(text, "services.web.init", "true")).toBe(`refused: ${reason}`);
  });

  it("refuses to hide a merged mapping", () => {
    const text = "x: &b\n  deploy: {replicas: 2}\nservices:\n  web:\n    <<: *b\n    image: a\n";
    expect(set(text, "services.web.deploy.resources.limits.memory", "1g")).toBe(
      "refused: services.web.deploy comes from a merged mapping",
    );
  });

  it("leaves an anchor alone that nobody uses", () => {
    expect(set("services:\n  web: &w\n    image: a\n", "services.web.init", "true")).toBe(
      "services:\n  web: &w\n    image: a\n    init: true\n",
    );
  });
});

describe("appendToList", () => {
  it.each([
    ["a block list", "s:\n  l:\n    - a # first\n  z: 1\n", "s:\n  l:\n    - a # first\n    - b\n  z: 1\n"],
    ["dashes below the key", "s:\n  l:\n  - a\n", "s:\n  l:\n  - a\n  - b\n"],
    ["brackets", "s:\n  l: [a, ] # c\n", "s:\n  l: [a, b, ] # c\n"],
    ["empty brackets", "s:\n  l: []\n", "s:\n  l: [b]\n"],
    ["a text in its place", "s:\n  l: a\n", "s:\n  l: [a, b]\n"],
    ["a text with a comma in its place", "s:\n  l: /run:size=1m,mode=755\n", 's:\n  l: ["/run:size=1m,mode=755", b]\n'],
    ["a key without value", "s:\n  l:\n  z: 1\n", "s:\n  l:\n    - b\n  z: 1\n"],
    ["no key", "s:\n  z: 1\n", "s:\n  z: 1\n  l:\n    - b\n"],
    ["no key in brackets", "s: { z: 1 }\n", "s: { z: 1, l: [b] }\n"],
    ["CRLF without end", "s:\r\n  l:\r\n    - a", "s:\r\n  l:\r\n    - a\r\n    - b"],
  ])("adds to %s", (_title, before, after) => {
    expect(append(before, "s.l", "b")).toBe(after);
  });

  it.each([
    ["an alias", "x: &l [a]\ns:\n  l: *l\n", "s.l is an alias (*l)"],
    ["an anchor that is used", "s:\n  l: &l [a]\n  m: *l\n", "s.l is used elsewhere too (&l)"],
    ["a merged list", "x: &b {l: [a]}\ns:\n  <<: *b\n", "s.l comes from a merged mapping; a list here would take its place"],
    ["a mapping", "s:\n  l: {a: b}\n", "s.l is not a list"],
  ])("refuses %s", (_title, text, reason) => {
    expect(append(text, "s.l", "b")).toBe(`refused: ${reason}`);
  });
});

describe("removeAt and replaceAt", () => {
  it.each([
    ["an item", "s:\n  l:\n    - a\n    - b\n    - c\n", "s:\n  l:\n    - a\n    - c\n"],
    ["an item, its comment stays", "s:\n  l:\n    - a\n    - b # why\n", "s:\n  l:\n    - a\n    # why\n"],
    ["the only item with its key", "s:\n  l:\n    - b\n  z: 1\n", "s:\n  z: 1\n"],
    ["an item in brackets", "s:\n  l: [a, b, c]\n", "s:\n  l: [a, c]\n"],
    ["the first item in brackets", "s:\n  l: [b, c]\n", "s:\n  l: [c]\n"],
    ["the last line without a final newline", "s:\n  l:\n    - a\n    - b", "s:\n  l:\n    - a"],
    ["a line of a CRLF file", "s:\r\n  l:\r\n    - a\r\n    - b\r\n", "s:\r\n  l:\r\n    - a\r\n"],
  ])("takes %s", (_title, before, after) => {
    expect(remove(before, "b")).toBe(after);
  });

  it("takes a key with its value", () => {
    expect(remove("s:\n  pid: host\n  z: 1\n", "host")).toBe("s:\n  z: 1\n");
    expect(remove("s: {pid: host, z: 1}\n", "host")).toBe("s: {z: 1}\n");
  });

  it("refuses what is used elsewhere, what would leave nothing, and what holds a comment", () => {
    expect(remove("x: &l [a, b]\ns: {l: *l, m: b}\n", "b]")).toBe("refused: x is used elsewhere too (&l)");
    expect(remove("s: b\n", "b")).toBe("refused: nothing would be left");
    expect(remove("s:\n  z: 1\n  l:\n    # keep\n    b: 1\n    c: 2\n", "l:")).toBe("refused: a comment stands in s.l");
  });

  it("puts another text in place of a scalar", () => {
    const text = "s:\n  l:\n    - 'a: b' # c\n";
    expect(apply(text, replaceAt(open(text), text.indexOf("'a"), '"d"'))).toBe('s:\n  l:\n    - "d" # c\n');
  });
});

describe("any layout", () => {
  const word = fc.stringMatching(/^[a-z]{1,6}$/);
  const file = fc
    .record({
      names: fc.uniqueArray(word, { minLength: 1, maxLength: 4 }),
      step: fc.integer({ min: 1, max: 5 }),
      eol: fc.constantFrom("\n", "\r\n"),
      end: fc.boolean(),
      comment: fc.boolean(),
      list: fc.boolean(),
      dash: fc.integer({ min: 0, max: 4 }),
    })
    .map(({ names, step, eol, end, comment, list, dash }) => {
      const pad = " ".repeat(step);
      const lines = ["services:"];
      for (const name of names) {
        if (comment) lines.push(`${pad}# about ${name}`);
        lines.push(`${pad}${name}:`, `${pad}${pad}image: ${name}${comment ? " # image" : ""}`);
        if (list) lines.push(`${pad}${pad}ports:`, `${pad}${pad}${" ".repeat(dash)}- "1:1"`);
      }
      return { name: names[0] ?? "", text: lines.join(eol) + (end ? eol : "") };
    });

  it("only adds, stays YAML, and finds its own key", () => {
    fc.assert(
      fc.property(file, ({ name, text }) => {
        const first = apply(text, setKey(open(text), ["services", name, "zinit"], "true"));
        const second = apply(first, appendToList(open(first), ["services", name, "ports"], ['"2:2"']));
        expect(parseYaml(second).errors).toEqual([]);
        expect(second.endsWith("\n")).toBe(text.endsWith("\n"));
        const left = second.split(/\r?\n/);
        for (const line of text.split(/\r?\n/)) {
          const index = left.indexOf(line);
          expect(index).toBeGreaterThanOrEqual(0);
          left.splice(0, index + 1);
        }
        expect(apply(second, setKey(open(second), ["services", name, "zinit"], "true"))).toBe(second);
      }),
    );
  });
});
