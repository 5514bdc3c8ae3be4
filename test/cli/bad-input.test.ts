import { execFileSync } from "node:child_process";
import { chmodSync, symlinkSync, truncateSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { check, repository, seaworthy, type JsonOutput } from "./seaworthy.ts";

const good = { "good/Dockerfile": "FROM alpine:3.20\nUSER 1000\n" };

/** What a run says of a repository with one bad file in it; the good one beside it has to be graded in any case. */
function problemsOf(files: Record<string, string | Uint8Array>, prepare: (folder: string) => void = () => undefined): string[] {
  const folder = repository({ ...good, ...files });
  prepare(folder);
  const { code, report } = check(folder);
  expect(report.scorecard.map((card) => card.workload)).toContain("good/Dockerfile");
  expect(code).toBe(report.errors.length > 0 ? 3 : 0);
  for (const { hint } of report.errors) expect(hint).not.toBe("");
  return report.errors.map(({ file, message }) => `${file}: ${message}`);
}

describe("files that cannot be read", () => {
  it("binary", () => {
    expect(problemsOf({ Dockerfile: new Uint8Array([0x46, 0x52, 0, 1, 2]) })).toEqual([
      "Dockerfile: Dockerfile is a binary file",
    ]);
  });
  it("UTF-16", () => {
    expect(problemsOf({ Dockerfile: new Uint8Array([0xff, 0xfe, 0x46, 0]) })).toEqual([
      "Dockerfile: Dockerfile is UTF-16 text; save it as UTF-8",
    ]);
  });
  it("50 MB", () => {
    const errors = problemsOf({ Dockerfile: "FROM x\n", "compose.yaml": "services: {}\n" }, (folder) => {
      truncateSync(path.join(folder, "Dockerfile"), 50 * 1024 * 1024);
      truncateSync(path.join(folder, "compose.yaml"), 50 * 1024 * 1024);
    });
    expect(errors).toEqual([
      "Dockerfile: Dockerfile is 50 MB; files over 10 MB are not read",
      expect.stringMatching(/^compose\.yaml: .*50 MB/),
    ]);
  });
  it("FIFO", () => {
    expect(problemsOf({}, (folder) => execFileSync("mkfifo", [path.join(folder, "Dockerfile")]))).toEqual([]);
  });
  it("a file that is passed over is named", () => {
    const folder = repository(good);
    symlinkSync("/etc/hostname", path.join(folder, "compose.yaml"));
    symlinkSync("nowhere", path.join(folder, "Dockerfile.old"));
    execFileSync("mkfifo", [path.join(folder, ".dockerignore")]);
    expect(check(folder).report.gaps.map(({ file, reason }) => `${file}: ${reason}`)).toEqual([
      ".dockerignore: this is no regular file, so it is not read",
      "Dockerfile.old: the link leads nowhere",
      "compose.yaml: the link leads out of the repository, so it is not followed",
    ]);
  });
  it("links that lead outside or in circles", () => {
    const errors = problemsOf({ "web/compose.yaml": "services:\n  web:\n    build: .\n" }, (folder) => {
      symlinkSync("/etc/hostname", path.join(folder, "web/Dockerfile"));
      symlinkSync("loop", path.join(folder, "loop"));
      symlinkSync("..", path.join(folder, "web/up"));
    });
    expect(errors).toEqual(["web/compose.yaml: web/Dockerfile lies outside the repository"]);
  });
  it("no permission", () => {
    const folder = repository({ ...good, "a/Dockerfile": "FROM x\n", Dockerfile: "FROM x\n" });
    chmodSync(folder, 0o755);
    chmodSync(path.join(folder, "Dockerfile"), 0);
    chmodSync(path.join(folder, "a"), 0);
    const { code, out } = seaworthy(["--format", "json"], { cwd: folder, unprivileged: true });
    const report = JSON.parse(out);
    expect(code).toBe(3);
    expect(report.errors.map((error: { message: string }) => error.message)).toEqual([
      "Dockerfile cannot be read: permission denied",
    ]);
    expect(report.gaps).toEqual([{ file: "a", line: 1, reason: "the folder cannot be read: permission denied" }]);
    expect(report.scorecard.map((card: { workload: string }) => card.workload)).toEqual(["good/Dockerfile"]);
  });
  it("no permission for what decides a row: the row is unknown", () => {
    const workflow = ".github/workflows/image.yml";
    const folder = repository({
      Dockerfile: "FROM alpine:3.22\nCOPY . .\nUSER 1\n",
      ".dockerignore": ".env\n",
      [workflow]: "on: push\n",
    });
    chmodSync(folder, 0o755);
    for (const file of [".dockerignore", workflow]) chmodSync(path.join(folder, file), 0);
    const { code, out } = seaworthy(["--format", "json"], { cwd: folder, unprivileged: true });
    const { gaps, scorecard }: JsonOutput = JSON.parse(out);
    expect(code).toBe(0);
    expect(gaps.map(({ reason }) => reason).toSorted()).toEqual([
      ".dockerignore cannot be read: permission denied",
      ".github/workflows/image.yml cannot be read: permission denied",
    ]);
    const rows = scorecard[0]?.rows.filter(({ id }) => id === "dockerignore" || id === "scanning");
    expect(rows?.map(({ verdict }) => verdict)).toEqual(["unknown", "unknown"]);
  });
  it("invalid UTF-8 is read, and said", () => {
    const folder = repository({ Dockerfile: new Uint8Array([...Buffer.from("FROM alpine:3.20\n# caf"), 0xe9, 0x0a]) });
    const { code, report } = check(folder);
    expect(code).toBe(0);
    expect(report.gaps.map((gap) => `${gap.file}: ${gap.reason}`)).toEqual([
      "Dockerfile: the file is not valid UTF-8: the bytes in question were replaced",
    ]);
  });
});

describe("files that make no sense", () => {
  it("empty Dockerfile", () => {
    expect(problemsOf({ Dockerfile: "" })).toHaveLength(1);
  });
  it("broken YAML", () => {
    expect(problemsOf({ "compose.yaml": "services:\n  web: [\n" })).not.toEqual([]);
  });
  it("include and extends in circles", () => {
    expect(problemsOf({ "compose.yaml": "include: [b.yaml]\n", "b.yaml": "include: [compose.yaml]\n" })).not.toEqual([]);
    const extending = "services:\n  a:\n    extends: b\n  b:\n    extends: a\n";
    expect(problemsOf({ "compose.yaml": extending })).not.toEqual([]);
  });
  it("a missing include and one that leads outside", () => {
    expect(problemsOf({ "compose.yaml": "include: [gone.yaml, ../../x.yaml]\nservices: {}\n" })).toHaveLength(2);
  });
  it("a YAML bomb", () => {
    const lines = ["a: &a [x, x, x, x, x, x, x, x, x]"];
    for (let at = 1; at < 12; at++)
      lines.push(`k${at}: &a${at} [${Array.from({ length: 9 }, () => (at === 1 ? "*a" : `*a${at - 1}`)).join(", ")}]`);
    lines.push("services:\n  web:\n    image: x:1\n    command: *a11\n");
    const folder = repository({
      ...good,
      "compose.yaml": lines.map((line) => (line.startsWith("services") ? line : `x-${line}`)).join("\n"),
    });
    const start = Date.now();
    expect(check(folder).report.scorecard.map((card) => card.workload)).toContain("good/Dockerfile");
    expect(Date.now() - start).toBeLessThan(5000);
  });
  it("a million instructions", () => {
    expect(problemsOf({ Dockerfile: `FROM alpine:3.22\n${"RUN x\n".repeat(1_000_000)}USER 1\n` })).toEqual([
      "Dockerfile: the file has more than 100000 instructions and is not read",
    ]);
  });
  it("a million lines", () => {
    const start = Date.now();
    expect(problemsOf({ Dockerfile: `FROM alpine:3.22\nRUN true \\\n${" && x \\\n".repeat(1_000_000)} && x\nUSER 1\n` })).toEqual(
      [],
    );
    expect(problemsOf({ Dockerfile: `FROM alpine:3.22\n${"# x\n".repeat(1_000_000)}USER 1\n` })).toEqual([]);
    expect(Date.now() - start).toBeLessThan(40_000);
  }, 60_000);
  it("deep nesting", () => {
    expect(problemsOf({ "compose.yaml": `services: ${"[".repeat(100_000)}\n` })).not.toEqual([]);
    expect(problemsOf({ "compose.yaml": `services: ${"{a: ".repeat(100_000)}\n` })).not.toEqual([]);
  });
});

/** Texts of `count` files or lines, each made from its number. */
function many(count: number, make: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => make(index)).join("");
}

