import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { withImage } from "../../../src/api/image.ts";

const data = path.resolve(import.meta.dirname, "../../../../shared/data");
const has = existsSync(data);
const archives = (folder: string, like: RegExp): string[] =>
  has
    ? readdirSync(path.join(data, folder))
        .filter((name) => like.test(name))
        .map((name) => path.join(folder, name))
    : [];

describe.skipIf(!has)(has ? "real archives" : "real archives (skipped: ../shared/data is absent)", () => {
  it.each([...archives("archives", /\.tar$/), ...archives("images", /^(?:trivy|snyk)-.*\.tar(?:\.gz)?$/)])(
    "%s has no secret",
    async (name) => {
      const request = { cwd: data, environment: {}, input: name, cacheFolder: null, now: "2026-11-24T00:00:00Z" };
      expect(await withImage(request, async ({ secrets }) => secrets)).toEqual([]);
    },
  );
});
