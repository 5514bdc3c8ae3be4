import { spawn, spawnSync } from "node:child_process";
import { chmodSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { temporaryFolder, writeTree } from "../host/temporary-folder.ts";
import { alpine, put } from "../image/inspect.ts";
import { makeLayout, makeLegacy, tarOf, type ImageParts } from "../image/make-image.ts";
import { file } from "../image/make-tar.ts";
import { storeZstd } from "../image/make-zstd.ts";
import { cli, seaworthy, type Outcome } from "./seaworthy.ts";

const parts: ImageParts = {
  layers: [[file("etc/os-release", alpine.release), file("lib/apk/db/installed", alpine.database)], [file("app", "x")]],
  config: { User: "65532", Cmd: ["/app"] },
};
const saved = makeLegacy({ ...parts, tags: ["app:1"] });

function run(args: readonly string[], input: Uint8Array, cache = temporaryFolder()): Outcome {
  return seaworthy(["image", "--format", "json", "--cache-dir", cache, ...args], { input });
}

/** The report without what tells where the image was read from. */
function contentOf({ out, err }: Outcome): unknown {
  if (out === "") throw new Error(err);
  const { source, ...report } = JSON.parse(out);
  // Where nothing names the image, findings speak of the archive.
  const named = source.references.length === 0 ? JSON.parse(out.replaceAll(source.name, "ARCHIVE")) : report;
  return [{ ...named, source: undefined }, source.id, source.references];
}

describe.skipIf(process.platform === "win32")("what somebody else may read only", () => {
  const folder = temporaryFolder();
  writeTree(folder, {
    "layout/x": "",
    ...Object.fromEntries(Object.entries(makeLayout(parts)).map(([name, content]) => [`open/${name}`, content])),
  });
  chmodSync(folder, 0o755);
  chmodSync(path.join(folder, "layout"), 0o700);
  const blob = readdirSync(path.join(folder, "open/blobs/sha256"))
    .map((name) => path.join("open/blobs/sha256", name))
    .toSorted((a, b) => statSync(path.join(folder, a)).size - statSync(path.join(folder, b)).size)
    .find((name) => readFileSync(path.join(folder, name))[0] === 0x1f);
  it.each([
    ["a folder", "layout", "layout"],
    ["a layer", "open", blob],
  ])("is told: %s", (_, input, refused) => {
    if (refused !== undefined) chmodSync(path.join(folder, refused), 0);
    const outcome = seaworthy(["image", "--no-cache", "--input", input], { cwd: folder, unprivileged: true });
    expect(outcome).toEqual({ code: 3, out: "", err: `seaworthy: ${refused} may not be read\nCheck its permissions.\n` });
    if (refused !== undefined) chmodSync(path.join(folder, refused), 0o700);
  });
});

it.skipIf(process.platform === "win32")("an archive in a named pipe is read as one in a file", () => {
  const folder = temporaryFolder();
  const command = `mkfifo pipe && { cat "$1" > pipe & } && exec "$2" "$3" image --format json --cache-dir cache --input pipe`;
  const archive = put(saved);
  const { status, stdout, stderr } = spawnSync("sh", ["-c", command, "sh", archive, process.execPath, cli], {
    cwd: folder,
    encoding: "utf8",
  });
  const outcome = { code: status, out: stdout, err: stderr };
  expect(contentOf(outcome)).toEqual(contentOf(run(["--input", archive], Buffer.alloc(0))));
  expect(readdirSync(path.join(folder, "cache")).filter((name) => name.startsWith("spool-"))).toEqual([]);
});

describe("an archive on standard input", () => {
  it.each([
    ["of docker save", saved, saved],
    ["of docker save, through gzip", gzipSync(saved), saved],
    ["of docker save, through zstd", storeZstd(saved), saved],
    ["with an OCI layout", tarOf(makeLayout(parts)), tarOf(makeLayout(parts))],
  ])("%s, is read as from a file, and nothing of it stays", (_, piped, archive) => {
    const expected = contentOf(run(["--input", put(archive)], Buffer.alloc(0)));
    for (const args of [["--input", "-"], ["-"]]) {
      const cache = temporaryFolder();
      for (const known of [false, true]) {
        const outcome = run(args, piped, cache);
        expect([outcome.code, outcome.err, known]).toEqual([0, "", known]);
        expect(contentOf(outcome)).toEqual(expected);
        expect(JSON.parse(outcome.out).source.name).toBe("standard input");
        expect(readdirSync(cache).filter((name) => !/\.(?:layer|json)$/.test(name))).toEqual([]);
      }
    }
  });

  it("may hold several images, of which REF names one", () => {
    expect(contentOf(run(["--input", "-", "app:1"], saved))).toEqual(contentOf(run(["--input", "-"], saved)));
    expect(run(["--input", "-", "app:2"], saved)).toEqual({
      code: 2,
      out: "",
      err: "seaworthy: standard input has no image app:2: it has app:1\nName one that it has, or none.\n",
    });
  });

  it("gives a bill of materials, too", () => {
    const { code, out } = seaworthy(["image", "sbom", "--no-cache", "--input", "-"], { input: saved });
    expect([code, JSON.parse(out).components.map(({ name }: { name: string }) => name)]).toEqual([0, ["alpine", "musl"]]);
  });

  const wanted = "Give an archive of docker save, or an OCI layout.";
  const nothing = "What was to write the archive wrote nothing.";
  it.each([
    ["nothing", Buffer.alloc(0), `standard input is empty\n${nothing}`],
    ["a text", Buffer.from("hello\n"), `standard input is no archive\n${wanted}`],
    ["a long text", Buffer.alloc(5000, "hello\n"), `standard input is no archive\n${wanted}`],
    ["a compressed text", gzipSync("hello\n".repeat(1000)), `standard input is no archive\n${wanted}`],
    ["a part of an archive", saved.subarray(0, 3000), /^standard input/],
    ["a part of a compressed one", gzipSync(saved).subarray(0, 200), /^standard input/],
  ])("that holds %s is an error, and nothing stays", (_, input, message) => {
    const cache = temporaryFolder();
    const { code, out, err } = run(["--input", "-"], input, cache);
    expect([code, out]).toEqual([3, ""]);
    const said = err.replace(/^seaworthy: /, "").trimEnd();
    if (typeof message === "string") expect(said).toBe(message);
    else expect(said).toMatch(message);
    expect(readdirSync(cache)).toEqual([]);
  });

  it.skipIf(process.platform === "win32").each(["SIGTERM", "SIGINT", "SIGHUP"] as const)(
    "leaves nothing behind after %s",
    async (signal) => {
      const cache = temporaryFolder();
      const child = spawn(process.execPath, [cli, "image", "--cache-dir", cache, "--input", "-"], {
        stdio: ["pipe", "pipe", "pipe"],
      });
      // What is still on its way when the run ends has nowhere to go.
      child.stdin.on("error", () => {});
      child.stdin.write(Buffer.alloc(1_000_000));
      const spooled = (): string[] =>
        readdirSync(cache)
          .filter((name) => name.startsWith("spool-"))
          .flatMap((name) => readdirSync(path.join(cache, name)));
      for (let tries = 0; spooled().length === 0 && tries < 400; tries++) await sleep(25);
      expect(spooled()).toEqual(["input"]);
      child.kill(signal);
      const ended = await new Promise<NodeJS.Signals | null>((resolve) => {
        child.on("exit", (_, by) => resolve(by));
      });
      expect([ended, readdirSync(cache)]).toEqual([signal, []]);
    },
  );
});
