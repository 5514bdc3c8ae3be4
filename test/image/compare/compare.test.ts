import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { compareImages } from "../../../src/api/image-compare.ts";
import type { ImageComparison } from "../../../src/image/compare/comparison.ts";
import { renderComparisonJson, renderComparisonMarkdown, renderComparisonText } from "../../../src/image/compare/render.ts";
import { temporaryFolder } from "../../host/temporary-folder.ts";
import { alpine, put } from "../inspect.ts";
import {
  blobsOf,
  layoutFiles,
  makeConfig,
  makeIndex,
  makeLayout,
  makeLegacy,
  makeOci,
  manifestDescriptor,
  sha256,
  type ImageParts,
} from "../make-image.ts";
import { file, makeTar } from "../make-tar.ts";

const base = [file("etc/os-release", alpine.release), file("lib/apk/db/installed", alpine.database)];
const manifest = (name: string, version: string): string => JSON.stringify({ name, version });
const old: ImageParts & { readonly tags: readonly string[] } = {
  tags: ["app:1"],
  layers: [
    base,
    [
      file("app/node_modules/gone/package.json", manifest("gone", "1.0.0")),
      file("app/node_modules/kept/package.json", manifest("kept", "1.0.0")),
      file("app/data", "x".repeat(100)),
      file("app/old", "x"),
    ],
  ],
  config: {
    Env: ["PATH=/bin", "API_TOKEN=aaaaaaaaaaaa", "DEBUG=1"],
    Cmd: ["node", "server.js"],
    ExposedPorts: { "80/tcp": {} },
    Labels: { version: "1" },
  },
  history: [{ created_by: "ADD rootfs /" }, { created_by: "COPY . /app" }],
};
const renewed: ImageParts & { readonly tags: readonly string[] } = {
  tags: ["app:2"],
  layers: [
    base,
    [
      file("app/node_modules/kept/package.json", manifest("kept", "1.1.0")),
      file("app/node_modules/came/package.json", manifest("came", "0.1.0")),
      file("app/data", "x".repeat(5000)),
    ],
  ],
  config: {
    User: "1000",
    Env: ["PATH=/bin", "API_TOKEN=bbbbbbbbbbbb", "MODE=a|b"],
    Cmd: ["node", "server.js"],
    ExposedPorts: { "8080/tcp": {} },
    Labels: { version: "2" },
    Healthcheck: { Test: ["CMD", "true"] },
  },
  history: [{ created_by: "ADD rootfs /" }, { created_by: "COPY . /app" }],
};

async function compare(from: string, to: string, cacheFolder: string | null = null): Promise<ImageComparison> {
  const request = { cwd: temporaryFolder(), environment: {}, now: "2026-11-24T00:00:00Z", cacheFolder };
  const { comparison, errors } = await compareImages({ ...request, input: from }, { ...request, input: to });
  expect(errors).toEqual([]);
  return { ...comparison, from: { ...comparison.from, name: "old" }, to: { ...comparison.to, name: "new" } };
}

const diffId = ({ layers }: ImageParts, at: number): string => {
  const layer = layers[at] ?? [];
  return sha256(Buffer.isBuffer(layer) ? layer : makeTar(layer));
};
const bytes = ({ layers }: ImageParts): number =>
  layers.reduce((sum, layer) => sum + (Buffer.isBuffer(layer) ? layer : makeTar(layer)).length, 0);
const size = (parts: ImageParts, at: number): number => bytes({ layers: parts.layers.slice(at, at + 1) });

