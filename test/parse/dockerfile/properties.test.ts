import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseDockerfile } from "../../../src/parse/dockerfile/parse.ts";
import type { DockerfileTree, Instruction } from "../../../src/parse/dockerfile/tree.ts";
import { type MappedText, sourceOffset } from "../../../src/source/mapped-text.ts";
import type { Span } from "../../../src/source/span.ts";

const KEYWORDS = [
  "FROM",
  "RUN",
  "CMD",
  "COPY",
  "ADD",
  "ENV",
  "LABEL",
  "ARG",
  "USER",
  "VOLUME",
  "HEALTHCHECK",
  "ONBUILD",
  "SHELL",
];
const PIECES = [
  "a",
  "b=c",
  " ",
  "\t",
  "\n",
  "\r\n",
  "\\\n",
  "`\n",
  "\\",
  "'",
  '"',
  "$X",
  "${X:-",
  "}",
  "#",
  "\n# c\n",
  "<<EOF",
  "<<-'EOF'",
  "\nEOF\n",
  "\n\tEOF\n",
  "--flag=x ",
  "--mount=a,b ",
  '["a"]',
  "[1]",
  "NONE",
  "CMD",
  "AS",
  "# escape=`\n",
  "\0",
  "é",
  "😀",
  "\ufeff",
  ...KEYWORDS.map((keyword) => `\n${keyword} `),
];
const piece = fc.constantFrom(...PIECES);
const anyText = fc.oneof(
  fc.string({ unit: "binary", maxLength: 200 }),
  fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join("")),
);

/** Every span in a value, wherever it stands. */
function spansIn(value: unknown, found: Span[] = []): readonly Span[] {
  if (Array.isArray(value)) for (const item of value) spansIn(item, found);
  else if (typeof value === "object" && value !== null) {
    if ("start" in value && "end" in value && typeof value.start === "number" && typeof value.end === "number") {
      found.push({ start: value.start, end: value.end });
    }
    for (const inner of Object.values(value)) spansIn(inner, found);
  }
  return found;
}

function expectMapped(mapped: MappedText, text: string): void {
  for (let at = 0; at < mapped.text.length; at++) expect(text[sourceOffset(mapped, at)]).toBe(mapped.text[at]);
  const { segments } = mapped;
  for (const [index, segment] of segments.entries()) {
    const next = segments[index + 1];
    if (next) expect(next.at > segment.at && next.source > segment.source).toBe(true);
  }
  expect(mapped.sourceEnd).toBeLessThanOrEqual(text.length);
}

function mappedIn(instruction: Instruction): readonly MappedText[] {
  const mapped = [instruction.rest, ...instruction.heredocs.map((heredoc) => heredoc.body)];
  if ("command" in instruction && instruction.command?.form === "shell") mapped.push(instruction.command.script);
  return mapped;
}

