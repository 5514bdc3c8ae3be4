import { expect, it } from "vitest";
import { formatBytes } from "../../src/util/bytes.ts";

it.each([
  [0, "0 B"],
  [999, "999 B"],
  [1000, "1.0 kB"],
  [3072, "3.1 kB"],
  [99_949, "99.9 kB"],
  [99_950, "100 kB"],
  [999_600, "1.0 MB"],
  [198_400_000, "198 MB"],
  [1_400_000_000, "1.4 GB"],
  [5e15, "5000 TB"],
])("%i bytes are %s", (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});
