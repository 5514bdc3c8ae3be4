import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { inspectImage, type ImageRequest } from "../../src/api/image.ts";
import type { ImageReport } from "../../src/image/report.ts";
import { temporaryFolder } from "../host/temporary-folder.ts";
import { attest, attestedLayout, materials } from "./base/attest.ts";
import { contentOf, inspect } from "./inspect.ts";
import { makeLegacy, makeConfig, sha256, tarOf, type ImageParts } from "./make-image.ts";
import { file, makeTar } from "./make-tar.ts";

const layer = [file("app", "x")];
const parts: ImageParts = { layers: [layer], config: { User: "65532" }, history: [{ created_by: "ADD rootfs / # buildkit" }] };
const attested = attestedLayout(attest(parts, { materials: materials("pkg:docker/alpine@3.22?platform=linux%2Famd64") }));
const config = sha256(makeConfig(parts));
const index = `sha256:${"1".repeat(64)}`;

/** What the engine says of `app:1`, and what it saves. */
let id = "";
let archive: Buffer = Buffer.alloc(0);
let saves = 0;
const server = createServer((request, response) => {
  if (request.url?.endsWith("/get")) {
    saves++;
    response.end(archive);
  } else if (request.url === "/images/app%3A1/json") {
    const RootFS = { Layers: [sha256(makeTar(layer))] };
    response.end(JSON.stringify({ Id: id, RepoTags: ["app:1"], Os: "linux", Architecture: "amd64", RootFS }));
  } else response.writeHead(404).end('{"message":"no such image"}');
});
await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
const address: AddressInfo | string | null = server.address();
const host = `tcp://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
afterAll(() => {
  server.close();
});
beforeEach(() => {
  saves = 0;
});

function ask(request: Partial<ImageRequest> = {}): Promise<ImageReport> {
  const now = "2026-11-24T00:00:00Z";
  return inspectImage({ cwd: "/", environment: { DOCKER_HOST: host }, now, place: "engine", name: "app:1", ...request });
}
const base = ({ scorecard }: ImageReport): unknown => scorecard[0]?.rows.find(({ id: row }) => row === "base-image")?.reason;

describe("an engine that keeps the index of an image", () => {
  it("gives the provenance beside it, whether or not its layers are known", async () => {
    id = index;
    archive = tarOf(attested);
    const cacheFolder = temporaryFolder();
    const expected = contentOf(await inspect(attested));
    for (const count of [1, 2]) {
      const report = await ask({ cacheFolder });
      expect(contentOf(report)).toEqual(expected);
      expect([base(report), saves]).toEqual(["alpine:3.22", count]);
    }
  });
});

describe("an engine that keeps layers alone", () => {
  it("saves an image once, and says the same of it when its layers are known", async () => {
    id = config;
    archive = makeLegacy({ ...parts, tags: ["app:1"] });
    const cacheFolder = temporaryFolder();
    const first = await ask({ cacheFolder });
    expect(await ask({ cacheFolder })).toEqual(first);
    expect(base(first)).toBe("the image does not record what it was built on (label org.opencontainers.image.base.name)");
    expect(saves).toBe(1);
  });
});

describe("what an engine does not have", () => {
  it.each([
    [{ name: "other:1" }, "the engine has no other:1", "Pull or build it first."],
    [
      { platform: "linux/arm64" },
      "the engine has app:1 for linux/amd64",
      "Pull it first: docker pull --platform linux/arm64 app:1.",
    ],
  ])("is told: %j", async (request, message, hint) => {
    await expect(ask(request)).rejects.toMatchObject({ exitCode: 2, message, hint });
  });
});
