import { execFileSync, spawn } from "node:child_process";
import { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { check, cli, repository, seaworthy } from "./seaworthy.ts";

const root = 'FROM alpine:3.20\nUSER root\nCMD ["app"]\n';
const user = 'FROM alpine:3.20\nUSER 1000\nCMD ["app"]\n';

describe("exit codes", () => {
  it.each([
    [root, [], 1],
    [root, ["--fail-on", "critical"], 0],
    [root, ["--fail-on", "never"], 0],
    [root, ["--exit-code", "7"], 7],
    [root, ["--ignore", "non-root-user"], 0],
    [root, ["--severity", "LOW"], 0],
    [root, ["--severity", "High,Critical"], 1],
    [user, [], 0],
    [user, ["--fail-on", "LOW"], 1],
    [user, ["--fail-on-unknown"], 1],
  ])("%j %j", (dockerfile, args, expected) => {
    const { code } = seaworthy(args, { cwd: repository({ Dockerfile: dockerfile }) });
    expect(code).toBe(expected);
  });
});

describe("usage", () => {
  const folder = repository({ Dockerfile: user });
  it.each([
    [["--nope"], "Unknown flag --nope"],
    [["--fail-onn", "x"], "Did you mean --fail-on?"],
    [["--fail-on"], "--fail-on needs a value"],
    [["--fail-on", "hihg"], "Did you mean high?"],
    [["--exit-code", "256"], "Give a number from 0 to 255"],
    [["--quiet=1"], "--quiet takes no value"],
    [["--quiet", "--verbose"], "contradict"],
    [["--preset", "strickt"], "Did you mean strict?"],
    [["--select", "non-root-usr"], "Did you mean non-root-user?"],
    [["--format", "xml"], '--format cannot be "xml"'],
    [["--format", "json", "--format", "text"], "cannot both go to standard output"],
    [["--format", "json:"], "names no file"],
    [["--config", "a", "--config", "b"], "given twice"],
    [["--update-baseline"], "needs a file"],
    [["--stdin-filename", "x"], "Add -"],
    [["chekc"], "Did you mean seaworthy check?"],
    [["explain"], "explain needs a rule"],
    [["explain", "non-root-usr"], "Did you mean non-root-user?"],
    [["explain", "Dockerfile", "nonroot"], "Did you mean non-root?"],
    [["explain", "Dockerfil", "non-root"], "Did you mean Dockerfile?"],
    [["completion", "fisch"], "Did you mean fish?"],
    [["lock", "--engine", "--platform", "linux/amd64"], "contradict"],
    [["help", "chekc"], "Did you mean seaworthy check?"],
  ])("%j", (args, message) => {
    const { code, out, err } = seaworthy(args, { cwd: folder });
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain(message);
    expect(err).not.toContain("    at ");
  });
});

describe("inputs", () => {
  it("standard input, with and without a name", () => {
    const folder = repository({ "web/Dockerfile": user });
    const named = seaworthy(["-", "--stdin-filename", "web/Dockerfile", "--format", "json"], { cwd: folder, input: root });
    expect(named.code).toBe(1);
    expect(JSON.parse(named.out).scorecard.map((card: { workload: string }) => card.workload)).toEqual(["web/Dockerfile"]);
    const compose = seaworthy(["-", "--format", "json"], { cwd: folder, input: "services:\n  db:\n    image: postgres:16\n" });
    expect(JSON.parse(compose.out).scorecard.map((card: { workload: string }) => card.workload)).toEqual(["<stdin>#db"]);
  });
  it("-f as docker compose takes it, and the environment only with --env", () => {
    const folder = repository({
      "compose.yaml": "services:\n  web:\n    image: nginx:${TAG}\n",
      "compose.prod.yaml": 'services:\n  web:\n    user: "101"\n',
      Dockerfile: root,
    });
    const args = ["-f", "compose.yaml", "-f", "compose.prod.yaml", "--format", "json"];
    const plain = JSON.parse(seaworthy(args, { cwd: folder, env: { TAG: "1.27" } }).out);
    expect(plain.scorecard.map((card: { workload: string }) => card.workload)).toEqual(["compose.yaml#web"]);
    expect(plain.gaps).toHaveLength(1);
    expect(JSON.parse(seaworthy([...args, "--env"], { cwd: folder, env: { TAG: "1.27" } }).out).gaps).toEqual([]);
  });
  it("run lines of a named file only", () => {
    const folder = repository({ "run.sh": "docker run --rm -u 0 nginx:1.27\n" });
    expect(check(folder).report.scorecard).toEqual([]);
    expect(check(folder, "run.sh").report.scorecard.map((card) => card.workload)).toEqual(["run.sh:1"]);
  });
  it("paths are shown from where one stands", () => {
    const folder = repository({ "app/web/Dockerfile": root, "other/Dockerfile": root });
    const { report } = check(path.join(folder, "app"));
    expect(report.findings.map((finding) => finding.file)).toContain("web/Dockerfile");
    expect(report.scorecard).toHaveLength(1);
    expect(check(path.join(folder, "app"), "../other").report.scorecard.map((card) => card.workload)).toEqual([
      "../other/Dockerfile",
    ]);
  });
  it("the nearest configuration, and one that is named", () => {
    const folder = repository({
      ".seaworthy.yaml": "failOn: never\n",
      "a/Dockerfile": root,
      "b/.seaworthy.yml": "failOn: high\n",
      "b/Dockerfile": root,
    });
    expect(check(folder).code).toBe(0);
    expect(check(folder, "a").code).toBe(0);
    expect(check(folder, "b").code).toBe(1);
    expect(check(folder, "a", "--config", "b/.seaworthy.yml").code).toBe(1);
  });
  it("--since reports what changed", () => {
    const folder = repository({ "a/Dockerfile": root });
    rmSync(path.join(folder, ".git"), { recursive: true });
    const git = (...args: string[]): void =>
      void execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@example.org", ...args], { cwd: folder, stdio: "pipe" });
    git("init", "-q");
    git("add", ".");
    git("commit", "-qm", "x");
    expect(check(folder, "--since", "HEAD").report.findings).toEqual([]);
    appendFileSync(path.join(folder, "a/Dockerfile"), "USER 0\n");
    expect(check(folder, "--since", "HEAD").report.findings.map((finding) => finding.rule)).toEqual(["non-root-user"]);
    expect(seaworthy(["--since", "nope"], { cwd: folder })).toMatchObject({
      code: 2,
      err: expect.stringContaining("--since nope"),
    });
  });
});

describe("outputs", () => {
  it("several in one run, the payload alone on standard output", () => {
    const folder = repository({ Dockerfile: root });
    const formats = ["sarif:out/r.sarif", "gitlab:g.json", "junit:j.xml", "markdown:m.md", "github:gh.txt"];
    const { code, out, err } = seaworthy(["--format", "json", ...formats.flatMap((format) => ["--format", format])], {
      cwd: folder,
    });
    expect([code, err]).toEqual([1, ""]);
    expect(JSON.parse(out).schemaVersion).toBe(1);
    expect(JSON.parse(readFileSync(path.join(folder, "out/r.sarif"), "utf8")).version).toBe("2.1.0");
    for (const format of formats) expect(existsSync(path.join(folder, format.slice(format.indexOf(":") + 1)))).toBe(true);
  });
  it("--output takes the format without a file", () => {
    const folder = repository({ Dockerfile: root });
    expect(seaworthy(["--format", "json", "--output", "r.json"], { cwd: folder }).out).toBe("");
    expect(JSON.parse(readFileSync(path.join(folder, "r.json"), "utf8")).schemaVersion).toBe(1);
    expect(seaworthy(["--output", "r.json/x"], { cwd: folder })).toMatchObject({
      code: 3,
      err: expect.stringContaining("cannot be written"),
    });
  });
  it("the job summary of GitHub", () => {
    const folder = repository({ Dockerfile: root });
    const summary = path.join(folder, "summary.md");
    seaworthy(["--format", "github"], { cwd: folder, env: { GITHUB_STEP_SUMMARY: summary } });
    expect(readFileSync(summary, "utf8")).toContain("Dockerfile");
  });
  it("colours only when asked", () => {
    const folder = repository({ Dockerfile: root });
    expect(seaworthy([], { cwd: folder }).out).not.toContain("\u001B");
    expect(seaworthy(["--color", "always"], { cwd: folder }).out).toContain("\u001B");
    expect(seaworthy([], { cwd: folder, env: { FORCE_COLOR: "1" } }).out).toContain("\u001B");
    expect(seaworthy(["--color=always", "--format", "json"], { cwd: folder }).out).not.toContain("\u001B");
  });
  it("does not mind a reader that goes away", async () => {
    const files = Object.fromEntries(Array.from({ length: 300 }, (_, at) => [`d${at}/Dockerfile`, root]));
    const folder = repository(files);
    const child = spawn(process.execPath, ["--", cli, "--verbose", "--format", "json"], {
      cwd: folder,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let err = "";
    child.stderr.on("data", (data) => (err += String(data)));
    child.stdout.once("data", () => child.stdout.destroy());
    await new Promise((resolve) => child.once("close", resolve));
    expect(err).toBe("");
  });
});

describe("the configuration", () => {
  it("names files whose run lines are checked, as far as they are in the paths", () => {
    const line = "docker run --rm -u 0 nginx:1.27\n";
    const folder = repository({
      Dockerfile: root,
      "ops/.seaworthy.yaml": "runFiles: [run.sh, ../README.md, gone.sh]\n",
      "ops/run.sh": line,
      "README.md": `# Run it\n\n\`\`\`sh\n${line}\`\`\`\n`,
    });
    const checked = (...args: string[]): unknown => {
      const { out } = seaworthy(["--config", "ops/.seaworthy.yaml", "--format", "json", "--fail-on", "never", ...args], {
        cwd: folder,
      });
      const { scorecard, errors }: { scorecard: { workload: string }[]; errors: { file: string; message: string }[] } =
        JSON.parse(out);
      return [scorecard.map(({ workload }) => workload), errors.map(({ file, message }) => `${file}: ${message}`)];
    };
    expect(checked()).toEqual([["Dockerfile", "ops/run.sh:1", "README.md:4"], ["ops/gone.sh: ops/gone.sh does not exist"]]);
    expect(checked("README.md")).toEqual([["README.md:4"], []]);
  });
});

describe("baseline", () => {
  it("accepts what is there and gates what is new", () => {
    const folder = repository({ Dockerfile: root });
    const written = seaworthy(["--baseline", "b.json", "--update-baseline", "--fail-on", "low"], { cwd: folder });
    expect(written.err).toMatch(/^Accepted \d+ findings? in b\.json\n$/);
    expect(seaworthy(["--baseline", "b.json", "--fail-on", "low"], { cwd: folder }).code).toBe(0);
    appendFileSync(path.join(folder, "Dockerfile"), "# moved\n");
    expect(seaworthy(["--baseline", "b.json", "--fail-on", "low"], { cwd: folder }).code).toBe(0);
  });
  it("init writes a configuration that is valid, once", () => {
    const folder = repository({ Dockerfile: root });
    expect(seaworthy(["init", "--baseline"], { cwd: folder })).toMatchObject({ code: 0, out: "" });
    expect(seaworthy(["--fail-on", "low"], { cwd: folder }).code).toBe(0);
    expect(seaworthy(["init"], { cwd: folder })).toMatchObject({ code: 2, err: expect.stringContaining("--force") });
    expect(seaworthy(["init", "--force"], { cwd: folder }).code).toBe(0);
    expect(seaworthy([], { cwd: folder }).code).toBe(1);
  });
  it("every key that init writes is one", () => {
    const folder = repository({ Dockerfile: root });
    seaworthy(["init"], { cwd: folder });
    const file = path.join(folder, ".seaworthy.yaml");
    const text = readFileSync(file, "utf8").replace(/^# (?=[a-z]\w*:|  )/gm, "");
    expect(text).toContain("\nroles:\n");
    // Files that it names are examples.
    writeFileSync(file, text.replace(/^(?:baseline|select|ignore|runFiles):.*$/gm, "").replace(/^deployments:\n(?: .*\n)+/m, ""));
    expect(seaworthy(["--fail-on", "never"], { cwd: folder })).toMatchObject({ code: 0, err: "" });
  });
});