describe("any text", () => {
  it("gives a tree whose spans lie in the text and in order", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const tree: DockerfileTree = parseDockerfile(text);
        for (const span of spansIn(tree)) {
          expect(span.start).toBeGreaterThanOrEqual(0);
          expect(span.end).toBeGreaterThanOrEqual(span.start);
          expect(span.end).toBeLessThanOrEqual(text.length);
        }
        let end = 0;
        let line = 0;
        for (const instruction of tree.instructions) {
          expect(instruction.span.start).toBeGreaterThanOrEqual(end);
          expect(instruction.startLine).toBeGreaterThan(line);
          expect(instruction.endLine).toBeGreaterThanOrEqual(instruction.startLine);
          end = instruction.span.end;
          line = instruction.endLine;
        }
      }),
      { numRuns: 2000 },
    );
  });

  it("maps every character of arguments and heredocs back to the same character", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        for (const instruction of parseDockerfile(text).instructions) {
          for (const mapped of mappedIn(instruction)) expectMapped(mapped, text);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it("has the keyword where its span says, and words in the instruction", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        for (const instruction of parseDockerfile(text).instructions) {
          const { span, keywordSpan } = instruction;
          for (const inner of spansIn(instruction)) {
            expect(inner.start).toBeGreaterThanOrEqual(span.start);
            expect(inner.end).toBeLessThanOrEqual(span.end);
          }
          const written = text.slice(keywordSpan.start, keywordSpan.end).replace(/[\\`][ \t]*\r*\n/g, "");
          if (instruction.keyword === "UNKNOWN" || written.includes("\n")) continue;
          expect(written.toUpperCase()).toBe(instruction.keyword);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it("is read the same with CRLF", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const plain = text.replaceAll("\r", "");
        const shape = (from: string): unknown =>
          parseDockerfile(from).instructions.map(({ keyword, startLine, endLine, rest }) => [
            keyword,
            startLine,
            endLine,
            rest.text,
          ]);
        expect(shape(plain.replaceAll("\n", "\r\n"))).toEqual(shape(plain));
      }),
      { numRuns: 1000 },
    );
  });

  it("is refused with a message, a hint and a place", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        for (const error of parseDockerfile(text).errors) {
          expect(error.message).not.toBe("");
          expect(error.hint).not.toBe("");
        }
      }),
    );
  });
});

describe("valid Dockerfiles", () => {
  const word = fc.stringMatching(/^[a-z][a-z0-9./_-]{0,8}$/);
  const name = fc.stringMatching(/^[A-Z_][A-Z0-9_]{0,6}$/);
  const quoted = fc.stringMatching(/^[a-z $.=]{0,8}$/).map((text) => `'${text}'`);
  const value = fc.oneof(
    word,
    quoted,
    name.map((variable) => `\${${variable}:-x}`),
    fc.constant(""),
  );
  const body = fc.array(fc.stringMatching(/^[a-z <$"'\\#]{0,10}$/), { maxLength: 4 });
  const gap = fc.constantFrom(" ", "  ", "\t", " \\\n", " \\\n# comment\n  ", " \\ \n\n   ");
  const words = fc.array(word, { minLength: 1, maxLength: 4 });
  const json = words.map((list) => JSON.stringify(list));
  const command = fc.oneof(
    words.map((list) => list.join(" ")),
    json,
  );
  const heredoc = fc
    .tuple(body, fc.constantFrom("<<END", "<<-END", '<<"END"', "3<<'END'"))
    .map(([lines, marker]) => ({ marker, after: ["", ...lines, "END"].join("\n") }));
  const instruction = fc.oneof(
    fc.tuple(fc.constantFrom("RUN", "CMD", "ENTRYPOINT", "run", "Cmd"), gap, command).map((parts) => parts.join("")),
    fc.tuple(fc.constantFrom("ENV", "LABEL", "ARG"), gap, name, value).map(([k, g, n, v]) => `${k}${g}${n}=${v}`),
    fc.tuple(fc.constantFrom("COPY", "ADD"), gap, words, word).map(([k, g, list, to]) => `${k}${g}${list.join(" ")} ${to}`),
    fc.tuple(fc.constantFrom("USER", "WORKDIR", "EXPOSE", "VOLUME", "STOPSIGNAL"), gap, word).map((parts) => parts.join("")),
    fc.tuple(gap, command).map(([g, text]) => `HEALTHCHECK --interval=5s${g}CMD ${text}`),
    fc.tuple(gap, heredoc).map(([g, doc]) => `RUN${g}${doc.marker} cat${doc.after}`),
    heredoc.map((doc) => `ONBUILD COPY ${doc.marker} /a${doc.after}`),
    fc.tuple(word, gap).map(([text, g]) => `FROM${g}${text}`),
    fc.constant("# comment"),
    fc.constant(""),
  );

  it("have no errors, and as many instructions as were written", () => {
    fc.assert(
      fc.property(fc.array(instruction, { maxLength: 12 }), (lines) => {
        const tree = parseDockerfile(`FROM base\n${lines.join("\n")}\n`);
        expect(tree.errors).toEqual([]);
        expect(tree.instructions.length).toBe(1 + lines.filter((line) => line !== "" && !line.startsWith("#")).length);
      }),
      { numRuns: 1000 },
    );
  });

  it("give heredoc bodies back as they were written", () => {
    fc.assert(
      fc.property(body, (lines) => {
        const written = lines.map((line) => `${line}\n`).join("");
        const tree = parseDockerfile(`FROM a\nRUN <<END\n${written}END\nUSER b\n`);
        expect(tree.instructions[1]?.heredocs.map((heredoc) => heredoc.body.text)).toEqual([written]);
        expect(tree.instructions[2]?.keyword).toBe("USER");
      }),
    );
  });
});
