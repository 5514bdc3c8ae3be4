import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rulesetOf } from "../../../src/image/secrets/rules/ruleset.ts";
import { buildAnchors, findAnchors } from "../../../src/image/secrets/scan/anchors.ts";
import { scanLayer } from "../../../src/image/secrets/scan/layer-scan.ts";
import { createTarReader } from "../../../src/image/tar/reader.ts";
import type { TarEntry } from "../../../src/image/tar/entry.ts";
import { defaultLimits } from "../../../src/image/limits.ts";
import { file, makeTar } from "../make-tar.ts";
import { storeZstd } from "../make-zstd.ts";
import { awsKeyId, gitHubToken, pem, random, stripeKey } from "./made-secrets.ts";
import { secretsOf } from "./scan-bytes.ts";

describe("findAnchors", () => {
  const texts = ["abc", "bcd", "ghp_", "-----BEGIN", "://", "KeyWord"];
  const table = buildAnchors(texts.map((text, owner) => ({ text, fold: text === "KeyWord", owner })));

  it("finds what indexOf finds, whatever is around and wherever it starts", () => {
    const piece = fc.oneof(fc.constantFrom(...texts, "KEYWORD", "keyword", "ab", "b", "gh", "--"), fc.string({ maxLength: 5 }));
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), fc.nat(10), fc.nat(10), (pieces, before, after) => {
        const bytes = Buffer.from(pieces.join(""), "latin1");
        const memory = new ArrayBuffer(Math.ceil(bytes.length / 8) * 8 + 8);
        new Uint8Array(memory).set(bytes);
        const from = Math.min(before, bytes.length);
        const to = Math.max(from, bytes.length - after);
        const found: string[] = [];
        findAnchors(table, new Uint8Array(memory), new Uint16Array(memory), from, to, bytes.length, (owner, at) =>
          found.push(`${owner} ${at}`),
        );
        const wanted: string[] = [];
        const lower = bytes.toString("latin1").replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
        for (const [owner, text] of texts.entries()) {
          const hay = text === "KeyWord" ? lower : bytes.toString("latin1");
          const needle = text === "KeyWord" ? "keyword" : text;
          for (let at = hay.indexOf(needle, from); at !== -1 && at < to; at = hay.indexOf(needle, at + 1))
            wanted.push(`${owner} ${at}`);
        }
        expect(found.toSorted()).toEqual(wanted.toSorted());
      }),
      { numRuns: 500 },
    );
  });
});

describe("scanLayer", () => {
  const tar = makeTar([
    file("a/one.txt", `${"line\n".repeat(300)}token ${gitHubToken}\nurl postgres://svc:${random(14)}@db/app\n`),
    file("a/empty.txt", ""),
    file("a/key.pem", pem("RSA PRIVATE KEY")),
    file("a/program", Buffer.concat([Buffer.alloc(3000), Buffer.from(`\0${stripeKey}\0`), Buffer.alloc(5000, 1)])),
    file("a/two.txt", `${"\n".repeat(9000)}${awsKeyId}`),
  ]);
  const entries: TarEntry[] = [];
  const reader = createTarReader(defaultLimits, (entry) => {
    entries.push(entry);
    return undefined;
  });
  reader.push(tar);
  const scanned = (cuts: readonly number[], step?: number): unknown => {
    const scan = scanLayer(entries, rulesetOf(), step);
    let from = 0;
    for (const cut of [...cuts, tar.length].toSorted((a, b) => a - b)) {
      scan.push(tar.subarray(from, cut));
      from = cut;
    }
    return scan.end();
  };
  const whole = scanned([]);

  it("finds all with their lines", () => {
    expect(whole).toMatchObject([
      { rule: "github-token", path: "a/one.txt", line: 301 },
      { rule: "url-password", path: "a/one.txt", line: 302 },
      { rule: "private-key", path: "a/key.pem", line: 1 },
      { rule: "stripe-key", path: "a/program" },
      { rule: "aws-access-key-id", path: "a/two.txt", line: 9001 },
    ]);
    expect(Object.keys(Array.isArray(whole) ? whole[3] : {})).not.toContain("line");
  });

  it("finds the same wherever the bytes are cut and however much is held", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(tar.length), { maxLength: 40 }), fc.integer({ min: 1, max: 20_000 }), (cuts, step) => {
        expect(scanned(cuts, step)).toEqual(whole);
      }),
      { numRuns: 150 },
    );
  });
});

describe("layers", () => {
  const entries = [
    file("app/a", `x ${gitHubToken}\n`),
    file("app/b", Buffer.concat([Buffer.alloc(100), Buffer.from(` ${awsKeyId} `)])),
  ];
  const expected = [
    { rule: "github-token", path: "app/a", line: 1, excerpt: "x ghp_************************" },
    { rule: "aws-access-key-id", path: "app/b" },
  ];

  it("are read plain, as gzip and as zstd", async () => {
    const tar = makeTar(entries);
    for (const layer of [tar, gzipSync(tar), storeZstd(tar)]) expect(await secretsOf(layer)).toMatchObject(expected);
  });

  it("tell nothing from headers and padding", async () => {
    expect(await secretsOf([file(`app/${gitHubToken}`, "text")])).toEqual([]);
  });

  it("do not join the end of a file with the start of the next", async () => {
    expect(
      await secretsOf([file("app/a", "x".repeat(512 - 10) + gitHubToken.slice(0, 10)), file("app/b", gitHubToken.slice(10))]),
    ).toEqual([]);
  });
});

describe("hostile layers", () => {
  it("with a line of a hundred megabytes", { timeout: 60_000 }, async () => {
    const line = Buffer.alloc(100_000_000, "a.b/c-d_e=");
    line.write(` ${gitHubToken} `, 77_777_777, "latin1");
    expect(await secretsOf([file("app/line", line)])).toMatchObject([{ rule: "github-token", line: 1, start: 77_777_778 }]);
  });

  it.each([
    ["anchors of tokens", "ghp_ AKIA xoxb- sk_live_ "],
    ["heads of keys", `-----BEGIN ${"PRIVATE KEY"}-----\n`],
    ["addresses", "a://b:c@"],
    ["open addresses", "x://user:"],
    ["names", "secret_access_key="],
    ["starts of base64", "eyJhbGciOiJ"],
    ["services", 'service_account" "private_key" '],
  ])("with a million %s", { timeout: 60_000 }, async (_name, text) => {
    const started = performance.now();
    expect(await secretsOf([file("app/many", text.repeat(1_000_000))])).toEqual([]);
    expect(performance.now() - started).toBeLessThan(30_000);
  });

  it("with a million secrets: a hundred of a file are told", { timeout: 60_000 }, async () => {
    expect(await secretsOf([file("app/many", `${gitHubToken}\n`.repeat(500_000))])).toHaveLength(100);
  });
});
