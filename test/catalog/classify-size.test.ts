import { expect, test } from "vitest";
import { classifySize } from "../../src/catalog/classify-size.ts";
import { lookupCatalog } from "../../src/catalog/lookup.ts";
import { parseImageRef } from "../../src/parse/imageref/parse.ts";

test.each([
  ["scratch", "small"],
  ["alpine:3.20", "small"],
  ["node:22-alpine", "small"],
  ["python:3.12-slim", "small"],
  ["acme/app:1-alpine3.20", "small"],
  ["acme/alpine-base:1", "small"],
  ["gcr.io/distroless/java21-debian12", "small"],
  ["mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled", "small"],
  ["registry.access.redhat.com/ubi9/ubi-micro", "small"],
  ["registry.access.redhat.com/ubi9-minimal:9.4", "small"],
  ["cgr.dev/chainguard/python:latest", "small"],
  ["ubuntu:24.04", "small"],
  ["registry:2.7", "small"],
  ["usememos/memos:stable", "small"],
  ["amir20/dozzle:v10.0", "small"],
  ["redis:7", "small"],
  ["debian:12", "small"],
  ["debian:13", "large"],
  ["ubuntu:14.04", "large"],
  ["node:22", "large"],
  ["nginx:latest", "large"],
  ["postgres:16", "large"],
  ["mariadb", "large"],
  ["rabbitmq:4.2", "large"],
  ["registry.access.redhat.com/ubi9/ubi:9.4", "large"],
  ["otel/opentelemetry-collector-contrib:0.159.0", "large"],
  ["golang:1.23", "toolchain"],
  ["golang:1.23-alpine", "toolchain"],
  ["rust:1-slim", "toolchain"],
  ["maven:3-eclipse-temurin-21", "toolchain"],
  ["mcr.microsoft.com/dotnet/sdk:8.0", "toolchain"],
  ["nvidia/cuda:12.4.1-devel-ubuntu22.04", "toolchain"],
  ["acme/golang:1", "toolchain"],
  ["eclipse-temurin:21-jdk-alpine", "toolchain"],
  ["openjdk:8-jdk-slim", "toolchain"],
  ["eclipse-temurin:21-jre-alpine", "small"],
  ["tomcat:11-jdk21-temurin-alpine", "small"],
  ["swift:5.10-slim", "small"],
  ["acme/app:1", "unknown"],
  ["acme/slimmer:1", "unknown"],
  ["acme/minimal-notebook:1", "unknown"],
  ["acme/base:9-minimal", "small"],
])("%s is %s", (reference, expected) => {
  const ref = parseImageRef(reference);
  expect(classifySize(ref, lookupCatalog(ref)).kind).toBe(expected);
});

test("a size of the catalog is said to be one", () => {
  const ref = parseImageRef("node:22");
  expect(classifySize(ref, lookupCatalog(ref)).reason).toBe("listed at about 400 MB compressed");
});

test("an engine's unpacked size counts where it is clear", () => {
  const ref = parseImageRef("acme/app:1");
  const facts = { reference: "acme/app:1", source: "engine" as const };
  expect(classifySize(ref, { ...facts, bytes: 12e6 })).toEqual({ kind: "small", reason: "12 MB unpacked" });
  expect(classifySize(ref, { ...facts, bytes: 900e6 })).toEqual({ kind: "large", reason: "900 MB unpacked" });
  expect(classifySize(ref, { ...facts, bytes: 120e6 }).kind).toBe("unknown");
});
