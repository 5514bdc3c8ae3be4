import { describe, expect, it } from "vitest";
import { checkImage, type ImageRequest } from "../../../src/api/image.ts";
import { renderImage } from "../../../src/image/formats.ts";
import { temporaryFolder } from "../../host/temporary-folder.ts";
import { alpine, put } from "../inspect.ts";
import { makeConfig, makeLegacy, sha256, type ImageParts } from "../make-image.ts";
import { file, makeTar } from "../make-tar.ts";

const cwd = temporaryFolder();
const token = `ghp_${"a1B2c3D4e5F6g7H8i9J0".repeat(2).slice(0, 36)}`;

async function trivy(
  parts: ImageParts & { tags?: readonly string[] },
  request: Partial<ImageRequest> = {},
): Promise<ReturnType<typeof JSON.parse>> {
  const input = put(makeLegacy(parts));
  const now = "2026-11-24T00:00:00.000Z";
  const inspection = await checkImage({ cwd, environment: {}, now, cacheFolder: null, input, ...request });
  const tool = { name: "seaworthy", version: "1" };
  const text = renderImage("trivy-json", inspection, { tool, width: 100, color: false });
  expect(text).not.toContain(token);
  const { ArtifactName, ...report } = JSON.parse(text);
  expect(ArtifactName).toBe(input);
  for (const result of report.Results) result.Target = result.Target.replace(input, "ARCHIVE");
  return report;
}

function diffId(layer: ImageParts["layers"][number] | undefined): string {
  return sha256(Buffer.isBuffer(layer) ? layer : makeTar(layer ?? []));
}

