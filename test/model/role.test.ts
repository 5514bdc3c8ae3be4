import { describe, expect, test } from "vitest";
import { roleOfName, roleOfPath } from "../../src/model/role.ts";
import { projectOf } from "../rules/check-example.ts";

describe("names", () => {
  test.each([
    ["Dockerfile", "production"],
    ["Dockerfile.dev", "development"],
    ["Dockerfile-test", "test"],
    ["dev.Dockerfile", "development"],
    ["Dockerfile.devtools", "production"],
    ["docker-compose.prod.dev.yml", "production"],
    ["compose.local.yaml", "development"],
    ["compose.e2e.yml", "test"],
    ["compose.override.yaml", "production"],
    ["app/Dockerfile", "production"],
    ["tests/app/Dockerfile", "test"],
    ["examples/Dockerfile", "development"],
    [".devcontainer/Dockerfile", "development"],
    ["ci/Dockerfile", "production"],
    ["Dev/Dockerfile.prod", "development"],
  ])("%s is %s", (path, role) => {
    expect(roleOfPath(path, [""]).role).toBe(role);
  });

  test("only names below the PATH count", () => {
    expect(roleOfPath("examples/shop/Dockerfile", ["examples/shop"]).role).toBe("production");
    expect(roleOfPath("examples/shop/test/Dockerfile", ["examples/shop"]).role).toBe("test");
    expect(roleOfPath("examples/Dockerfile.dev", ["examples/Dockerfile.dev"]).role).toBe("development");
  });

  test("the reason names what says so", () => {
    expect(roleOfPath("e2e/Dockerfile", [""]).reason).toBe("it lies in the folder e2e");
    expect(roleOfName("web-dev", "its profile")).toEqual({ role: "development", reason: "its profile says dev" });
    expect(roleOfName("web-release-test", "its profile")).toBeUndefined();
  });
});

async function rolesOf(files: Record<string, string>): Promise<Record<string, string>> {
  const { workloads } = await projectOf(files);
  return Object.fromEntries(workloads.map(({ id, role }) => [id, role]));
}

describe("Dockerfiles", () => {
  test.each([
    ["FROM alpine:3.22\nRUN apk add curl\n", "base"],
    ["FROM python:3.13\nRUN pip install x\n", "base"],
    ['FROM alpine:3.22\nCMD ["x"]\n', "production"],
    ['FROM alpine:3.22 AS a\nCMD ["x"]\nFROM a\nRUN y\n', "production"],
    ["FROM nginx:1.27\nCOPY a /\n", "production"],
    ["FROM acme/x:1\nCOPY a /\n", "production"],
    ["FROM scratch\nCOPY a /\n", "production"],
  ])("%j is %s", async (text, role) => {
    expect(await rolesOf({ Dockerfile: text })).toEqual({ Dockerfile: role });
  });

  test("one that a production service builds is graded through it", async () => {
    const Dockerfile = 'FROM alpine\nCMD ["x"]\n';
    expect(await rolesOf({ Dockerfile, "compose.yaml": "services:\n  app:\n    build: .\n" })).toEqual({
      "compose.yaml#app": "production",
    });
    expect(await rolesOf({ Dockerfile, "compose.dev.yaml": "services:\n  app:\n    build: .\n" })).toEqual({
      "compose.dev.yaml#app": "development",
      Dockerfile: "production",
    });
  });

  test("one whose other stage a service builds is graded once more", async () => {
    const Dockerfile = 'FROM alpine AS dev\nCMD ["x"]\nFROM alpine\nCMD ["y"]\n';
    expect(
      await rolesOf({ Dockerfile, "compose.yaml": "services:\n  app:\n    build:\n      context: .\n      target: dev\n" }),
    ).toEqual({
      "compose.yaml#app": "production",
      Dockerfile: "production",
    });
  });

  test("a stage that CI builds is graded by its name", async () => {
    const Dockerfile = 'FROM alpine AS dev\nCMD ["x"]\nFROM alpine AS web\nCMD ["y"]\nFROM alpine\nCMD ["z"]\n';
    const steps = "      - run: docker build --target web .\n      - run: docker build --target dev .\n";
    expect(await rolesOf({ Dockerfile, ".github/workflows/ci.yml": `on: push\njobs:\n  a:\n    steps:\n${steps}` })).toEqual({
      Dockerfile: "production",
      "Dockerfile@web": "production",
      "Dockerfile@dev": "development",
    });
  });
});

describe("a last stage", () => {
  const Dockerfile = 'FROM alpine AS web\nCMD ["x"]\nFROM web AS dev\nCMD ["y"]\n';
  const workflow = (command: string): Record<string, string> => ({
    Dockerfile,
    ".github/workflows/ci.yml": `on: push\njobs:\n  a:\n    steps:\n      - run: ${command}\n`,
  });
  test("goes by its name where all builds name another one", async () => {
    expect(await rolesOf(workflow("docker build --target web ."))).toEqual({
      Dockerfile: "development",
      "Dockerfile@web": "production",
    });
  });
  test("is what is built where nobody names one", async () => {
    expect(await rolesOf({ Dockerfile })).toEqual({ Dockerfile: "production" });
    expect(await rolesOf(workflow("docker build ."))).toEqual({ Dockerfile: "production" });
    expect(await rolesOf(workflow("docker build --target web . && docker build --target dev ."))).toEqual({
      Dockerfile: "production",
      "Dockerfile@web": "production",
    });
  });
});

describe("services", () => {
  const compose = `services:
  web:
    image: a
    depends_on:
      prepare:
        condition: service_completed_successfully
      db:
        condition: service_healthy
  prepare:
    image: a
  db:
    image: a
  debug:
    image: a
    profiles: [dev]
  both:
    image: a
    profiles: [dev, extra]
  manual:
    image: a
    profiles: [tools]
  db-migrate:
    image: a
  e2e:
    image: a
  contest:
    image: a
`;
  test("by profiles, by who waits for them, by their own names", async () => {
    expect(await rolesOf({ "compose.yaml": compose })).toEqual({
      "compose.yaml#web": "production",
      "compose.yaml#prepare": "job",
      "compose.yaml#db": "production",
      "compose.yaml#debug": "development",
      "compose.yaml#both": "production",
      "compose.yaml#manual": "job",
      "compose.yaml#db-migrate": "job",
      "compose.yaml#e2e": "test",
      "compose.yaml#contest": "production",
    });
  });

  test("an override beside a production file makes the pair development", async () => {
    const service = "services:\n  a:\n    image: a\n";
    expect(await rolesOf({ "compose.yaml": service, "compose.override.yaml": service })).toEqual({
      "compose.yaml#a": "production",
    });
    expect(await rolesOf({ "compose.yaml": service, "compose.override.yaml": service, "compose.prod.yaml": service })).toEqual({
      "compose.yaml#a": "development",
      "compose.prod.yaml#a": "production",
    });
  });
});
