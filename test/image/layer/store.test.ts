import { spawn } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, truncateSync, utimesSync, writeFileSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { decodeRecord, encodeRecord } from "../../../src/image/layer/codec.ts";
import type { LayerRecord } from "../../../src/image/layer/record.ts";
import { openStore, pruneStore } from "../../../src/image/layer/store.ts";
import { cli, seaworthy } from "../../cli/seaworthy.ts";
import { temporaryFolder } from "../../host/temporary-folder.ts";
import { alpine, contentOf, inspectFile, put } from "../inspect.ts";
import { makeLayout, makeLegacy, sha256 } from "../make-image.ts";
import { file, makeTar } from "../make-tar.ts";

const record: LayerRecord = {
  inflatedBytes: 12_345,
  entries: [
    { path: "", type: "directory", size: 0, mode: 0o755, uid: 0, gid: 0, link: "", offset: 512, capabilities: false },
    {
      path: "usr/bin/ü\n",
      type: "file",
      size: 2 ** 40,
      mode: 0o4755,
      uid: 70_000_000_000,
      gid: 5,
      link: "",
      offset: 1024,
      capabilities: true,
    },
    { path: "l", type: "symlink", size: 0, mode: 0o777, uid: 0, gid: 0, link: "../../x", offset: 2048, capabilities: false },
  ],
  found: [
    { reader: "apk", path: "lib/apk/db/installed", offset: 7, result: { packages: [], errors: [{ path: "a", message: "b" }] } },
  ],
  kept: new Map([["etc/passwd", Uint8Array.from([1, 2, 3])]]),
  secrets: [],
};

describe("a record of a layer", () => {
  it("comes out as it went in", () => {
    expect(decodeRecord(encodeRecord(record))).toEqual(record);
    const empty: LayerRecord = { inflatedBytes: 0, entries: [], found: [], kept: new Map(), secrets: [] };
    expect(decodeRecord(encodeRecord(empty))).toEqual(empty);
  });
  it("is not taken when a byte of it is wrong", () => {
    const bytes = encodeRecord(record);
    for (let at = 0; at < bytes.length; at += 13) {
      const damaged = Buffer.from(bytes);
      damaged[at] = (damaged[at] ?? 0) ^ 1;
      expect(decodeRecord(damaged), `byte ${at}`).toBeUndefined();
      expect(decodeRecord(bytes.subarray(0, at)), `first ${at} bytes`).toBeUndefined();
    }
  });
});

describe("the cache", () => {
  const fileIn = (folder: string): string => path.join(folder, readdirSync(folder)[0] ?? "");

  it("keeps records by key and version, readable for nobody else", () => {
    const folder = path.join(temporaryFolder(), "layers");
    const store = openStore(folder, "1");
    expect([store.has("k"), store.load("k")]).toEqual([false, undefined]);
    store.save("k", record);
    expect([store.has("k"), store.load("k")]).toEqual([true, record]);
    expect(openStore(folder, "2").load("k")).toBeUndefined();
    expect(store.load("other")).toBeUndefined();
  });

  it("throws away what is damaged, and takes nothing that others may write", () => {
    const folder = temporaryFolder();
    const store = openStore(folder, "1");
    store.save("k", record);
    truncateSync(fileIn(folder), 200);
    expect(store.load("k")).toBeUndefined();
    expect(readdirSync(folder)).toEqual([]);
    store.save("k", record);
    chmodSync(fileIn(folder), 0o666);
    expect(store.load("k")).toBeUndefined();
    store.saveDocument(sha256("{}"), Buffer.from("{}"));
    expect(store.loadDocument(sha256("{}"))?.toString()).toBe("{}");
    store.saveDocument(sha256("x"), Buffer.from("y"));
    expect(store.loadDocument(sha256("x"))).toBeUndefined();
  });

  it("does without a folder that cannot be written", () => {
    const place = path.join(temporaryFolder(), "a-file");
    writeFileSync(place, "");
    const store = openStore(path.join(place, "layers"), "1");
    store.save("k", record);
    expect(store.load("k")).toBeUndefined();
  });

  it("forgets what nobody asked for in a month, and what killed runs left", () => {
    const folder = temporaryFolder();
    const now = Date.parse("2026-11-24T00:00:00Z");
    const make = (name: string, days: number): void => {
      writeFileSync(path.join(folder, name), "");
      utimesSync(path.join(folder, name), new Date(now - days * 86_400_000), new Date(now - days * 86_400_000));
    };
    make("old.layer", 31);
    make("young.layer", 29);
    make("old.json", 31);
    make("a.layer.1-2.tmp", 2);
    make("b.layer.1-2.tmp", 0);
    make("somebody-elses.txt", 99);
    mkdirSync(path.join(folder, "spool-abc"));
    writeFileSync(path.join(folder, "spool-abc/x"), "");
    utimesSync(path.join(folder, "spool-abc"), new Date(now - 172_800_000), new Date(now - 172_800_000));
    pruneStore(folder, now);
    expect(readdirSync(folder).toSorted()).toEqual(["b.layer.1-2.tmp", "somebody-elses.txt", "young.layer"]);
    pruneStore(path.join(folder, "absent"), now);
  });
});

