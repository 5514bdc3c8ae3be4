import { describe, expect, it } from "vitest";
import { mapSlice, type MappedText } from "../../../src/source/mapped-text.ts";
import { parseShell } from "../../../src/parse/shell/parse.ts";
import { joinMapped } from "../../../src/parse/shell/slice.ts";
import type { ShellCommand, ShellScript } from "../../../src/parse/shell/tree.ts";

function line(command: ShellCommand): string {
  const words = command.name ? [command.name, ...command.args].map(({ value }) => value) : [];
  return [command.after ?? "", command.context, command.failure, words.join("|")].join(" ").trim();
}
const lines = (script: string): string[] => parseShell(script).commands.map(line);
const cut = (text: string, { start, end }: { start: number; end: number }): string => text.slice(start, end);

describe("commands of a script", () => {
  it("joins them with their operators", () => {
    expect(lines("set -e; a 1 && b || true\nc | d &\ne")).toEqual([
      "main kept set|-e",
      "; main ignored a|1",
      "&& main ignored b",
      "|| branch kept true",
      "; main ignored c",
      "| main ignored d",
      "& main kept e",
    ]);
  });

  it("says where each stands", () => {
    const script =
      'if a; then b; elif c; then d; else e; fi\nfor x in $(f); do g; done\nh() { i; }\n( j )\necho "$(k)"\ncase x in y) l;; esac';
    expect(lines(script)).toEqual([
      "condition handled a",
      "branch kept b",
      "condition handled c",
      "branch kept d",
      "branch kept e",
      "substitution ignored f",
      "loop kept g",
      "function kept i",
      "subshell kept j",
      "; main kept echo|$(k)",
      "substitution ignored k",
      "branch kept l",
    ]);
  });

  it("takes a test before && as a condition", () => {
    expect(lines("[ -f x ] && y; test -d z || w; cd a && b")).toEqual([
      "condition kept [|-f|x|]",
      "&& branch kept y",
      "; condition handled test|-d|z",
      "|| branch kept w",
      "; main kept cd|a",
      "&& main kept b",
    ]);
  });

  it("says what becomes of an exit status", () => {
    const failures = (script: string): string[] => parseShell(script).commands.map(({ failure }) => failure);
    expect(failures("a | b")).toEqual(["piped", "kept"]);
    expect(failures("a || :")).toEqual(["ignored", "kept"]);
    expect(failures("a || exit 1")).toEqual(["kept", "kept"]);
    expect(failures("a || exit 0")).toEqual(["ignored", "kept"]);
    expect(failures("a || b")).toEqual(["handled", "kept"]);
    expect(failures("! a")).toEqual(["handled"]);
    expect(failures("a &")).toEqual(["ignored"]);
  });

  it("keeps assignments, redirects and here-documents", () => {
    const script = "A=1 B='x y' cmd > /log 2>&1 < in\nX=2\ncat <<'EOF' > f\nbody $x\nEOF\n";
    const [first, second, third] = parseShell(script).commands;
    expect(first?.assignments.map(({ name, value }) => [name, value?.value])).toEqual([
      ["A", "1"],
      ["B", "x y"],
    ]);
    expect(first?.redirects.map(({ operator, fd, target }) => [operator, fd, target?.value])).toEqual([
      [">", undefined, "/log"],
      [">&", 2, "1"],
      ["<", undefined, "in"],
    ]);
    expect(second?.name).toBeUndefined();
    expect(third?.redirects[0]?.body).toMatchObject({ value: "body $x\n", literal: true });
  });

  it("knows which words are literal", () => {
    const words = parseShell(`c plain 'a b' "q" $X "x$X" *.a '$n' a\\ b ~/x {a,b} $(d)`).commands[0]?.args;
    expect(words?.map(({ value, literal }) => [value, literal])).toEqual([
      ["plain", true],
      ["a b", true],
      ["q", true],
      ["$X", false],
      ["x$X", false],
      ["*.a", false],
      ["$n", true],
      ["a b", true],
      ["~/x", false],
      ["{a,b}", false],
      ["$(d)", false],
    ]);
  });
});

describe("places", () => {
  it("are offsets in the file", () => {
    const file = "RUN a && bcd 'e f'";
    const { commands } = parseShell(file.slice(4), 4);
    expect(commands.map(({ span }) => cut(file, span))).toEqual(["a", "bcd 'e f'"]);
    expect(commands[1]?.args.map(({ span }) => cut(file, span))).toEqual(["'e f'"]);
  });

  it("are exact where lines were joined", () => {
    const file = "RUN aa && \\\n   # note\n  bb \\\n cc";
    const whole = mapSlice(file, 0);
    const script: MappedText = joinMapped(whole, [
      { start: 4, end: 10 },
      { start: 22, end: 27 },
      { start: 29, end: 32 },
    ]);
    expect(script.text).toBe("aa &&   bb  cc");
    const { commands } = parseShell(script);
    expect(commands.map(({ span }) => cut(file, span))).toEqual(["aa", "bb \\\n cc"]);
    expect(commands[1]?.args.map(({ span }) => cut(file, span))).toEqual(["cc"]);
  });

  it("are exact with CRLF line endings", () => {
    const file = "a \\\r\n  b\r\nc d\r\n";
    const { commands } = parseShell(file);
    expect(commands.map(({ args }) => args.map(({ span, value }) => [cut(file, span), value]))).toEqual([
      [["b", "b"]],
      [["d", "d"]],
    ]);
  });
});

