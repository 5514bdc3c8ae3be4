import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findUtf16Files } from "../../../src/image/secrets/scan/utf16-files.ts";
import { toUtf8 } from "../../../src/image/secrets/utf16.ts";
import { createTarReader } from "../../../src/image/tar/reader.ts";
import type { TarEntry } from "../../../src/image/tar/entry.ts";
import { defaultLimits } from "../../../src/image/limits.ts";
import { file, makeTar } from "../make-tar.ts";
import { awsKeyId, gitHubToken, random } from "./made-secrets.ts";
import { secretsOf } from "./scan-bytes.ts";

function little(text: string): Buffer {
  return Buffer.from(`\ufeff${text}`, "utf16le");
}
function big(text: string): Buffer {
  return little(text).swap16();
}

const password = random(14);
const settings = `PORT=80\r\nDB_PASSWORD=${password}\r\n`;
const layer = makeTar([
  file("app/deploy.ps1", little(`# Grüße\r\n$env:GH_TOKEN = "${gitHubToken}"\r\n`)),
  file("app/plain.txt", `key ${awsKeyId}\n`),
  file("app/.env", little(settings)),
  file("app/export.reg", big(`Windows Registry Editor\r\n\r\n"key"="${awsKeyId}"\r\n`)),
  file("app/.npmrc", big(`//registry.npmjs.org/:_authToken=${random(36)}\r\n`)),
  file("app/cut.txt", Buffer.concat([little(`k=${gitHubToken}`), Buffer.from("\n")])),
  file("app/unmarked.bin", Buffer.from(`k=${gitHubToken}`, "utf16le")),
  file("usr/share/doc/x/readme.txt", little(`k=${gitHubToken}`)),
  file("app/mark", Buffer.from([0xff, 0xfe])),
]);

describe("texts of two bytes a character", () => {
  it.each([
    ["in a plain layer", layer],
    ["in a compressed one", gzipSync(layer)],
  ])("give away what others do, %s", async (_, bytes) => {
    const found = await secretsOf(bytes);
    expect(found.map(({ rule, path, line }) => `${path}:${line} ${rule}`)).toEqual([
      "app/deploy.ps1:2 github-token",
      "app/plain.txt:1 aws-access-key-id",
      "app/.env:2 env-secret",
      "app/export.reg:3 aws-access-key-id",
      "app/.npmrc:1 npmrc",
      "app/cut.txt:1 github-token",
    ]);
    expect(found[0]?.excerpt).toMatch(/^\$env:GH_TOKEN = "ghp_\*+"$/);
    const text = JSON.stringify(found);
    for (const secret of [gitHubToken, awsKeyId, password]) expect(text).not.toContain(secret);
  });
});

describe("findUtf16Files", () => {
  const entries: TarEntry[] = [];
  const reader = createTarReader(defaultLimits, (entry) => {
    entries.push(entry);
    return undefined;
  });
  reader.push(layer);
  const marked = ["app/deploy.ps1", "app/.env", "app/export.reg", "app/.npmrc", "app/cut.txt", "usr/share/doc/x/readme.txt"];

  it("finds the same wherever the bytes are cut", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(layer.length), { maxLength: 40 }), (cuts) => {
        const found = new Map<string, string>();
        const files = findUtf16Files(entries, ({ path }, bytes) => found.set(path, Buffer.from(toUtf8(bytes)).toString()));
        const ends = [...new Set([...cuts, layer.length])].toSorted((a, b) => a - b);
        for (const [at, end] of ends.entries()) files.push(layer.subarray(ends[at - 1] ?? 0, end));
        expect([...found.keys()]).toEqual(marked);
        expect(found.get("app/.env")).toBe(settings);
      }),
      { numRuns: 200 },
    );
  });

  it("also where a mark is cut in two", () => {
    const found: string[] = [];
    const files = findUtf16Files(entries, ({ path }) => found.push(path));
    for (const byte of layer) files.push(Uint8Array.of(byte));
    expect(found).toEqual(marked);
  });
});

it("leaves other bytes as they are", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 50 }), (bytes) => {
      const marked = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
      if (!marked || bytes.length < 4) expect(toUtf8(bytes)).toBe(bytes);
    }),
  );
  fc.assert(
    fc.property(fc.string({ unit: "binary", minLength: 1 }), (text) => {
      for (const bytes of [little(text), big(text)])
        if (bytes.length >= 4) expect(Buffer.from(toUtf8(bytes)).toString()).toBe(Buffer.from(text).toString());
    }),
  );
});
