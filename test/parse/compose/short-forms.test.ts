import { describe, expect, test } from "vitest";
import { castText } from "../../../src/parse/compose/cast.ts";
import { formatNumber, resolvePlain } from "../../../src/parse/compose/plain-scalar.ts";
import { parsePorts } from "../../../src/parse/compose/port.ts";
import { splitShellWords } from "../../../src/parse/compose/shell-words.ts";
import { formatDuration, parseBytes, parseDuration } from "../../../src/parse/compose/units.ts";
import { parseVolume } from "../../../src/parse/compose/volume.ts";

describe("ports", () => {
  const short = (text: string): string[] | undefined =>
    parsePorts(text)?.map(({ hostIp, published, target, protocol }) => `${hostIp}|${published}|${target}|${protocol}`);
  test.each([
    ["80", ["||80|tcp"]],
    ["8080:80/udp", ["|8080|80|udp"]],
    ["127.0.0.1:8080:80", ["127.0.0.1|8080|80|tcp"]],
    ["127.0.0.1::53/UDP", ["127.0.0.1||53|udp"]],
    ["[::1]:70:70", ["::1|70|70|tcp"]],
    ["9090-9091:80-81", ["|9090|80|tcp", "|9091|81|tcp"]],
    ["5000-5010:5000", ["|5000-5010|5000|tcp"]],
    ["9-10", ["||10|tcp", "||9|tcp"]],
  ])("%s", (text, ports) => {
    expect(short(text)).toEqual(ports);
  });
  test.each(["", ":", "x", "80/icmp", "1.2.3:80:80", "70000", "2-1", "1-3:1-2", "host:80:80"])("%s is refused", (text) => {
    expect(parsePorts(text)).toBeUndefined();
  });
});

describe("volumes", () => {
  const short = (text: string): string | undefined => {
    const parts = parseVolume(text);
    if (parts === undefined) return undefined;
    const flags = [parts.readOnly && "ro", parts.noCopy && "nocopy", parts.propagation, parts.selinux].filter(Boolean);
    return `${parts.type}|${parts.source}|${parts.target}|${flags.join(",")}`;
  };
  test.each([
    ["/data", "volume||/data|"],
    ["x", "volume||x|"],
    ["db:/data", "volume|db|/data|"],
    ["./a:/b:ro,z", "bind|./a|/b|ro,z"],
    ["/var/run/docker.sock:/var/run/docker.sock", "bind|/var/run/docker.sock|/var/run/docker.sock|"],
    ["~/x:/x:rshared", "bind|~/x|/x|rshared"],
    ["c:\\x:/x", "bind|c:\\x|/x|"],
    ["vol:/x:nocopy,rw", "volume|vol|/x|nocopy"],
  ])("%s", (text, parts) => {
    expect(short(text)).toBe(parts);
  });
  test.each(["", ":/x", "aa::b", "aa:/b:ro:more"])("%j is refused", (text) => {
    expect(parseVolume(text)).toBeUndefined();
  });
});

test.each([
  ["a  b\tc\n", ["a", "b", "c"]],
  [`sh -c "echo 'x y'" 'q "r"' s\\ t`, ["sh", "-c", "echo 'x y'", 'q "r"', "s t"]],
  [`--a='b c' ""`, ["--a=b c", ""]],
  ["run $(a b) `c d`", ["run", "$(a b)", "`c d`"]],
  ["a && b", ["a"]],
  ["a 2> b", ["a"]],
  ["", []],
  ["'open", undefined],
  ["a (b)", undefined],
  ["a \\", undefined],
])("words of %j", (line, words) => {
  expect(splitShellWords(line)).toEqual(words);
});

test("sizes and durations", () => {
  expect(["512m", "1.5g", "1GiB", "64kb", "10 MB", "7", "-1", "x", "1mm", ""].map(parseBytes)).toEqual([
    536870912,
    1610612736,
    1073741824,
    65536,
    10485760,
    7,
    -1,
    undefined,
    undefined,
    undefined,
  ]);
  const spell = (text: string): string | undefined => {
    const value = parseDuration(text);
    return value === undefined ? undefined : formatDuration(value);
  };
  expect(["90s", "1h", "1m30s", "1.5s", "500ms", "0", "10us", "-2m", "5", "1d", ""].map(spell)).toEqual([
    "1m30s",
    "1h0m0s",
    "1m30s",
    "1.5s",
    "500ms",
    "0s",
    "10µs",
    "-2m0s",
    undefined,
    undefined,
    undefined,
  ]);
});

test("plain scalars", () => {
  const texts = [
    "",
    "~",
    "null",
    "true",
    "False",
    "yes",
    "on",
    "12",
    "-5",
    "0777",
    "0o17",
    "0x10",
    "1_000",
    "1.10",
    "1e6",
    ".5",
    "1.2.3",
    "- x",
    "3.8.1",
    "2024-01-02",
    "+1",
    "0b11",
    "08",
  ];
  expect(texts.map(resolvePlain)).toEqual([
    null,
    null,
    null,
    true,
    false,
    "yes",
    "on",
    12,
    -5,
    511,
    15,
    16,
    1000,
    1.1,
    1000000,
    0.5,
    "1.2.3",
    "- x",
    "3.8.1",
    "2024-01-02 00:00:00 +0000 UTC",
    1,
    3,
    8,
  ]);
  expect([
    formatNumber(1.1, "1.10"),
    formatNumber(1e6, "1e6"),
    formatNumber(1000000, "1000000"),
    formatNumber(0.00001, "0.00001"),
  ]).toEqual(["1.1", "1e+06", "1000000", "1e-05"]);
});

test("casts", () => {
  expect([
    castText("yes", "bool"),
    castText("OFF", "bool"),
    castText("1", "bool"),
    castText("7", "int"),
    castText("7.5", "int"),
    castText("7.5", "float"),
    castText("", "float"),
  ]).toEqual([true, false, undefined, 7, undefined, 7.5, undefined]);
});
