import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { askCompose, askOurselves, composeIsThere, readReal } from "./oracle.ts";

const fixtures = path.join(import.meta.dirname, "fixtures");
const shared = path.resolve(import.meta.dirname, "../../../../shared/data");
const compose = await composeIsThere(fixtures, ["profiles/compose.yaml"]);

const cases: readonly (readonly string[])[] = [
  ["override/compose.yaml"],
  ["override/compose.yaml", "override/compose.override.yaml"],
  ["override/compose.yaml", "override/compose.override.yaml", "override/compose.logging.yaml"],
  ["extends/compose.yaml"],
  ["include/compose.yaml"],
  ["include/compose.yaml", "include/override.yaml"],
  ["reset/compose.yaml", "reset/over.yaml"],
  ["anchors/compose.yaml"],
  ["documents/compose.yaml"],
  ["interpolation/compose.yaml"],
  ["syntax/compose.yaml"],
  ["env-files/compose.yaml"],
  ["profiles/compose.yaml"],
  ["networks/compose.yaml"],
];

describe.skipIf(!compose)("the fixtures load as docker compose config says (needs the command docker compose)", () => {
  test.each(cases.map((files) => ({ name: files.join(" + "), files })))("$name", async ({ files }) => {
    const real = await askCompose(fixtures, files);
    expect(real?.accepted).toBe(true);
    const expected = readReal(real?.output ?? "");
    expect(await askOurselves(fixtures, files, expected)).toEqual(expected);
  });
});

const corpus = existsSync(path.join(shared, "compose.tar.xz"));

describe.skipIf(!compose || !corpus)(
  "real files load as docker compose config says (needs docker compose and ../shared/data)",
  () => {
    const top = compose && corpus ? mkdtempSync(path.join(tmpdir(), "compose-oracle-")) : "";
    afterAll(() => {
      if (top !== "") rmSync(top, { recursive: true, force: true });
    });

    test("a sample of 60", { timeout: 120_000 }, async () => {
      execFileSync("tar", ["-xJf", path.join(shared, "compose.tar.xz"), "-C", top]);
      const all = readdirSync(top, { recursive: true, encoding: "utf8" })
        .filter((file) => /compose[^/]*\.ya?ml$/i.test(file))
        .sort();
      const step = all.length / 60;
      const sample = Array.from({ length: 60 }, (_, i) => all[Math.floor(i * step)] ?? "");
      const different: string[] = [];
      let accepted = 0;
      const work = async (): Promise<void> => {
        for (let file = sample.pop(); file !== undefined; file = sample.pop()) {
          const real = await askCompose(top, [file]);
          if (real?.accepted !== true) continue;
          accepted++;
          const expected = readReal(real.output);
          try {
            expect(await askOurselves(top, [file], expected)).toEqual(expected);
          } catch (difference) {
            different.push(`${file}: ${String(difference)}`);
          }
        }
      };
      await Promise.all([work(), work(), work()]);
      expect(different).toEqual([]);
      expect(accepted).toBeGreaterThan(30);
    });
  },
);
