import { describe, expect, it } from "vitest";
import { parseDockerfile } from "../../../src/parse/dockerfile/parse.ts";
import type { Instruction } from "../../../src/parse/dockerfile/tree.ts";
import { type MappedText, sourceSpan } from "../../../src/source/mapped-text.ts";
import type { Span } from "../../../src/source/span.ts";

function slice(text: string, span: Span | undefined): string {
  return span ? text.slice(span.start, span.end) : "";
}
function first(text: string): Instruction {
  const instruction = parseDockerfile(text).instructions[0];
  if (!instruction) throw new Error("no instruction");
  return instruction;
}
/** The tree of one instruction after a FROM. */
function after(text: string): Instruction {
  const instruction = parseDockerfile(`FROM a\n${text}`).instructions[1];
  if (!instruction) throw new Error("no instruction");
  return instruction;
}
function only<K extends Instruction["keyword"]>(instruction: Instruction, keyword: K): Instruction & { keyword: K } {
  if (!hasKeyword(instruction, keyword)) throw new Error(`${instruction.keyword} is not ${keyword}`);
  return instruction;
}
function hasKeyword<K extends Instruction["keyword"]>(
  instruction: Instruction,
  keyword: K,
): instruction is Instruction & { keyword: K } {
  return instruction.keyword === keyword;
}

describe("the whole tree", () => {
  const text = [
    "# syntax=docker/dockerfile:1",
    "# a comment",
    "ARG VERSION=22",
    "FROM node:${VERSION} AS build",
    "RUN npm ci",
    "",
    "FROM scratch",
    "COPY --from=build /app /app # not a comment",
    "  # indented comment",
    "",
  ].join("\n");
  const tree = parseDockerfile(text);

  it("has directives, comments and errors apart", () => {
    expect(tree.directives).toEqual([{ name: "syntax", value: "docker/dockerfile:1", span: { start: 0, end: 28 } }]);
    expect(tree.comments.map((comment) => [comment.text, comment.line, slice(text, comment.span)])).toEqual([
      ["a comment", 2, "# a comment"],
      ["indented comment", 9, "# indented comment"],
    ]);
    expect(tree.errors).toEqual([]);
    expect(tree.escape).toBe("\\");
  });

  it("has global arguments and stages", () => {
    expect(tree.globalArgs.map((instruction) => instruction.rest.text)).toEqual(["VERSION=22"]);
    expect(tree.stages.map((stage) => [stage.index, stage.from.image.raw, stage.from.alias?.raw])).toEqual([
      [0, "node:${VERSION}", "build"],
      [1, "scratch", undefined],
    ]);
    expect(tree.stages.map((stage) => stage.instructions.map((instruction) => instruction.keyword))).toEqual([["RUN"], ["COPY"]]);
    expect(tree.instructions.map((instruction) => instruction.keyword)).toEqual(["ARG", "FROM", "RUN", "FROM", "COPY"]);
  });

  it("has exact spans", () => {
    expect(tree.instructions.map((instruction) => slice(text, instruction.span))).toEqual([
      "ARG VERSION=22",
      "FROM node:${VERSION} AS build",
      "RUN npm ci",
      "FROM scratch",
      "COPY --from=build /app /app # not a comment",
    ]);
    expect(tree.instructions.map((instruction) => slice(text, instruction.keywordSpan))).toEqual([
      "ARG",
      "FROM",
      "RUN",
      "FROM",
      "COPY",
    ]);
  });
});

describe("continuations", () => {
  const text = "FROM a\nRUN one \\\n  # comment\n\n    two \\  \r\n three\nUSER b\n";
  const run = only(parseDockerfile(text).instructions[1] ?? first(text), "RUN");

  it("are joined, comments and blank lines left out", () => {
    expect(run.rest.text).toBe("one     two  three");
    expect([run.startLine, run.endLine]).toEqual([2, 6]);
    expect(slice(text, run.span)).toBe("RUN one \\\n  # comment\n\n    two \\  \r\n three");
  });

  it("map back to the file", () => {
    const { rest } = run;
    for (const word of ["one", "two", "three"]) {
      const at = rest.text.indexOf(word);
      expect(slice(text, sourceSpan(rest, at, at + word.length))).toBe(word);
    }
    expect(rest.sourceEnd).toBe(text.indexOf("three") + 5);
  });
});