function manyFiles(count: number, name: (index: number) => string, make: (index: number) => string): Record<string, string> {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [name(index), make(index)]));
}

describe("what multiplies is cut off", () => {
  const workflow = (step: string): string =>
    `on: push\njobs:\n  image:\n    runs-on: ubuntu-24.04\n    steps:\n      - ${step}\n`;
  const doubled = many(300, (index) => `ENV V${index + 1}=$V${index}$V${index}\n`);
  const image = "FROM alpine:3.22\n";
  it.each<[string, Record<string, string>]>([
    ["ENV that doubles", { Dockerfile: `${image}ENV V0=0123456789\n${doubled}USER $V300\n` }],
    ["ARG before FROM that doubles", { Dockerfile: `ARG V=0123456789\n${"ARG V=$V$V\n".repeat(300)}FROM x:$V\nUSER 1\n` }],
    [
      ".env that doubles",
      {
        ".env": `V=0123456789\n${"V=$V$V\n".repeat(2000)}`,
        "compose.yaml": `services: { a: { image: "x:${"$V".repeat(2000)}" } }\n`,
      },
    ],
    [
      "targets of bake with two parents each",
      {
        "docker-bake.hcl": many(
          200,
          (index) => `target "t${index}" {\n  inherits = ["t${(index + 1) % 200}", "t${(index + 2) % 200}"]\n}\n`,
        ),
      },
    ],
    [
      "actions that use an action eight times",
      {
        ".github/workflows/image.yml": workflow("uses: ./a0"),
        ...manyFiles(
          8,
          (index) => `a${index}/action.yml`,
          (index) => `runs:\n  using: composite\n  steps:\n${`    - uses: ./a${index + 1}\n`.repeat(8)}`,
        ),
      },
    ],
    [
      "entrypoints with four ends each",
      {
        Dockerfile: `${image}COPY *.sh /\nENTRYPOINT ["/s0.sh"]\nUSER 1\n`,
        ...manyFiles(
          20,
          (index) => `s${index}.sh`,
          (index) =>
            `#!/bin/sh\n${many(3, (way) => `if test ${way}; then exec /s${index + 1}.sh -${way}; fi\n`)}exec /s${index + 1}.sh\n`,
        ),
      },
    ],
    [
      "stages that copy three times from the one before",
      {
        Dockerfile: `FROM alpine:3.22 AS s0\n${many(30, (index) => `FROM alpine:3.22 AS s${index + 1}\n${`COPY --from=s${index} / /\n`.repeat(3)}`)}ENTRYPOINT ["/start.sh"]\nUSER 1\n`,
      },
    ],
  ])("%s", (_, files) => {
    const start = Date.now();
    const folder = repository({ ...good, ...files });
    const { code, report } = check(folder);
    expect(report.scorecard.map((card) => card.workload)).toContain("good/Dockerfile");
    expect([report.errors, code]).toEqual([[], 0]);
    expect(Date.now() - start).toBeLessThan(10_000);
  });
  it("files that include three others each", () => {
    const files = manyFiles(
      25,
      (index) => `c${index}.yaml`,
      (index) => (index > 21 ? "services: {}\n" : `include: [c${index + 1}.yaml, c${index + 2}.yaml, c${index + 3}.yaml]\n`),
    );
    const errors = problemsOf({ ...files, "compose.yaml": "include: [c0.yaml]\nservices: { a: { image: 'x:1' } }\n" });
    expect(errors[0]).toMatch(/^c\d+\.yaml: More than 1000 files are included\.$/);
  });
});

