import { createServer, type Server } from "node:http";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { connectEngine, type Engine } from "../../src/docker/engine.ts";
import { EngineError } from "../../src/docker/engine-error.ts";

type Answer = { readonly status?: number; readonly body?: string; readonly hang?: boolean };

let folder: string;
let server: Server;
let asked: string[];
let answers: Readonly<Record<string, Answer>>;
let engine: Engine;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "engine-"));
  const path = join(folder, "docker.sock");
  asked = [];
  server = createServer((request, response) => {
    asked.push(request.url ?? "");
    const {
      status = 200,
      body = "",
      hang = false,
    } = answers[request.url ?? ""] ?? { status: 404, body: '{"message":"page not found"}' };
    response.statusCode = status;
    if (hang) response.write("{");
    else response.end(body);
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  engine = connectEngine({ host: `unix://${path}`, timeoutMs: 300 });
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true, force: true });
});

const failure = async (promise: Promise<unknown>): Promise<EngineError> => {
  try {
    await promise;
  } catch (error) {
    if (error instanceof EngineError) return error;
    throw error;
  }
  throw new Error("it did not fail");
};

const image = {
  Id: `sha256:${"b".repeat(64)}`,
  RepoTags: ["acme/app:1"],
  RepoDigests: [`mirror.example/acme/app@sha256:${"1".repeat(64)}`, `acme/app@sha256:${"2".repeat(64)}`],
  Size: 1234,
  Os: "linux",
  Architecture: "arm64",
  Variant: "v8",
  Config: {
    User: "app:1000",
    Env: ["PATH=/bin"],
    Cmd: ["serve"],
    Entrypoint: ["/entry.sh"],
    Healthcheck: { Test: ["CMD", "/probe"] },
    Volumes: { "/data": {}, "/cache": {} },
    ExposedPorts: { "8080/tcp": {}, "53/udp": {} },
    Labels: { b: "2", a: "1" },
    WorkingDir: "/srv",
    StopSignal: "SIGQUIT",
    Shell: ["/bin/bash", "-c"],
  },
};

test("pings and tells its version", async () => {
  answers = {
    "/_ping": { body: "OK" },
    "/version": { body: '{"Version":"27.0","ApiVersion":"1.46","Os":"linux","Arch":"amd64"}' },
  };
  await expect(engine.ping()).resolves.toBeUndefined();
  await expect(engine.version()).resolves.toEqual({ version: "27.0", apiVersion: "1.46", os: "linux", architecture: "amd64" });
});

test("reads facts from an image's configuration", async () => {
  answers = { "/images/acme%2Fapp%3A1/json": { body: JSON.stringify(image) } };
  await expect(engine.inspectImage("acme/app:1")).resolves.toEqual({
    reference: "acme/app:1",
    source: "engine",
    digest: `sha256:${"2".repeat(64)}`,
    platform: "linux/arm64/v8",
    user: "app:1000",
    account: { name: "app", gid: 1000 },
    start: "non-root",
    entrypoint: ["/entry.sh"],
    command: ["serve"],
    shell: ["/bin/bash", "-c"],
    health: ["CMD", "/probe"],
    volumes: ["/cache", "/data"],
    ports: ["53/udp", "8080"],
    env: ["PATH=/bin"],
    labels: { a: "1", b: "2" },
    workdir: "/srv",
    stopSignal: "SIGQUIT",
    bytes: 1234,
    evidence: { "*": "image bbbbbbbbbbbb of the local engine" },
  });
});

test("what an image does not set is known to be none", async () => {
  answers = {
    "/images/scratchy/json": {
      body: '{"Id":"sha256:cc","Os":"linux","Architecture":"amd64","Config":{"User":"","Healthcheck":{"Test":["NONE"]}}}',
    },
  };
  await expect(engine.inspectImage("scratchy")).resolves.toEqual({
    reference: "scratchy",
    source: "engine",
    platform: "linux/amd64",
    user: null,
    entrypoint: null,
    command: null,
    health: null,
    volumes: [],
    ports: [],
    env: [],
    labels: {},
    evidence: { "*": "image cc of the local engine" },
  });
});

test("an image or a container that is not there is undefined", async () => {
  answers = {};
  await expect(engine.inspectImage("nope:1")).resolves.toBeUndefined();
  await expect(engine.inspectContainer("nope")).resolves.toBeUndefined();
  expect(asked).toEqual(["/images/nope%3A1/json", "/containers/nope/json"]);
});

test("lists images and containers", async () => {
  answers = {
    "/images/json": {
      body: JSON.stringify([image, { Id: "sha256:d", RepoTags: ["<none>:<none>"], RepoDigests: ["<none>@<none>"], Size: 1 }]),
    },
    "/containers/json?all=0": { body: '[{"Id":"1","Names":["/web"],"Image":"acme/app:1","State":"running"}]' },
    "/containers/json?all=1": { body: "[]" },
  };
  await expect(engine.listImages()).resolves.toEqual([
    { id: image.Id, tags: ["acme/app:1"], digests: image.RepoDigests, bytes: 1234 },
    { id: "sha256:d", tags: [], digests: [], bytes: 1 },
  ]);
  await expect(engine.listContainers()).resolves.toEqual([{ id: "1", name: "web", image: "acme/app:1", state: "running" }]);
  await expect(engine.listContainers({ all: true })).resolves.toEqual([]);
});

test.each([
  [{ status: 500, body: '{"message":"boom"}' }, "protocol", "the engine answered: boom"],
  [{ status: 403, body: '{"message":"no"}' }, "refused", "no"],
  [{ status: 502, body: "<html>" }, "protocol", "the engine answered: status 502 for /version"],
  [{ body: "{}" }, "protocol", "the engine's answer names no version"],
  [{ body: "not json" }, "protocol", "the engine's answer names no version"],
])("an answer of %j fails as %s", async (answer, code, message) => {
  answers = { "/version": answer };
  await expect(failure(engine.version())).resolves.toMatchObject({ code, message });
});

test("an engine that hangs half-way is given up", async () => {
  answers = { "/version": { hang: true } };
  const error = await failure(engine.version());
  expect(error).toMatchObject({ code: "timeout" });
  expect(error.message).toMatch(/did not answer within 0\.3 s$/);
});

test("no engine is an error with a hint", async () => {
  const nobody = connectEngine({ host: `unix://${folder}/nobody.sock` });
  await expect(failure(nobody.ping())).resolves.toMatchObject({
    code: "unreachable",
    message: `no engine at ${folder}/nobody.sock`,
    hint: "start Docker, or set DOCKER_HOST to where it listens",
  });
});