describe("what is known of a layer", () => {
  const layers = [[file("etc/os-release", alpine.release), file("lib/apk/db/installed", alpine.database)]];

  it("is not read again", async () => {
    const cacheFolder = temporaryFolder();
    const image = put(makeLayout({ layers }));
    const cold = await inspectFile(image, { cacheFolder });
    const [kept = ""] = readdirSync(cacheFolder);
    const before = readFileSync(path.join(cacheFolder, kept));
    expect(await inspectFile(image, { cacheFolder })).toEqual(cold);
    // The same layer in another image.
    expect(contentOf(await inspectFile(put(makeLayout({ layers, config: {} })), { cacheFolder }))).toEqual(contentOf(cold));
    expect(readdirSync(cacheFolder)).toEqual([kept]);
    expect(readFileSync(path.join(cacheFolder, kept)).equals(before)).toBe(true);
  });

  it("is not taken from an archive that lies about its layers", async () => {
    const cacheFolder = temporaryFolder();
    const honest = makeTar(layers[0] ?? []);
    const clean = makeTar([file("nothing-here")]);
    // Says that an empty layer is the one with the packages: no engine would load it, and nobody else is told so.
    for (const compress of [(layer: Buffer) => layer, (layer: Buffer) => gzipSync(layer)]) {
      const liar = put(makeLayout({ layers: [clean], diffIds: [sha256(honest)] }, compress));
      expect((await inspectFile(liar, { cacheFolder })).packages).toEqual([]);
      expect((await inspectFile(put(makeLayout({ layers }, compress)), { cacheFolder })).packages).toHaveLength(1);
    }
    expect((await inspectFile(put(makeLegacy({ layers })), { cacheFolder })).packages).toHaveLength(1);
    const legacyLiar = put(makeLegacy({ layers: [clean], diffIds: [sha256(honest)] }));
    expect((await inspectFile(legacyLiar, { cacheFolder })).packages).toEqual([]);
  });
});

/** Large enough for threads, and for a run that can be killed on its way. */
function largeImage(): string {
  const noise = (seed: number): Buffer => {
    const bytes = Buffer.alloc(6_000_000);
    let state = seed;
    for (let at = 0; at < bytes.length; at++) {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
      bytes[at] = state >> 16;
    }
    return bytes;
  };
  const layers = [1, 2, 3].map((seed) => [
    file(`noise${seed}`, noise(seed)),
    file(`usr/lib/node_modules/p${seed}/package.json`, `{"name":"p${seed}","version":"1.0.${seed}"}`),
  ]);
  return put(makeLayout({ layers: [...layers, [file("lib/apk/db/installed", alpine.database)]] }));
}

describe("runs beside each other", () => {
  const image = largeImage();
  const args = ["image", "--format", "json", "--input", image];
  const expected = seaworthy([...args, "--no-cache"]);

  const start = (cache: string): { readonly done: Promise<string>; readonly kill: () => void } => {
    const child = spawn(process.execPath, ["--", cli, ...args, "--cache-dir", cache], { stdio: ["ignore", "pipe", "inherit"] });
    let out = "";
    child.stdout.on("data", (chunk: Buffer) => {
      out += chunk.toString();
    });
    return { done: new Promise((resolve) => child.on("close", () => resolve(out))), kill: () => child.kill("SIGKILL") };
  };

  it("find the packages of all layers in threads", () => {
    expect(expected.code).toBe(0);
    const report: { packages: { name: string }[] } = JSON.parse(expected.out);
    expect(report.packages.map(({ name }) => name)).toEqual(["musl", "p1", "p2", "p3"]);
  });

  it("share the cache", async () => {
    const cache = temporaryFolder();
    const runs = [1, 2, 3, 4].map(() => start(cache));
    for (const { done } of runs) expect(await done).toBe(expected.out);
    expect(readdirSync(cache).filter((name) => name.endsWith(".layer"))).toHaveLength(4);
    expect(readdirSync(cache)).toHaveLength(4);
    expect(await start(cache).done).toBe(expected.out);
  });

  it("are right after one that was killed at any moment", async () => {
    for (const after of [60, 120, 180, 240, 320, 400]) {
      const cache = path.join(temporaryFolder(), "cache");
      const killed = start(cache);
      await new Promise((resolve) => setTimeout(resolve, after));
      killed.kill();
      await killed.done;
      expect(await start(cache).done, `killed after ${after} ms`).toBe(expected.out);
      expect(existsSync(cache)).toBe(true);
    }
  });
});
