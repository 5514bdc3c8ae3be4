import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseFully } from "../../../src/parse/shell/parse.ts";
import { readSimple } from "../../../src/parse/shell/simple.ts";
import { mapSlice } from "../../../src/source/mapped-text.ts";

const texts = [
  "apt-get update && apt-get install -y curl git; echo done",
  "cd /app && npm ci --omit=dev",
  "sudo -u app make -j4 install",
  "useradd -u 10001 app;",
  "pip install $PACKAGES && gosu app python -m app",
  "env A=1 B=2 npm run build",
  "a&&b ;c",
  "curl -fsSL https://example.com/x.tgz | tar -xz -C /opt",
  "a || true && b | c || d",
  "CGO_ENABLED=0 GOOS='linux' go build -o \"$OUT/app\" . >/dev/null 2>&1",
  "A=1; B=$A",
  'echo \'a b\' "c \\"d\\" ${E}" x\\ y >> /etc/f',
  "rm -rf /var/lib/apt/lists/* ~/.cache {a,b}",
  "find . -name '*.pyc' -exec rm {} \\;",
  "set -ex; export A=b; . /etc/profile",
  "> /f; a &> g < h",
];

const words = [
  "a -y sudo env X=1 $HOME cd /x && ; time test exec -u app for i in do done + a=b sh -c nice 10 ^ : % , @ || | true echo exit",
  "export set . alias ${Y} x${Z}z * *.c {} {a,b} {a} {1..3} \\; \\( \\$X \\{ a\\\\b ~ ~/x A=~ # a#b '' \"\" '#' '$X' \"$X\" \"${X}y\"",
  '"\\$x" "\\n" "\\"" "$" $ $1 2>&1 > >> < &> >&2 10>x >| <&3 >&- |& & ;; ;& A= A+=b A=\'1\' A="$B" += [ a] ! a!b ? { } g++ é su gosu',
  "xargs busybox bash if then fi ( ) a'b'\"c\"d \"'\" '\"' ~'x' *'x' \"*\" $X{a,b} {}{} 9<x &>>y export-x",
].flatMap((line) => line.split(" "));

describe("a list of simple commands", () => {
  it.each(texts)("is read as by the full parser: %s", (text) => {
    const simple = readSimple(mapSlice(text, 7));
    expect(simple).toBeDefined();
    expect(simple).toEqual(parseFully(mapSlice(text, 7)));
  });

  it.each([
    "a & b",
    "a |& b",
    "if x; then y; fi",
    "{ a; }",
    "(a)",
    "a() { b; }",
    "sh -c x",
    "exec a",
    "exit 1",
    "a [b]",
    "a ${X:-1}",
    'a "$(b)"',
    "a <<E",
    "a;; b",
    "a;& b",
    "&& a",
    "a &&",
    "a |",
    "$(a)",
    "`a`",
    "a #b",
    "a 'b",
    'a "b',
    "a\nb",
    "export A=~",
    "",
  ])("is not taken for one: %s", (text) => {
    expect(readSimple(mapSlice(text, 0))).toBeUndefined();
  });

  it("agrees with the full parser on any text that it takes", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom(...words), fc.constantFrom(" ", "  ", "\t", "", " && ", "|")), { maxLength: 10 }),
        (parts) => {
          const text = parts.flat().join("");
          const simple = readSimple(mapSlice(text, 3));
          if (simple) expect(simple).toEqual(parseFully(mapSlice(text, 3)));
        },
      ),
      { numRuns: 5000 },
    );
  });

  it("takes a long string in linear time", () => {
    const start = Date.now();
    for (const piece of ["x", "\\a", "$A", "'b'", '"c"', "{a,"]) {
      const text = `echo "${piece.repeat(20_000)}" ${piece.repeat(20_000)}`.slice(0, 99_000);
      const simple = readSimple(mapSlice(text, 0));
      if (simple) expect(simple.commands[0]?.args.length).toBeGreaterThan(0);
    }
    expect(Date.now() - start).toBeLessThan(2000);
  });
});
