import { describe, expect, test } from "vitest";
import type { Base } from "../../src/model/build.ts";
import { projectOf } from "../rules/check-example.ts";
import { buildOf, stageOf, workloadOf } from "./show.ts";

function showBase(base: Base): string {
  switch (base.kind) {
    case "stage":
      return `stage ${base.stage.index}`;
    case "image":
      return `image ${base.ref.text}${base.tagUnknown === undefined ? "" : ` (${base.tagUnknown})`}`;
    case "context":
      return `context ${base.name} at ${base.value}`;
    case "unknown":
      return `unknown: ${base.reason}`;
    default:
      return base.kind;
  }
}

async function baseOf(dockerfile: string): Promise<string> {
  const build = await buildOf(dockerfile);
  return showBase(build.target.base);
}

describe("what FROM names", () => {
  test.each([
    ["FROM alpine:3.22", "image alpine:3.22"],
    ["FROM scratch", "scratch"],
    ["FROM SCRATCH", "scratch"],
    ["ARG TAG=3.22\nFROM alpine:$TAG", "image alpine:3.22"],
    ["ARG TAG\nFROM alpine:${TAG:-3.21}", "image alpine:3.21"],
    ["ARG A=3\nARG B=$A.22\nFROM alpine:$B", "image alpine:3.22"],
    ['ARG IMAGE="alpine:3.22"\nFROM ${IMAGE}', "image alpine:3.22"],
    ["ARG TAG\nFROM node:$TAG", "image node ($TAG has no default here)"],
    ["ARG TAG\nFROM node:${TAG}-alpine", "image node ($TAG has no default here (…-alpine))"],
    ["ARG A\nARG B\nFROM reg.example:5000/x:$A-$B", "image reg.example:5000/x ($A, $B have no default here (…-))"],
    ["ARG IMAGE\nFROM $IMAGE:1", "unknown: $IMAGE has no default here"],
    ["ARG NAME\nFROM acme/$NAME", "unknown: $NAME has no default here"],
    ["FROM alpine:$TAG", "image alpine ($TAG has no default here)"],
    ["FROM alpine:$TARGETARCH", "image alpine:amd64"],
    ["FROM --platform=$BUILDPLATFORM alpine:3.22", "image alpine:3.22"],
    ["FROM debian:12 AS Base\nFROM base", "stage 0"],
    ["ARG WHICH=two\nFROM debian:12 AS one\nFROM alpine AS two\nFROM $WHICH", "stage 1"],
    ["FROM debian:12 AS app\nFROM alpine:3 AS app\nFROM app", "stage 1"],
    ["FROM later\nFROM alpine AS later\nFROM 0", "image 0"],
  ])("%j", async (dockerfile, expected) => {
    expect(await baseOf(dockerfile)).toBe(expected);
  });

  test("an alias counts only after the stage that has it", async () => {
    const build = await buildOf("FROM later AS first\nFROM alpine AS later\n");
    expect(build.stages.map(({ base }) => showBase(base))).toEqual(["image later", "image alpine"]);
  });

  test("an ARG of a stage is none of FROM", async () => {
    expect(await baseOf("FROM alpine\nARG TAG=3\nFROM debian:$TAG\n")).toBe("image debian ($TAG has no default here)");
  });
});

describe("variables", () => {
  /** The value of `$X` at the last step of the target. */
  async function valueOf(dockerfile: string, name = "X"): Promise<string> {
    const { target } = await buildOf(dockerfile);
    const { text, undefined: missing, unknown } = target.expand(`\${${name}}`, target.steps.at(-1));
    return missing.length > 0 ? "undefined" : unknown.length > 0 ? "unknown" : text;
  }

  test.each([
    ["ARG X=1\nFROM alpine\nRUN a", "undefined"],
    ["ARG X=1\nFROM alpine\nARG X\nRUN a", "1"],
    ["ARG X=1\nFROM alpine\nARG X=2\nRUN a", "2"],
    ["FROM alpine\nARG X\nRUN a", "unknown"],
    ["FROM alpine\nRUN a\nARG X=1", "undefined"],
    ["FROM alpine\nENV X=1\nENV X=2\nRUN a", "2"],
    ["FROM alpine\nENV X=env\nARG X=arg\nRUN a", "env"],
    ["FROM alpine\nARG X=arg\nENV X=env\nRUN a", "env"],
    ["FROM alpine\nARG V=3\nENV X=v$V\nRUN a", "v3"],
    ["FROM alpine\nENV Y=old\nENV Y=new X=$Y\nRUN a", "old"],
    ["FROM alpine\nENV X='$HOME'\nRUN a", "$HOME"],
    ["FROM alpine AS one\nENV X=1\nFROM one\nRUN a", "1"],
    ["FROM alpine AS one\nARG X=1\nFROM one\nRUN a", "1"],
    ["FROM alpine AS one\nENV X=1\nFROM alpine\nRUN a", "undefined"],
    ["FROM alpine\nARG TARGETOS\nENV X=$TARGETOS\nRUN a", "linux"],
    ["FROM alpine\nENV X=a$TARGETARCH\nRUN a", "a"],
  ])("%j", async (dockerfile, expected) => {
    expect(await valueOf(dockerfile)).toBe(expected);
  });

  test("each step sees what stands before it", async () => {
    const { target } = await buildOf("FROM alpine\nRUN a\nENV X=1\nRUN b\nENV X=2\n");
    expect(target.steps.map((step) => target.expand("[$X]", step).text)).toEqual(["[]", "[]", "[1]", "[1]"]);
    expect(target.expand("[$X]", undefined).text).toBe("[2]");
  });

  test("env holds ENV alone, with that of the stages below", async () => {
    const { target } = await buildOf("FROM alpine AS one\nENV A=1\nARG B=2\nFROM one\nENV C=$B\n");
    expect([...target.env].map(([name, { value }]) => `${name}=${value}`)).toEqual(["A=1", "C=2"]);
  });

  test("build arguments of Compose beat defaults, before FROM and after", async () => {
    const dockerfile = "ARG TAG=1\nFROM alpine:$TAG\nARG TAG\nARG MODE=dev\nENV SEEN=$TAG-$MODE\n";
    const project = await projectOf({
      "compose.yaml": "services:\n  app:\n    build:\n      context: .\n      args:\n        TAG: '3'\n        MODE: prod\n",
      Dockerfile: dockerfile,
    });
    const { build } = workloadOf(project, "app");
    expect(build && showBase(build.base)).toBe("image alpine:3");
    expect(build?.target.env.get("SEEN")?.value).toBe("3-prod");
  });

  test("a build argument taken from the shell leaves the default; one without value is unknown", async () => {
    const dockerfile = "FROM alpine\nARG A=1\nARG B=2\nENV A=$A B=$B\n";
    const project = await projectOf({
      "compose.yaml": "services:\n  app:\n    build:\n      context: .\n      args:\n        A:\n        B: ${NOWHERE}\n",
      Dockerfile: dockerfile,
    });
    const env = workloadOf(project, "app").build?.target.env;
    expect([env?.get("A")?.value, env?.get("A")?.known, env?.get("B")?.known]).toEqual(["1", true, false]);
  });
});

