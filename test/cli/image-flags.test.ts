import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../host/temporary-folder.ts";
import { alpine, put } from "../image/inspect.ts";
import { makeLegacy } from "../image/make-image.ts";
import { file } from "../image/make-tar.ts";
import { repository, seaworthy } from "./seaworthy.ts";

const archive = put(
  makeLegacy({
    tags: ["made:1"],
    layers: [[file("etc/os-release", alpine.release), file("lib/apk/db/installed", alpine.database)]],
    config: { Cmd: ["nginx", "-g", "daemon off;"], Env: ["DB_PASSWORD=hunter2"] },
    history: [{ created_by: "COPY rootfs / # buildkit" }],
  }),
);
const image = (...args: readonly string[]): ReturnType<typeof seaworthy> =>
  seaworthy(["image", "--no-cache", "--input", archive, ...args], { env: { COLUMNS: "100" } });

describe("the exit code of seaworthy image", () => {
  it.each([
    [[], 1],
    [["--fail-on", "critical"], 0],
    [["--fail-on", "LOW"], 1],
    [["--fail-on", "never"], 0],
    [["--exit-code", "42"], 42],
    [["--exit-code", "0"], 0],
    [["--severity", "low,Medium"], 0],
    [["--severity", "HIGH", "--severity", "CRITICAL"], 1],
    [["--ignore", "no-secret-env"], 0],
    [["--select", "healthcheck"], 0],
    [["--scanners", "pkg,misconfig"], 0],
  ])("with %j is %i", (args, expected) => {
    expect(image(...args, "--quiet").code).toBe(expected);
  });
});

describe("the flags of seaworthy image", () => {
  it("prints findings alone, one in a line", () => {
    const { out, err } = image("--quiet");
    expect([out, err]).toEqual([
      `image configuration: high no-secret-env: Password in the environment variable DB_PASSWORD: everyone who can pull the image reads it. Take it out, rebuild and rotate it.
image configuration: medium non-root-user: The image runs as root: no user is set.
image configuration: low healthcheck: The image has no health check.
`,
      "",
    ]);
  });

  it("tells in Markdown what helps an image, and not what helps a repository", () => {
    const { out } = image("--format", "markdown");
    const tail = out.slice(out.indexOf("### Unknown"));
    expect(tail).toBe(`### Unknown

- \`made:1\` base-image: the image does not record what it was built on (label org.opencontainers.image.base.name)

### Next

1. Keep secrets out of ENV and LABEL · 1 row turns to pass in image configuration
2. Run as a user that is not root · 1 row turns to pass in image configuration
3. Give every server a health check · 1 row turns to pass in image configuration
`);
  });

  it("counts what --severity hides", () => {
    const { out } = image("--severity", "critical");
    expect(out.trimEnd().split("\n").at(-1)).toBe("No findings · 1 secret · 3 hidden by --severity");
    expect(JSON.parse(image("--severity", "critical", "--format", "json").out).summary).toEqual({
      critical: 0,
      high: 0,
      medium: 0,
      low: 0,
      fixable: 0,
      hidden: 3,
    });
  });

  it("lists packages only when asked", () => {
    expect(image().out).toContain("\nPackages: 1 (1 apk)  (--list-all-pkgs)\n");
    const listed =
      "\nPackages: 1 (1 apk)\nType  Name  Version                Found in\napk   musl  1.2.4_git20230717-r4   lib/apk/db/installed\n";
    for (const flag of ["--list-all-pkgs", "--verbose"])
      expect(
        image(flag)
          .out.replace(/r4 +lib/, "r4   lib")
          .replace(/Version +Found/, "Version                Found"),
      ).toContain(listed);
    expect(image("--scanners", "secret").out).toContain("\nPackages: not looked at (--scanners without pkg)\n");
    expect(JSON.parse(image("--scanners", "secret", "--format", "json").out)).toMatchObject({
      packages: [],
      scanners: ["secret"],
    });
  });

  it("takes Trivy's vuln, and says that nothing is matched yet", () => {
    const { code, out, err } = image("--scanners", "vuln,secret", "--fail-on", "never");
    expect([code, err]).toEqual([
      0,
      "seaworthy: --scanners vuln: vulnerabilities are not matched yet; the packages are listed.\n",
    ]);
    expect(out).toContain("Packages: 1 (1 apk)");
  });

  it("writes several formats in one run", () => {
    const cwd = temporaryFolder();
    const args = [
      "image",
      "--no-cache",
      "--input",
      archive,
      "--format",
      "text",
      "--format",
      "sarif:out.sarif",
      "--format",
      "junit:out.xml",
    ];
    const { code, out } = seaworthy(args, { cwd });
    expect([code, out.split("\n")[0]]).toEqual([1, `made:1  ${archive}`]);
    expect(JSON.parse(readFileSync(path.join(cwd, "out.sarif"), "utf8")).runs[0].results).toHaveLength(3);
    expect(readFileSync(path.join(cwd, "out.xml"), "utf8")).toContain('classname="made:1"');
  });

  it("points at the Dockerfile here, or at the one that is named", () => {
    const cwd = repository({ "docker/app.Dockerfile": "FROM scratch\nCOPY rootfs /\nENV DB_PASSWORD=hunter2\nCMD nginx\n" });
    const args = ["image", "--no-cache", "--input", archive, "--format", "github"];
    expect(seaworthy(args, { cwd }).out).toContain("file=image configuration,");
    const named = seaworthy([...args, "--dockerfile", "docker/app.Dockerfile"], { cwd });
    expect(named.out).toContain("file=docker/app.Dockerfile,line=3");
    const missing = seaworthy([...args, "--dockerfile", "gone"], { cwd });
    expect([missing.code, missing.err]).toEqual([2, "seaworthy: The Dockerfile gone does not exist\nCheck the path.\n"]);
  });

  it("shows no progress where nobody looks", () => {
    expect(image("--format", "json").err).toBe("");
  });

  it.each([
    [["--scanners", "license"], '--scanners cannot be "license"'],
    [["--severity", "hihg"], '--severity cannot be "hihg"'],
    [["--exit-code", "x"], '--exit-code cannot be "x"'],
    [["--fail-on", "some"], '--fail-on cannot be "some"'],
    [["--ignore", "no-such"], '--ignore: there is no rule "no-such"'],
    [["--quiet", "--verbose"], "--quiet and --verbose contradict each other"],
    [["--format", "json", "--format", "sarif"], "json and sarif cannot both go to standard output"],
  ])("%j is wrong usage", (args, message) => {
    const { code, out, err } = image(...args);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain(`seaworthy: ${message}\n`);
  });

  it("says where the output cannot be written", () => {
    const cwd = repository({ taken: "a file" });
    const { code, err } = seaworthy(["image", "--no-cache", "--input", archive, "-o", "taken/out.txt"], { cwd });
    expect([code, err.split(": ").slice(0, 2)]).toEqual([3, ["seaworthy", "taken/out.txt cannot be written"]]);
  });
});
