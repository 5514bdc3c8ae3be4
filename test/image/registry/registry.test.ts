import { chmodSync } from "node:fs";
import path from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { inspectImage, type ImageRequest } from "../../../src/api/image.ts";
import type { ImageReport } from "../../../src/image/report.ts";
import { readChallenge } from "../../../src/image/registry/challenge.ts";
import { isLoopback, registryName } from "../../../src/image/registry/name.ts";
import { retryAfter } from "../../../src/image/registry/retry.ts";
import { temporaryFolder, writeTree } from "../../host/temporary-folder.ts";
import { alpine, contentOf, inspect } from "../inspect.ts";
import { blob, blobsOf, descriptor, makeIndex, makeLayout, makeOci, manifestDescriptor, type ImageParts } from "../make-image.ts";
import { file } from "../make-tar.ts";
import { startRegistry, type Request } from "./server.ts";

const parts: ImageParts = {
  layers: [
    [file("etc/os-release", alpine.release), file("lib/apk/db/installed", alpine.database)],
    [file("app", "a".repeat(50_000))],
  ],
  config: { User: "1000" },
};
const image = makeOci(parts);
const other = makeOci({ layers: [[file("arm")]], architecture: "arm64" });
const attestation = descriptor(blob("{}"), "application/vnd.oci.image.manifest.v1+json", {
  platform: { os: "unknown", architecture: "unknown" },
  annotations: { "vnd.docker.reference.type": "attestation-manifest" },
});
const index = blob(
  makeIndex([
    attestation,
    manifestDescriptor(other, { platform: { os: "linux", architecture: "arm64" } }),
    manifestDescriptor(image, { platform: { os: "linux", architecture: "amd64" } }),
  ]),
);
const manifestType = "application/vnd.oci.image.manifest.v1+json";
const registry = await startRegistry(
  "team/app",
  {
    "1": { bytes: image.manifest.bytes, mediaType: manifestType },
    multi: { bytes: index.bytes, mediaType: "application/vnd.oci.image.index.v1+json" },
    [image.manifest.digest]: { bytes: image.manifest.bytes, mediaType: manifestType },
    [other.manifest.digest]: { bytes: other.manifest.bytes, mediaType: manifestType },
  },
  [...blobsOf(image), ...blobsOf(other)],
);
const requests = registry.requests as Request[];

beforeEach(() => {
  registry.intercept = undefined;
  requests.length = 0;
});

function fetchImage(version: string, request: Partial<ImageRequest> = {}): Promise<ImageReport> {
  return inspectImage({
    cwd: "/",
    environment: {},
    place: "registry",
    name: `${registry.host}/team/app${version}`,
    now: "2026-11-24T00:00:00Z",
    ...request,
  });
}

describe("reads an image from a registry", () => {
  it("as it reads it from a layout", async () => {
    const report = await fetchImage(":1");
    expect(contentOf(report)).toEqual(contentOf(await inspect(makeLayout(parts))));
    expect(report.source).toMatchObject({ kind: "registry", id: image.config.digest, digest: image.manifest.digest });
  });

  it("by digest, and for a platform", async () => {
    expect((await fetchImage(`:1@${image.manifest.digest}`)).layers).toHaveLength(2);
    const amd = await fetchImage(":multi", { platform: "linux/amd64" });
    expect(amd.source).toMatchObject({ digest: index.digest, manifestDigest: image.manifest.digest });
    expect((await fetchImage(":multi", { platform: "linux/arm64" })).platform).toBe("linux/arm64");
    await expect(fetchImage(":multi", { platform: "linux/riscv64" })).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringMatching(/has no image for linux\/riscv64; it has linux\/arm64, linux\/amd64$/),
    });
  });

  it("and fetches only the layers that it does not know", async () => {
    const cacheFolder = temporaryFolder();
    const first = await fetchImage(":1", { cacheFolder });
    expect(requests.filter(({ path: where }) => where.includes("/blobs/"))).toHaveLength(3);
    requests.length = 0;
    expect(await fetchImage(":1", { cacheFolder })).toEqual(first);
    expect(requests.map(({ path: where }) => where.split("/").at(-2))).toEqual(["manifests", "blobs"]);
  });

  it("without credentials to anybody, unless asked", async () => {
    await fetchImage(":1");
    expect(requests.every(({ headers }) => headers.authorization === undefined)).toBe(true);
  });
});