describe("wrappers", () => {
  const read = (script: string): unknown[] =>
    parseShell(script).commands.map(({ wrappers, user, name, args }) => [
      wrappers.join(" "),
      user?.value,
      name?.value,
      args.map(({ value }) => value).join(" "),
    ]);
  it.each([
    ["sudo -u app -E A=1 make -j 2", ["sudo", "app", "make", "-j 2"]],
    ["sudo --user=app make", ["sudo", "app", "make", ""]],
    ["exec nginx -g 'daemon off;'", ["exec", undefined, "nginx", "-g daemon off;"]],
    ["env -i -u X A=1 B=2 cmd C=3", ["env", undefined, "cmd", "C=3"]],
    ["nice -n 5 timeout -k 5 10 cmd -x", ["nice timeout", undefined, "cmd", "-x"]],
    ["/usr/bin/nohup time -p cmd", ["nohup time", undefined, "cmd", ""]],
    ["time -p cmd", ["time", undefined, "cmd", ""]],
    ["exec gosu app:grp tini -- node a.js", ["exec gosu tini", "app:grp", "node", "a.js"]],
    ["setpriv --reuid app --clear-groups cmd", ["setpriv", "app", "cmd", ""]],
    ["chroot --userspec=1000:1000 / cmd", ["chroot", "1000:1000", "cmd", ""]],
    ["runuser -u app -- cmd -x", ["runuser", "app", "cmd", "-x"]],
    ["command -v docker", ["", undefined, "command", "-v docker"]],
    ["env", ["", undefined, "env", ""]],
    ["sudo -l", ["", undefined, "sudo", "-l"]],
  ])("%s", (script, expected) => {
    expect(read(script)).toEqual([expected]);
  });

  it("gives the account in an option its own place", () => {
    const file = "sudo -uapp x";
    const user = parseShell(file).commands[0]?.user;
    expect(user && cut(file, user.span)).toBe("app");
  });
});

describe("scripts in scripts", () => {
  const parts = (file: string): string[] =>
    parseShell(file).commands.map(({ context, span }) => `${context}: ${cut(file, span)}`);
  it("reads sh -c with places in the file", () => {
    expect(parts("bash -lc 'cd /x && \"$Y\" z'")).toEqual([
      "main: bash -lc 'cd /x && \"$Y\" z'",
      "nested-script: cd /x",
      'nested-script: "$Y" z',
    ]);
    expect(parts('sh -ec "echo \\"a b\\" ; rm \\$X"')).toEqual([
      'main: sh -ec "echo \\"a b\\" ; rm \\$X"',
      'nested-script: echo \\"a b\\"',
      "nested-script: rm \\$X",
    ]);
  });
  it("reads what su and a here-document hand to a shell", () => {
    expect(parts("su - app -c 'run x'")).toEqual(["main: su - app -c 'run x'", "nested-script: run x"]);
    expect(parts("bash -s <<EOF\nfoo $(bar)\nEOF\n")).toEqual([
      "main: bash -s <<EOF",
      "nested-script: foo $(bar)",
      "substitution: bar",
    ]);
  });
  it("leaves scripts in files and here-documents for others alone", () => {
    expect(parts("sh x.sh\ncat <<E\nfoo\nE\n")).toEqual(["main: sh x.sh", "main: cat <<E"]);
  });
  it("reads backquotes inside backquotes", () => {
    expect(parts("echo `a \\`b\\``")).toEqual(["main: echo `a \\`b\\``", "substitution: a \\`b\\`", "substitution: b"]);
  });
});

describe("the commands that a script ends with", () => {
  const last = (file: string): string[] => parseShell(file).last.map(({ span }: ShellScript["last"][number]) => cut(file, span));
  it.each([
    ["a; b", ["b"]],
    ["a && b", ["b"]],
    ["a || b", ["a", "b"]],
    ["a | b", ["b"]],
    ['x\nexec "$@"', ['exec "$@"']],
    ["exec a; b", ["exec a"]],
    ["if x; then exec a; else exec b; fi; c", ["exec a", "exec b"]],
    ["if x; then exec a; fi\nexec b", ["exec a", "exec b"]],
    ["[ -f x ] && exec y; exec z", ["exec y", "exec z"]],
    ["case $1 in a) exec b;; *) exec c;; esac; d", ["exec b", "exec c"]],
    ["exec > log; a", ["a"]],
    ["bash -c 'a; exec b'", ["exec b"]],
    ["( exec a )", ["exec a"]],
    ["while true; do a; done", []],
    ["a; exit 1", []],
    ['main() { exec a "$@"; }\nif ! sourced; then main "$@"; fi', ['exec a "$@"']],
    ["f() { f; }; f", []],
    ["a &", []],
    ["", []],
  ])("%s", (script, expected) => {
    expect(last(script)).toEqual(expected);
  });
});

describe("text that is no script", () => {
  it("gives what could be read, and an error with its place", () => {
    const { commands, error } = parseShell("a; 'b");
    expect(commands.map(({ name }) => name?.value)).toEqual(["a", "b"]);
    expect(error?.message).toBe("unterminated single quote");
    expect(error?.span.start).toBe(3);
  });
});