describe("what the command line names", () => {
  it.each([
    [["nothing"], /nothing is neither a path nor a command/],
    [["no/Dockerfile"], /no\/Dockerfile does not exist/],
    [["-f", "no.yaml"], /no\.yaml does not exist/],
    [["--env-file", "no.env"], /no\.env does not exist/],
    [["--config", "no.yaml"], /no\.yaml does not exist/],
    [["--baseline", "no.json"], /no\.json does not exist/],
  ])("%j", (args, message) => {
    const { code, out, err } = seaworthy(args, { cwd: repository(good) });
    expect([code, out]).toEqual([2, ""]);
    expect(err).toMatch(message);
  });
  it("two repositories", () => {
    const other = repository(good);
    expect(seaworthy([".", other], { cwd: repository(good) })).toMatchObject({
      code: 2,
      err: expect.stringContaining("lies outside"),
    });
  });
  it("a configuration with mistakes: all of them, with place and the key that was meant", () => {
    const folder = repository({ ...good, ".seaworthy.yaml": "presets: strict\nfailOn: hihg\n" });
    const { code, err } = seaworthy([], { cwd: folder });
    expect(code).toBe(2);
    expect(err).toContain(".seaworthy.yaml:1:1:");
    expect(err).toContain("preset");
    expect(err).toContain(".seaworthy.yaml:2:9:");
  });
  it("a folder with nothing to check", () => {
    const { code, out } = seaworthy([], { cwd: repository({ "a.txt": "x" }) });
    expect(code).toBe(0);
    expect(out).toContain("Nothing to check");
  });
  it("--allow-gaps lets an unreadable input pass", () => {
    const folder = repository({ Dockerfile: "FORM x\n" });
    expect(seaworthy([], { cwd: folder }).code).toBe(3);
    expect(seaworthy(["--allow-gaps"], { cwd: folder }).code).toBe(0);
  });
  it("a path with strange characters", () => {
    const folder = repository({
      "a b/ü$x/Dockerfile": "FROM alpine:3.20\nUSER 1\n",
      "-dash/Dockerfile": "FROM alpine:3.20\nUSER 1\n",
    });
    expect(check(folder, "--", "-dash", "a b").report.scorecard.map((card) => card.workload)).toEqual([
      "-dash/Dockerfile",
      "a b/ü$x/Dockerfile",
    ]);
  });
});