describe("logs in", () => {
  /** Wants a token, which the same server gives out. */
  function wantToken(accept: (request: Request) => boolean): void {
    registry.intercept = (request, response) => {
      if (request.path.startsWith("/token")) {
        if (accept(request)) response.end(JSON.stringify({ token: "t0ken" }));
        else response.writeHead(401).end();
        return true;
      }
      if (request.headers.authorization === "Bearer t0ken") return false;
      const challenge = `Bearer realm="http://${registry.host}/token",service="test",scope="repository:team/app:pull"`;
      response.writeHead(401, { "WWW-Authenticate": challenge }).end();
      return true;
    };
  }
  const dockerConfig = (config: object): { readonly DOCKER_CONFIG: string } => {
    const folder = temporaryFolder();
    writeTree(folder, { "config.json": JSON.stringify(config) });
    return { DOCKER_CONFIG: folder };
  };

  it("as nobody, for one token", async () => {
    wantToken(({ headers }) => headers.authorization === undefined);
    expect((await fetchImage(":1")).layers).toHaveLength(2);
    const tokens = requests.filter(({ path: where }) => where.startsWith("/token"));
    expect(tokens[0]?.path).toBe("/token?service=test&scope=repository%3Ateam%2Fapp%3Apull");
    expect(tokens).toHaveLength(1);
  });

  it("with what docker login stored", async () => {
    wantToken(({ headers }) => headers.authorization === `Basic ${Buffer.from("me:pa:ss").toString("base64")}`);
    const auth = Buffer.from("me:pa:ss").toString("base64");
    const environment = dockerConfig({ auths: { [registry.host]: { auth } } });
    expect((await fetchImage(":1", { environment })).layers).toHaveLength(2);
    const wrong = dockerConfig({ auths: { [registry.host]: { auth: Buffer.from("me:s3cr3t-wr0ng").toString("base64") } } });
    const failure: unknown = await fetchImage(":1", { environment: wrong }).catch((error: unknown) => error);
    expect(failure).toMatchObject({
      exitCode: 3,
      message: `the registry at ${registry.host} refuses the credentials of Docker's configuration`,
    });
    expect(String(failure)).not.toContain("s3cr3t");
  });

  it("with an identity token", async () => {
    wantToken(({ method, body }) => method === "POST" && new URLSearchParams(body).get("refresh_token") === "id-token");
    const environment = dockerConfig({ auths: { [registry.host]: { identitytoken: "id-token" } } });
    expect((await fetchImage(":1", { environment })).layers).toHaveLength(2);
    expect(requests.find(({ method }) => method === "POST")?.body).toContain("grant_type=refresh_token");
  });

  it.skipIf(process.platform === "win32")("with a credential helper", async () => {
    const bin = temporaryFolder();
    const helper = path.join(bin, "docker-credential-test");
    writeTree(bin, {
      "docker-credential-test": `#!/bin/sh\nread host\n[ "$1 $host" = "get ${registry.host}" ] && echo '{"Username":"helped","Secret":"yes"}' || exit 1\n`,
    });
    chmodSync(helper, 0o755);
    const PATH = `${bin}:${process.env["PATH"] ?? ""}`;
    wantToken(({ headers }) => headers.authorization === `Basic ${Buffer.from("helped:yes").toString("base64")}`);
    for (const config of [{ credHelpers: { [registry.host]: "test" } }, { credsStore: "test" }])
      expect((await fetchImage(":1", { environment: { ...dockerConfig(config), PATH } })).layers).toHaveLength(2);
    await expect(fetchImage(":1", { environment: { ...dockerConfig({ credsStore: "absent" }), PATH } })).rejects.toMatchObject({
      message: "the credential helper docker-credential-absent is not installed",
    });
    await expect(fetchImage(":1", { environment: { ...dockerConfig({ credsStore: "../evil" }), PATH } })).rejects.toMatchObject({
      message: "Docker's configuration names a credential helper that is no name",
    });
  });

  it("with a plain password where the registry wants that", async () => {
    const auth = Buffer.from("a:b").toString("base64");
    registry.intercept = (request, response) => {
      if (request.headers.authorization === `Basic ${auth}`) return false;
      response.writeHead(401, { "WWW-Authenticate": 'Basic realm="x"' }).end();
      return true;
    };
    expect((await fetchImage(":1", { environment: dockerConfig({ auths: { [registry.host]: { auth } } }) })).layers).toHaveLength(
      2,
    );
    await expect(fetchImage(":1")).rejects.toMatchObject({
      exitCode: 3,
      message: `the registry does not give out ${registry.host}/team/app`,
      hint: `Check the name, or log in: docker login ${registry.host}.`,
    });
  });

  it("nowhere without TLS", async () => {
    registry.intercept = (_, response) => {
      response.writeHead(401, { "WWW-Authenticate": 'Bearer realm="http://example.com/token"' }).end();
      return true;
    };
    await expect(fetchImage(":1")).rejects.toMatchObject({
      message: `the registry at ${registry.host} names no safe place to log in`,
    });
  });
});