describe("flags", () => {
  it("have name, value and place", () => {
    const text = 'COPY --chown="a b" --link --from=x\\\n/y c d';
    const copy = only(first(text), "COPY");
    expect(copy.flags.map((flag) => [flag.name, flag.value, slice(text, flag.span), slice(text, flag.valueSpan)])).toEqual([
      ["chown", "a b", '--chown="a b"', '"a b"'],
      ["link", undefined, "--link", ""],
      ["from", "x/y", "--from=x\\\n/y", "x\\\n/y"],
    ]);
    expect(copy.sources.map((word) => word.raw)).toEqual(["c"]);
    expect(copy.destination?.raw).toBe("d");
  });

  it("end the instruction where nothing follows", () => {
    const text = "FROM a\nRUN --network=none\n";
    expect(slice(text, parseDockerfile(text).instructions[1]?.span)).toBe("RUN --network=none");
  });
});

describe("words", () => {
  it("have the text as written and without quotes", () => {
    const text = `ENV A="x \${B}" C='y z' D=a\\ b E=\${F:-"g h"} G=`;
    const env = only(first(text), "ENV");
    expect(env.pairs.map(({ key, value }) => [key.raw, value?.raw, value?.value, slice(text, value?.span)])).toEqual([
      ["A", '"x ${B}"', "x ${B}", '"x ${B}"'],
      ["C", "'y z'", "y z", "'y z'"],
      ["D", "a\\ b", "a b", "a\\ b"],
      ["E", '${F:-"g h"}', "${F:-g h}", '${F:-"g h"}'],
      ["G", "", "", ""],
    ]);
    expect(env.pairs.map((pair) => slice(text, pair.span))[1]).toBe("C='y z'");
    expect(env.legacy).toBe(false);
  });

  it("of the old ENV form are a key and the rest", () => {
    const text = 'ENV A  b \\\n  "c"';
    const env = only(first(text), "ENV");
    expect(env.legacy).toBe(true);
    expect(env.pairs.map(({ key, value }) => [key.raw, value?.raw, value?.value])).toEqual([["A", 'b   "c"', "b   c"]]);
  });

  it("of ARG may have no value", () => {
    expect(only(first("ARG A B=c"), "ARG").pairs.map(({ key, value }) => [key.raw, value?.raw])).toEqual([
      ["A", undefined],
      ["B", "c"],
    ]);
  });

  it("of USER and WORKDIR are one", () => {
    expect(only(after('USER "a b":c'), "USER").words.map((word) => [word.raw, word.value])).toEqual([['"a b":c', "a b:c"]]);
  });

  it("of JSON arrays have literal and string", () => {
    const text = 'COPY ["a\\u0041", \\\n "/b/"]';
    const copy = only(first(text), "COPY");
    expect(copy.json).toBe(true);
    expect(copy.sources.map((word) => [word.raw, word.value, slice(text, word.span)])).toEqual([
      ['"a\\u0041"', "aA", '"a\\u0041"'],
    ]);
    expect(slice(text, copy.destination?.span)).toBe('"/b/"');
  });

  it("with an open quote stay as they are", () => {
    expect(only(after("WORKDIR a'b"), "WORKDIR").words[0]?.value).toBe("a'b");
  });
});

describe("commands", () => {
  it("in exec form are words", () => {
    const text = 'FROM a\nCMD [ "a", "b" ]\n';
    const { command } = only(after('CMD [ "a", "b" ]'), "CMD");
    expect(command.form === "exec" && command.words.map((word) => word.value)).toEqual(["a", "b"]);
    expect(slice(text, command.span)).toBe('[ "a", "b" ]');
  });

  it("in shell form are a script", () => {
    const { command } = only(after("RUN --network=none a && b"), "RUN");
    expect(command.form === "shell" && command.script.text).toBe("a && b");
  });

  it("of a health check come after CMD", () => {
    const script = only(after("HEALTHCHECK --interval=5s CMD a b"), "HEALTHCHECK").command;
    expect(script?.form === "shell" && script.script.text).toBe("a b");
    const words = only(after('HEALTHCHECK CMD ["a"]'), "HEALTHCHECK").command;
    expect(words?.form === "exec" && words.words.map((word) => word.value)).toEqual(["a"]);
    expect(only(after("HEALTHCHECK NONE"), "HEALTHCHECK").command).toBeUndefined();
  });
});

