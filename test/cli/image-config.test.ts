import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { put } from "../image/inspect.ts";
import { makeLegacy } from "../image/make-image.ts";
import { file } from "../image/make-tar.ts";
import { repository, seaworthy, type Outcome } from "./seaworthy.ts";

const script = "#!/bin/sh\n# seaworthy: file-ignore[no-setuid, no-secret-copy] -- says the image itself\nexec nginx\n";
const archive = put(
  makeLegacy({
    tags: ["team/app:1"],
    layers: [[file("usr/local/bin/start", script, 0o4755)]],
    config: {
      Entrypoint: ["/usr/local/bin/start"],
      Env: ["DB_PASSWORD=hunter2"],
      Labels: { "org.opencontainers.image.base.name": "alpine:3.22" },
    },
    history: [{ created_by: "COPY start /usr/local/bin/start # buildkit" }],
  }),
);

interface Result {
  readonly findings: readonly {
    readonly rule: string;
    readonly severity: string;
    readonly status: string;
    readonly file: string;
    readonly fingerprint: string;
  }[];
  readonly scorecard: readonly {
    readonly rows: readonly { readonly id: string; readonly verdict: string; readonly accepted: boolean }[];
  }[];
  readonly notes: readonly string[];
}

function run(cwd: string, ...args: readonly string[]): Outcome {
  return seaworthy(["image", "--no-cache", "--input", archive, ...args], { cwd });
}

function report(cwd: string, ...args: readonly string[]): Result {
  const { out, err } = run(cwd, "--format", "json", ...args);
  if (out === "") throw new Error(err);
  return JSON.parse(out);
}

const shown = ({ findings }: Result): string[] => findings.map(({ rule, severity, status }) => `${rule} ${severity} ${status}`);
const plain = ["no-secret-env high open", "non-root-user medium open", "healthcheck low open", "no-setuid low open"];
const row = ({ scorecard }: Result, id: string): unknown => scorecard[0]?.rows.find((one) => one.id === id);

describe("the configuration of the working directory", () => {
  it("is none where there is none, and no comment in the image counts", () => {
    expect(shown(report(repository({})))).toEqual(plain);
  });

  it("sets severities, leaves out rules and accepts findings, and keeps the rows true", () => {
    const cwd = repository({
      ".seaworthy.yaml": `ignore: [healthcheck]
rules:
  non-root-user: off
  no-setuid:
    severity: critical
    ignore:
      - path: usr/local/bin/*
        reason: known
  no-secret-env:
    ignore:
      - workload: team/app:1
        reason: a test image
`,
    });
    const result = report(cwd);
    expect(shown(result)).toEqual(["no-setuid critical ignored", "no-secret-env high ignored"]);
    expect(row(result, "secrets")).toMatchObject({ verdict: "fail", accepted: true });
    expect(row(result, "non-root")).toMatchObject({ verdict: "fail", accepted: true });
    expect(run(cwd).code).toBe(0);
  });

  it("is found above the working directory, and its own paths are beside it", () => {
    const cwd = repository({
      "a/.seaworthy.yaml": "baseline: accepted.json\nfailOn: medium\n",
      "a/accepted.json": JSON.stringify({
        schemaVersion: 1,
        entries: [
          { fingerprint: report(repository({})).findings[0]?.fingerprint, rule: "no-secret-env", path: "image configuration" },
          { fingerprint: "1", rule: "no-privileged", path: "compose.yaml" },
        ],
      }),
      "a/b/Dockerfile": "FROM alpine:3.22\nCOPY start /usr/local/bin/start\n",
    });
    const result = report(`${cwd}/a/b`);
    expect(shown(result)).toEqual([...plain.slice(1), "no-secret-env high baseline"]);
    expect(result.notes).toEqual([]);
    expect([run(`${cwd}/a/b`).code, run(`${cwd}/a/b`, "--fail-on", "high").code]).toEqual([1, 0]);
  });

  it("says of an exception that it is unused only where it names the image", () => {
    const rules = (workload: string): string =>
      `rules:\n  no-secret-arg:\n    ignore:\n      - workload: ${workload}\n      - path: "**"\n        until: 2020-01-01\n`;
    const own = report(repository({ ".seaworthy.yaml": rules("team/app:*") }));
    expect(own.findings.filter(({ rule }) => rule === "unused-ignore").map((one) => one.file)).toEqual([".seaworthy.yaml"]);
    expect(shown(report(repository({ ".seaworthy.yaml": rules("web") })))).toEqual(plain);
  });

  it("names the rules for secrets", () => {
    const cwd = repository({
      "conf/.seaworthy.yaml": "secretConfig: secrets.yaml\n",
      "conf/secrets.yaml": "allow:\n  stopwords: [hunter2]\n",
    });
    expect(shown(report(`${cwd}/conf`))).toEqual(plain.slice(1));
    expect(shown(report(cwd, "--config", "conf/.seaworthy.yaml"))).toEqual(plain.slice(1));
  });

  it("stops the run where it has a mistake", () => {
    const { code, err } = run(repository({ ".seaworthy.yaml": "ignore: [healthchek]\n" }));
    expect([code, err]).toEqual([
      2,
      'seaworthy: the configuration has a mistake\n.seaworthy.yaml:1:10: there is no rule "healthchek" (did you mean "healthcheck"?)\n  `seaworthy rules` lists them.\n',
    ]);
  });
});

