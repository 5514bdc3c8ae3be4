import { expect, test } from "vitest";
import { lookupCatalog } from "../../src/catalog/lookup.ts";
import { parseImageRef } from "../../src/parse/imageref/parse.ts";

const facts = (reference: string) => lookupCatalog(parseImageRef(reference));

test.each([
  ["postgres:16", null, "drops", "postgres", 999],
  ["postgres:16-alpine", null, "drops", "postgres", 70],
  ["docker.io/library/redis:7-alpine", null, "drops", "redis", 999],
  ["nginx:1.27", null, "root-master", "nginx", 101],
  ["nginxinc/nginx-unprivileged:1.27", "101", "non-root", undefined, 101],
  ["node:22-alpine", null, "root", undefined, undefined],
  ["grafana/grafana:11.0.0", "472:0", "non-root", undefined, 472],
  ["gcr.io/distroless/static-debian12", null, "root", undefined, undefined],
  ["gcr.io/distroless/static-debian12:nonroot", "nonroot", "non-root", "nonroot", 65532],
  ["cgr.dev/chainguard/python:latest", "nonroot", "non-root", "nonroot", 65532],
  ["cgr.dev/chainguard/wolfi-base", null, "root", undefined, undefined],
  ["mcr.microsoft.com/dotnet/aspnet:8.0", null, "root", undefined, undefined],
  ["mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled", "app", "non-root", "app", 1654],
  ["bitnami/redis:7.4", "1001", "non-root", undefined, 1001],
  ["lscr.io/linuxserver/sonarr:latest", null, "root-master", "abc", 911],
  ["linuxserver/socket-proxy:3", null, "root", undefined, undefined],
  ["amd64/debian:bookworm-slim", null, "root", undefined, undefined],
  ["public.ecr.aws/docker/library/alpine:3.20", null, "root", undefined, undefined],
  ["php:8.3-fpm-alpine", null, "root-master", "www-data", 82],
  ["memcached:1.6", "memcache", "non-root", "memcache", 11211],
  ["scratch", null, "root", undefined, undefined],
])("%s starts as %s (%s)", (reference, user, start, name, uid) => {
  const found = facts(reference);
  expect(found).toMatchObject({ reference, source: "catalog", user, start });
  expect(found?.account?.name).toBe(name);
  expect(found?.account?.uid).toBe(uid);
});

test("what nobody knows is undefined", () => {
  expect(facts("acme/app:1")).toBeUndefined();
  expect(facts("registry.example/postgres:16")).toBeUndefined();
  expect(facts("postgresx")).toBeUndefined();
});

test("a family answers only for what its globs name", () => {
  expect(facts("prom/postgres-exporter:1")?.kind).toBe("agent");
  expect(facts("prom/something")).toBeUndefined();
  expect(facts("registry.access.redhat.com/ubi9/nodejs-20")?.user).toBe("1001:0");
  expect(facts("registry.access.redhat.com/ubi9/ubi-micro")).toMatchObject({
    user: null,
    megabytes: 8,
    distribution: "ubi-micro",
  });
  expect(facts("bitnami/minideb:bookworm")?.user).toBeNull();
});

test("fields that differ within a family are unknown", () => {
  const redis = facts("bitnami/redis:7.4");
  expect(redis).not.toHaveProperty("entrypoint");
  expect(redis?.writable).toContain("/opt/bitnami/redis/tmp");
  expect(facts("searxng/searxng")).not.toHaveProperty("user");
  expect(facts("cgr.dev/chainguard/node:latest-dev")).not.toHaveProperty("user");
});

test("a family's language images know their interpreter", () => {
  expect(facts("gcr.io/distroless/nodejs22-debian12")).toMatchObject({ entrypoint: ["/nodejs/bin/node"], pid1: "repl" });
  expect(facts("gcr.io/distroless/static-debian12")).toMatchObject({ entrypoint: null, pid1: "none" });
});

