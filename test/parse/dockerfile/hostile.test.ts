import { describe, expect, it } from "vitest";
import { parseDockerfile } from "../../../src/parse/dockerfile/parse.ts";

const MEGA = 1_000_000;

/** Each takes well under a second alone; the limit leaves room for a busy machine. */
describe("hostile files are read in a moment", () => {
  const cases: readonly (readonly [string, () => string, number])[] = [
    ["a million instructions", () => `FROM a\n${"RUN b\n".repeat(MEGA)}`, 1],
    ["a megabyte of continuations", () => "\\\n".repeat(MEGA / 2), 1],
    ["a million continued lines", () => `FROM a\nRUN a \\\n${" b \\\n".repeat(MEGA)}`, 0],
    ["a million comments in a continuation", () => `FROM a\nRUN a \\\n${"# b\n".repeat(MEGA)}`, 0],
    ["a line of 50 MB", () => `FROM a\nRUN ${"x".repeat(50 * MEGA)}`, 1],
    ["a line of backslashes", () => `FROM a\nRUN ${"\\".repeat(MEGA)}`, 1],
    ["many variables", () => `FROM a\nENV ${"x=1 ".repeat(5 * MEGA)}`, 1],
    ["many flags", () => `FROM a\nRUN ${"--x ".repeat(MEGA)}`, 1000],
    ["many heredocs without end", () => `FROM a\nRUN ${"<<A ".repeat(MEGA / 10)}\n${"b\n".repeat(MEGA)}`, 1000],
    ["many quotes and a heredoc", () => `FROM a\nRUN <<A ${"a'b'".repeat(MEGA / 2)}`, 2],
    ["deep substitutions", () => `FROM a\nENV a='x'${"${a:-".repeat(MEGA / 10)}`, 1],
    ["deep substitutions and a heredoc", () => `FROM a\nRUN <<A ${"${a:-".repeat(MEGA / 10)}`, 1],
    ["deep JSON", () => `FROM a\nCMD ${"[".repeat(MEGA)}${"]".repeat(MEGA)}`, 1],
    ["JSON without end", () => `FROM a\nCMD ["${"\\".repeat(MEGA)}`, 1],
    ["a chain of ONBUILD", () => `FROM a\n${"ONBUILD ".repeat(MEGA)}`, 2],
    ["NUL bytes", () => "\0".repeat(10 * MEGA), 2],
    ["lines of NUL bytes", () => "\0\n".repeat(MEGA / 2), 1000],
    ["replacement characters", () => "\ufffd".repeat(MEGA), 2],
  ];

  it.each(cases)("%s", { timeout: 60_000 }, (_, make, errors) => {
    const text = make();
    const start = performance.now();
    const tree = parseDockerfile(text);
    expect(performance.now() - start).toBeLessThan(10_000);
    expect(tree.errors.length).toBe(errors);
  });
});
