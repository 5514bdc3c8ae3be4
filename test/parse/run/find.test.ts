import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findRunLines } from "../../../src/parse/run/find.ts";

type Kind = Parameters<typeof findRunLines>[1];
function found(text: string, kind: Kind): unknown[] {
  return findRunLines(text, kind).map((line) => [
    line.line,
    line.options.map(({ name, value, valueSpan }) =>
      value === undefined ? name : `${name} ${text.slice(valueSpan.start, valueSpan.end)}`,
    ),
    line.image?.value,
    line.command.map(({ value }) => value),
  ]);
}

describe("run lines of a script", () => {
  it("are found behind wrappers, conditions and helpers", () => {
    const script = `#!/bin/sh
sudo docker run -d a
DOCKER_BUILDKIT=1 exec docker run b
$(which docker) run c
if x; then \${DOCKER:-docker} create d; fi
bash -c 'docker run -u 0 e sh'
docker build . && docker ps
`;
    expect(found(script, "script")).toEqual([
      [2, ["detach"], "a", []],
      [3, [], "b", []],
      [4, [], "c", []],
      [5, [], "d", []],
      [6, ["user 0"], "e", ["sh"]],
    ]);
  });

  it("go over several lines", () => {
    const script = 'docker run -d \\\n  --name "web" \\\n  -e "A=b c" \\\n  nginx:1 -g "daemon off;"\n';
    expect(found(script, "script")).toEqual([[1, ["detach", 'name "web"', 'env "A=b c"'], "nginx:1", ["-g", "daemon off;"]]]);
  });

  it("have the values that the script gives its variables", () => {
    const script = 'IMG=nginx:1\nOPTS="-d --rm"\ndocker run $OPTS -v "$HOME:/x" $IMG\nif x; then IMG=b; fi\ndocker run $IMG\n';
    const lines = findRunLines(script, "script");
    expect(lines.map(({ image }) => [image?.value, image?.unresolved])).toEqual([
      ["nginx:1", []],
      ["$IMG", ["IMG"]],
    ]);
    expect(lines[0]?.options.map(({ name, value, unresolved }) => [name, value, unresolved])).toEqual([
      ["detach", undefined, []],
      ["rm", undefined, []],
      ["volume", "$HOME:/x", ["HOME"]],
    ]);
  });

  it("keep what is in single quotes", () => {
    expect(findRunLines("docker run -e 'A=$B' x", "script")[0]?.options).toMatchObject([{ value: "A=$B", unresolved: [] }]);
  });
});

describe("run lines of a Markdown page", () => {
  it("stand in fenced and indented blocks", () => {
    const page = `# Use

\`\`\`bash
$ docker run -d \\
>   -p 80:80 \\
>   nginx
docker run output of it
\`\`\`

1. Then
   ~~~
   docker run -e KEY=<your token> --rm redis
   ~~~

Or:

    sudo docker run -it \\
       --rm alpine sh

\`\`\`yaml
docker run nope
\`\`\`

> \`\`\`console
> user@host:~$ docker run --init x
> \`\`\`

Inline \`docker run nope\` is prose.
`;
    expect(found(page, "markdown")).toEqual([
      [4, ["detach", "publish 80:80"], "nginx", []],
      [12, ["env KEY=<your token>", "rm"], "redis", []],
      [17, ["interactive", "tty", "rm"], "alpine", ["sh"]],
      [25, ["init"], "x", []],
    ]);
    expect(findRunLines(page, "markdown")[1]?.options[0]).toMatchObject({
      value: "KEY=<your token>",
      unresolved: ["<your token>"],
    });
  });

  it("have CRLF line endings", () => {
    expect(found("```sh\r\ndocker run \\\r\n  -d \\\r\n  nginx\r\n```\r\n", "markdown")).toEqual([[2, ["detach"], "nginx", []]]);
  });

  it("end with the page where a fence is left open", () => {
    expect(found("```\ndocker run a", "markdown")).toEqual([[2, [], "a", []]]);
  });
});

describe("a line of arguments", () => {
  it.each([
    ["docker run -d nginx", [[1, ["detach"], "nginx", []]]],
    ["run -d nginx x", [[1, ["detach"], "nginx", ["x"]]]],
    ["-p 80:80 nginx", [[1, ["publish 80:80"], "nginx", []]]],
    ["", []],
  ])("%s", (text, expected) => {
    expect(found(text, "args")).toEqual(expected);
  });
});

describe("hostile texts", () => {
  const piece = fc.constantFrom(
    "docker run ",
    "-e ",
    "-v",
    "A=$B ",
    "<x y>",
    "```",
    "```sh\n",
    "\n",
    "    ",
    "> ",
    "$ ",
    "\\\n",
    "'",
    '"',
    "$(",
    "‹1›",
    "`",
    "\r\n",
    "- ",
    "--x=y ",
    "img ",
  );
  it("never throw, and every place lies in the text", () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), fc.constantFrom<Kind>("script", "markdown", "args"), (parts, kind) => {
        const text = parts.join("");
        for (const line of findRunLines(text, kind)) {
          const spans = [
            line.span,
            ...line.options.flatMap(({ span, valueSpan }) => [span, valueSpan]),
            ...line.command.map(({ span }) => span),
          ];
          for (const { start, end } of [...spans, ...line.errors.map(({ span }) => span)]) {
            expect(start).toBeGreaterThanOrEqual(0);
            expect(end).toBeGreaterThanOrEqual(start);
            expect(end).toBeLessThanOrEqual(text.length);
          }
        }
      }),
      { numRuns: 600 },
    );
  });

  it("of great size are read in good time", () => {
    const started = performance.now();
    findRunLines("X=1; docker run $X\n".repeat(10_000), "script");
    findRunLines("```\ndocker run a\n```\n".repeat(10_000), "markdown");
    findRunLines("> ".repeat(100_000), "markdown");
    expect(performance.now() - started).toBeLessThan(4000);
  });
});
