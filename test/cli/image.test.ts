import { readFileSync } from "node:fs";
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
  it("shows what is in an image", () => {
    const archive = put(makeLegacy(parts));
    const { code, out, err } = seaworthy(["image", "--no-cache", "--input", archive], { env: { COLUMNS: "120" } });
    expect([code, err]).toEqual([0, ""]);
    const [name, size, id, ...rest] = out.split("\n");
    expect([name, size]).toEqual([archive, "linux/amd64, 3.1 kB in 1 layer, 2 files and folders, built 2026-01-02"]);
    expect(id).toMatch(/^image id sha256:[0-9a-f]{64}$/);
    expect(rest.join("\n").replace(/[0-9a-f]{12}/, "LAYER")).toBe(
      `distribution: Alpine Linux 3.19.4
END OF LIFE: Alpine 3.19 gets no security fixes since 2025-11-01

Configuration
User           none: it starts as root
Command        ["/bin/sh"]
Health check   none
Folder         /
Ports          80/tcp
Environment    DB_PASSWORD=*******
               LANG=C

Layer           Size    Entries  Made by
1 LAYER  3.1 kB  2        ADD rootfs.tar.gz /

1 package  Name  Version                 Found in
apk        musl  1.2.4_git20230717-r4  lib/apk/db/installed
`.replace("Version                 Found", "Version               Found"),
    );
  });

  it("writes JSON, to a file where one is named", () => {
    const folder = temporaryFolder();
    const layout = put(makeLayout(parts));
    const { code, out } = seaworthy(["image", layout, "--no-cache", "--format", "json", "-o", "out.json"], { cwd: folder });
    expect([code, out]).toEqual([0, ""]);
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
      "seaworthy: no engine at /nowhere.sock\nstart Docker, or set DOCKER_HOST to where it listens.\n",
    ]);
    const registry = seaworthy(["image", "127.0.0.1:1/x:1"], { env });
    expect([registry.code, registry.out]).toEqual([3, ""]);
    expect(registry.err).toContain("seaworthy: the registry at 127.0.0.1:1 does not answer: the connection was refused\n");
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
});
