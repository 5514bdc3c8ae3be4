import { describe, expect, it } from "vitest";
import { kindByName, kindOf, looksLikeDockerfile } from "../../src/load/file-kind.ts";

describe("kindByName", () => {
  it.each([
    ["Dockerfile", "dockerfile"],
    ["a/dockerfile", "dockerfile"],
    ["Dockerfile.prod", "dockerfile"],
    ["Dockerfile-dev", "dockerfile"],
    ["api.Dockerfile", "dockerfile"],
    ["api.dockerfile", "dockerfile"],
    ["Containerfile.x", "dockerfile"],
    ["Dockerfile.j2", "other"],
    ["Dockerfile.md", "markdown"],
    ["dockerfile.riot", "other"],
    ["Dockerfile.orig", "other"],
    ["Dockerfile.dockerignore", "dockerignore"],
    [".dockerignore", "dockerignore"],
    ["compose.yaml", "compose"],
    ["compose.prod.yml", "compose"],
    ["docker-compose.yml", "compose"],
    ["docker-compose-dev.yaml", "compose"],
    ["docker-compose.override.yml", "compose"],
    ["podman-compose.yml", "compose"],
    ["shop.compose.yml", "compose"],
    ["shop-docker-compose.yaml", "compose"],
    ["composer.yaml", "other"],
    ["decompose.yml", "other"],
    ["compose.json", "other"],
    [".github/workflows/ci.yml", "workflow"],
    ["x/.github/workflows/ci.yml", "other"],
    [".github/actions/build/action.yaml", "workflow"],
    ["action.yml", "workflow"],
    [".gitlab-ci.yml", "gitlab-ci"],
    ["docker-bake.hcl", "bake"],
    [".env.production", "env"],
    ["web.env", "env"],
    [".seaworthy.yaml", "config"],
    ["run.sh", "script"],
    ["Makefile", "script"],
    ["README.md", "markdown"],
    ["values.yaml", "other"],
  ])("%s is %s", (path, kind) => {
    expect(kindByName(path)).toBe(kind);
  });
});

describe("kindOf a named file", () => {
  it.each([
    ["stack.yaml", "services:\n  web:\n    image: x\n", "compose"],
    ["stack.yaml", "name: x\ninclude:\n  - a.yaml\n", "compose"],
    ["values.yaml", "image: x\n", "other"],
    ["build", "# syntax=docker/dockerfile:1\nARG X=1\n\nFROM x\n", "dockerfile"],
    ["start", "#!/usr/bin/env bash\necho\n", "script"],
    ["notes.txt", "First\n  docker   container run -it x\n", "script"],
    ["notes.txt", "FROMAGE x\n", "other"],
    ["<stdin>", "from alpine\n", "dockerfile"],
  ])("%s with %j is %s", (path, text, kind) => {
    expect(kindOf(path, text)).toBe(kind);
  });
  it("takes linear time", () => {
    expect(kindOf("x", "docker ".repeat(200_000))).toBe("other");
    expect(looksLikeDockerfile("#\n".repeat(500_000))).toBe(false);
  });
});