describe("Trivy's JSON", () => {
  it("has the image, its packages and its secrets where Trivy has them", async () => {
    const parts = {
      tags: ["app:1"],
      layers: [
        [file("etc/os-release", alpine.release), file("lib/apk/db/installed", alpine.database)],
        [
          file("app/node_modules/x/package.json", '{"name":"x","version":"1.0.0","license":"MIT"}'),
          file("app/key", `k=${token}\n`),
        ],
        [file("app/.wh.key")],
      ],
      config: {
        User: "app",
        Cmd: ["node", "--token", token],
        Env: ["PATH=/bin", `API_TOKEN=${token}`],
        Labels: { a: "b" },
        ExposedPorts: { "80/tcp": {} },
        Healthcheck: { Test: ["CMD", "true"], Interval: 5_000_000_000 },
        OnBuild: ["RUN true"],
      },
      history: [
        { created_by: "ADD rootfs /", created: "2026-01-01T00:00:00Z" },
        { created_by: `ENV API_TOKEN=${token}`, empty_layer: true },
        { created_by: "COPY app /app" },
        { created_by: "RUN rm /app/key" },
      ],
    };
    const report = await trivy(parts);
    const [system, app, last] = parts.layers.map(diffId);
    const { Results: results, ...rest } = report;
    expect(rest).toEqual({
      SchemaVersion: 2,
      CreatedAt: "2026-11-24T00:00:00.000Z",
      ArtifactType: "container_image",
      Metadata: {
        Size: parts.layers.reduce((sum, layer) => sum + makeTar(layer).length, 0),
        OS: { Family: "alpine", Name: "3.19.4", EOSL: true },
        ImageID: sha256(makeConfig(parts)),
        DiffIDs: [system, app, last],
        RepoTags: ["app:1"],
        ImageConfig: {
          architecture: "amd64",
          created: "2026-01-02T03:04:05Z",
          history: [
            { created_by: "ADD rootfs /", created: "2026-01-01T00:00:00Z" },
            { created_by: `ENV API_TOKEN=${"*".repeat(token.length)}`, empty_layer: true },
            { created_by: "COPY app /app" },
            { created_by: "RUN rm /app/key" },
          ],
          os: "linux",
          rootfs: { type: "layers", diff_ids: [system, app, last] },
          config: {
            Cmd: ["node", "--token", "*".repeat(token.length)],
            Healthcheck: { Test: ["CMD", "true"], Interval: 5_000_000_000 },
            Env: ["PATH=/bin", `API_TOKEN=${"*".repeat(token.length)}`],
            Labels: { a: "b" },
            OnBuild: ["RUN true"],
            User: "app",
            ExposedPorts: { "80/tcp": {} },
          },
        },
        Layers: [
          { Size: makeTar(parts.layers[0] ?? []).length, DiffID: system },
          { Size: makeTar(parts.layers[1] ?? []).length, DiffID: app },
          { Size: makeTar(parts.layers[2] ?? []).length, DiffID: last },
        ],
      },
    });
    expect(results.slice(0, 2)).toEqual([
      {
        Target: "ARCHIVE (alpine 3.19.4)",
        Class: "os-pkgs",
        Type: "alpine",
        Packages: [
          {
            ID: "musl@1.2.4_git20230717-r4",
            Name: "musl",
            Identifier: {
              PURL: "pkg:apk/alpine/musl@1.2.4_git20230717-r4?arch=x86_64&distro=alpine-3.19.4",
              UID: expect.stringMatching(/^[0-9a-f]{16}$/),
            },
            Version: "1.2.4_git20230717-r4",
            Arch: "x86_64",
            SrcName: "musl",
            SrcVersion: "1.2.4_git20230717-r4",
            Licenses: ["MIT"],
            Layer: { DiffID: system },
          },
        ],
      },
      {
        Target: "Node.js",
        Class: "lang-pkgs",
        Type: "node-pkg",
        Packages: [
          {
            ID: "x@1.0.0",
            Name: "x",
            Identifier: { PURL: "pkg:npm/x@1.0.0", UID: expect.stringMatching(/^[0-9a-f]{16}$/) },
            Version: "1.0.0",
            Licenses: ["MIT"],
            Layer: { DiffID: app },
            FilePath: "app/node_modules/x/package.json",
          },
        ],
      },
    ]);
    const secrets = results.slice(2);
    expect(secrets.map(({ Target, Class }: { Target: string; Class: string }) => [Target, Class])).toEqual([
      ["/app/key", "secret"],
      ["config.json", "secret"],
    ]);
    const [found] = secrets[0].Secrets;
    expect(found).toEqual({
      RuleID: "github-token",
      Category: "general",
      Severity: "CRITICAL",
      Title: "GitHub token (still in layer 2 though deleted in layer 3: rebuild and rotate it)",
      StartLine: 1,
      EndLine: 1,
      Code: {
        Lines: [
          {
            Number: 1,
            Content: found.Match,
            IsCause: true,
            Annotation: "",
            Truncated: false,
            FirstCause: true,
            LastCause: true,
          },
        ],
      },
      Match: found.Match,
      Layer: { DiffID: app, CreatedBy: "COPY app /app" },
    });
    expect(found.Match).toMatch(/^k=ghp_\*+$/);
  });

  it("keeps the parts of versions apart, and programs by their file", async () => {
    const status = `Package: libssl3
Status: install ok installed
Version: 1:3.0.15-1~deb12u1
Architecture: amd64
Source: openssl (3.0.15-1)
Maintainer: Debian OpenSSL Team <x@lists.debian.org>

`;
    const installed = '{"packages":[{"name":"a/b","version":"1.0.0","license":["MIT"]}]}';
    const report = await trivy(
      {
        layers: [
          [
            file("etc/os-release", 'ID=almalinux\nVERSION_ID="9.4"\nNAME=AlmaLinux\n'),
            file("var/lib/dpkg/status", status),
            file("srv/vendor/composer/installed.json", installed),
          ],
        ],
      },
      { scanners: ["pkg"] },
    );
    expect(report.Metadata.OS).toEqual({ Family: "alma", Name: "9.4" });
    const [os, php] = report.Results;
    expect([os.Target, os.Type]).toEqual(["ARCHIVE (alma 9.4)", "alma"]);
    const { Identifier: _, Layer: __, ...libssl } = os.Packages[0];
    expect(libssl).toEqual({
      ID: "libssl3@1:3.0.15-1~deb12u1",
      Name: "libssl3",
      Version: "3.0.15",
      Release: "1~deb12u1",
      Epoch: 1,
      Arch: "amd64",
      SrcName: "openssl",
      SrcVersion: "3.0.15",
      SrcRelease: "1",
      Maintainer: "Debian OpenSSL Team <x@lists.debian.org>",
    });
    expect([php.Target, php.Type, php.Packages[0].ID]).toEqual([
      "srv/vendor/composer/installed.json",
      "composer-vendor",
      "a/b@1.0.0",
    ]);
    expect(php.Packages[0]).not.toHaveProperty("FilePath");
  });

  it("leaves out what was not asked for", async () => {
    const parts = {
      layers: [[file("lib/apk/db/installed", alpine.database), file("app/key", `k=${token}\n`)]],
    };
    const classes = async (request: Partial<ImageRequest>): Promise<string[]> =>
      (await trivy(parts, request)).Results.map((result: { Class: string }) => result.Class);
    expect(await classes({})).toEqual(["os-pkgs", "secret"]);
    expect(await classes({ scanners: ["pkg"] })).toEqual(["os-pkgs"]);
    expect(await classes({ scanners: ["secret"] })).toEqual(["secret"]);
    expect(await classes({ severities: ["low"] })).toEqual(["os-pkgs"]);
    expect((await trivy(parts)).Results[0]).toMatchObject({ Target: "ARCHIVE (apk)", Type: "apk" });
  });
});
