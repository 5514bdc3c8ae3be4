import { describe, expect, it } from "vitest";
import { parsePlatform } from "../../src/image/parse-platform.ts";
import { formatPlatform } from "../../src/image/platform.ts";

describe("reads a platform", () => {
  it.each([
    ["linux/amd64", "linux/amd64"],
    ["Linux/X86_64", "linux/amd64"],
    ["arm64", "linux/arm64"],
    ["linux/aarch64/v8", "linux/arm64/v8"],
    ["linux/arm/v7", "linux/arm/v7"],
    ["i386", "linux/386"],
    ["windows/amd64", "windows/amd64"],
    ["wasi/wasm", "wasi/wasm"],
    ["linux/riscv64/rva22u64", "linux/riscv64/rva22u64"],
  ])("%s", (text, expected) => {
    expect(formatPlatform(parsePlatform(text))).toBe(expected);
  });
});

describe("what is none is a mistake, and what was meant is said", () => {
  const form = "Write it as linux/amd64, linux/arm64 or linux/arm/v7.";
  it.each([
    ["bogus", form],
    ["", form],
    ["a b", form],
    ["linux/", form],
    ["linux/bogus", form],
    ["bogus/bogus", form],
    ["linux/amd64/v1/x", "Did you mean linux/amd64/v1?"],
    ["linux/arm46", "Did you mean linux/arm64?"],
    ["linux-amd64", "Did you mean linux/amd64?"],
    ["linux/x86-46", "Did you mean linux/amd64?"],
    ["linx/amd64", "Did you mean linux/amd64?"],
    ["amd46", "Did you mean linux/amd64?"],
    ["linux/arm/7", "Did you mean linux/arm/v7?"],
    ["linux/ARMHF", "Did you mean linux/arm/v7?"],
    ["linux", "Did you mean linux/amd64?"],
  ])("%s", (text, hint) => {
    expect(() => parsePlatform(text)).toThrow(expect.objectContaining({ message: `"${text}" is no platform`, hint }));
  });
});