describe("bears what registries do", () => {
  it("sends no credentials along when a blob lies on another host", async () => {
    const storage = await startRegistry("team/app", {}, blobsOf(image));
    const auth = Buffer.from("a:b").toString("base64");
    const folder = temporaryFolder();
    writeTree(folder, { "config.json": JSON.stringify({ auths: { [registry.host]: { auth } } }) });
    registry.intercept = (request, response) => {
      if (request.headers.authorization !== `Basic ${auth}`) response.writeHead(401, { "WWW-Authenticate": "Basic" }).end();
      else if (!request.path.includes("/blobs/")) return false;
      else response.writeHead(307, { Location: `http://${storage.host}${request.path}` }).end();
      return true;
    };
    expect((await fetchImage(":1", { environment: { DOCKER_CONFIG: folder } })).layers).toHaveLength(2);
    expect(storage.requests).toHaveLength(3);
    expect(storage.requests.every(({ headers }) => headers.authorization === undefined)).toBe(true);
  });

  it("asks again after a fault, as late as the registry says", async () => {
    let faults = 0;
    registry.intercept = (_, response) => {
      if (faults++ >= 2) return false;
      response.writeHead(faults === 1 ? 503 : 429, { "Retry-After": "0" }).end("down");
      return true;
    };
    expect((await fetchImage(":1")).layers).toHaveLength(2);
    expect(requests).toHaveLength(2 + 4);
  });

  it("gives up in the end", async () => {
    registry.intercept = (_, response) => {
      response.writeHead(500, { "Retry-After": "0" }).end(JSON.stringify({ errors: [{ message: "out of\n order" }] }));
      return true;
    };
    await expect(fetchImage(":1")).rejects.toMatchObject({
      exitCode: 3,
      message: `the registry at ${registry.host} has a fault (status 500): out of order`,
    });
    expect(requests).toHaveLength(4);
  });

  it("goes on where a download broke", async () => {
    const [, layer] = image.layers;
    let broken = 0;
    registry.intercept = (request, response) => {
      if (!layer || !request.path.endsWith(layer.digest)) return false;
      const range = /^bytes=(\d+)-$/.exec(request.headers.range ?? "")?.[1];
      const from = Number(range ?? 0);
      response.writeHead(range === undefined ? 200 : 206, { "Content-Length": layer.bytes.length - from });
      if (broken++ === 0) response.write(layer.bytes.subarray(0, 100), () => response.destroy());
      else response.end(layer.bytes.subarray(from));
      return true;
    };
    expect((await fetchImage(":1")).layers).toHaveLength(2);
    expect(requests.map(({ headers }) => headers.range).filter(Boolean)).toEqual(["bytes=100-"]);
  });

  it("also where the registry sends all of it again", async () => {
    const [, layer] = image.layers;
    let broken = 0;
    registry.intercept = (request, response) => {
      if (!layer || !request.path.endsWith(layer.digest) || broken++ > 0) return false;
      response.writeHead(200, { "Content-Length": layer.bytes.length });
      response.write(layer.bytes.subarray(0, 100), () => response.destroy());
      return true;
    };
    expect((await fetchImage(":1")).layers).toHaveLength(2);
  });
});

describe("takes nothing that is not what it should be", () => {
  const replace = (part: string, bytes: Buffer, headers: Record<string, string> = {}): void => {
    registry.intercept = (request, response) => {
      if (!request.path.includes(part)) return false;
      response.writeHead(200, headers).end(bytes);
      return true;
    };
  };
  const [layer] = image.layers;
  it.each([
    [
      "a layer with other bytes",
      layer?.digest ?? "",
      Buffer.alloc(layer?.bytes.length ?? 0),
      /^the registry sends other bytes than those that belong to sha256:/,
    ],
    [
      "a layer that is longer",
      layer?.digest ?? "",
      Buffer.alloc(100_000),
      /^the registry sends more than the \d+ bytes that belong to sha256:/,
    ],
    [
      "another configuration",
      image.config.digest,
      Buffer.from("{}"),
      /^the configuration of .* has the digest sha256:\w+, not sha256:/,
    ],
    ["a manifest of another digest", image.manifest.digest, other.manifest.bytes, /^the manifest of .* has the digest/],
    ["an endless manifest", "/manifests/", Buffer.alloc(5_000_000), /has more than 4194304 bytes$/],
  ])("%s", async (_, part, bytes, message) => {
    replace(part, bytes);
    await expect(fetchImage(`@${image.manifest.digest}`)).rejects.toMatchObject({
      exitCode: 3,
      message: expect.stringMatching(message),
    });
  });
  it("a manifest that its own header contradicts", async () => {
    replace("/manifests/", image.manifest.bytes, { "Docker-Content-Digest": other.manifest.digest });
    await expect(fetchImage(":1")).rejects.toMatchObject({
      message: expect.stringMatching(/^the manifest of .* has the digest/),
    });
  });
  it("a page", async () => {
    replace("/manifests/", Buffer.from("<html>"));
    await expect(fetchImage(":1")).rejects.toMatchObject({ message: expect.stringMatching(/^the manifest of .* is no JSON$/) });
  });
  it("schema 1", async () => {
    replace("/manifests/", Buffer.from('{"schemaVersion":1,"fsLayers":[]}'));
    await expect(fetchImage(":1")).rejects.toMatchObject({
      message: expect.stringMatching(/has a manifest of the old form \(schema 1\)$/),
    });
  });
});

