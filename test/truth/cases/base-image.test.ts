import { describe } from "vitest";
import { judge, service, type Case } from "./verdicts.ts";

const digest = `sha256:${"a".repeat(64)}`;

describe("tags", () => {
  const tag = (reference: string, verdict: string): Case => [
    reference,
    `FROM ${reference}\n`,
    `Dockerfile: base-image ${verdict}`,
  ];
  judge(
    [
      "node:22",
      "rust:1-trixie",
      "debian:bookworm-slim",
      "ubuntu:noble",
      "node:iron-slim",
      "localhost:5000/a:1.2",
      "scratch",
      "gcr.io/distroless/static-debian12",
      "node:${T-22}",
      `acme/a:latest@${digest}`,
    ].map((reference) => tag(reference, "pass")),
  );
  judge(
    [
      "node",
      "node:latest",
      "acme/a:latest-alpine",
      "acme/a:stable",
      "node:lts-alpine",
      "node:alpine",
      "node:bookworm",
      "acme/a:slim",
      "debian:sid",
      "debian:testing",
      "alpine:edge",
      "ubuntu:rolling",
      "localhost:5000/a",
      "gcr.io/distroless/static:nonroot",
      "${IMG:-nginx:latest}",
    ].map((reference) => tag(reference, "fail")),
  );
});

describe("what the final stage rests on", () => {
  judge([
    [
      "a builder may move",
      "FROM golang:latest AS build\nRUN go build\nFROM debian:12\nCOPY --from=build /a /a\n",
      "Dockerfile: base-image pass",
    ],
    ["an image to copy from may not", "FROM debian:12\nCOPY --from=busybox /bin/sh /sh\n", "Dockerfile: base-image fail"],
    [
      "nor a stage that only names one",
      "FROM busybox AS tools\nFROM debian:12\nCOPY --from=tools /bin/sh /sh\n",
      "Dockerfile: base-image fail",
    ],
    ["an alias leads back", "FROM alpine AS base\nFROM base AS dev\nFROM base\nRUN true\n", "Dockerfile: base-image fail"],
    ["an ARG may name a stage", "FROM alpine:3.22 AS base-amd64\nFROM base-${TARGETARCH}\n", "Dockerfile: base-image pass"],
    ["a later stage is an image", "FROM later AS a\nFROM alpine:3.22 AS later\nFROM a\n", "Dockerfile: base-image fail"],
    [
      "only ARGs before the first FROM count",
      "ARG T=22\nFROM alpine:3.22 AS a\nARG T=latest\nFROM node:$T\n",
      "Dockerfile: base-image pass",
    ],
    ["no default", "ARG T\nFROM node:$T\n", "Dockerfile: base-image unknown"],
    ["a default that moves", "ARG T=latest\nFROM node:$T\n", "Dockerfile: base-image fail"],
  ]);
});

describe("a digest pins, with variables beside it too", () => {
  judge([
    ["a variable for the tag", `ARG TAG\nFROM node:\${TAG}@${digest}\n`, "Dockerfile: base-image pass"],
    ["a variable for the digest", "ARG DIGEST\nFROM node@sha256:${DIGEST}\n", "Dockerfile: base-image pass"],
    ["a variable for the registry", `ARG HUB\nFROM \${HUB}/node@${digest}\n`, "Dockerfile: base-image pass"],
    ["in Compose", service(`image: "nginx:\${TAG}@${digest}"`), "web: base-image pass"],
    ["the digest in Compose", service('image: "nginx@sha256:${DIGEST}"'), "web: base-image pass"],
    ["a tag without value is not known", service('image: "nginx:${TAG}"'), "web: base-image unknown"],
  ]);
});

describe("a digest in a run line", () => {
  judge([["a variable for the tag", { "run.sh": `docker run nginx:$TAG@${digest}\n` }, "run.sh:1: base-image pass"]], {
    runFiles: ["run.sh"],
  });
});
