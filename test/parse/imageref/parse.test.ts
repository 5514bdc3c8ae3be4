import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseImageRef } from "../../../src/parse/imageref/parse.ts";

describe("parts", () => {
  const digest = `sha256:${"0".repeat(64)}`;

  it.each([
    ["nginx", "nginx", undefined, undefined, undefined],
    ["nginx:1.27", "nginx", undefined, "1.27", undefined],
    [`nginx@${digest}`, "nginx", undefined, undefined, digest],
    [`nginx:latest@${digest}`, "nginx", undefined, "latest", digest],
    ["library/nginx:1", "library/nginx", undefined, "1", undefined],
    ["docker.io/library/nginx:1", "docker.io/library/nginx", "docker.io", "1", undefined],
    ["localhost:5000/x", "localhost:5000/x", "localhost:5000", undefined, undefined],
    ["localhost:5000/x:1", "localhost:5000/x", "localhost:5000", "1", undefined],
    ["localhost/x", "localhost/x", "localhost", undefined, undefined],
    ["REGISTRY/x", "REGISTRY/x", "REGISTRY", undefined, undefined],
    ["a/b/c", "a/b/c", undefined, undefined, undefined],
    ["ghcr.io/a/b:v1@sha256:x", "ghcr.io/a/b", "ghcr.io", "v1", "sha256:x"],
    ["localhost:5000", "localhost", undefined, "5000", undefined],
    // What cannot be a reference
    ["", "", undefined, undefined, undefined],
    ["  nginx:1 ", "nginx", undefined, "1", undefined],
    ["nginx:", "nginx", undefined, undefined, undefined],
    ["nginx@", "nginx", undefined, undefined, undefined],
    [":1", "", undefined, "1", undefined],
    ["a:b:c", "a", undefined, "b:c", undefined],
    ["/", "/", undefined, undefined, undefined],
    // Variables that nobody could expand
    ["node:${VERSION}", "node", undefined, "${VERSION}", undefined],
    ["node:${VERSION:-1/2@3}-slim", "node", undefined, "${VERSION:-1/2@3}-slim", undefined],
    ["${REGISTRY:-a.b:1/c}/x:1", "${REGISTRY:-a.b:1/c}/x", "${REGISTRY:-a.b:1/c}", "1", undefined],
    ["node@sha256:${DIGEST}", "node", undefined, undefined, "sha256:${DIGEST}"],
    ["${A:-${B:-c:d}}:e", "${A:-${B:-c:d}}", undefined, "e", undefined],
  ])("%j", (text, name, registry, tag, parts) => {
    const ref = parseImageRef(text);
    expect([ref.text, ref.name, ref.registry, ref.tag, ref.digest]).toEqual([text, name, registry, tag, parts]);
  });
});

describe("normalized name", () => {
  it.each([
    ["nginx", "nginx"],
    ["Nginx:1", "nginx"],
    ["library/nginx", "nginx"],
    ["docker.io/nginx", "nginx"],
    ["docker.io/library/nginx:1@sha256:x", "nginx"],
    ["index.docker.io/library/nginx", "nginx"],
    ["registry-1.docker.io/library/nginx", "nginx"],
    ["registry.hub.docker.com/library/nginx", "nginx"],
    ["docker.io/bitnami/redis", "bitnami/redis"],
    ["public.ecr.aws/docker/library/nginx", "nginx"],
    ["public.ecr.aws/nginx/nginx", "public.ecr.aws/nginx/nginx"],
    ["mirror.gcr.io/library/nginx", "nginx"],
    ["mirror.gcr.io/grafana/grafana", "grafana/grafana"],
    ["ghcr.io/A/B", "ghcr.io/a/b"],
    ["gcr.io/distroless/static", "gcr.io/distroless/static"],
    ["localhost:5000/nginx", "localhost:5000/nginx"],
    ["quay.io/library/nginx", "quay.io/library/nginx"],
    ["arm64v8/node", "node"],
    ["amd64/node", "node"],
    ["arm32v5/node", "node"],
    ["arm32v6/node", "node"],
    ["arm32v7/node", "node"],
    ["armhf/node", "node"],
    ["i386/node", "node"],
    ["ppc64le/node", "node"],
    ["riscv64/node", "node"],
    ["s390x/node", "node"],
    ["docker.io/arm64v8/node", "node"],
    ["arm64v8/a/b", "arm64v8/a/b"],
    ["arm64/node", "arm64/node"],
    ["library/", "library/"],
  ])("of %s is %s", (text, normalized) => {
    expect(parseImageRef(text).normalized).toBe(normalized);
  });
});

describe("any text", () => {
  it("gives parts that stand in it, in order", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.stringMatching(/^[a-zA-Z/:@.${}-]*$/)), (text) => {
        const { name, tag, digest, registry } = parseImageRef(text);
        const written = text.trim();
        expect(written.startsWith(name)).toBe(true);
        if (tag !== undefined) expect(written.slice(name.length).startsWith(`:${tag}`)).toBe(true);
        if (digest !== undefined) expect(written.endsWith(`@${digest}`)).toBe(true);
        if (registry !== undefined) expect(name.startsWith(`${registry}/`)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it("that is a reference gives its parts back", () => {
    const part = fc.stringMatching(/^[a-z0-9]{1,6}$/);
    const registry = fc.option(fc.constantFrom("ghcr.io", "localhost", "localhost:5000", "a.b:1"), { nil: undefined });
    const path = fc.array(part, { minLength: 1, maxLength: 3 });
    const optional = fc.option(part, { nil: undefined });
    fc.assert(
      fc.property(registry, path, optional, optional, (host, names, tag, digest) => {
        const name = [...(host === undefined ? [] : [host]), ...names].join("/");
        const text = `${name}${tag === undefined ? "" : `:${tag}`}${digest === undefined ? "" : `@sha256:${digest}`}`;
        const ref = parseImageRef(text);
        expect([ref.name, ref.registry, ref.tag]).toEqual([name, host, tag]);
        expect(ref.digest).toBe(digest === undefined ? undefined : `sha256:${digest}`);
      }),
    );
  });
});

it("takes a megabyte of separators in a moment", () => {
  const start = performance.now();
  for (const part of ["/", ":", "@", "${", "}"]) parseImageRef(part.repeat(1_000_000));
  expect(performance.now() - start).toBeLessThan(2000);
});