describe("ONBUILD", () => {
  test("runs first in the stage built on it, and not in its own", async () => {
    const build = await buildOf("FROM alpine AS base\nONBUILD RUN one\nRUN two\nONBUILD USER app\nFROM base\nRUN three\n");
    expect(stageOf(build, 0).steps.map(({ keyword, rest }) => `${keyword} ${rest.text}`)).toEqual(["RUN two"]);
    expect(stageOf(build, 1).steps.map(({ keyword, rest }) => `${keyword} ${rest.text}`)).toEqual([
      "RUN one",
      "USER app",
      "RUN three",
    ]);
  });

  test("its variables are those of the stage that runs it", async () => {
    const { target } = await buildOf("FROM alpine AS base\nENV X=1\nONBUILD ENV Y=$X\nFROM base\nRUN a\n");
    expect(target.env.get("Y")?.value).toBe("1");
  });

  test("reaches one stage far", async () => {
    const build = await buildOf("FROM alpine AS a\nONBUILD RUN one\nFROM a AS b\nFROM b\nRUN two\n");
    expect(build.target.steps.map(({ rest }) => rest.text)).toEqual(["two"]);
  });
});

describe("which stages end in the image", () => {
  const dockerfile =
    "FROM golang AS build\nFROM alpine AS tools\nFROM debian AS base\nFROM node AS unused\nFROM base\nCOPY --from=build /a /a\nRUN --mount=type=bind,from=tools,target=/t cp /t/x /x\n";

  test("the FROM chain, and copies and mounts of other stages", async () => {
    const build = await buildOf(dockerfile);
    expect(build.chain.map(({ index }) => index)).toEqual([4, 2]);
    expect(build.used.map(({ index }) => index)).toEqual([0, 1, 2, 4]);
    expect(showBase(build.base)).toBe("image debian");
  });

  test.each([
    ["tools", 1],
    ["UNUSED", 3],
    ["'2'", 2],
  ])("target %s", async (target, index) => {
    const project = await projectOf({
      "compose.yaml": `services:\n  app:\n    build:\n      context: .\n      target: ${target}\n`,
      Dockerfile: dockerfile,
    });
    const { build } = workloadOf(project, "app");
    expect(build?.target.index).toBe(index);
    expect(build?.used.map((stage) => stage.index)).toEqual([index]);
  });

  test("a target that is not there is a gap", async () => {
    const project = await projectOf({
      "compose.yaml": "services:\n  app:\n    build:\n      context: .\n      target: gone\n",
      Dockerfile: dockerfile,
    });
    expect(workloadOf(project, "app")).toMatchObject({ build: undefined, buildGap: "Dockerfile has no stage gone" });
  });
});

describe("named contexts", () => {
  const files = (value: string): Record<string, string> => ({
    "compose.yaml": `services:\n  app:\n    build:\n      context: .\n      additional_contexts:\n        base: ${value}\n`,
    Dockerfile: "FROM base\nCOPY --from=base /a /a\n",
  });

  test("an image stands in", async () => {
    const { build } = workloadOf(await projectOf(files("docker-image://alpine:3.22")), "app");
    expect(build && showBase(build.base)).toBe("image alpine:3.22");
  });

  test("a folder stands in", async () => {
    const { build } = workloadOf(await projectOf(files("./root")), "app");
    expect(build && showBase(build.base)).toMatch(/^context base at .*root$/);
  });
});
