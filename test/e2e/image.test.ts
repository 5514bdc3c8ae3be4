import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, rmSync } from "node:fs";
import http from "node:http";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { seaworthy } from "../cli/seaworthy.ts";
import { temporaryFolder, writeTree } from "../host/temporary-folder.ts";
import { withImage } from "../../src/api/image.ts";
import type { ImageReport } from "../../src/image/report.ts";
import { contentOf } from "../image/inspect.ts";
import { image as base, needImage, required } from "./engine.ts";

const registry = process.env["SEAWORTHY_E2E_REGISTRY"] ?? "127.0.0.1:5000";
const local = "seaworthy-e2e/image:1";
const remote = `${registry}/seaworthy-e2e/image:1`;
const folder = temporaryFolder();
const archive = path.join(folder, "image.tar");
const layout = path.join(folder, "layout");
const layoutArchive = path.join(folder, "layout.tar");
/** Made up, and never whole in this file. */
const deletedKey = ["AKIA", "QX7RN2VKJ4WTB6ZM"].join("");
const keptKey = ["AKIA", "T5WQ3MHYX2LVD7KC"].join("");
const docker = (args: readonly string[], input?: string): string =>
  execFileSync("docker", args, { encoding: "utf8", input, stdio: "pipe", maxBuffer: 64 * 1024 * 1024 });

/** Asked at once, since it decides which tests there are. */
const hasRegistry = await new Promise<boolean>((resolve) => {
  http
    .get(`http://${registry}/v2/`, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    })
    .on("error", () => resolve(false));
});
if (required && !hasRegistry) throw new Error(`there is no registry at ${registry}`);
const withoutRegistry = hasRegistry ? "" : ` (skipped: no registry at ${registry})`;

beforeAll(async () => {
  await needImage();
  const context = path.join(folder, "context");
  writeTree(context, {
    "app/node_modules/left-pad/package.json": '{"name":"left-pad","version":"1.3.0","license":"WTFPL"}',
    "app/node_modules/gone/package.json": '{"name":"gone","version":"1.0.0"}',
    "app/credentials": `aws_access_key_id = ${deletedKey}\n`,
    "app/kept": `aws_access_key_id = ${keptKey}\n`,
    "usr/lib/python3.9/site-packages/six-1.16.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: six\nVersion: 1.16.0\n",
  });
  docker(
    ["build", "-q", "-t", local, "-f", "-", context],
    `FROM ${base}
LABEL a=b
COPY . /
RUN rm -r /app/node_modules/gone /app/credentials
RUN mkdir -p /data/sub && echo one > /data/sub/one && echo two > /data/two && ln /data/two /data/hard && ln -s ../data /etc/link && chmod 4755 /data/two
ENV API_TOKEN=s3cret-value
RUN rm -r /data/sub && echo again > /data/again && mv /etc/os-release /etc/os-release.real && ln -s os-release.real /etc/os-release
USER 65532
HEALTHCHECK CMD ["/app", "ping"]
CMD ["node", "/app/server.js"]
`,
  );
  docker(["save", "-o", archive, local]);
  mkdirSync(layout);
  execFileSync("tar", ["xf", archive, "-C", layout]);
  rmSync(path.join(layout, "manifest.json"));
  rmSync(path.join(layout, "repositories"), { force: true });
  execFileSync("tar", ["cf", layoutArchive, "-C", layout, ...readdirSync(layout)]);
  if (hasRegistry) {
    docker(["tag", local, remote]);
    docker(["push", "-q", remote]);
  }
});
afterAll(() => {
  docker(["image", "rm", "-f", local, ...(hasRegistry ? [remote] : [])]);
});

function read(...args: readonly string[]): ImageReport {
  const { code, out, err } = seaworthy(["image", "--format", "json", ...args], { env: { HOME: folder } });
  expect([code, err]).toEqual([1, ""]);
  return JSON.parse(out);
}

