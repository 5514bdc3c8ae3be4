import { expect, test } from "vitest";
import { countCpus, parseAmount, parseBytes } from "../../src/model/quantities.ts";

test.each([
  ["1024", 1024],
  ["512m", 512 * 1024 ** 2],
  ["512M", 512 * 1024 ** 2],
  ["1.5g", 1.5 * 1024 ** 3],
  ["2GiB", 2 * 1024 ** 3],
  ["2gb", 2 * 1024 ** 3],
  [" 1 k ", 1024],
  ["10b", 10],
  ["0", 0],
  ["-1", 0],
  ["0m", 0],
  ["", undefined],
  ["lots", undefined],
  ["1x", undefined],
  ["1m1", undefined],
])("%j is %s bytes", (text, bytes) => {
  expect(parseBytes(text)).toBe(bytes);
});

test.each([
  ["0.5", 0.5],
  ["2", 2],
  ["0", 0],
  ["-1", 0],
  ["", undefined],
  ["two", undefined],
])("%j is %s", (text, amount) => {
  expect(parseAmount(text)).toBe(amount);
});

test.each([
  ["0", 1],
  ["0-2", 3],
  ["0-2,4", 4],
  [" 1 , 3 ", 2],
  ["2-0", undefined],
  ["", undefined],
  ["a", undefined],
])("%j names %s CPUs", (text, count) => {
  expect(countCpus(text)).toBe(count);
});
