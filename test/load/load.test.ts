import { describe, expect, it } from "vitest";
import { loadFiles } from "./repository.ts";

describe("loadRepository", () => {
  it("reads what a check needs and leaves the rest", async () => {
    const loaded = await loadFiles({
      ".gitignore": ".env\n",
      ".env": "A=1\n",
      ".dockerignore": "x\n",
      ".github/workflows/ci.yml": "on: push\n",
      Dockerfile: "FROM scratch\nCOPY src entrypoint.sh /\nCOPY --from=x /y /\nADD https://example.org/z /\n",
      "entrypoint.sh": "#!/bin/sh\nexec app\n",
      "src/main.js": "1\n",
      "src/logo.png": "x",
      "src/package-lock.json": "{}",
      "docs/page.md": "docker run -it x\n",
      "package.json": "{}",
    });
    expect([...loaded.files.keys()].toSorted()).toEqual([
      ".dockerignore",
      ".github/workflows/ci.yml",
      "Dockerfile",
      "entrypoint.sh",
      "package.json",
      "src/main.js",
    ]);
    expect(loaded.dockerfilesInScope).toEqual(["Dockerfile"]);
    expect(loaded.runLines).toEqual([]);
    expect(loaded.errors).toEqual([]);
  });
  it("takes copied files from the context that Compose names", async () => {
    const { files } = await loadFiles({
      "compose.yaml":
        "services:\n  web:\n    build:\n      context: app\n      dockerfile: ../docker/web\n    volumes:\n      - ./start.sh:/start.sh:ro\n",
      "docker/web": "FROM scratch\nCOPY a* /\n",
      "app/a1": "1",
      "app/b": "2",
      a2: "3",
      "start.sh": "#!/bin/sh\n",
    });
    expect([...files.keys()].toSorted()).toEqual(["app/a1", "compose.yaml", "docker/web", "start.sh"]);
    expect(files.get("docker/web")?.kind).toBe("dockerfile");
  });
  it("keeps going after a bad file, and says where each is named", async () => {
    const { errors, deployments, dockerfiles } = await loadFiles({
      "a/compose.yaml": "services:\n  web:\n    build: .\n",
      "b/compose.yaml": "services:\n  web:\n    build: ../../elsewhere\n",
      "c/Dockerfile": "RUN x\n",
      "d/Dockerfile": "FROM scratch\n",
    });
    expect(errors.map(({ file, message, hint }) => [file, message, hint])).toEqual([
      [
        "a/compose.yaml",
        "a/Dockerfile does not exist",
        "Check the path: it is relative to the folder of the file that names it.",
      ],
      [
        "b/compose.yaml",
        "../../elsewhere lies outside the repository, so what web builds cannot be read",
        "Run in a folder that holds both, or build from a folder of this repository.",
      ],
      ["c/Dockerfile", "RUN stands before the first FROM", expect.stringContaining("FROM")],
    ]);
    expect(deployments).toHaveLength(2);
    expect([...dockerfiles.keys()]).toEqual(["c/Dockerfile", "d/Dockerfile"]);
  });
  it("reads named files whatever they are called", async () => {
    const files = {
      "build.txt": "FROM scratch\n",
      "stack.yml": "services:\n  web:\n    image: x:1\n",
      "run.md": "```sh\ndocker run --rm nginx:1.27\n```\n",
      "data.bin": "nothing\n",
    };
    const loaded = await loadFiles(files, { scope: Object.keys(files) });
    expect(loaded.dockerfilesInScope).toEqual(["build.txt"]);
    expect(loaded.deployments.map((project) => project.files)).toEqual([["stack.yml"]]);
    expect(loaded.runLines.map(({ file, line }) => `${file}:${line.line} ${line.image?.value}`)).toEqual(["run.md:2 nginx:1.27"]);
    expect(loaded.errors.map((error) => error.message)).toEqual([
      "data.bin is neither a Dockerfile, a Compose file, nor a file with docker run lines",
    ]);
  });
  it("takes a Dockerfile-like name only with a FROM in it", async () => {
    const { dockerfilesInScope } = await loadFiles({
      "Dockerfile.notes": "read me\n",
      "Dockerfile.dev": "FROM x\n",
      "Dockerfile-b": "FROM x\n",
    });
    expect(dockerfilesInScope).toEqual(["Dockerfile-b", "Dockerfile.dev"]);
  });
  it("reads an ignored file only when it is named", async () => {
    const files = { ".gitignore": "out/\n", "out/Dockerfile": "FROM x\n" };
    expect((await loadFiles(files)).dockerfilesInScope).toEqual([]);
    expect((await loadFiles(files, { scope: ["out"] })).dockerfilesInScope).toEqual(["out/Dockerfile"]);
    expect((await loadFiles(files, { scope: ["out/Dockerfile"] })).dockerfilesInScope).toEqual(["out/Dockerfile"]);
  });
});
