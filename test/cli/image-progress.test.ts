import { expect, it } from "vitest";
import { showProgress } from "../../src/cli/image-progress.ts";
import type { Io } from "../../src/cli/io.ts";

it("shows one line for the reading of an image, and takes it away", () => {
  const written: string[] = [];
  const io: Io = {
    cwd: "/",
    environment: {},
    out: () => {},
    err: (text) => written.push(text),
    outTerminal: {},
    errTerminal: { isTTY: true },
    now: "2026-11-24T00:00:00Z",
  };
  const { progress, end } = showProgress("app:1\u001b[2J", io);
  progress({ layers: 1, bytes: 1200 });
  progress({ layers: 4, bytes: 82_000_000 });
  end();
  expect(written).toEqual([
    "Reading app:1\uFFFD[2J…",
    "\r\u001b[KReading 1 layer: 1.2 kB",
    "\r\u001b[KReading 4 layers: 82.0 MB",
    "\r\u001b[K",
  ]);
});
