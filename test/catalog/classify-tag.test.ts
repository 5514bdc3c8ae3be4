import { expect, test } from "vitest";
import { classifyTag } from "../../src/catalog/classify-tag.ts";
import { lookupCatalog } from "../../src/catalog/lookup.ts";
import { parseImageRef } from "../../src/parse/imageref/parse.ts";

function kind(reference: string): string {
  const ref = parseImageRef(reference);
  return classifyTag(ref, lookupCatalog(ref)).kind;
}

test.each([
  // Versions, however precise, with whatever stands beside them.
  "node:22",
  "node:22-alpine",
  "python:3.12.1-slim-bookworm",
  "postgres:1-trixie",
  "traefik:v3",
  "dozzle:v10.0",
  "openjdk:8u292-oracle",
  "minio/minio:RELEASE.2024-12-13T22-19-12Z",
  "clickhouse/clickhouse-server:23.3.7.5-alpine",
  "acme/app:v1.77.1-stable",
  "acme/app:release-0.2",
  "acme/app:nightly-2024-01-01",
  "acme/ocaml:alpine-2021-07-15",
  "java:openjdk-8-jdk",
  "centos:centos7",
  "couchbase/server:community-8.0.2",
  "ubuntu:bionic-20190204",
  "debian:testing-20240101",
  "mhart/alpine-node:base-10",
  "tiangolo/uvicorn-gunicorn-fastapi:python3.9-slim",
  "acme/app:db3ee82ad08a",
  "acme/app:sha-abcdefabcdef",
  // Releases.
  "debian:bookworm",
  "debian:bookworm-slim",
  "debian:jessie-backports",
  "ubuntu:noble",
  "buildpack-deps:xenial-curl",
  "lsiobase/ubuntu:bionic",
  "acme/base:trixie",
  "node:carbon",
  "node:boron-alpine",
  "ros:humble",
  // Nothing to pin, or pinned by more than a tag.
  "scratch",
  "gcr.io/distroless/static-debian12",
  "gcr.io/distroless/nodejs22-debian13:nonroot",
  `nginx:latest@sha256:${"0".repeat(64)}`,
  `nginx@sha256:${"0".repeat(64)}`,
])("%s names a version", (reference) => {
  expect(kind(reference)).toBe("version");
});

test.each([
  "nginx:latest",
  "mcr.microsoft.com/mssql/server:2025-latest",
  "acme/app:1.2-latest",
  "nginx:stable",
  "nginx:alpine-slim",
  "nginx:mainline-alpine",
  "node:lts",
  "node:lts-alpine",
  "node:lts-bookworm",
  "node:current",
  "python:slim",
  "alpine:edge",
  "debian:sid",
  "debian:stable-slim",
  "debian:testing",
  "ubuntu:rolling",
  "fedora:rawhide",
  "memcached:alpine",
  "acme/app:main",
  "acme/app:nightly",
  "acme/app:stable-standard-arm64",
  "acme/app:amd64",
  "acme/app:x86_64-aarch64",
  "acme/app:py3",
  "ocaml/opam2:debian-stable",
  "gcr.io/distroless/static:nonroot",
  "cgr.dev/chainguard/node:latest",
  "opensuse:tumbleweed",
  "jenkins/jenkins:lts-jdk17",
  // What lies below is named, the software is not.
  "node:stretch",
  "golang:alpine3.20",
  "rust:buster",
  "nextcloud:apache",
  "jenkins/inbound-agent:alpine-jdk21",
])("%s moves", (reference) => {
  expect(kind(reference)).toBe("floating");
});

test.each(["nginx", "gcr.io/distroless/static", "localhost:5000/app", "acme/app"])("%s has no tag", (reference) => {
  expect(kind(reference)).toBe("none");
});

test("reasons are short sentences", () => {
  const reason = (reference: string): string => {
    const ref = parseImageRef(reference);
    return classifyTag(ref, lookupCatalog(ref)).reason;
  };
  expect(reason("nginx")).toBe("no tag: the engine takes latest");
  expect(reason("nginx:latest")).toBe("latest names no version");
  expect(reason("node:lts-alpine")).toBe("lts-alpine moves: lts names no version");
  expect(reason("debian:bookworm-slim")).toBe("bookworm names a release");
  expect(reason("golang:alpine3.20")).toBe("alpine3.20 names what lies below golang, not a version of it");
  expect(reason("gcr.io/distroless/cc-debian12")).toBe("publishes no version tags; the version stands in its name");
});
