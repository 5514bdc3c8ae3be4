import { describe, expect, test } from "vitest";
import { copiesOf, workdirAt } from "../../src/model/copies.ts";
import { findImageFile } from "../../src/model/image-files.ts";
import { projectOf } from "../rules/check-example.ts";
import { buildOf } from "./show.ts";

describe("where COPY puts things", () => {
  async function copyOf(dockerfile: string): Promise<string> {
    const build = await buildOf(dockerfile);
    const copy = copiesOf(build.target, build.stages).at(-1);
    if (!copy) throw new Error("no COPY");
    const from =
      copy.from.kind === "stage" ? `stage ${copy.from.stage.index} ` : copy.from.kind === "image" ? `${copy.from.text} ` : "";
    return `${from}${copy.sources.map(({ path }) => path).join(",")} -> ${copy.destination}${copy.folder ? "/" : ""}`;
  }
  test.each([
    ["COPY a /b", "a -> /b"],
    ["COPY a /b/", "a -> /b/"],
    ["COPY a b /c", "a,b -> /c/"],
    ["WORKDIR /app\nCOPY a .", "a -> /app/"],
    ["WORKDIR /app\nWORKDIR sub\nCOPY a b", "a -> /app/sub/b"],
    ["WORKDIR /app\nCOPY a ../x", "a -> /x"],
    ["ENV D=/opt\nWORKDIR $D\nCOPY a ./b/.", "a -> /opt/b/"],
    ["COPY --from=nginx:1 /a /b", "nginx:1 /a -> /b"],
    ["COPY --from=5 /a /b", "5 /a -> /b"],
    ["COPY <<one <<two /d/\n1\none\n2\ntwo", "one,two -> /d/"],
  ])("%j", async (steps, expected) => {
    expect(await copyOf(`FROM alpine\n${steps}\n`)).toBe(expected);
  });

  test.each([
    ["build", "stage 0 /a -> /b"],
    ["BUILD", "stage 0 /a -> /b"],
    ["0", "stage 0 /a -> /b"],
    ["$WHERE", "stage 0 /a -> /b"],
  ])("--from=%s", async (from, expected) => {
    expect(await copyOf(`FROM golang AS build\nFROM alpine\nARG WHERE=build\nCOPY --from=${from} /a /b\n`)).toBe(expected);
  });

  test("a stage begins in the working folder of the one below", async () => {
    const { target } = await buildOf("FROM alpine AS a\nWORKDIR /one\nFROM a\nWORKDIR two\nRUN x\n");
    expect([workdirAt(target, target.steps[0]), workdirAt(target, undefined)]).toEqual(["/one", "/one/two"]);
  });
});

describe("which file a program is", () => {
  async function fileOf(dockerfile: string, program: string, files: Record<string, string> = {}): Promise<string> {
    const project = await projectOf({ Dockerfile: `${dockerfile}\n`, ...files });
    const build = project.workloads[0]?.build;
    const found = build && findImageFile(build, project.loaded, program);
    return found ? `${found.file} ${found.text.text.trim()}` : "none";
  }
  const script = { "run.sh": "one", "bin/run.sh": "two", "bin/tool": "three" };
  test.each([
    ["FROM alpine\nCOPY run.sh /run.sh", "/run.sh", "run.sh one"],
    ["FROM alpine\nCOPY run.sh /start", "/start", "run.sh one"],
    ["FROM alpine\nCOPY run.sh /", "/run.sh", "run.sh one"],
    ["FROM alpine\nCOPY bin /usr/local/bin", "run.sh", "bin/run.sh two"],
    ["FROM alpine\nCOPY bin/* /usr/local/bin/", "tool", "bin/tool three"],
    ["FROM alpine\nCOPY bin/*.sh /usr/local/bin/", "tool", "none"],
    ["FROM alpine\nWORKDIR /app\nCOPY . .", "./bin/run.sh", "bin/run.sh two"],
    ["FROM alpine\nWORKDIR /app\nCOPY . .", "run.sh", "none"],
    ["FROM alpine\nCOPY run.sh /x\nCOPY bin/run.sh /x", "/x", "bin/run.sh two"],
    ["FROM alpine\nCOPY run.sh /opt/run.sh\nRUN ln -s /opt/run.sh /usr/bin/start", "start", "run.sh one"],
    ["FROM alpine AS b\nCOPY bin /out\nFROM alpine\nCOPY --from=b /out/run.sh /go", "/go", "bin/run.sh two"],
    ["FROM alpine AS b\nCOPY run.sh /go\nFROM b", "/go", "run.sh one"],
    ["FROM alpine AS b\nCOPY run.sh /go\nFROM alpine", "/go", "none"],
    ["FROM alpine\nCOPY <<EOF /go\nfour\nEOF", "/go", "Dockerfile four"],
    ["FROM alpine\nCOPY <<go /bin/\nfive\ngo", "go", "Dockerfile five"],
    ["FROM alpine\nARG F\nCOPY $F /go", "/go", "none"],
  ])("%j: %s", async (dockerfile, program, expected) => {
    expect(await fileOf(dockerfile, program, script)).toBe(expected);
  });

  test("the nearest one counts where the context is not known", async () => {
    const files = { "web/Dockerfile": "FROM alpine\nCOPY run.sh gone /\n", "web/run.sh": "near", "run.sh": "far" };
    const project = await projectOf(files);
    const build = project.workloads[0]?.build;
    expect(build && findImageFile(build, project.loaded, "/run.sh")?.file).toBe("web/run.sh");
  });
});
