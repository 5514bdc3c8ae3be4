import { createServer } from "node:net";
import { expect, it } from "vitest";
import { lockImages } from "../../../src/api/lock.ts";
import { askRegistries } from "../../../src/api/registry-facts.ts";
import { repository } from "../../cli/seaworthy.ts";
import { blob, makeIndex, makeOci, manifestDescriptor } from "../make-image.ts";
import { file } from "../make-tar.ts";
import { startRegistry } from "./server.ts";

const image = makeOci({
  layers: [[file("app", "x".repeat(1000))]],
  config: {
    User: "65532",
    Entrypoint: ["/app"],
    Healthcheck: { Test: ["CMD", "/app", "ping"] },
    Env: ["API_KEY=s3cret", "LANG=C"],
    ExposedPorts: { "8080/tcp": {} },
  },
});
const arm = makeOci({ layers: [[file("app")]], architecture: "arm64", variant: "v8", config: { User: "1" } });
const index = blob(
  makeIndex([
    manifestDescriptor(image, { platform: { os: "linux", architecture: "amd64" } }),
    manifestDescriptor(arm, { platform: { os: "linux", architecture: "arm64", variant: "v8" } }),
  ]),
);
const type = "application/vnd.oci.image.manifest.v1+json";
const registry = await startRegistry(
  "app",
  {
    "1": { bytes: index.bytes, mediaType: "application/vnd.oci.image.index.v1+json" },
    [image.manifest.digest]: { bytes: image.manifest.bytes, mediaType: type },
    [arm.manifest.digest]: { bytes: arm.manifest.bytes, mediaType: type },
  },
  [image.config, arm.config],
);
const now = "2026-11-24T00:00:00Z";

it("locks what the registry says of manifest and configuration, and fetches no layer", async () => {
  const reference = `${registry.host}/app:1`;
  const folder = repository({
    "compose.yaml": `services:\n  a:\n    image: ${reference}\n  b:\n    image: ${registry.host}/app:2\n`,
  });
  const outcome = await lockImages({ cwd: folder, now }, { environment: {} });
  const lock = JSON.parse(outcome.text);
  expect(lock.images).toEqual({
    [reference]: {
      "linux/amd64": {
        account: { uid: 65532 },
        command: null,
        digest: index.digest,
        entrypoint: ["/app"],
        env: ["API_KEY", "LANG=C"],
        health: ["CMD", "/app", "ping"],
        labels: {},
        megabytes: 0,
        ports: ["8080"],
        start: "non-root",
        user: "65532",
        volumes: [],
      },
    },
  });
  expect(outcome.fresh).toEqual([reference]);
  expect(outcome.unknown).toEqual([`${registry.host}/app:2`]);
  expect(outcome.problems).toMatchObject([{ reference: `${registry.host}/app:2`, code: "not-found" }]);
  expect(registry.requests.filter(({ path }) => image.layers.some(({ digest }) => path.includes(digest)))).toEqual([]);
  const forArm = await lockImages({ cwd: folder, now }, { environment: {}, platform: "linux/arm64" });
  expect(Object.keys(JSON.parse(forArm.text).images[reference])).toEqual(["linux/arm64/v8"]);
});

it("asks a registry that does not answer for no more than what it asks at once", async () => {
  let connections = 0;
  const server = createServer((socket) => {
    connections++;
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const host = `127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
  const references = Array.from({ length: 40 }, (_, at) => `${host}/app:${at}`);
  const { problems } = await askRegistries(references, { environment: {} });
  server.close();
  expect(problems).toHaveLength(40);
  expect(new Set(problems.map(({ message }) => message))).toEqual(
    new Set([`the registry at ${host} does not answer: the connection broke`]),
  );
  expect(connections).toBe(6 * 4);
}, 20_000);
