import { performance } from "node:perf_hooks";
import { expect, test } from "vitest";
import { classifyTag } from "../../src/catalog/classify-tag.ts";
import { lookupCatalog } from "../../src/catalog/lookup.ts";
import { parseImageRef } from "../../src/parse/imageref/parse.ts";

/** Official images whose configuration has no USER and whose entrypoint drops nothing. */
const ROOT_BASES =
  "almalinux alpine amazonlinux archlinux bash buildpack-deps busybox centos composer debian docker eclipse-temurin elixir erlang fedora gcc golang gradle haskell julia maven " +
  "node openjdk oraclelinux perl php pypy python r-base rockylinux ros ruby rust scratch swift tomcat ubuntu";

test.each(ROOT_BASES.split(" "))("%s is known to be root", (name) => {
  for (const tag of ["", ":1", ":latest", ":1-slim", ":3-alpine"]) {
    expect(lookupCatalog(parseImageRef(name + tag)), name + tag).toMatchObject({ user: null });
  }
});

test("a look-up is cheap", () => {
  const references = [
    "postgres:16",
    "redis:7",
    "acme/app:1",
    "bitnami/redis:7",
    "gcr.io/distroless/static-debian12",
    "node:22-alpine",
  ].map(parseImageRef);
  for (const ref of references) lookupCatalog(ref);
  const start = performance.now();
  for (let i = 0; i < 1000; i++) for (const ref of references) classifyTag(ref, lookupCatalog(ref));
  // 6,000 look-ups; a generous bound for a busy machine.
  expect(performance.now() - start).toBeLessThan(2000);
});
