import { describe, expect, test } from "vitest";
import type { BuildModel } from "../../src/model/build.ts";
import { buildOf, showCommand, showFact } from "./show.ts";

function user(build: BuildModel): string {
  return showFact(
    build.user,
    ({ uid, name, root }) => `${name ?? ""}#${uid ?? "?"} ${root === undefined ? "maybe" : root ? "root" : "not root"}`,
  );
}

describe("USER", () => {
  test.each([
    ["FROM alpine\nUSER app", "known app#? maybe"],
    ["FROM alpine\nUSER app\nUSER 0", "known #0 root"],
    ["FROM alpine\nUSER app\nRUN x\nUSER root:root", "known root#0 root"],
    ["FROM alpine\nUSER 10001:0", "known #10001 not root"],
    ["FROM alpine\nUSER 000", "known #0 root"],
    ["FROM alpine\nUSER +0", "known #0 root"],
    ['FROM alpine\nUSER "1000"', "known #1000 not root"],
    ["FROM alpine\nARG U=0\nUSER $U", "known #0 root"],
    ["FROM alpine\nUSER $NOWHERE", "known #0 root"],
    ["FROM alpine\nARG U\nUSER $U", "unknown: USER $U: $U has no value here"],
    ["FROM alpine\nARG U\nUSER ${U:-1000}", "known #1000 not root"],
    ["FROM alpine\nENV U=app\nUSER ${U}:${U}", "known app#? maybe"],
    ["FROM alpine\nRUN adduser -D -u 1234 app\nUSER app", "known app#1234 not root"],
    ["FROM alpine\nRUN useradd -o -u 0 app\nUSER app", "known app#0 root"],
    ["FROM alpine AS one\nUSER app\nFROM one\nRUN x", "known app#? maybe"],
    ["FROM alpine AS one\nUSER app\nFROM alpine", "known #0 root"],
    ["FROM alpine AS one\nONBUILD USER 0\nFROM one\nUSER app\nRUN x", "known app#? maybe"],
    ["FROM alpine AS one\nONBUILD USER 5\nFROM one\nRUN x", "known #5 not root"],
    ["FROM scratch\nCOPY a /a", "unset #0 root"],
    ["FROM acme/base:1", "unknown: nothing is known of the image acme/base:1"],
    ["ARG B\nFROM $B", "unknown: the base is not known: $B has no default here"],
    ["FROM gcr.io/distroless/static:nonroot", "known nonroot#65532 not root"],
    ["FROM node:22\nUSER node", "known node#1000 not root"],
  ])("%j", async (dockerfile, expected) => {
    expect(user(await buildOf(dockerfile))).toBe(expected);
  });

  test("its place is the word, and a variable in it is told", async () => {
    const dockerfile = "FROM alpine\nARG U=5\nUSER $U\n";
    const { user: fact } = await buildOf(dockerfile);
    expect([fact.origin.how, dockerfile.slice(fact.origin.span.start, fact.origin.span.end)]).toEqual(["interpolated", "$U"]);
  });

  test("a base's user is told by the FROM that names it", async () => {
    const dockerfile = "FROM golang AS build\nFROM nginx:1.27\n";
    const { user: fact } = await buildOf(dockerfile);
    expect([fact.origin.how, dockerfile.slice(fact.origin.span.start, fact.origin.span.end)]).toEqual(["catalog", "nginx:1.27"]);
  });
});

describe("ENTRYPOINT and CMD", () => {
  const own = 'FROM alpine AS base\nENTRYPOINT ["/init"]\nCMD ["serve"]\n';
  test.each([
    ['FROM alpine\nCMD ["a","b"]', "unset", 'known ["a","b"]'],
    ["FROM alpine\nCMD a b", "unset", "known /bin/sh -c a b"],
    ["FROM alpine\nCMD [a]", "unset", "known /bin/sh -c [a]"],
    ["FROM alpine\nCMD one\nCMD two", "unset", "known /bin/sh -c two"],
    ['FROM alpine\nSHELL ["/bin/bash", "-ec"]\nENTRYPOINT run', "known /bin/bash -ec run", "unset"],
    ['FROM alpine AS b\nSHELL ["/bin/bash", "-c"]\nFROM b\nCMD run', "unset", "known /bin/bash -c run"],
    ['FROM alpine\nENTRYPOINT ["e"]', 'known ["e"]', "unset"],
    ['FROM alpine\nCMD ["c"]\nENTRYPOINT ["e"]', 'known ["e"]', 'known ["c"]'],
    [`${own}FROM base`, 'known ["/init"]', 'known ["serve"]'],
    [`${own}FROM base\nCMD ["x"]`, 'known ["/init"]', 'known ["x"]'],
    [`${own}FROM base\nENTRYPOINT ["y"]`, 'known ["y"]', "unset"],
    [`${own}FROM base\nENTRYPOINT []`, "unset", "unset"],
    [`${own}FROM base\nENTRYPOINT []\nCMD ["z"]`, "unset", 'known ["z"]'],
    ["FROM redis:7", 'known ["docker-entrypoint.sh"]', 'known ["redis-server"]'],
    ['FROM redis:7\nCMD ["redis-server", "--save", ""]', 'known ["docker-entrypoint.sh"]', 'known ["redis-server","--save",""]'],
    ['FROM redis:7\nENTRYPOINT ["x"]', 'known ["x"]', "unset"],
    ["FROM scratch\nCOPY a /", "unset", "unset"],
    ["FROM acme/base:1\nCMD x", "unknown: nothing is known of the image acme/base:1", "known /bin/sh -c x"],
  ])("%j", async (dockerfile, entrypoint, command) => {
    const build = await buildOf(dockerfile);
    expect([showFact(build.entrypoint, showCommand), showFact(build.command, showCommand)]).toEqual([entrypoint, command]);
  });
});

describe("HEALTHCHECK", () => {
  const show = (build: BuildModel): string =>
    showFact(build.health, ({ disabled, test: command }) => (disabled ? "off" : command ? showCommand(command) : "some"));
  test.each([
    ["FROM alpine\nHEALTHCHECK CMD curl -f localhost", "known /bin/sh -c curl -f localhost"],
    ['FROM alpine\nHEALTHCHECK --interval=5s CMD ["a","b"]', 'known ["a","b"]'],
    ["FROM alpine\nHEALTHCHECK CMD x\nHEALTHCHECK NONE", "known off"],
    ["FROM alpine AS b\nHEALTHCHECK CMD x\nFROM b\nRUN y", "known /bin/sh -c x"],
    ["FROM alpine AS b\nHEALTHCHECK CMD x\nFROM alpine", "unset"],
    ["FROM alpine AS b\nHEALTHCHECK CMD x\nFROM b\nHEALTHCHECK NONE", "known off"],
    ["FROM scratch\nCOPY a /", "unset"],
    ["FROM acme/base:1", "unknown: nothing is known of the image acme/base:1"],
    ["FROM axllent/mailpit:v1.20", "known some"],
  ])("%j", async (dockerfile, expected) => {
    expect(show(await buildOf(dockerfile))).toBe(expected);
  });
});