it("says what is not there", async () => {
  await expect(fetchImage(":2")).rejects.toMatchObject({
    exitCode: 2,
    message: `${registry.host}/team/app has no 2: manifest unknown`,
  });
  await expect(fetchImage(":1", { name: "Upper" })).rejects.toMatchObject({ message: '"Upper" is no image reference' });
  await expect(fetchImage(":1", { name: "127.0.0.1:1/a" })).rejects.toMatchObject({
    exitCode: 3,
    message: "the registry at 127.0.0.1:1 does not answer: the connection was refused",
  });
}, 20_000);

it("leaves out what only a vendor gives out, and says so", async () => {
  const foreign = descriptor(image.layers[1] ?? blob(""), "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip");
  const manifest = JSON.parse(image.manifest.bytes.toString());
  manifest.layers[1] = foreign;
  const changed = Buffer.from(JSON.stringify(manifest));
  registry.intercept = (request, response) => {
    if (!request.path.includes("/manifests/")) return false;
    response.end(changed);
    return true;
  };
  const report = await fetchImage(":1");
  expect(report.notes).toEqual(["layer 2 is only given out by its vendor and was not read: what is in it is unknown"]);
  expect(report.packages).toHaveLength(1);
});

describe("reads names", () => {
  const digest = `sha256:${"a".repeat(64)}`;
  it.each([
    ["nginx", "registry-1.docker.io", "library/nginx", "latest"],
    ["docker.io/library/nginx:1.27", "registry-1.docker.io", "library/nginx", "1.27"],
    ["index.docker.io/nginx", "registry-1.docker.io", "library/nginx", "latest"],
    ["bitnami/redis:7", "registry-1.docker.io", "bitnami/redis", "7"],
    ["ghcr.io/a/b/c:x", "ghcr.io", "a/b/c", "x"],
    ["localhost:5000/x", "localhost:5000", "x", "latest"],
    [`x:1@${digest}`, "registry-1.docker.io", "library/x", digest],
  ])("%s", (reference, host, repository, version) => {
    expect(registryName(reference)).toMatchObject({ host, repository, version });
  });
  it.each(["", "a b", "x:", "-x", "x@sha256:12", "ghcr.io/../x", "x:a/b", "http://x/y"])("not %s", (reference) => {
    if (reference === "x:") expect(registryName(reference).version).toBe("latest");
    else expect(() => registryName(reference)).toThrow("is no image reference");
  });
  it("and knows this very machine", () => {
    expect(["localhost", "localhost:5000", "127.0.0.1:1", "127.9.9.9", "[::1]:5000"].map(isLoopback)).toEqual(
      Array(5).fill(true),
    );
    expect(["ghcr.io", "127.evil.com", "localhost.evil.com", "10.0.0.1:5000"].map(isLoopback)).toEqual(Array(4).fill(false));
  });
});

it("reads headers", () => {
  const challenge = readChallenge('Bearer realm="https://a/b?c=1,2",service="s x",scope="repository:a/b:pull",error=invalid');
  expect(challenge?.scheme).toBe("bearer");
  expect(Object.fromEntries(challenge?.parameters ?? [])).toEqual({
    realm: "https://a/b?c=1,2",
    service: "s x",
    scope: "repository:a/b:pull",
    error: "invalid",
  });
  expect(readChallenge("Negotiate")).toBeUndefined();
  const now = Date.parse("2026-01-01T00:00:00Z");
  expect([
    retryAfter(undefined, now),
    retryAfter("7", now),
    retryAfter("Thu, 01 Jan 2026 00:00:30 GMT", now),
    retryAfter("soon", now),
  ]).toEqual([undefined, 7000, 30_000, undefined]);
});