describe("the same image gives the same report", () => {
  it("as an archive, a layout and through the engine, also when its layers are known", () => {
    const expected = read("--no-cache", "--input", archive);
    const cache = path.join(folder, "cache");
    for (const caching of [["--no-cache"], ["--cache-dir", cache], ["--cache-dir", cache]]) {
      for (const place of [layout, layoutArchive]) {
        const found = read(...caching, "--input", place);
        expect(contentOf(found)).toEqual(contentOf(expected));
        expect(found.source).toMatchObject({ kind: place === layout ? "layout" : "archive", id: expected.source.id });
      }
      const engine = read(...caching, "--source", "engine", local);
      expect(contentOf(engine)).toEqual(contentOf(expected));
      expect(engine.source).toMatchObject({ kind: "engine", id: expected.source.id });
    }
    expect(expected).toMatchObject({
      source: { kind: "archive" },
      release: { id: "alpine" },
      config: { user: "65532", health: ["CMD", "/app", "ping"] },
      errors: [],
    });
    expect(expected.packages.filter(({ type }) => type !== "apk")).toMatchObject([
      { type: "npm", name: "left-pad", version: "1.3.0" },
      { type: "pypi", name: "six", version: "1.16.0" },
    ]);
  });

  it("with the same verdicts and secrets, those of deleted files too", () => {
    const report = read("--no-cache", "--input", archive);
    const decided = report.scorecard[0]?.rows.flatMap(({ id, verdict }) => (verdict === "n/a" ? [] : `${id}: ${verdict}`));
    expect(decided).toEqual([
      "base-image: unknown",
      "non-root: pass",
      "secrets: fail",
      "health-check: pass",
      "image-size: pass",
      "init-process: fail",
      "logging: pass",
    ]);
    expect(report.findings.map(({ rule, message }) => `${rule}: ${message.split(/:? /).slice(0, 7).join(" ")}`)).toEqual([
      "no-secret-copy: AWS access key id in app/credentials at",
      "no-secret-copy: AWS access key id in app/kept at",
      "no-secret-env: Token in the environment variable API_TOKEN everyone",
      "no-setuid: data/hard runs with the rights of another",
      "no-setuid: data/two runs with the rights of another",
      "init-process: The image has no init as process",
    ]);
    expect(report.findings[0]?.message).toContain("still in layer 2 though deleted in layer 3: rebuild and rotate it");
    expect(report.secrets).toEqual({ critical: 2, high: 1, medium: 0, low: 0, deletedLater: 1 });
    expect(JSON.stringify(report)).not.toMatch(new RegExp(`s3cret|${deletedKey}|${keptKey}`));
  });

  it.skipIf(!hasRegistry)(`from its registry${withoutRegistry}`, () => {
    const expected = read("--no-cache", "--input", archive);
    const cache = path.join(folder, "registry-cache");
    for (const caching of [["--no-cache"], ["--cache-dir", cache], ["--cache-dir", cache]]) {
      const found = read(...caching, "--source", "registry", remote);
      expect(contentOf(found)).toEqual(contentOf(expected));
      expect(found.source).toMatchObject({ kind: "registry", id: expected.source.id });
    }
  });

  it("with the packages and files that a container of it has", async () => {
    const report = read("--no-cache", "--input", archive);
    const installed = docker(["run", "--rm", local, "apk", "info", "-v"]).trim().split("\n").toSorted();
    expect(report.packages.flatMap(({ type, name, version }) => (type === "apk" ? `${name}-${version}` : [])).toSorted()).toEqual(
      installed,
    );
    // What the engine puts into every container.
    const isAdded = (name: string): boolean => /^(?:\.dockerenv|dev\/.*|etc\/(?:hostname|hosts|resolv\.conf|mtab))$/.test(name);
    const ours = await withImage(
      { cwd: folder, environment: {}, cacheFolder: null, input: archive, now: new Date().toISOString() },
      async (content) => content.files.files.map((file) => file.path),
    );
    const id = docker(["create", local]).trim();
    try {
      const exported = execFileSync("docker", ["export", id], { maxBuffer: 1024 * 1024 * 1024 });
      const theirs = execFileSync("tar", ["t"], { input: exported, encoding: "utf8" }).trim().split("\n");
      expect(ours.filter((name) => !isAdded(name)).toSorted()).toEqual(
        theirs
          .map((name) => name.replace(/\/$/, ""))
          .filter((name) => !isAdded(name))
          .toSorted(),
      );
    } finally {
      docker(["rm", id]);
    }
  });
});

it.skipIf(!hasRegistry)(`locks from the registry what it locks from the engine${withoutRegistry}`, () => {
  const fields = (args: readonly string[]): unknown => {
    const place = temporaryFolder();
    mkdirSync(path.join(place, ".git"));
    execFileSync("sh", ["-c", `printf 'services:\\n  app:\\n    image: ${remote}\\n' > compose.yaml`], { cwd: place });
    const { code, err } = seaworthy(["lock", ...args], { cwd: place, env: { HOME: place } });
    expect([code, err.split("\n")[0]]).toEqual([0, expect.stringMatching(/^Wrote seaworthy\.lock: 1 from /)]);
    const lock = JSON.parse(execFileSync("cat", ["seaworthy.lock"], { cwd: place, encoding: "utf8" }));
    const { bytes: _bytes, megabytes: _megabytes, ...rest } = lock.images[remote]["linux/amd64"];
    return rest;
  };
  expect(fields([])).toEqual(fields(["--engine"]));
});
