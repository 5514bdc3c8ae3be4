import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../host/temporary-folder.ts";
import { alpine, put } from "../image/inspect.ts";
import { makeLayout, makeLegacy } from "../image/make-image.ts";
import { file } from "../image/make-tar.ts";
import { repository, seaworthy } from "./seaworthy.ts";

const parts = {
  layers: [[file("etc/os-release", alpine.release), file("lib/apk/db/installed", alpine.database)]],
  config: { Cmd: ["/bin/sh"], Env: ["DB_PASSWORD=hunter2", "LANG=C"], ExposedPorts: { "80/tcp": {} } },
  history: [{ created_by: "ADD rootfs.tar.gz /" }],
};

describe("seaworthy image", () => {
  it("shows the checklist and what is in an image, in some forty lines", () => {
    const archive = put(makeLegacy(parts));
    const { code, out, err } = seaworthy(["image", "--no-cache", "--input", archive], { env: { COLUMNS: "120" } });
    expect([code, err]).toEqual([1, ""]);
    expect(out.replace(archive, "ARCHIVE").replace(/[0-9a-f]{64}/, "ID")).toBe(`made:1  ARCHIVE
Alpine Linux 3.19.4 · linux/amd64 · 3.1 kB in 1 layer · 2 files and folders · built 2026-01-02
image id sha256:ID

END OF LIFE: Alpine 3.19 gets no security fixes since 2025-11-01. Move to a release that does.

Checklist: 2 of 5 pass, 8 n/a
✗ non-root        no user is set, so it runs as root
✗ secrets         password in DB_PASSWORD
? base-image      the image does not record what it was built on (label org.opencontainers.image.base.name)
✓ image-size      3.1 kB in 1 layer, without caches, compilers, headers and package managers
✓ logging         nothing sends logs elsewhere
– read-only, capabilities, privileges, scanning, dockerignore, resource-limits: not decided by an image
– health-check: a base image runs nothing of its own
– init-process: it runs no server of its own

high     no-secret-env: Password in the environment variable DB_PASSWORD: everyone who can pull the image reads it. Take
         it out, rebuild and rotate it.
medium   non-root-user: The image runs as root: no user is set.

Layers
  1   3.1 kB  ADD rootfs.tar.gz /

Start
  User     none, so root
  Command  ["/bin/sh"]
  Ports    80/tcp

Packages: 1 (1 apk)  (--list-all-pkgs)

2 findings: 1 high, 1 medium · 1 secret
`);
  });

  it("writes JSON, to a file where one is named", () => {
    const folder = temporaryFolder();
    const layout = put(makeLayout(parts));
    const { code, out } = seaworthy(["image", layout, "--no-cache", "--format", "json", "-o", "out.json"], { cwd: folder });
    expect([code, out]).toEqual([1, ""]);
    const report = JSON.parse(readFileSync(path.join(folder, "out.json"), "utf8"));
    expect(report).toMatchObject({
      schemaVersion: 1,
      tool: { name: "seaworthy" },
      source: { kind: "layout", name: layout },
      platform: "linux/amd64",
    });
    expect(report.packages[0].purl).toMatch(/^pkg:apk\/alpine\/musl@/);
  });

  it("does not call an image clean of which it cannot read a part", () => {
    const archive = put(makeLegacy({ layers: [[file("usr/lib/node_modules/x/package.json", "{")]] }));
    const { code, err, out } = seaworthy(["image", "--no-cache", "--format", "json", "--input", archive]);
    expect(code).toBe(3);
    expect(JSON.parse(out).errors).toHaveLength(1);
    expect(err).toContain("usr/lib/node_modules/x/package.json: ");
    expect(seaworthy(["image", "--no-cache", "--allow-gaps", "--input", archive]).code).toBe(0);
  });

  it.each([
    [[], "image needs a reference or an archive"],
    [["a", "b"], "image reads one image at a time"],
    [["a", "--format", "xml"], '--format cannot be "xml"'],
    [["a", "--source", "cloud"], '--source cannot be "cloud"'],
    [["a", "--no-cache", "--cache-dir", "x"], "--no-cache and --cache-dir contradict each other"],
    [["--input", "nowhere.tar"], "nowhere.tar does not exist"],
    [["./nowhere.tar"], "./nowhere.tar does not exist"],
    [["a", "--platform", "what ever"], '"what ever" is no platform'],
  ])("%s is wrong usage", (args, message) => {
    const { code, out, err } = seaworthy(["image", ...args]);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain(`seaworthy: ${message}\n`);
  });

  it("says when neither engine nor registry is there", () => {
    const env = { DOCKER_HOST: "unix:///nowhere.sock" };
    const engine = seaworthy(["image", "--source", "engine", "x:1"], { env });
    expect([engine.code, engine.err]).toEqual([
      3,
      "seaworthy: no engine at /nowhere.sock\nStart Docker, or set DOCKER_HOST to where it listens.\n",
    ]);
    const registry = seaworthy(["image", "127.0.0.1:1/x:1"], { env });
    expect([registry.code, registry.out]).toEqual([3, ""]);
    expect(registry.err).toBe(
      "seaworthy: the registry at 127.0.0.1:1 does not answer: the connection was refused\nCheck the network and the name of the registry. The local engine was asked first: no engine at /nowhere.sock.\n",
    );
  });
});

describe("seaworthy lock", () => {
  it("says which registry does not answer, and keeps what it knew", () => {
    const lock =
      '{\n  "schemaVersion": 1,\n  "images": {\n    "127.0.0.1:1/x:1": {\n      "linux/amd64": {\n        "user": "1000"\n      }\n    }\n  }\n}\n';
    const folder = repository({ "compose.yaml": "services:\n  web:\n    image: 127.0.0.1:1/x:1\n", "seaworthy.lock": lock });
    const { code, out, err } = seaworthy(["lock"], { cwd: folder });
    expect([code, out]).toEqual([3, ""]);
    expect(err).toBe(
      "Wrote seaworthy.lock: 0 from their registries, 1 kept as they were\n" +
        "seaworthy: 127.0.0.1:1/x:1: the registry at 127.0.0.1:1 does not answer: the connection was refused\nCheck the network and the name of the registry.\n",
    );
    expect(readFileSync(path.join(folder, "seaworthy.lock"), "utf8")).toBe(lock);
    expect(seaworthy(["lock", "--engine", "--platform", "linux/arm64"], { cwd: folder }).code).toBe(2);
  });

  it("writes no file where it learns nothing", () => {
    const folder = repository({ "compose.yaml": "services:\n  web:\n    image: 127.0.0.1:1/x:1\n" });
    expect(seaworthy(["lock"], { cwd: folder })).toEqual({
      code: 3,
      out: "",
      err:
        "seaworthy.lock is not written: nothing was learnt\n" +
        "seaworthy: 127.0.0.1:1/x:1: the registry at 127.0.0.1:1 does not answer: the connection was refused\n" +
        "Check the network and the name of the registry.\n",
    });
    expect(existsSync(path.join(folder, "seaworthy.lock"))).toBe(false);
  });
});