describe("heredocs", () => {
  const text = "FROM a\nRUN <<A cat && <<-'B C' cat 3<<D\na $x\nA\n\tb\n\tB C\nD\nUSER c\n";
  const run = only(parseDockerfile(text).instructions[1] ?? first(text), "RUN");

  it("have their marker and body", () => {
    expect(
      run.heredocs.map((heredoc) => [
        heredoc.name,
        heredoc.quoted,
        heredoc.chomp,
        heredoc.fd,
        heredoc.body.text,
        slice(text, heredoc.span),
        slice(text, heredoc.bodySpan),
      ]),
    ).toEqual([
      ["A", false, false, 0, "a $x\n", "<<A", "a $x\n"],
      ["B C", true, true, 0, "\tb\n", "<<-'B C'", "\tb\n"],
      ["D", false, false, 3, "", "3<<D", ""],
    ]);
  });

  it("belong to the instruction's span and lines", () => {
    expect(slice(text, run.span)).toBe("RUN <<A cat && <<-'B C' cat 3<<D\na $x\nA\n\tb\n\tB C\nD");
    expect([run.startLine, run.endLine]).toEqual([2, 7]);
    expect(run.rest.text).toBe("<<A cat && <<-'B C' cat 3<<D");
  });

  it("of ONBUILD belong to both instructions", () => {
    const onbuild = only(after("ONBUILD COPY <<A /b\nx\nA\n"), "ONBUILD");
    expect(onbuild.heredocs.map((heredoc) => heredoc.body.text)).toEqual(["x\n"]);
    expect(onbuild.inner?.heredocs).toEqual(onbuild.heredocs);
    expect(onbuild.inner?.keyword).toBe("COPY");
  });
});

