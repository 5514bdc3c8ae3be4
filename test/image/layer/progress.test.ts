import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { watchReading, type ReadProgress } from "../../../src/image/layer/progress.ts";

describe("watchReading", () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it("tells now and then how far it is, until it is stopped", () => {
    const told: ReadProgress[] = [];
    let bytes = 0;
    const stop = watchReading(
      3,
      () => (bytes += 10),
      (progress) => told.push(progress),
    );
    vi.advanceTimersByTime(250);
    stop();
    vi.advanceTimersByTime(1000);
    expect(told).toEqual([
      { layers: 3, bytes: 10 },
      { layers: 3, bytes: 20 },
    ]);
  });

  it("sets no timer where nothing is read or nobody listens", () => {
    watchReading(
      0,
      () => 0,
      () => {},
    );
    watchReading(3, () => 0, undefined);
    expect(vi.getTimerCount()).toBe(0);
  });
});
