import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseCiFile } from "../../../src/parse/workflow/parse.ts";
import type { CiFile } from "../../../src/parse/workflow/tree.ts";

const paths = [
  ".github/workflows/a.yml",
  ".github/actions/a/action.yml",
  ".gitlab-ci.yml",
  "docker-bake.hcl",
  "docker-bake.json",
  "package.json",
  "Makefile",
];

const pieces = [
  "on: push\n",
  "jobs:\n",
  "  a:\n",
  "    steps:\n",
  "      - run: docker build . -t ${{ matrix.x }}\n",
  "      - uses: aquasecurity/trivy-action@v1\n",
  "        with: { image-ref: a, exit-code: 1 }\n",
  "    strategy: { matrix: { x: [1, 2], include: [{ x: 3 }] } }\n",
  "      - run: |\n",
  "          trivy image a\n",
  "          docker build \\\n",
  "build:\n",
  "  script:\n",
  "    - docker build a\n",
  "  extends: .b\n",
  ".b: &b\n",
  "  <<: *b\n",
  "include: a.yml\n",
  "!reference [a, script]\n",
  'target "a" {\n',
  "}\n",
  "  context = ",
  '"${X}"\n',
  "[",
  "]",
  "{",
  "}",
  '"',
  "'",
  ":",
  "\n",
  "  ",
  "- ",
  "\t",
  "${{ ",
  " }}",
  "‹0›",
  "\r\n",
  "*b",
  "&b ",
  "|",
  ">",
  "#",
  "$(A)",
  "all:\n",
  "A = $(A)\n",
  '{ "scripts": { "a": "docker build \\"x\\"" } }',
  "docker build $(A)\n",
  "/*",
  "<<EOF\n",
];

function spans(file: CiFile, path: string): { start: number; end: number }[] {
  return [
    ...file.errors.map(({ span }) => span),
    ...[...file.builds, ...file.scans, ...file.uploads, ...file.remotes]
      .filter((each) => each.file === path)
      .map(({ span }) => span),
    ...file.builds
      .filter((each) => each.file === path)
      .flatMap(({ context, dockerfile, target, tags }) =>
        [context, dockerfile, target, ...tags].flatMap((text) => (text ? [text.span] : [])),
      ),
    ...file.scans
      .filter((each) => each.file === path)
      .flatMap(({ subject, reference }) => [subject, reference].flatMap((text) => (text ? [text.span] : []))),
  ];
}

describe("hostile CI files", () => {
  it("never throw, and every place lies in the text", () => {
    fc.assert(
      fc.property(fc.constantFrom(...paths), fc.array(fc.constantFrom(...pieces), { maxLength: 30 }), (path, parts) => {
        const text = parts.join("");
        const file = parseCiFile(path, text, () => text);
        for (const { start, end } of file ? spans(file, path) : []) {
          expect(start).toBeGreaterThanOrEqual(0);
          expect(end).toBeGreaterThanOrEqual(start);
          expect(end).toBeLessThanOrEqual(text.length);
        }
      }),
      { numRuns: 800 },
    );
  });

  const docker = "# docker\n";
  const bomb = `${docker}a: &a [x,x,x,x,x,x,x,x,x]\n${Array.from({ length: 12 }, (_, i) => {
    const before = String.fromCharCode(97 + i);
    return `${String.fromCharCode(98 + i)}: &${String.fromCharCode(98 + i)} [${Array(9).fill(`*${before}`).join(",")}]\n`;
  }).join("")}jobs: *m\n`;
  const matrix = Array.from({ length: 10 }, (_, i) => `        k${i}: [1,2,3,4,5,6,7,8,9]\n`).join("");
  it.each<[string, string, string]>([
    ["deep flow lists", ".gitlab-ci.yml", docker + "[".repeat(100_000)],
    ["deep block lists", ".gitlab-ci.yml", docker + "- ".repeat(100_000)],
    ["deep maps", ".gitlab-ci.yml", docker + Array.from({ length: 2000 }, (_, i) => `${" ".repeat(i)}a:\n`).join("")],
    ["deep explicit keys", ".gitlab-ci.yml", docker + "? ".repeat(50_000)],
    ["a bomb of aliases", ".github/workflows/a.yml", bomb],
    ["a circle of aliases", ".gitlab-ci.yml", `${docker}a: &a { script: [*a], extends: a, <<: *a }\n`],
    [
      "a large matrix",
      ".github/workflows/a.yml",
      `on: push\njobs:\n  a:\n    strategy:\n      matrix:\n${matrix}    steps: [{ run: "docker build \${{ matrix.k1 }}\${{ matrix.k9 }}" }]\n`,
    ],
    ["a large file", ".github/workflows/a.yml", docker.repeat(200_000)],
    ["many steps", ".github/workflows/a.yml", `jobs:\n  a:\n    steps:\n${"      - run: docker build x\n".repeat(8000)}`],
    ["deep blocks", "docker-bake.hcl", 'target "a" {\n'.repeat(50_000)],
    ["deep values", "docker-bake.hcl", `a = ${"[".repeat(100_000)}`],
    ["deep interpolation", "docker-bake.hcl", `a = "${"${".repeat(50_000)}"`],
    ["a circle of variables", "Makefile", "A = $(B)\nB = $(A)$(A)\nall:\n\tdocker build $(A)\n"],
    [
      "growing variables",
      "Makefile",
      `${Array.from({ length: 40 }, (_, i) => `A${i} = $(A${i + 1})$(A${i + 1})\n`).join("")}A40 = x\nall:\n\tdocker build $(A0)\n`,
    ],
    [
      "many extends",
      ".gitlab-ci.yml",
      Array.from(
        { length: 300 },
        (_, i) => `j${i}: { extends: [j${i + 1}, j${i + 2}, j${i + 3}], script: [docker build .] }\n`,
      ).join(""),
    ],
  ])("%s are read in good time", (_, path, text) => {
    const started = performance.now();
    parseCiFile(path, text, () => text);
    expect(performance.now() - started).toBeLessThan(4000);
  });
});