describe("what is refused", () => {
  function errors(text: string): readonly (readonly [string, string, string])[] {
    return parseDockerfile(text).errors.map(({ message, hint, span }) => [message, hint, slice(text, span)]);
  }

  it.each([
    ["", "the file has no instructions", "Begin with FROM IMAGE.", ""],
    ["ARG A", "the file has no FROM", "Begin with FROM IMAGE.", "ARG A"],
    ["FROM", "FROM names no image", "Write FROM IMAGE or FROM IMAGE AS NAME.", "FROM"],
    ["FROM a b", "FROM takes an image and AS with a name", "Write FROM IMAGE or FROM IMAGE AS NAME.", "FROM a b"],
    [
      "FROM a AS 1b",
      '"1b" is no name for a stage',
      "A name begins with a letter and has letters, digits, -, _ and . in it.",
      "1b",
    ],
    ["RUN a\nFROM b", "RUN stands before the first FROM", "Begin with FROM IMAGE; only ARG may stand before it.", "RUN"],
    ["FROM a\nRUNN b", 'unknown instruction "RUNN"', "Did you mean RUN?", "RUNN"],
    [
      "FROM a\n<html>",
      'unknown instruction "<html>"',
      "Every line begins with an instruction such as FROM, RUN or COPY.",
      "<html>",
    ],
    ["FROM a\nCOPY --form=b c d", 'COPY has no flag "--form"', "Did you mean --from?", "--form=b"],
    ["FROM a\nCMD --a b", 'CMD has no flag "--a"', "This instruction takes no flags.", "--a"],
    ["FROM a\nRUN --network=x b", 'flag --network cannot be "x"', "Use default or none or host.", "--network=x"],
    ["FROM a\nCOPY b", "COPY needs a source and a destination", "Write COPY SOURCE DESTINATION.", "COPY b"],
    ["FROM a\nCOPY b <<X\nX", "COPY cannot write to a heredoc", "Write a path as the last argument.", "<<X"],
    ["FROM a\nENV A=1 B", '"B" has no value', "Write ENV NAME=value, with quotes around a value that has blanks in it.", "B"],
    ["FROM a\nENV A", "ENV needs a name and a value", "Write ENV NAME=value.", "A"],
    [
      "FROM a\nCMD [1]",
      "the JSON array holds something else than strings",
      'Put every element in double quotes: ["a", "1"].',
      "[1]",
    ],
    ["FROM a\nSHELL sh -c", "SHELL takes the exec form only", 'Write it as JSON: SHELL ["/bin/sh", "-c"].', "sh -c"],
    [
      "FROM a\nRUN <<X\nb",
      'heredoc "X" has no end',
      "Put the delimiter alone on the line after the last one, without blanks around it.",
      "<<X",
    ],
    [
      "FROM a\nHEALTHCHECK a",
      'HEALTHCHECK has no type "A"',
      "Write HEALTHCHECK CMD COMMAND or HEALTHCHECK NONE.",
      "HEALTHCHECK a",
    ],
    [
      "FROM a\nHEALTHCHECK --interval=5 CMD a",
      '--interval cannot be "5"',
      "Use a duration of at least 1ms with a unit, such as 30s or 1m30s.",
      "--interval=5",
    ],
    ["FROM a\nONBUILD FROM b", "ONBUILD cannot keep FROM", "Use another instruction.", "FROM"],
    ["# escape=x\nFROM a", "the escape character cannot be x", "Use \\ or ` as escape character.", "# escape=x"],
    ["#syntax=a\n#syntax=b\nFROM a", "the syntax directive is given twice", 'Keep one "# syntax=" line.', "#syntax=b"],
    ["FROM a\nCOPY --link\u00a0 b c", 'COPY has no flag "--link\u00a0"', "Did you mean --link?", "--link\u00a0"],
    ["FROM a\nRUN --\u00a0a b", 'RUN has no flag "--\u00a0"', "It takes --mount, --network, --security, --device.", "--\u00a0"],
    [
      "FROM a\nHEALTHCHECK CMD\u00a0a",
      'HEALTHCHECK has no type "CMD\u00a0"',
      "Write HEALTHCHECK CMD COMMAND or HEALTHCHECK NONE.",
      "HEALTHCHECK CMD\u00a0a",
    ],
    ["FROM a\nHEALTHCHECK NONE a", "HEALTHCHECK NONE takes no arguments", "Remove what follows NONE.", "HEALTHCHECK NONE a"],
    ["FROM a\nUSER", "USER needs an argument", "Write it after USER, or remove the line.", "USER"],
  ])("%j", (text, message, hint, place) => {
    expect(errors(text)).toEqual([[message, hint, place]]);
  });

  it("is told all at once, and the tree goes on", () => {
    const text = "FROM a AS\nCOPY b\nBAD\nUSER c\n";
    const tree = parseDockerfile(text);
    expect(tree.errors.map((error) => slice(text, error.span))).toEqual(["FROM a AS", "COPY b", "BAD"]);
    expect(tree.stages[0]?.instructions.map((instruction) => instruction.keyword)).toEqual(["COPY", "UNKNOWN", "USER"]);
  });

  it("has lines of more than 65,535 bytes in it", () => {
    const fits = (count: number): boolean => parseDockerfile(`FROM a\nRUN ${"x".repeat(count)}\n`).errors.length === 0;
    expect([fits(65_531), fits(65_532)]).toEqual([true, false]);
    const wide = (count: number): boolean => parseDockerfile(`FROM a\nRUN ${"é".repeat(count)}\n`).errors.length === 0;
    expect([wide(32_765), wide(32_766)]).toEqual([true, false]);
  });
});

it("takes an empty list after HEALTHCHECK NONE", () => {
  expect(parseDockerfile("FROM a\nHEALTHCHECK NONE []\n").errors).toEqual([]);
});

it("keeps the mapped text of an empty rest at the end of the instruction", () => {
  const rest: MappedText = after("RUN").rest;
  expect(rest).toEqual({ text: "", segments: [], sourceEnd: 10 });
});
