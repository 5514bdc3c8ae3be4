import { expect, test } from "vitest";
import { combineFacts } from "../../src/catalog/combine.ts";
import type { ImageFacts } from "../../src/catalog/image-facts.ts";

const reference = "acme/db:1";
const catalog: ImageFacts = {
  reference,
  source: "catalog",
  user: null,
  start: "drops",
  account: { name: "db", uid: 999 },
  entrypoint: ["docker-entrypoint.sh"],
  command: ["db"],
  pid1: "handles",
  logs: "stdout",
  volumes: ["/data"],
  megabytes: 40,
  evidence: { "*": "read acme/db Dockerfile", megabytes: "general" },
};
const engine: ImageFacts = {
  reference,
  source: "engine",
  user: null,
  entrypoint: ["docker-entrypoint.sh"],
  command: ["db"],
  volumes: ["/var/data"],
  bytes: 9e7,
  evidence: { "*": "image abc of the local engine" },
};

test("nothing known is undefined, one source is itself", () => {
  expect(combineFacts(undefined, undefined)).toBeUndefined();
  expect(combineFacts(undefined, engine, undefined)).toBe(engine);
});

test("field by field, nearest first, with the source of each", () => {
  const lock: ImageFacts = { reference, source: "lock", digest: `sha256:${"a".repeat(64)}` };
  expect(combineFacts(lock, engine, catalog)).toEqual({
    reference,
    source: "lock",
    digest: `sha256:${"a".repeat(64)}`,
    user: null,
    start: "drops",
    account: { name: "db", uid: 999 },
    entrypoint: ["docker-entrypoint.sh"],
    command: ["db"],
    pid1: "handles",
    logs: "stdout",
    volumes: ["/var/data"],
    megabytes: 40,
    bytes: 9e7,
    evidence: {
      digest: "lock",
      user: "engine: image abc of the local engine",
      entrypoint: "engine: image abc of the local engine",
      command: "engine: image abc of the local engine",
      volumes: "engine: image abc of the local engine",
      bytes: "engine: image abc of the local engine",
      start: "catalog: read acme/db Dockerfile",
      account: "catalog: read acme/db Dockerfile",
      pid1: "catalog: read acme/db Dockerfile",
      logs: "catalog: read acme/db Dockerfile",
      megabytes: "catalog: general",
    },
  });
});

test("behaviour from the catalog does not hold for an image that is built otherwise", () => {
  const other = combineFacts({ ...engine, entrypoint: ["/other.sh"] }, catalog);
  expect(other).toMatchObject({ entrypoint: ["/other.sh"], user: null });
  expect(other).not.toHaveProperty("start");
  expect(other).not.toHaveProperty("pid1");
  expect(other).not.toHaveProperty("logs");
  const nonRoot = combineFacts({ ...engine, user: "999", start: "non-root" }, catalog);
  expect(nonRoot).toMatchObject({ user: "999", start: "non-root" });
  expect(nonRoot).not.toHaveProperty("account");
  expect(nonRoot).not.toHaveProperty("dropsWith");
});

test("a USER by number and the same account by name do not contradict", () => {
  const named: ImageFacts = { reference, source: "catalog", user: "app", start: "non-root", account: { name: "app", uid: 1000 } };
  expect(combineFacts({ reference, source: "engine", user: "1000" }, named)).toMatchObject({
    user: "1000",
    start: "non-root",
    account: { name: "app", uid: 1000 },
  });
});
