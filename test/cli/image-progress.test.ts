import { describe, expect, it } from "vitest";
import { showProgress } from "../../src/cli/image-progress.ts";
import type { Io } from "../../src/cli/io.ts";
import type { ReadProgress } from "../../src/image/layer/progress.ts";

function ioOf(written: string[], isTTY: boolean, columns?: number): Io {
  return {
    cwd: "/",
    environment: {},
    out: () => {},
    err: (text) => written.push(text),
    outTerminal: {},
    errTerminal: { isTTY, columns },
    now: "2026-11-24T00:00:00Z",
  };
}

const args = (...switches: readonly string[]): { readonly switches: Set<string> } => ({ switches: new Set(switches) });
const fetching: ReadProgress = {
  step: "fetch",
  layers: 4,
  active: [
    { layer: 1, bytes: 1200, size: 3_000_000 },
    { layer: 3, bytes: 5_000_000, size: 82_000_000 },
  ],
};
const reading: ReadProgress = { step: "read", layers: 4, active: [{ layer: 3, bytes: 41_000_000, size: 82_000_000 }] };

describe("the progress of an image", () => {
  it("is one line for the layers on their way, and is taken away", () => {
    const written: string[] = [];
    const { progress, end } = showProgress("app:1\u001b[2J", args(), ioOf(written, true));
    progress?.(fetching);
    progress?.(reading);
    progress?.(fetching, { ...reading, layers: 9 });
    end();
    expect(written).toEqual([
      "\r\u001b[KReading app:1\uFFFD[2J…",
      "\r\u001b[KFetching layer 1 of 4: 1.2 kB of 3.0 MB · layer 3 of 4: 5.0 MB of 82.0 MB",
      "\r\u001b[KReading layer 3 of 4: 41.0 MB of 82.0 MB",
      "\r\u001b[KReading layer 1 of 4: 1.2 kB of 3.0 MB · layer 3 of 4: 5.0 MB of 82.0 MB · layer 3 of 9: 41.0 MB o…",
      "\r\u001b[K",
    ]);
  });

  it("is never wider than the terminal", () => {
    const written: string[] = [];
    showProgress("app:1", args(), ioOf(written, true, 50)).progress?.(fetching);
    expect(written.at(-1)).toBe("\r\u001b[KFetching layer 1 of 4: 1.2 kB of 3.0 MB · layer …");
  });

  it.each([
    ["no terminal", false, []],
    ["--quiet", true, ["quiet"]],
    ["--no-progress", true, ["no-progress"]],
  ])("is nothing with %s", (_why, isTTY, switches) => {
    const written: string[] = [];
    const { progress, end } = showProgress("app:1", args(...switches), ioOf(written, isTTY));
    end();
    expect([progress, written]).toEqual([undefined, []]);
  });
});
