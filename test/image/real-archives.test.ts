import { existsSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { inspectFile } from "./inspect.ts";

const data = path.resolve(import.meta.dirname, "../../../shared/data/images");
const has = existsSync(data);

describe.skipIf(!has)(has ? "real archives" : "real archives (skipped: ../shared/data is absent)", () => {
  it.each([
    [
      "snyk-alpine-3.14.9.containerd.tar",
      "linux/amd64",
      "3.14.9",
      14,
      511,
      "sha256:6dff1269bc79a7c9056a9e9fa9c04850e842b0124a9c73d089ae647b13b0187d",
    ],
    [
      "trivy-alpine-3.10.4.docker-save.tar.gz",
      "linux/amd64",
      "3.10.4",
      14,
      482,
      "sha256:af341ccd2df8b0e2d67cf8dd32e087bfda4e5756ebd1c76bbf3efa0dc246590e",
    ],
    [
      "trivy-alpine-3.11.5.docker-save.tar.gz",
      "linux/amd64",
      "3.11.5",
      14,
      488,
      "sha256:a187dde48cd289ac374ad8539930628314bc581a481cdb41409c9289419ddb72",
    ],
    [
      "snyk-busybox-attestation-index.tar",
      "linux/arm64",
      undefined,
      0,
      442,
      "sha256:0f7981b59ce1b84d8ab35f636be2d5a3f94c83a9e1759ae8718f0b415285e402",
    ],
  ])("%s", async (name, platform, version, packages, entries, id) => {
    const report = await inspectFile(path.join(data, name));
    expect(report).toMatchObject({ platform, entries, errors: [], notes: [], source: { id } });
    expect(report.release?.version).toBe(version);
    expect(report.packages).toHaveLength(packages);
    if (packages > 0) {
      expect(report.packages.find(({ name: found }) => found === "busybox")).toMatchObject({
        type: "apk",
        layer: report.layers[0]?.diffId,
      });
      expect(report.config.command).toEqual(["/bin/sh"]);
      expect(report.endOfLife?.isPast).toBe(true);
    }
  });
});
