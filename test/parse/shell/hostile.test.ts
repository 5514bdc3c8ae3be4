import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findPrivilegeDrop } from "../../../src/parse/shell/privilege-drop.ts";
import { parseShell } from "../../../src/parse/shell/parse.ts";

const pieces = [
  ..."abc012 \t\n\r'\"`$(){}[]<>|&;\\*?~=-#!/",
  "if ",
  "then ",
  "fi",
  "for x in ",
  "do ",
  "done",
  "case a in ",
  "esac",
  "while ",
  "$(",
  "${x:-",
  "<<EOF\n",
  "EOF\n",
  "&& ",
  "|| ",
  "sh -c '",
  'bash -lc "',
  "exec ",
  "gosu u ",
  "sudo -u ",
  "set -- ",
  "f() { ",
  '"$@"',
  "[[ ",
  "$((",
  "<(",
];
const script = fc.array(fc.constantFrom(...pieces), { maxLength: 60 }).map((parts) => parts.join(""));

describe("hostile scripts", () => {
  it("never throw, and every place lies in the text", () => {
    fc.assert(
      fc.property(script, fc.nat(50), (text, offset) => {
        const { commands, error, last } = parseShell(text, offset);
        const spans = commands.flatMap((command) => [
          command.span,
          ...[...(command.name ? [command.name] : []), ...command.args].map(({ span }) => span),
          ...command.assignments.map(({ span }) => span),
          ...command.redirects.map(({ span }) => span),
        ]);
        if (error) spans.push(error.span);
        for (const { start, end } of spans) {
          expect(start).toBeGreaterThanOrEqual(offset);
          expect(end).toBeGreaterThanOrEqual(start);
          expect(end).toBeLessThanOrEqual(offset + text.length);
        }
        for (const each of last) expect(commands).toContain(each);
        findPrivilegeDrop(text, offset);
      }),
      // What once failed is tried on every run.
      { numRuns: 600, examples: [["$((`\\", 0]] },
    );
  });

  it.each([
    "(",
    "{ ",
    "$(",
    '"$(',
    "`",
    "if a; then ",
    "while a; do ",
    "${a:-",
    "[[ ( ",
    "$((",
    "<(",
    "f() { ",
    "a && ",
    "a | ",
    "! ",
    "sh -c '",
    "sudo ",
    "a;b ;",
    "\\`",
  ])("10,000 times %j is read in good time", (piece) => {
    const started = performance.now();
    parseShell(piece.repeat(10_000));
    findPrivilegeDrop(piece.repeat(10_000));
    expect(performance.now() - started).toBeLessThan(3000);
  });

  it("refuses what is too long", () => {
    const { commands, error } = parseShell("a;".repeat(1_500_000));
    expect(commands).toEqual([]);
    expect(error?.message).toBe("The script is too long to be read.");
  });
});
