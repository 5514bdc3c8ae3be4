import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { temporaryFolder, writeTree } from "../../host/temporary-folder.ts";
import { alpine, contentOf, inspect, inspectFile, put, refuse } from "../inspect.ts";
import {
  blob,
  blobsOf,
  descriptor,
  layoutFiles,
  makeConfig,
  makeIndex,
  makeLayout,
  makeLegacy,
  makeOci,
  manifestDescriptor,
  sha256,
  tarOf,
  type ImageParts,
} from "../make-image.ts";
import { file, folder, makeTar, symlink } from "../make-tar.ts";
import { storeZstd } from "../make-zstd.ts";

const parts: ImageParts = {
  layers: [
    [folder("etc"), file("etc/os-release", alpine.release), file("lib/apk/db/installed", alpine.database), file("secret", "x")],
    [file(".wh.secret"), file("app/run.sh", "#!/bin/sh\n", 0o755)],
  ],
  config: {
    User: "app:app",
    Cmd: ["/app/run.sh"],
    Env: ["PATH=/bin", "API_TOKEN=abc123"],
    Labels: { a: "b" },
    Healthcheck: { Test: ["CMD", "/app/run.sh"] },
  },
  history: [
    { created_by: "COPY etc /etc" },
    { created_by: "ENV API_TOKEN=abc123", empty_layer: true },
    { created_by: "RUN |1 PASSWORD=hunter2 /bin/sh -c rm secret" },
  ],
};

describe("reads the same image", () => {
  const legacy = makeLegacy(parts);
  it.each([
    ["a legacy archive", legacy],
    ["a legacy archive, compressed as a whole", gzipSync(legacy)],
    ["a legacy archive, compressed with zstd", storeZstd(legacy)],
    ["a layout as a folder", makeLayout(parts)],
    ["a layout as an archive", tarOf(makeLayout(parts))],
    ["a layout with zstd layers", makeLayout(parts, storeZstd)],
    ["a layout with plain layers", makeLayout(parts, (layer) => layer)],
    ["a layout, compressed as a whole", gzipSync(tarOf(makeLayout(parts)))],
  ])("from %s", async (_, image) => {
    const report = await inspect(image);
    expect(contentOf(report)).toEqual(contentOf(await inspect(legacy)));
    expect(report.source.id).toBe(sha256(makeConfig(parts)));
    // Once more, with what is known of its layers by now.
    const cacheFolder = path.join(temporaryFolder(), "cache");
    const name = put(image);
    expect(await inspectFile(name, { cacheFolder })).toEqual(await inspectFile(name, { cacheFolder }));
    expect(contentOf(await inspectFile(name, { cacheFolder }))).toEqual(contentOf(report));
  });

  it("with what it is and what it starts", async () => {
    const report = await inspect(legacy);
    expect(report.platform).toBe("linux/amd64");
    expect(report.release).toMatchObject({ id: "alpine", version: "3.19.4" });
    expect(report.endOfLife).toMatchObject({ isPast: true });
    expect(report.packages.map(({ name, version, layer }) => [name, version, layer])).toEqual([
      ["musl", "1.2.4_git20230717-r4", sha256(makeTar(parts.layers[0] as never))],
    ]);
    expect(report.config).toMatchObject({
      user: "app:app",
      command: ["/app/run.sh"],
      health: ["CMD", "/app/run.sh"],
      labels: { a: "b" },
    });
    expect(report.layers.map(({ entries, createdBy }) => [entries, createdBy])).toEqual([
      [4, "COPY etc /etc"],
      [2, "RUN |1 PASSWORD=******* /bin/sh -c rm secret"],
    ]);
    expect(JSON.stringify(report)).not.toMatch(/abc123|hunter2/);
    expect(report.source).toMatchObject({ kind: "archive", references: ["made:1"] });
  });
});

