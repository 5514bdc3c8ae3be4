import { createGunzip, gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { createGauge } from "../../../src/image/compress/gauge.ts";
import { inflate, inflateInStream } from "../../../src/image/compress/inflate.ts";
import { sniffCompression } from "../../../src/image/compress/sniff.ts";
import { ImageError } from "../../../src/image/image-error.ts";
import { defaultLimits } from "../../../src/image/limits.ts";
import { repeatZstd, skippableZstd, storeZstd } from "../make-zstd.ts";

async function inflated(bytes: Buffer, pieces = 1000): Promise<Buffer> {
  const chunks: Buffer[] = [];
  const cut = function* (): Generator<Buffer> {
    for (let at = 0; at < bytes.length; at += pieces) yield bytes.subarray(at, at + pieces);
  };
  await inflate(cut(), sniffCompression(bytes), (chunk) => chunks.push(Buffer.from(chunk)));
  return Buffer.concat(chunks);
}

const text = Buffer.from(Array.from({ length: 40_000 }, (_, at) => `line ${at}`).join("\n"));

describe("inflates by the first bytes", () => {
  it("gzip, also of several members", async () => {
    expect((await inflated(gzipSync(text))).equals(text)).toBe(true);
    const two = Buffer.concat([gzipSync(text), gzipSync("two")]);
    expect((await inflated(two)).equals(Buffer.concat([text, Buffer.from("two")]))).toBe(true);
  });
  it("zstd, also of several frames and with some to pass over", async () => {
    expect((await inflated(storeZstd(text))).equals(text)).toBe(true);
    const several = Buffer.concat([skippableZstd(Buffer.from("note")), storeZstd(text), storeZstd(Buffer.from("two"))]);
    expect((await inflated(several, 37)).equals(Buffer.concat([text, Buffer.from("two")]))).toBe(true);
  });
  it("nothing of what is plain", async () => {
    expect((await inflated(text)).equals(text)).toBe(true);
  });
});

it("takes what follows the data for padding", async () => {
  const padded = Buffer.concat([gzipSync(text), Buffer.alloc(3000)]);
  for (const pieces of [1000, 64 * 1024, padded.length]) expect((await inflated(padded, pieces)).equals(text)).toBe(true);
});

it("asks for all that follows the data: it belongs to the digest", async () => {
  const padded = Buffer.concat([gzipSync(text), Buffer.alloc(300_000)]);
  let asked = 0;
  const cut = function* (): Generator<Buffer> {
    for (; asked < padded.length; asked += 50_000) yield padded.subarray(asked, asked + 50_000);
  };
  await inflate(cut(), "gzip", () => {});
  expect(asked).toBeGreaterThanOrEqual(padded.length);
});

it("inflates through streams alike, where Node has nothing else", async () => {
  const bytes = gzipSync(text);
  const chunks: Buffer[] = [];
  await inflateInStream(createGunzip(), [bytes], (chunk) => chunks.push(Buffer.from(chunk)));
  expect(Buffer.concat(chunks).equals(text)).toBe(true);
  await expect(inflateInStream(createGunzip(), [bytes.subarray(0, 500)], () => {})).rejects.toMatchObject({ code: "corrupt" });
  await expect(
    inflateInStream(createGunzip(), [bytes], () => {
      throw new ImageError("hostile", "enough");
    }),
  ).rejects.toMatchObject({ message: "enough" });
});

describe("says that data is damaged or cut", () => {
  const broken = (bytes: Buffer): Buffer => {
    const copy = Buffer.from(bytes);
    copy.fill(0xaa, 20, 60);
    return copy;
  };
  it.each([
    ["gzip, damaged", broken(gzipSync(text))],
    ["gzip, cut", gzipSync(text).subarray(0, 500)],
    ["zstd, damaged", Buffer.concat([storeZstd(text).subarray(0, 6), Buffer.from([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff])])],
    ["zstd, cut", storeZstd(text).subarray(0, 500)],
  ])("%s", async (_, bytes) => {
    const error: unknown = await inflated(bytes).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(ImageError);
    expect(error).toMatchObject({ code: "corrupt" });
  });
  it("and passes on what the reader of the data throws", async () => {
    for (const bytes of [gzipSync(text), storeZstd(text)]) {
      await expect(
        inflate([bytes], sniffCompression(bytes), () => {
          throw new ImageError("hostile", "enough");
        }),
      ).rejects.toMatchObject({ message: "enough" });
    }
  });
});

describe("stops bombs", () => {
  const stop = async (bytes: Buffer): Promise<number> => {
    const gauge = createGauge(defaultLimits, "layer 3");
    const counted = function* (): Generator<Buffer> {
      for (let at = 0; at < bytes.length; at += 64 * 1024) {
        const piece = bytes.subarray(at, at + 64 * 1024);
        gauge.addInput(piece.length);
        yield piece;
      }
    };
    await expect(inflate(counted(), sniffCompression(bytes), (chunk) => gauge.addOutput(chunk.length))).rejects.toMatchObject({
      code: "hostile",
      entry: "layer 3",
      message: "layer 3 grows more than 1000 times when it is inflated",
    });
    return gauge.output();
  };
  it("of gzip", async () => {
    // Zeros become about a thousandth.
    expect(await stop(gzipSync(Buffer.alloc(300 * 1024 * 1024), { level: 9 }))).toBeLessThan(300 * 1024 * 1024);
  });
  it("of zstd, long before they are whole", async () => {
    // 13 GB in 400 kB.
    expect(await stop(repeatZstd(100_000))).toBeLessThan(500 * 1024 * 1024);
  });
});
