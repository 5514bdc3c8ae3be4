import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { inspectFile } from "../inspect.ts";
import { billOf } from "./bill.ts";
import { cycloneDxSchema, spdxProblems } from "./schemas.ts";

const data = path.resolve(import.meta.dirname, "../../../../shared/data");
const has = existsSync(data);
const files = ["archives", "images"].flatMap((name) => {
  const folder = path.join(data, name);
  return existsSync(folder)
    ? readdirSync(folder)
        .filter((file) => /\.tar(?:\.gz)?$/.test(file) && file !== "scalibr-escape.tar")
        .map((file) => path.join(folder, file))
    : [];
});

describe.skipIf(!has)(has ? "bills of real archives" : "bills of real archives (skipped: ../shared/data is absent)", () => {
  const isValid = cycloneDxSchema();
  it.each(files.map((file) => [path.basename(file), file]))("%s", async (_, file) => {
    const { packages } = await inspectFile(file, { cacheFolder: null, scanners: ["pkg"] });
    const cycloneDx = JSON.parse((await billOf(file, "cyclonedx-json")).text);
    expect([isValid(cycloneDx), isValid.errors]).toEqual([true, null]);
    const libraries = cycloneDx.components.filter(({ type }: { type: string }) => type === "library");
    expect(libraries).toHaveLength(packages.length);
    const spdx = JSON.parse((await billOf(file, "spdx-json")).text);
    expect(spdxProblems(spdx)).toEqual([]);
  });
});
