import * as fc from "fast-check";
import { parseDocument, Lexer } from "yaml";
import { describe, expect, it } from "vitest";
import { findComments } from "../../../src/engine/ignores/comments.ts";
import { coverOf } from "../../../src/engine/ignores/cover.ts";
import { parseDirective } from "../../../src/engine/ignores/directive.ts";
import { yamlCommentStarts } from "../../../src/engine/ignores/yaml-comments.ts";
import type { FileKind } from "../../../src/source/source-file.ts";

const words = [
  "#",
  " # ",
  "\n",
  "  ",
  "seaworthy: ",
  "ignore",
  "[a]",
  "[",
  "]",
  "--",
  "until=",
  "2027-01-01",
  "- ",
  "key: ",
  "|",
  ">-",
  '"',
  "'",
  "\\",
  "\\\n",
  "RUN x",
  "hadolint ignore=",
  "check=skip=",
  "<<EOF",
  "{",
  ",",
];
const texts = fc.array(fc.constantFrom(...words)).map((parts) => parts.join(""));

describe("the scanner for comments", () => {
  it("never throws, and points at a # and inside the text", () => {
    const kinds = fc.constantFrom<FileKind>("dockerfile", "compose", "workflow", "env", "dockerignore", "script");
    fc.assert(
      fc.property(fc.oneof(texts, fc.string()), kinds, (text, kind) => {
        const comments = findComments({ path: "f", kind, text });
        for (const comment of comments?.comments ?? []) {
          expect(text[comment.span.start]).toBe("#");
          expect(text.slice(comment.span.start + 1, comment.span.end)).toBe(comment.text);
          const directive = parseDirective(comment);
          for (const { name, span } of directive?.rules ?? []) expect(text.slice(span.start, span.end)).toBe(name);
          const cover = comments && coverOf(comments, comment, undefined);
          if (cover) expect(cover.start >= 0 && cover.start <= cover.end && cover.end <= text.length).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("reads long lines and many marks in good time", () => {
    const started = performance.now();
    for (const text of [
      "#".repeat(200_000),
      "# seaworthy: ignore[".repeat(20_000),
      `a: '${" # seaworthy: x".repeat(20_000)}`,
      `# seaworthy: ignore[a]\nk: ${"& ".repeat(50_000)}:`,
      "- ".repeat(100_000) + "| # seaworthy:",
    ]) {
      for (const kind of ["compose", "dockerfile"] as const) {
        const comments = findComments({ path: "f", kind, text });
        for (const comment of comments?.comments.slice(0, 50) ?? []) {
          parseDirective(comment);
          if (comments) coverOf(comments, comment, undefined);
        }
      }
    }
    expect(performance.now() - started).toBeLessThan(2000);
  });
});

describe("comments in YAML", () => {
  const text = [
    "# 1",
    "a: b # 2",
    "c: 'x # no' # 3",
    'd: "x \\" # no',
    '  # no" # 4',
    "e: |  # 5",
    "  # no",
    "",
    "   # no",
    "f: x#no",
    "g: it's # 6",
    "- h: >-",
    "    # no",
    "  i: [ '#no', \"# no\" ] # 7",
    "j: !!str | # 8",
    "  # no",
    "k: &x 'no # no'",
    "l: |-",
    "  no",
    "# 9",
    "",
  ].join("\n");
  it("are told from text in scalars", () => {
    expect(yamlCommentStarts(text).map((at) => text.slice(at, text.indexOf("\n", at)))).toEqual(
      Array.from({ length: 9 }, (_, i) => `# ${i + 1}`),
    );
  });

  it("are those of the YAML library, wherever that accepts the text", () => {
    const lines = fc.constantFrom(
      "a: b # c",
      "  # d",
      "e: 'f # g'",
      "h: |",
      "  i # j",
      "  - k # l",
      "m:",
      '  - n: "o # p"',
      "",
      "q: r's # t",
      "# u",
    );
    fc.assert(
      fc.property(
        fc.array(lines).map((parts) => parts.join("\n")),
        (source) => {
          const document = parseDocument(source, { uniqueKeys: false });
          fc.pre(document.errors.length === 0);
          const expected: number[] = [];
          let offset = 0;
          for (const token of new Lexer().lex(source)) {
            if (token.length === 1 && token < " " && token !== "\n" && token !== "\t") continue;
            if (token.startsWith("#")) expected.push(offset);
            offset += token.length;
          }
          expect(yamlCommentStarts(source)).toEqual(expected);
        },
      ),
      { numRuns: 1000 },
    );
  });
});