describe("two images", () => {
  const compared = compare(put(makeLegacy(old)), put(makeLegacy(renewed)));

  it("differ in packages, layers, configuration, rows and files", async () => {
    const { rows, ...comparison } = await compared;
    expect(comparison).toEqual({
      from: {
        name: "old",
        id: sha256(makeConfig(old)),
        platform: "linux/amd64",
        release: "Alpine Linux 3.19.4",
        bytes: bytes(old),
        packages: 3,
      },
      to: {
        name: "new",
        id: sha256(makeConfig(renewed)),
        platform: "linux/amd64",
        release: "Alpine Linux 3.19.4",
        bytes: bytes(renewed),
        packages: 3,
      },
      differs: true,
      packages: {
        added: [{ type: "npm", name: "came", version: "0.1.0" }],
        removed: [{ type: "npm", name: "gone", version: "1.0.0" }],
        changed: [{ type: "npm", name: "kept", from: ["1.0.0"], to: ["1.1.0"] }],
        same: 1,
      },
      layers: {
        shared: [{ diffId: diffId(old, 0), bytes: size(old, 0), createdBy: "ADD rootfs /" }],
        removed: [{ diffId: diffId(old, 1), bytes: size(old, 1), createdBy: "COPY . /app" }],
        added: [{ diffId: diffId(renewed, 1), bytes: size(renewed, 1), createdBy: "COPY . /app" }],
      },
      config: [
        { field: "user", from: null, to: "1000" },
        { field: "health", from: null, to: '["CMD","true"]' },
        { field: "port", name: "80/tcp", from: "80/tcp", to: null },
        { field: "port", name: "8080/tcp", from: null, to: "8080/tcp" },
        { field: "env", name: "API_TOKEN", from: "************", to: "************" },
        { field: "env", name: "DEBUG", from: "1", to: null },
        { field: "env", name: "MODE", from: null, to: "a|b" },
        { field: "label", name: "version", from: "1", to: "2" },
      ],
      files: {
        added: 1,
        removed: 2,
        resized: 1,
        grown: [
          { path: "app/data", from: 100, to: 5000 },
          { path: "app/node_modules/came/package.json", from: null, to: 33 },
        ],
      },
    });
    expect(rows.map(({ id, from, to }) => [id, from, to])).toEqual([
      ["non-root", "fail", "pass"],
      ["health-check", "fail", "pass"],
    ]);
  });

  it("are told apart for a terminal", async () => {
    const text = renderComparisonText(await compared, { width: 100, color: false });
    const short = (digest: string): string => digest.slice(7, 19);
    expect(text).toBe(`Image         old                  new
Image id      ${short(sha256(makeConfig(old)))}         ${short(sha256(makeConfig(renewed)))}
Platform      linux/amd64          linux/amd64
Distribution  Alpine Linux 3.19.4  Alpine Linux 3.19.4
Size          8.2 kB               11.8 kB (+3.6 kB)
Packages      3                    3

Packages: 1 removed, 1 changed, 1 added, 1 the same
  -  npm  gone  1.0.0
  ~  npm  kept  1.0.0 → 1.1.0
  +  npm  came  0.1.0

Layers: 1 shared, 1 removed, 1 added
  =  ${short(diffId(old, 0))}  3.1 kB  ADD rootfs /
  -  ${short(diffId(old, 1))}  5.1 kB  COPY . /app
  +  ${short(diffId(renewed, 1))}  8.7 kB  COPY . /app

Configuration: 8 differences
  +  user           1000
  +  health         ["CMD","true"]
  -  port 80/tcp    80/tcp
  +  port 8080/tcp  8080/tcp
  ~  env API_TOKEN  ************ (another value)
  -  env DEBUG      1
  +  env MODE       a|b
  ~  label version  1 → 2

Checklist: 2 rows with another verdict
  non-root      fail → pass  runs as uid 1000
  health-check  fail → pass  HEALTHCHECK of the image

Files: 1 added, 2 removed, 1 of another size; these grew most
  +4.9 kB  100 B → 5.0 kB  app/data
  +33 B    33 B, new       app/node_modules/came/package.json
`);
  });

  it("are told apart in Markdown", async () => {
    const text = renderComparisonMarkdown(await compared);
    expect(text).toContain(`|  | \`old\` | \`new\` |
| --- | --- | --- |
`);
    expect(text).toContain(`### Configuration: 8 differences

|  | Setting | Value |
| --- | --- | --- |
| + | user | \`1000\` |
| + | health | \`["CMD","true"]\` |
| - | port 80/tcp | \`80/tcp\` |
| + | port 8080/tcp | \`8080/tcp\` |
| \\~ | env API\\_TOKEN | \`************ (another value)\` |
| - | env DEBUG | \`1\` |
| + | env MODE | \`a\\|b\` |
| \\~ | label version | \`1 → 2\` |
`);
    expect(text).toContain("\n### Checklist: 2 rows with another verdict\n");
  });

  it("are data for a program", async () => {
    const comparison = await compared;
    const schema: object = JSON.parse(readFileSync(new URL("../../../schema/compare.schema.json", import.meta.url), "utf8"));
    const validate = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(schema);
    const data: unknown = JSON.parse(renderComparisonJson(comparison, { name: "seaworthy", version: "1" }));
    expect([validate(data), validate.errors]).toEqual([true, null]);
    expect(JSON.parse(renderComparisonJson(comparison, { name: "seaworthy", version: "1" }))).toEqual({
      schemaVersion: 1,
      tool: { name: "seaworthy", version: "1" },
      ...comparison,
    });
  });

  it("do not differ when only the time of the build does", async () => {
    const again = { ...makeLayout(old) };
    const comparison = await compare(put(makeLegacy(old)), put(again), temporaryFolder());
    expect(comparison.differs).toBe(false);
    expect(renderComparisonText(comparison, { width: 100, color: false })).toMatch(
      /\n\nNothing differs in packages, layers, configuration and checklist\.\n$/,
    );
  });

  it("share what is read of their common layers", async () => {
    const image = makeOci(renewed);
    const common = image.layers[0]?.digest ?? "";
    const files = layoutFiles(makeIndex([manifestDescriptor(image)]), blobsOf(image));
    // Nobody reads it a second time: other bytes in its place are not noticed.
    const place = `blobs/${common.replace(":", "/")}`;
    const broken = put({ ...files, [place]: Buffer.alloc(files[place]?.length ?? 0, 1) });
    const comparison = await compare(put(makeLayout(old)), broken, temporaryFolder());
    expect(comparison.layers.shared.map(({ diffId: id }) => id)).toEqual([diffId(old, 0)]);
    await expect(compare(put(makeLayout(old)), broken)).rejects.toThrow();
  });

  it("may have one package several times, and a layer twice", async () => {
    const twice = (...versions: string[]): ImageParts => ({
      layers: versions.map((version, at) => [file(`${at}/node_modules/a/package.json`, manifest("a", version))]),
    });
    const one = await compare(put(makeLegacy(twice("1.0.0", "2.0.0"))), put(makeLegacy(twice("1.0.0", "3.0.0", "4.0.0"))));
    expect(one.packages).toEqual({
      added: [],
      removed: [],
      changed: [{ type: "npm", name: "a", from: ["2.0.0"], to: ["3.0.0", "4.0.0"] }],
      same: 1,
    });
    const layer = [file("x", "y")];
    const doubled = await compare(put(makeLegacy({ layers: [layer, layer] })), put(makeLegacy({ layers: [layer] })));
    expect([doubled.layers.shared.length, doubled.layers.removed.length, doubled.layers.added.length]).toEqual([1, 1, 0]);
  });

  it("fail together: the one that cannot be read is told", async () => {
    const good = put(makeLegacy(old));
    const bad = put(Buffer.from("no archive"));
    await expect(compare(good, bad)).rejects.toThrow();
    await expect(compare(bad, good)).rejects.toThrow();
  });
});
