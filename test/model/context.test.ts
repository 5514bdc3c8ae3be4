import { describe, expect, test } from "vitest";
import type { BuildModel } from "../../src/model/build.ts";
import { findLeaks, isFileName } from "../../src/model/context-leaks.ts";
import { projectOf } from "../rules/check-example.ts";
import { buildOf, workloadOf } from "./show.ts";

function showContext({ context }: BuildModel): string {
  if (context.kind === "unknown") return `unknown: ${context.reason}`;
  return context.kind === "remote" ? `remote ${context.text}` : `${context.stated ? "stated" : "guessed"} "${context.path}"`;
}

describe("what comes from the context", () => {
  async function sourcesOf(dockerfile: string): Promise<string[]> {
    const { sources } = await buildOf(dockerfile);
    return sources.map(
      ({ path, mount, unknown }) =>
        `${path === "" ? "." : path}${mount ? " (mount)" : ""}${unknown.map((name) => ` $${name}`).join("")}`,
    );
  }
  test.each([
    ["COPY . /app", ["."]],
    ["COPY a b/ c* /app/", ["a", "b", "c*"]],
    ['COPY ["a b", "/x"]', ["a b"]],
    ["ADD ../../x /x", ["x"]],
    ["COPY /x/./y/../z /x", ["x/z"]],
    ["ADD https://example.com/a.tgz /a\nADD git@example.com:a/b.git /b", []],
    ["COPY <<EOF /a\nhello\nEOF", []],
    ["COPY --from=other:1 /x /x", []],
    ["ARG D=src\nCOPY $D /x", ["src"]],
    ["ARG D\nCOPY $D/a /x", ["$D/a $D"]],
    ["RUN --mount=type=bind,source=a,target=/a x", ["a (mount)"]],
    ["RUN --mount=target=/src x", [". (mount)"]],
    ["RUN --mount=type=bind,from=other:1,source=a,target=/a x", []],
    ["RUN --mount=type=cache,target=/root/.cache x\nRUN --mount=type=secret,id=s x", []],
  ])("%j", async (steps, expected) => {
    expect(await sourcesOf(`FROM alpine\n${steps}\n`)).toEqual(expected);
  });

  test("stages that do not end in the image take nothing", async () => {
    expect(
      await sourcesOf(
        "FROM alpine AS a\nCOPY one /\nFROM alpine AS b\nCOPY two /\nFROM alpine\nCOPY --from=b /two /\nCOPY three /\n",
      ),
    ).toEqual(["two", "three"]);
  });
});

describe("where the context is", () => {
  test("the nearest folder upward that has all sources", async () => {
    const files = {
      "services/web/Dockerfile": "FROM alpine\nCOPY web/app.js shared /\n",
      "services/web/app.js": "",
      "services/shared/x": "",
    };
    const { workloads } = await projectOf(files);
    expect(workloads[0]?.build && showContext(workloads[0].build)).toBe('guessed "services"');
  });

  test.each([
    ["FROM alpine\nRUN x", {}, 'guessed ""'],
    ["FROM alpine\nCOPY gone.txt /", {}, "unknown: no folder of the repository has all sources (gone.txt is missing)"],
    ["FROM alpine\nARG A\nCOPY $A /", {}, "unknown: the source $A depends on $A"],
    ["FROM alpine\nCOPY src/*.js /", { "src/a.js": "" }, 'guessed ""'],
    [
      "FROM alpine\nCOPY lib/*.js /",
      { "src/a.js": "" },
      "unknown: no folder of the repository has all sources (lib/*.js is missing)",
    ],
  ])("%j with %j", async (dockerfile, files, expected) => {
    expect(showContext(await buildOf(dockerfile, files))).toBe(expected);
  });

  test.each([
    ["build: .", 'stated ""'],
    ["build: ./web", 'stated "web"'],
    ["build:\n      context: .\n      dockerfile: web/Dockerfile", 'stated ""'],
    ["build:\n      context: ..\n      dockerfile: repo/Dockerfile", "none: .. leads out of the repository"],
    ["build: https://github.com/a/b.git", "none: it is built from a remote context, which is not read"],
    ["build: ./gone", "none: gone/Dockerfile does not exist"],
    ["build: ${DIR}", "none: the build context holds a variable without a value"],
  ])("Compose %j", async (build, expected) => {
    const files = {
      "compose.yaml": `services:\n  app:\n    ${build}\n`,
      Dockerfile: "FROM alpine\nCOPY gone /\n",
      "web/Dockerfile": "FROM alpine\n",
    };
    const workload = workloadOf(await projectOf(files), "app");
    expect(workload.build ? showContext(workload.build) : `none: ${workload.buildGap}`).toBe(expected);
  });

  test("a CI step names it", async () => {
    const files = {
      "docker/Dockerfile": "FROM alpine\nCOPY . /app\n",
      ".github/workflows/ci.yml": "on: push\njobs:\n  image:\n    steps:\n      - run: docker build -f docker/Dockerfile src\n",
      "src/a": "",
    };
    const { workloads } = await projectOf(files);
    expect(workloads[0]?.build && showContext(workloads[0].build)).toBe('stated "src"');
  });

  test("docker/build-push-action takes the Git repository where no context is named", async () => {
    const files = {
      Dockerfile: "FROM alpine\nCOPY . /app\n",
      ".github/workflows/ci.yml": "on: push\njobs:\n  image:\n    steps:\n      - uses: docker/build-push-action@v6\n",
    };
    const { workloads } = await projectOf(files);
    expect(workloads[0]?.build && showContext(workloads[0].build)).toBe("remote the Git repository");
  });
});