describe("the flags in its place", () => {
  const cwd = repository({ ".seaworthy.yaml": "select: [healthcheck]\n", "other.yaml": "preset: strict\n" });

  it("--config takes another file", () => {
    expect(shown(report(cwd))).toEqual(["healthcheck low open"]);
    expect(shown(report(cwd, "--config", "other.yaml"))).toContain("image-digest low open");
  });

  it("--preset strict wants a digest of the base", () => {
    const result = report(cwd, "--preset", "strict", "--select", "image-digest");
    expect(shown(result)).toEqual(["image-digest low open"]);
    expect(row(result, "base-image")).toMatchObject({ verdict: "fail", reason: "alpine:3.22 without a digest" });
  });

  it("--baseline has to be there", () => {
    expect(run(cwd, "--baseline", "absent.json")).toMatchObject({ code: 2, out: "" });
  });

  it("--update-baseline accepts what is there, of each image apart, and leaves the entries of others alone", () => {
    const entry = { fingerprint: "1", rule: "no-privileged", path: "compose.yaml" };
    const folder = repository({
      "accepted.json": JSON.stringify({ schemaVersion: 1, entries: [entry] }),
      Dockerfile: "FROM a:1\n",
    });
    const other = put(makeLegacy({ tags: ["team/other:1"], layers: [[file("a")]] }));
    const baseline = ["--baseline", "accepted.json"];
    expect(run(folder, ...baseline, "--update-baseline").err).toBe("Accepted 4 findings in accepted.json\n");
    expect(shown(report(folder, ...baseline)).filter((one) => !one.endsWith(" baseline"))).toEqual([]);
    const elsewhere = seaworthy(["image", "--no-cache", "--input", other, ...baseline, "--quiet"], { cwd: folder });
    expect(elsewhere.out).toContain("non-root-user: The image runs as root: no user is set.");
    const check = seaworthy([...baseline, "Dockerfile"], { cwd: folder });
    expect(`${check.out}${check.err}`).not.toContain("image:");
    run(folder, ...baseline, "--update-baseline", "--ignore", "healthcheck,no-setuid");
    const { entries } = JSON.parse(readFileSync(`${folder}/accepted.json`, "utf8"));
    expect(entries.map(({ rule, path }: { rule: string; path: string }) => `${rule} ${path}`)).toEqual([
      "no-privileged compose.yaml",
      "no-secret-env image:team/app/image configuration",
      "non-root-user image:team/app/image configuration",
    ]);
  });

  it("--update-baseline needs a file", () => {
    expect(run(repository({}), "--update-baseline")).toMatchObject({
      code: 2,
      err: "seaworthy: --update-baseline needs a file\nName it with --baseline FILE.\n",
    });
  });
});
