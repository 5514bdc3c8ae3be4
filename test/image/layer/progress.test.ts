import { randomBytes } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { inspectImage } from "../../../src/api/image.ts";
import { trackLayers, watchReading, type ReadProgress } from "../../../src/image/layer/progress.ts";
import { newUsage, openUsage } from "../../../src/image/layer/usage.ts";
import { defaultLimits } from "../../../src/image/limits.ts";
import { blobsOf, makeOci } from "../make-image.ts";
import { file } from "../make-tar.ts";
import { startRegistry } from "../registry/server.ts";

const step: ReadProgress = { step: "read", layers: 3, active: [{ layer: 1, bytes: 10, size: 20 }] };

describe("watchReading", () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it("tells now and then how far it is, until it is stopped, and nothing where nothing has begun", () => {
    const told: ReadProgress[] = [];
    const steps = [undefined, step, step];
    const stop = watchReading(
      () => steps.shift(),
      (progress) => told.push(progress),
    );
    vi.advanceTimersByTime(250);
    stop();
    vi.advanceTimersByTime(1000);
    expect(told).toEqual([step]);
  });

  it("sets no timer where nobody listens", () => {
    watchReading(() => step, undefined);
    expect(vi.getTimerCount()).toBe(0);
  });
});

it("follows layers that are fetched, and then those that are read", () => {
  const usage = newUsage(3);
  const { fetched, reads, look } = trackLayers(3, usage);
  expect(look()).toBeUndefined();
  fetched(2, 9000, 100);
  fetched(0, 500, 500);
  expect(look()).toEqual({ step: "fetch", layers: 3, active: [{ layer: 3, bytes: 100, size: 9000 }] });
  fetched(2, 9000, 9000);
  reads(0, 500);
  reads(2, 9000);
  expect(look()).toEqual({ step: "fetch", layers: 3, active: [{ layer: 1, bytes: 500, size: 500 }] });
  openUsage(usage, defaultLimits, 2).addRead(2048);
  openUsage(usage, defaultLimits, 0).addRead(500);
  expect(look()).toEqual({ step: "read", layers: 3, active: [{ layer: 3, bytes: 2048, size: 9000 }] });
  openUsage(usage, defaultLimits, 2).addRead(9000);
  expect(look()).toEqual({ step: "read", layers: 3, active: [{ layer: 3, bytes: 9000, size: 9000 }] });
});

it("tells of a download from a registry while it comes", async () => {
  const image = makeOci({ layers: [[file("a", "a")], [file("b", randomBytes(100_000).toString("hex"))]] });
  const registry = await startRegistry(
    "team/app",
    { "1": { bytes: image.manifest.bytes, mediaType: "application/vnd.oci.image.manifest.v1+json" } },
    blobsOf(image),
  );
  const slow = image.layers[1];
  if (!slow) throw new Error("no layer");
  const told: ReadProgress[] = [];
  let release = (): void => {};
  registry.intercept = ({ path }, response) => {
    if (!path.endsWith(slow.digest)) return false;
    response.writeHead(200, { "Content-Length": slow.bytes.length });
    response.write(slow.bytes.subarray(0, 60_000));
    release = () => response.end(slow.bytes.subarray(60_000));
    return true;
  };
  await inspectImage({
    cwd: import.meta.dirname,
    environment: {},
    name: `${registry.host}/team/app:1`,
    place: "registry",
    cacheFolder: null,
    now: "2026-11-24T00:00:00Z",
    progress: (progress) => {
      told.push(progress);
      if (progress.active.some(({ layer, bytes }) => layer === 2 && bytes === 60_000)) release();
    },
  });
  expect(told).toContainEqual({ step: "fetch", layers: 2, active: [{ layer: 2, bytes: 60_000, size: slow.bytes.length }] });
});
