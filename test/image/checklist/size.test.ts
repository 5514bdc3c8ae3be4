import { describe, expect, it } from "vitest";
import type { JsonFinding } from "../../../src/report/json/contract.ts";
import { inspect } from "../inspect.ts";
import { makeLegacy, type MadeLayer } from "../make-image.ts";
import { file } from "../make-tar.ts";

async function findingsOf(
  layers: readonly MadeLayer[],
): Promise<{ readonly row: string; readonly findings: readonly JsonFinding[] }> {
  const history = layers.map((_, at) => ({ created_by: `STEP ${at + 1}` }));
  const { scorecard, findings } = await inspect(makeLegacy({ layers, history }), { cacheFolder: null });
  const row = scorecard[0]?.rows.find(({ id }) => id === "image-size");
  return { row: `${row?.verdict}: ${row?.reason}`, findings: findings.filter((finding) => finding.row === "image-size") };
}

const bytes = (size: number): Uint8Array => new Uint8Array(size).fill(1);

describe("image-size of an image", () => {
  it("names caches with their layer and bytes, also where a later layer deletes them", async () => {
    const { row, findings } = await findingsOf([
      [file("var/lib/apt/lists/deb.debian.org_Packages", bytes(300_000)), file("var/lib/apt/lists/lock")],
      [file("root/.cache/pip/http/a", bytes(150_000)), file("home/app/.npm/_cacache/content/b", bytes(120_000))],
      [file("root/.cache/.wh.pip"), file("var/cache/apk/APKINDEX.tar.gz", bytes(99_000))],
    ]);
    expect(row).toMatch(
      /^fail: package lists of apt \(300 kB\), downloads of pip \(150 kB\), downloads of npm \(120 kB\) of 6\d\d kB$/,
    );
    expect(
      findings.map(({ rule, severity, message, file: path, layer }) => [rule, severity, message, path, layer?.index]),
    ).toEqual([
      [
        "clean-package-cache",
        "low",
        "Downloads of npm take 120 kB in layer 2 (1 file), and nothing reads it again.",
        "home/app/.npm/_cacache",
        2,
      ],
      [
        "clean-package-cache",
        "low",
        "Downloads of pip take 150 kB in layer 2 though deleted in layer 3: clean in the step that fills it.",
        "root/.cache/pip",
        2,
      ],
      [
        "clean-package-cache",
        "low",
        "Package lists of apt take 300 kB in layer 1 (2 files), and nothing reads it again.",
        "var/lib/apt/lists",
        1,
      ],
    ]);
    expect(findings[0]?.layer).toEqual({ index: 2, diffId: expect.stringMatching(/^sha256:/), createdBy: "STEP 2" });
  });

  it("names compilers, headers and package managers of the image that starts", async () => {
    const { row, findings } = await findingsOf([
      [
        file("usr/bin/x86_64-linux-gnu-gcc-12", bytes(1000), 0o755),
        file("usr/lib/gcc/x86_64-linux-gnu/12/cc1", bytes(200_000), 0o755),
        file("usr/bin/make", bytes(5000), 0o755),
        file("usr/include/stdio.h", bytes(500_000)),
        file("usr/local/go/bin/go", bytes(7000), 0o755),
      ],
      [
        file("usr/local/lib/node_modules/npm/package.json", '{"name":"npm","version":"10.0.0"}'),
        file("usr/lib/python3/dist-packages/pip/__main__.py", bytes(20)),
        file("usr/local/.wh.go"),
      ],
    ]);
    expect(row).toMatch(
      /^fail: header files \(500 kB\), a C compiler \(201 kB\), make \(5\.0 kB\) and 2 more of \d+ kB in 2 layers$/,
    );
    expect(findings.map(({ message, file: path }) => `${path}: ${message}`)).toEqual([
      "usr/bin/make: make takes 5.0 kB in layer 1 (1 file), and what runs does not need it.",
      "usr/bin/x86_64-linux-gnu-gcc-12: A C compiler takes 201 kB in layer 1 (2 files), and what runs does not need it.",
      "usr/include: Header files take 500 kB in layer 1 (1 file), and what runs does not need it.",
      "usr/lib/python3/dist-packages/pip/__main__.py: pip takes 20 B in layer 2 (1 file), and what runs does not need it.",
      "usr/local/lib/node_modules/npm/package.json: npm takes 33 B in layer 2 (1 file), and what runs does not need it.",
    ]);
  });

  it("does not take runtimes and small leftovers for either", async () => {
    const { row, findings } = await findingsOf([
      [
        file("usr/lib/x86_64-linux-gnu/libgcc_s.so.1", bytes(100_000)),
        file("usr/bin/gcc-ar", bytes(100), 0o755),
        file("usr/bin/c++filt", bytes(100), 0o755),
        file("usr/include/node/node.h", bytes(1000)),
        file("opt/java/bin/java", bytes(100), 0o755),
        file("app/node_modules/npm-run-path/package.json", "{}"),
        file("var/lib/apt/lists/lock"),
      ],
    ]);
    expect([row.slice(0, 5), findings]).toEqual(["pass:", []]);
  });
});
