import { describe } from "vitest";
import { judge, type Case } from "./verdicts.ts";

const files = { "package.json": "{}", ".dockerignore": "dist\n" };

describe("what COPY --exclude leaves out does not have to be ignored", () => {
  judge([
    [
      "all of it",
      { ...files, Dockerfile: "FROM node:22-slim\nCOPY --exclude=.env --exclude=.git --exclude=node_modules . .\n" },
      "Dockerfile: dockerignore pass",
    ],
    ["a part of it", { ...files, Dockerfile: "FROM node:22-slim\nCOPY --exclude=.env . .\n" }, "Dockerfile: dockerignore fail"],
    [
      "below the source",
      { "src/app.js": "", Dockerfile: "FROM node:22-slim\nCOPY --exclude=.env src /src\n" },
      "Dockerfile: dockerignore pass",
    ],
  ]);
});

describe("the ignore file of the context", () => {
  const all = "FROM node:22-slim\nCOPY . .\n";
  const ignore = (patterns: string, verdict: string, more: Readonly<Record<string, string>> = {}): Case => [
    patterns.replaceAll("\n", " "),
    { Dockerfile: all, "package.json": "{}", ".dockerignore": patterns, ...more },
    `Dockerfile: dockerignore ${verdict}`,
  ];
  judge([
    ignore(".env\n.git\nnode_modules\n", "pass"),
    ignore("**/.env*\n**/.git\n**/node_modules\n", "pass"),
    ignore("# all\n /.env \n./.git\nnode_modules/\n", "pass"),
    ignore("*\n!src\n!package.json\n", "pass"),
    ignore(".git\nnode_modules\n", "fail"),
    ignore(".env\n.git\nnode_modules\n!.env\n", "fail"),
    ignore(".env\n.git\n/node_modules\n", "fail", { "web/package.json": "{}" }),
    ignore("nothing\n", "pass", { "Dockerfile.dockerignore": ".env\n.git\nnode_modules\n" }),
  ]);
  const run = "on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: docker build -f docker/Dockerfile .\n";
  const out = { "docker/Dockerfile": all, ".dockerignore": ".env\n.git\n" };
  judge([
    ["no ignore file", { Dockerfile: all }, "Dockerfile: dockerignore fail"],
    [
      "named files",
      { Dockerfile: "FROM node:22-slim\nCOPY package.json ./\n", "package.json": "{}" },
      "Dockerfile: dockerignore pass",
    ],
    [
      "a builder's COPY counts",
      { Dockerfile: `${all.replace("slim", "slim AS b")}FROM node:22-slim\nCOPY --from=b /a /a\n` },
      "Dockerfile: dockerignore fail",
    ],
    [
      "a stage that is not used does not",
      { Dockerfile: `${all.replace("slim", "slim AS b")}FROM node:22-slim\n` },
      "Dockerfile: dockerignore pass",
    ],
    ["a bind mount of all", "FROM node:22-slim\nRUN --mount=target=/src make\n", "Dockerfile: dockerignore fail"],
    ["a context that CI states", { ...out, ".github/workflows/a.yml": run }, "docker/Dockerfile: dockerignore pass"],
    [
      "a context that GitLab states",
      { ...out, ".gitlab-ci.yml": "a:\n  script:\n    - docker build -f docker/Dockerfile .\n" },
      "docker/Dockerfile: dockerignore pass",
    ],
    [
      "a context that bake states",
      { ...out, "docker-bake.hcl": 'target "a" {\n  context = "."\n  dockerfile = "docker/Dockerfile"\n}\n' },
      "docker/Dockerfile: dockerignore pass",
    ],
    ["a folder of its own", { "app/Dockerfile": all, ".dockerignore": ".env\n.git\n" }, "app/Dockerfile: dockerignore fail"],
    [
      "a Git context",
      { "compose.yaml": "services: { web: { build: https://github.com/acme/shop.git } }\n" },
      "web: dockerignore n/a",
    ],
  ]);
});