describe("finds the image in an archive with several", () => {
  const first = makeOci({ layers: [[file("first")]], os: "linux", architecture: "amd64" });
  const second = makeOci({ layers: [[file("second"), file("b")]], architecture: "arm64", variant: "v8" });
  const arm = { platform: { os: "linux", architecture: "arm64", variant: "v8" } };
  const amd = { platform: { os: "linux", architecture: "amd64" } };
  const attestation = blob(JSON.stringify({ schemaVersion: 2, config: {}, layers: [] }));
  const attested = descriptor(attestation, "application/vnd.oci.image.manifest.v1+json", {
    platform: { os: "unknown", architecture: "unknown" },
    annotations: { "vnd.docker.reference.type": "attestation-manifest" },
  });
  const blobs = [...blobsOf(first), ...blobsOf(second), attestation];
  const index = blob(makeIndex([manifestDescriptor(first, amd), manifestDescriptor(second, arm), attested]));
  const nested = layoutFiles(makeIndex([descriptor(index, "application/vnd.oci.image.index.v1+json")]), [...blobs, index]);

  it("by its platform", async () => {
    expect((await inspect(nested, { platform: "linux/amd64" })).layers[0]?.entries).toBe(1);
    expect((await inspect(nested, { platform: "arm64" })).layers[0]?.entries).toBe(2);
    expect((await inspect(nested, { platform: "linux/aarch64/v8" })).platform).toBe("linux/arm64/v8");
    const { message, exitCode } = await refuse(nested, { platform: "linux/s390x" });
    expect(message).toMatch(/has no image for linux\/s390x; it has linux\/amd64, linux\/arm64\/v8$/);
    expect(exitCode).toBe(2);
    expect((await refuse(nested, { platform: "a b" })).message).toBe('"a b" is no platform');
    expect((await refuse(makeLegacy(parts), { platform: "linux/arm64" })).message).toMatch(
      /is for linux\/amd64, not linux\/arm64$/,
    );
  });

  it("the only one that an engine kept of an index", async () => {
    const kept = layoutFiles(makeIndex([descriptor(index, "application/vnd.oci.image.index.v1+json")]), [
      ...blobsOf(second),
      index,
    ]);
    expect((await inspect(kept)).platform).toBe("linux/arm64/v8");
  });

  it("by its name", async () => {
    const named = (image: typeof first, name: string): object =>
      manifestDescriptor(image, { annotations: { "io.containerd.image.name": name } });
    const layout = layoutFiles(makeIndex([named(first, "docker.io/library/app:1"), named(second, "ghcr.io/a/b:2")]), blobs);
    expect((await inspect(layout, { name: "app:1" })).layers[0]?.entries).toBe(1);
    expect((await inspect(layout, { name: "ghcr.io/a/b:2" })).layers[0]?.entries).toBe(2);
    expect((await refuse(layout)).message).toMatch(/holds 2 images: it has docker\.io\/library\/app:1, ghcr\.io\/a\/b:2$/);
    expect((await refuse(layout, { name: "app:2" })).message).toMatch(/has no image app:2/);
    expect((await inspect(makeLegacy(parts), { name: "made:1" })).source.references).toEqual(["made:1"]);
    expect((await refuse(makeLegacy(parts), { name: "other:1" })).exitCode).toBe(2);
  });
});

