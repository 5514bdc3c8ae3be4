import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import http from "node:http";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { seaworthy } from "../cli/seaworthy.ts";
import { temporaryFolder } from "../host/temporary-folder.ts";
import { withImage } from "../../src/api/image.ts";
import { image as base, needImage, required } from "./engine.ts";

const registry = process.env["SEAWORTHY_E2E_REGISTRY"] ?? "127.0.0.1:5000";
const local = "seaworthy-e2e/image:1";
const remote = `${registry}/seaworthy-e2e/image:1`;
const folder = temporaryFolder();
const archive = path.join(folder, "image.tar");
const layout = path.join(folder, "layout");
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
  docker(
    ["build", "-q", "-t", local, "-"],
    `FROM ${base}
LABEL a=b
RUN mkdir -p /data/sub && echo one > /data/sub/one && echo two > /data/two && ln /data/two /data/hard && ln -s ../data /etc/link && chmod 4755 /data/two
ENV API_TOKEN=s3cret-value
RUN rm -r /data/sub && echo again > /data/again && mv /etc/os-release /etc/os-release.real && ln -s os-release.real /etc/os-release
USER 65532
HEALTHCHECK CMD ["/app", "ping"]
`,
  );
  docker(["save", "-o", archive, local]);
  mkdirSync(layout);
  execFileSync("tar", ["xf", archive, "-C", layout]);
  if (hasRegistry) {
    docker(["tag", local, remote]);
    docker(["push", "-q", remote]);
  }
});
afterAll(() => {
  docker(["image", "rm", "-f", local, ...(hasRegistry ? [remote] : [])]);
});

interface Report {
  readonly source: Readonly<Record<string, unknown>>;
  readonly packages: readonly { readonly name: string; readonly version: string }[];
  readonly entries: number;
}

function read(...args: readonly string[]): Report {
  const { code, out, err } = seaworthy(["image", "--format", "json", ...args], { env: { HOME: folder } });
  expect([code, err]).toEqual([0, ""]);
  return JSON.parse(out);
}

function withoutSource({ source: _source, ...rest }: Report): Omit<Report, "source"> {
  return rest;
}

describe("the same image gives the same report", () => {
  it("as an archive, a layout and through the engine, also when its layers are known", () => {
    const expected = read("--no-cache", "--input", archive);
    const cache = path.join(folder, "cache");
    for (const caching of [["--no-cache"], ["--cache-dir", cache], ["--cache-dir", cache]]) {
      expect(withoutSource(read(...caching, "--input", layout))).toEqual(withoutSource(expected));
      const engine = read(...caching, "--source", "engine", local);
      expect(withoutSource(engine)).toEqual(withoutSource(expected));
      expect(engine.source).toMatchObject({ kind: "engine", id: expected.source["id"] });
    }
    expect(expected).toMatchObject({
      release: { id: "alpine" },
      config: { user: "65532", health: ["CMD", "/app", "ping"] },
      errors: [],
    });
    expect(JSON.stringify(expected)).not.toContain("s3cret");
  });

  it.skipIf(!hasRegistry)(`from its registry${withoutRegistry}`, () => {
    const expected = read("--no-cache", "--input", archive);
    const cache = path.join(folder, "registry-cache");
    for (const caching of [["--no-cache"], ["--cache-dir", cache], ["--cache-dir", cache]]) {
      const found = read(...caching, "--source", "registry", remote);
      expect(withoutSource(found)).toEqual(withoutSource(expected));
      expect(found.source).toMatchObject({ kind: "registry", id: expected.source["id"] });
    }
  });

  it("with the packages and files that a container of it has", async () => {
    const report = read("--no-cache", "--input", archive);
    const installed = docker(["run", "--rm", local, "apk", "info", "-v"]).trim().split("\n").toSorted();
    expect(report.packages.map(({ name, version }) => `${name}-${version}`).toSorted()).toEqual(installed);
    // What the engine puts into every container.
    const isAdded = (name: string): boolean => /^(?:\.dockerenv|dev\/.*|etc\/(?:hostname|hosts|resolv\.conf|mtab))$/.test(name);
    const ours = await withImage(
      { cwd: folder, environment: {}, cacheFolder: null, input: archive, now: new Date().toISOString() },
      async (content) => [...content.files.files()].map((file) => file.path),
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
