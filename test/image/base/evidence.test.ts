import { existsSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { inspectImage } from "../../../src/api/image.ts";
import type { ImageReport } from "../../../src/image/report.ts";
import { inspect, inspectFile } from "../inspect.ts";
import { layoutFiles, manifestDescriptor, makeIndex, tarOf, type ImageParts } from "../make-image.ts";
import { file } from "../make-tar.ts";
import { startRegistry } from "../registry/server.ts";
import { attest, attestedLayout, materials, type AttestOptions } from "./attest.ts";

const parts: ImageParts = {
  layers: [[file("etc/passwd", "")]],
  history: [{ created_by: "ADD alpine-minirootfs-3.22.0-x86_64.tar.gz / # buildkit" }],
};
const fromCopy: ImageParts = { ...parts, history: [{ created_by: "COPY /app /app # buildkit" }] };
const digest = `sha256:${"e".repeat(64)}`;

function rowOf(report: ImageReport): string {
  const row = report.scorecard[0]?.rows.find(({ id }) => id === "base-image");
  return `${row?.verdict}: ${row?.reason}`;
}

async function judged(predicate: object, image: ImageParts = parts, options: AttestOptions = {}): Promise<string> {
  return rowOf(await inspect(attestedLayout(attest(image, predicate, options))));
}

const several = "unknown: its build used 2 images, and its provenance does not tell which one it rests on:";

describe("the base that the provenance of a build tells", () => {
  it.each([
    [["pkg:docker/alpine@3.22?platform=linux%2Famd64"], "pass: alpine:3.22"],
    [["pkg:docker/busybox@latest?platform=linux%2Farm64"], "fail: busybox:latest: latest names no version"],
    [[`pkg:docker/alpine?digest=${digest}&platform=linux%2Famd64`], "pass: pinned to a digest"],
    [["pkg:docker/registry.example.com%3A5000/team/base@1.4"], "pass: registry.example.com:5000/team/base:1.4"],
    [
      ["pkg:docker/docker/dockerfile@1", "pkg:docker/docker/buildkit-syft-scanner@stable-1", "pkg:docker/alpine@3.22"],
      "pass: alpine:3.22",
    ],
    [["pkg:docker/alpine@3.22?platform=linux%2Farm64", "pkg:docker/alpine@3.22?platform=linux%2Famd64"], "pass: alpine:3.22"],
    [["pkg:docker/golang@latest", "pkg:docker/alpine@3.22"], `${several} golang:latest, alpine:3.22`],
    [
      ["pkg:docker/golang@1.24", `pkg:docker/alpine@latest?digest=${digest}`],
      "pass: each of the 2 images of its build is pinned",
    ],
    [["https://example.com/source.tar.gz", "pkg:docker/%E0@1"], "unknown: the provenance of its build names no image"],
  ])("%j", async (uris, row) => {
    expect(await judged({ materials: materials(...uris) })).toBe(row);
    expect(await judged({ buildDefinition: { resolvedDependencies: materials(...uris) } })).toBe(row);
  });

  it("leaves out the image that reads the Dockerfile, whatever it is called", async () => {
    const uris = materials("pkg:docker/team/syntax@latest", "pkg:docker/alpine@3.22");
    const parameters = { frontend: "gateway.v0", args: { source: "team/syntax", cmdline: "team/syntax" } };
    expect(await judged({ materials: uris, invocation: { parameters } })).toBe("pass: alpine:3.22");
  });

  it("takes no image of a stage that only builds for the base", async () => {
    expect(await judged({ materials: materials("pkg:docker/golang@latest") }, fromCopy)).toBe(
      "unknown: its build used golang:latest, perhaps only in a stage that builds",
    );
    expect(await judged({ materials: materials("pkg:docker/golang@1.24") }, fromCopy)).toBe(
      "pass: the image of its build is pinned",
    );
  });

  const source = (name: string): object => ({ Op: { source: { identifier: `docker-image://docker.io/library/${name}` } } });
  const copy = (input: number): object => ({ Op: { file: { actions: [{ input, secondaryInput: 1, copy: {} }] } } });
  const steps = (input: number, base = "alpine:3.22"): object[] => [
    { id: "step0", op: source("golang:latest") },
    {
      id: "step1",
      op: {
        Op: {
          exec: {
            mounts: [
              { input: 0, dest: "/" },
              { input: -1, dest: "/cache" },
            ],
          },
        },
      },
      inputs: ["step0:0"],
    },
    { id: "step2", op: source(base) },
    { id: "step3", op: copy(input), inputs: ["step2:0", "step1:0"] },
    { id: "step4", op: { Op: null }, inputs: ["step3:0"] },
  ];
  const two = materials("pkg:docker/golang@latest", "pkg:docker/alpine@3.22");

  it.each([
    ["the image", steps(0), "pass: alpine:3.22"],
    ["the image with its digest", steps(0, `alpine:3.22@${digest}`), "pass: alpine:3.22"],
    ["nothing", steps(-1), "unknown: the provenance of its build says that it was built from scratch"],
    ["an image that is not in the list", steps(0, "debian:12"), `${several} golang:latest, alpine:3.22`],
    [
      "a circle",
      [
        { id: "a", inputs: ["b:0"] },
        { id: "b", inputs: ["a:0"] },
        { id: "c", inputs: ["a:0"] },
      ],
      `${several} golang:latest, alpine:3.22`,
    ],
    ["what is no step", [1, null, { id: 3 }], `${several} golang:latest, alpine:3.22`],
  ])("follows the steps, where they were written down, to %s", async (_to, llbDefinition, row) => {
    expect(await judged({ materials: two, buildConfig: { llbDefinition } })).toBe(row);
    const internalParameters = { buildConfig: { llbDefinition } };
    expect(await judged({ buildDefinition: { resolvedDependencies: two, internalParameters } })).toBe(row);
  });
});

describe("an annotation that names the base", () => {
  const annotations = { "org.opencontainers.image.base.name": "debian:bookworm-slim" };
  const predicate = { materials: materials("pkg:docker/alpine@latest") };

  it("says more than the provenance", async () => {
    expect(await judged(predicate, parts, { annotations })).toBe("pass: debian:bookworm-slim");
  });

  it("says less than the label", async () => {
    const config = { Labels: { "org.opencontainers.image.base.name": "alpine:latest" } };
    expect(await judged(predicate, { ...parts, config }, { annotations })).toBe("fail: alpine:latest: latest names no version");
  });
});

describe("provenance that does not help", () => {
  const good = { materials: materials("pkg:docker/alpine@3.22") };

  it.each([
    ["no JSON", "no JSON", "the provenance of its build cannot be read: the statement is no JSON"],
    ["no object", "[]", "the provenance beside it is that of another image"],
    ["no subject", "{}", "the provenance beside it is that of another image"],
    ["a list of lists", '{"subject":[[]],"predicate":[]}', "the provenance beside it is that of another image"],
  ])("is %s, and the image is read", async (_what, statement, reason) => {
    expect(await judged(good, parts, { statement })).toBe(`unknown: ${reason}`);
  });

  it("is of another image", async () => {
    expect(await judged(good, parts, { ofDigest: digest })).toBe("unknown: the provenance beside it is that of another image");
  });

  it("is larger than any document of an image", async () => {
    const row = await judged(good, parts, { statement: Buffer.alloc(5 * 1024 * 1024, " ") });
    expect(row).toMatch(/^unknown: the provenance of its build cannot be read: .* has 5242880 bytes$/);
  });

  it("is not there, or has another digest", async () => {
    const made = attest(parts, good);
    const layout = attestedLayout(made);
    const place = `blobs/${made.attestation.digest.replace(":", "/")}`;
    expect(rowOf(await inspect({ ...layout, [place]: "{}" }))).toMatch(/^unknown: the provenance of its build cannot be read: /);
    const { [place]: _gone, ...rest } = layout;
    expect(rowOf(await inspect(rest))).toMatch(/^unknown: the provenance of its build cannot be read: .* lacks the blob/);
  });

  it("has an impossible entry in the index", async () => {
    const { image, blobs } = attest(parts, good);
    const notes = { "vnd.docker.reference.type": "attestation-manifest", "vnd.docker.reference.digest": image.manifest.digest };
    const odd = { digest: "sha512:1", size: -1, annotations: notes };
    const row = rowOf(await inspect(layoutFiles(makeIndex([odd, manifestDescriptor(image)]), blobs)));
    expect(row).toBe("unknown: the provenance of its build cannot be read: the attestation has no sha256 digest");
  });
});

describe("the same provenance", () => {
  const made = attest(parts, { materials: materials("pkg:docker/alpine@latest") });
  const fail = "fail: alpine:latest: latest names no version";

  it("is found in an archive", async () => {
    expect(rowOf(await inspect(tarOf(attestedLayout(made))))).toBe(fail);
  });

  it("is fetched from a registry, and only where the checklist is asked for", async () => {
    const manifestType = "application/vnd.oci.image.manifest.v1+json";
    const manifests = {
      "1": { bytes: made.index.bytes, mediaType: "application/vnd.oci.image.index.v1+json" },
      [made.image.manifest.digest]: { bytes: made.image.manifest.bytes, mediaType: manifestType },
      [made.attestation.digest]: { bytes: made.attestation.bytes, mediaType: manifestType },
    };
    const registry = await startRegistry("team/app", manifests, made.blobs);
    const request = {
      cwd: import.meta.dirname,
      environment: {},
      name: `${registry.host}/team/app:1`,
      place: "registry" as const,
      platform: "linux/amd64",
      cacheFolder: null,
      now: "2026-11-24T00:00:00Z",
    };
    expect(rowOf(await inspectImage(request))).toBe(fail);
    const asked = registry.requests.length;
    await inspectImage({ ...request, scanners: ["pkg"] });
    expect(registry.requests.length - asked).toBe(asked - 2);
  });
});

const real = path.resolve(import.meta.dirname, "../../../../shared/data/images/snyk-busybox-attestation-index.tar");

describe.skipIf(!existsSync(real))("an archive that BuildKit made", () => {
  it("tells its base", async () => {
    expect(rowOf(await inspectFile(real, { cacheFolder: null }))).toBe("fail: busybox:latest: latest names no version");
  });
});