describe("refuses what is broken", () => {
  const image = makeOci(parts);
  const layout = layoutFiles(makeIndex([manifestDescriptor(image)]), blobsOf(image));
  const blobAt = (digest: string): string => `blobs/${digest.replace(":", "/")}`;

  it.each([
    ["nothing at all", Buffer.alloc(0), /is empty$/],
    ["text", Buffer.from("hello ".repeat(200)), / is no archive$/],
    ["an archive of other things", makeTar([file("a")]), /is no image: it has neither manifest\.json nor index\.json$/],
    ["a manifest that is no JSON", makeTar([file("manifest.json", "{")]), /^manifest\.json in .* is no JSON$/],
    ["a manifest without images", makeTar([file("manifest.json", "[]")]), /names no image$/],
    [
      "a layer that is not there",
      makeTar([file("c.json", makeConfig(parts)), file("manifest.json", '[{"Config":"c.json","Layers":["a/layer.tar"]}]')]),
      /lacks "a\/layer\.tar"$/,
    ],
    [
      "a path that leaves the archive",
      makeTar([file("manifest.json", '[{"Config":"../../etc/passwd","Layers":[]}]')]),
      /"\.\.\/\.\.\/etc\/passwd" leaves the root/,
    ],
    [
      "a link that leaves the archive",
      makeTar([symlink("c.json", "../../../etc/passwd"), file("manifest.json", '[{"Config":"c.json","Layers":[]}]')]),
      /"c\.json".* is a symbolic link that leaves the archive/,
    ],
    ["a truncated archive", makeLegacy(parts).subarray(0, 3000), /longer than the archive$/],
    ["a truncated compressed archive", gzipSync(makeLegacy(parts)).subarray(0, 600), /: the compressed data is damaged or cut/],
    [
      "fewer layers than the configuration says",
      makeLegacy({ ...parts, diffIds: [sha256("a")] }),
      /^the configuration names 1 layers, the manifest 2$/,
    ],
    [
      "a helm chart",
      layoutFiles(
        makeIndex([
          manifestDescriptor({
            ...image,
            manifest: blob(
              JSON.stringify({
                schemaVersion: 2,
                config: descriptor(image.config, "application/vnd.cncf.helm.config.v1+json"),
                layers: [],
              }),
            ),
          }),
        ]),
        [
          blob(
            JSON.stringify({
              schemaVersion: 2,
              config: descriptor(image.config, "application/vnd.cncf.helm.config.v1+json"),
              layers: [],
            }),
          ),
        ],
      ),
      /is no container image but application\/vnd\.cncf\.helm/,
    ],
  ])("%s", async (_, made, message) => {
    const refused = await refuse(made);
    expect(refused.message).toMatch(message);
    expect(refused.exitCode).toBe(3);
  });

  it("blobs that are not what their names say", async () => {
    const [layer] = image.layers;
    const other = gzipSync(makeTar([file("other")]));
    const padded = Buffer.concat([other, Buffer.alloc(Math.max(0, (layer?.bytes.length ?? 0) - other.length))]).subarray(
      0,
      layer?.bytes.length,
    );
    expect((await refuse({ ...layout, [blobAt(layer?.digest ?? "")]: padded })).message).toMatch(
      /^layer 1 has the digest sha256:\w+, not sha256:/,
    );
    expect((await refuse({ ...layout, [blobAt(layer?.digest ?? "")]: other })).message).toMatch(
      /has \d+ bytes, not \d+ as the manifest says$/,
    );
    expect((await refuse({ ...layout, [blobAt(image.config.digest)]: makeConfig({ layers: [] }) })).message).toMatch(
      /^the configuration in .* has the digest/,
    );
    expect((await refuse({ ...layout, [blobAt(image.manifest.digest)]: "{}" })).message).toMatch(
      /^the manifest in .* has the digest/,
    );
    const missing: Record<string, Buffer | string> = { ...layout };
    delete missing[blobAt(layer?.digest ?? "")];
    expect((await refuse(missing)).message).toMatch(/lacks the blob sha256:/);
  });

  it("indexes that lead to themselves", async () => {
    let inner = blob(makeIndex([manifestDescriptor(image)]));
    const blobs = [...blobsOf(image), inner];
    for (let depth = 0; depth < 6; depth++) {
      inner = blob(makeIndex([descriptor(inner, "application/vnd.oci.image.index.v1+json")]));
      blobs.push(inner);
    }
    expect((await refuse(layoutFiles(inner.bytes.toString(), blobs))).message).toMatch(/lead on and on$/);
  });

  it("links out of a layout", async () => {
    const place = temporaryFolder();
    mkdirSync(path.join(place, "layout"));
    writeTree(path.join(place, "layout"), { "oci-layout": "{}" });
    writeFileSync(path.join(place, "index.json"), "{}");
    symlinkSync("../index.json", path.join(place, "layout/index.json"));
    await expect(inspectFile(path.join(place, "layout"))).rejects.toMatchObject({
      message: expect.stringMatching(/^"index\.json" leads out of/),
      exitCode: 3,
    });
  });

  it("paths that are not there", async () => {
    await expect(inspectFile("/nowhere/x.tar")).rejects.toMatchObject({ message: "/nowhere/x.tar does not exist", exitCode: 2 });
    await expect(inspectFile("/dev/null")).rejects.toMatchObject({
      message: "/dev/null is neither a file nor a folder",
      exitCode: 3,
    });
  });
});

it("follows links between layers, as old engines write them", async () => {
  const layer = makeTar([file("a")]);
  const config = makeConfig({ layers: [layer, layer] });
  const archive = makeTar([
    file("one/layer.tar", layer),
    symlink("two/layer.tar", "../one/layer.tar"),
    file("c.json", config),
    file("manifest.json", JSON.stringify([{ Config: "c.json", RepoTags: null, Layers: ["one/layer.tar", "two/layer.tar"] }])),
  ]);
  expect((await inspect(archive)).layers.map(({ entries }) => entries)).toEqual([1, 1]);
});

it("verifies compressed layers without a digest by their diffID", async () => {
  const good = gzipSync(makeTar([file("a")]));
  const archive = (diffId: string): Buffer =>
    makeTar([
      file("l.tar.gz", good),
      file("c.json", makeConfig({ layers: [good], diffIds: [diffId] })),
      file("manifest.json", JSON.stringify([{ Config: "c.json", Layers: ["l.tar.gz"] }])),
    ]);
  expect((await inspect(archive(sha256(makeTar([file("a")]))))).entries).toBe(1);
  expect((await refuse(archive(sha256("x")))).message).toMatch(/^layer 1 has the digest/);
});