test("the tag decides distribution, command and size", () => {
  expect(facts("python:3.12-slim")).toMatchObject({ distribution: "debian", megabytes: 43, small: true });
  expect(facts("python:3.12-alpine")).toMatchObject({ distribution: "alpine", megabytes: 17 });
  expect(facts("python:3.12")).toMatchObject({ distribution: "debian", megabytes: 380, small: false });
  expect(facts("golang:1.23-alpine")).toMatchObject({ command: ["/bin/sh"], toolchain: true });
  expect(facts("rabbitmq:4-alpine")).toMatchObject({ small: true });
  expect(facts("rabbitmq:4-alpine")).not.toHaveProperty("megabytes");
  expect(facts("postgres:17")).toMatchObject({ volumes: ["/var/lib/postgresql/data"] });
  expect(facts("postgres:18-alpine")).toMatchObject({ volumes: ["/var/lib/postgresql"] });
  expect(facts("wordpress:6-fpm-alpine")).toMatchObject({ command: ["php-fpm"], listens: [9000], account: { uid: 82 } });
});

test("versions that were built otherwise", () => {
  expect(facts("mcr.microsoft.com/mssql/server:2022-latest")).toMatchObject({ start: "non-root" });
  expect(facts("mcr.microsoft.com/mssql/server:2017-GA")).toMatchObject({ user: null, start: "root" });
  expect(facts("confluentinc/cp-kafka:5.4.0")).toMatchObject({ user: null, start: "root" });
  expect(facts("confluentinc/cp-kafka:7.5.0")).toMatchObject({ start: "non-root" });
  expect(facts("haproxy:2.2")).toMatchObject({ user: null });
  expect(facts("haproxy:3.0")).toMatchObject({ start: "non-root" });
});

test("a digest alone tells what holds for all of the name", () => {
  const digest = `sha256:${"a".repeat(64)}`;
  expect(facts(`postgres@${digest}`)).toMatchObject({ user: null, start: "drops" });
  expect(facts(`postgres@${digest}`)).not.toHaveProperty("account");
  expect(facts(`postgres@${digest}`)).not.toHaveProperty("distribution");
  expect(facts(`php@${digest}`)).not.toHaveProperty("start");
  expect(facts(`gcr.io/distroless/static-debian12@${digest}`)).not.toHaveProperty("user");
  expect(facts(`mariadb@${digest}`)).not.toHaveProperty("user");
  expect(facts(`postgres:16-alpine@${digest}`)).toMatchObject({ account: { uid: 70 } });
});

test("capabilities have evidence for the versions that were read or measured, for no other", () => {
  expect(facts("postgres:16")?.capabilities).toMatchObject({
    evidence: "measured",
    capabilities: ["CHOWN", "DAC_OVERRIDE", "DAC_READ_SEARCH", "SETGID", "SETUID"],
  });
  expect(facts("postgres:16.4-alpine3.20")?.capabilities?.evidence).toBe("read");
  expect(facts("postgres:9.6")?.capabilities?.evidence).toBe("general");
  expect(facts("postgres")?.capabilities?.evidence).toBe("general");
  expect(facts("postgres:latest")?.capabilities?.evidence).toBe("general");
  expect(facts("postgis/postgis:16-3.4")?.capabilities?.evidence).toBe("general");
  expect(facts("redis:7.2")?.capabilities).toMatchObject({
    evidence: "measured",
    when: { CHOWN: "a bind mount or volume that root owns" },
  });
  expect(facts("redis:5")?.capabilities?.evidence).toBe("general");
  expect(facts("lscr.io/linuxserver/sonarr:4")?.capabilities?.evidence).toBe("general");
  expect(facts("caddy:2.11-alpine")?.capabilities).toMatchObject({ evidence: "read", capabilities: ["NET_BIND_SERVICE"] });
});

test("every look-up gives a value of its own", () => {
  expect(facts("redis:7")).toEqual(facts("redis:7"));
  expect(facts("redis:7")?.reference).toBe("redis:7");
  expect(facts("redis:6")?.reference).toBe("redis:6");
});