describe("the ignore file", () => {
  test("of the Dockerfile's own name comes first, and alone", async () => {
    const { ignore } = await buildOf("FROM alpine\nCOPY . /\n", { "Dockerfile.dockerignore": "a\n", ".dockerignore": "b\n" });
    expect([ignore?.path, ignore?.ignores("a"), ignore?.ignores("b")]).toEqual(["Dockerfile.dockerignore", true, false]);
  });

  test("lies at the context's top, not beside the Dockerfile", async () => {
    const files = {
      "compose.yaml": "services:\n  app:\n    build:\n      context: .\n      dockerfile: web/Dockerfile\n",
      "web/Dockerfile": "FROM alpine\nCOPY . /\n",
      "web/.dockerignore": "a\n",
    };
    const { build } = workloadOf(await projectOf(files), "app");
    expect(build?.ignore).toMatchObject({ path: undefined });
    expect(build?.ignore?.ignores("a")).toBe(false);
  });
});

describe("what leaks from the context", () => {
  async function leaksOf(dockerfile: string, files: Record<string, string> = {}): Promise<string[]> {
    const project = await projectOf({ Dockerfile: dockerfile, ...files });
    const build = project.workloads[0]?.build;
    if (build?.context.kind !== "folder") throw new Error("no folder");
    return findLeaks(build.sources, build.context, build.ignore, project.tree).map(({ path }) => path);
  }
  test.each([
    ["COPY . /app", {}, [".env", ".git"]],
    ["COPY . /app", { "package.json": "{}", "web/package.json": "{}" }, [".env", ".git", "node_modules", "web/node_modules"]],
    ["COPY . /app", { ".dockerignore": "**\n!src\n", "src/a": "" }, []],
    ["COPY . /app", { ".dockerignore": ".env\n.git\nnode_modules\n", "web/package.json": "{}" }, ["web/node_modules"]],
    ["COPY api web /app/", { "api/a": "", "web/package.json": "{}" }, ["api/.env", "web/.env", "web/node_modules"]],
    ["COPY a.txt /app/", { "a.txt": "" }, []],
    ["COPY .env /app/", { ".env": "" }, [".env"]],
    ["COPY * /app/", { "package.json": "{}" }, [".env", ".git", "node_modules"]],
    ["COPY *.json /app/", { "package.json": "{}" }, []],
    ["COPY api/* /app/", { "api/package.json": "{}" }, ["api/.env", "api/node_modules"]],
  ])("%j with %j", async (copy, files, expected) => {
    expect(await leaksOf(`FROM alpine\n${copy}\n`, files)).toEqual(expected);
  });

  test("a name with an ending is a file, and so is a well-known one", () => {
    expect(["app.py", "a/b.tar.gz", "LICENSE", "gradlew", "Cargo.lock"].filter(isFileName)).toEqual([
      "app.py",
      "a/b.tar.gz",
      "LICENSE",
      "gradlew",
      "Cargo.lock",
    ]);
    expect(["src", "app", ".env", "a/bin"].filter(isFileName)).toEqual([]);
  });
});
