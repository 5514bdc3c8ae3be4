import { describe, expect, it } from "vitest";
import type { ImageRequest } from "../../../src/api/image.ts";
import { inspect } from "../inspect.ts";
import { makeLegacy, type ImageParts } from "../make-image.ts";
import { file, folder, symlink, type MadeEntry } from "../make-tar.ts";

/** `verdict: reason` of each row that an image can answer. */
async function rowsOf(parts: Partial<ImageParts>, request: Partial<ImageRequest> = {}): Promise<Record<string, string>> {
  const report = await inspect(makeLegacy({ layers: [[folder("app")]], ...parts }), { cacheFolder: null, ...request });
  const [card] = report.scorecard;
  return Object.fromEntries((card?.rows ?? []).map(({ id, verdict, reason }) => [id, `${verdict}: ${reason}`]));
}

const server = { Entrypoint: ["/usr/sbin/nginx", "-g", "daemon off;"] };

describe("the checklist of an image", () => {
  it("has all 13 rows, and says nothing of those that an image has no say in", async () => {
    expect(await rowsOf({ config: { ...server, User: "1000" } })).toEqual({
      "base-image": "unknown: the image does not record what it was built on (label org.opencontainers.image.base.name)",
      "non-root": "pass: runs as uid 1000",
      secrets: "pass: no secret in the configuration, the history or a layer",
      "read-only": "n/a: not decided by an image",
      capabilities: "n/a: not decided by an image",
      privileges: "n/a: not decided by an image",
      "health-check": "fail: no health check",
      scanning: "n/a: not decided by an image",
      dockerignore: "n/a: not decided by an image",
      "image-size": "pass: 1.5 kB in 1 layer, without caches, compilers, headers and package managers",
      "init-process": "pass: nginx handles signals and leaves no zombies",
      logging: "pass: nothing sends logs elsewhere",
      "resource-limits": "n/a: not decided by an image",
    });
  });

  it.each([
    ["docker.io/library/alpine:3.22", "pass: docker.io/library/alpine:3.22"],
    ["alpine:latest", "fail: alpine:latest: latest names no version"],
    ["alpine", "fail: alpine: no tag: the engine takes latest"],
    [`alpine:latest@sha256:${"a".repeat(64)}`, "pass: pinned to a digest"],
    ["scratch", "unknown: it says that it was built from scratch"],
  ])("base-image goes by the recorded base %s", async (name, row) => {
    const { "base-image": found } = await rowsOf({ config: { Labels: { "org.opencontainers.image.base.name": name } } });
    expect(found).toBe(row);
  });

  it("base-image does not know a base of which only the digest is recorded", async () => {
    const Labels = { "org.opencontainers.image.base.digest": `sha256:${"a".repeat(64)}` };
    expect((await rowsOf({ config: { Labels } }))["base-image"]).toBe(
      "unknown: only the digest of its base is recorded (label org.opencontainers.image.base.digest)",
    );
  });

  const passwd = file("etc/passwd", "root:x:0:0::/root:/bin/sh\napp:x:10001:10001::/:/bin/sh\ntoor:x:0:0::/:/bin/sh\n");
  it.each([
    [undefined, "fail: no user is set, so it runs as root"],
    ["root", "fail: runs as root"],
    ["0:1000", "fail: runs as root"],
    ["toor", "fail: runs as root"],
    ["app", "pass: runs as app (uid 10001)"],
    ["1000:1000", "pass: runs as uid 1000"],
  ])("non-root goes by the user %s", async (User, row) => {
    const { "non-root": found } = await rowsOf({ layers: [[passwd]], config: { ...server, ...(User && { User }) } });
    expect(found).toBe(row);
  });

  it.each([
    ["the script hands over", 'exec gosu app "$@"', "pass: starts as root, and the entrypoint hands the whole process to app"],
    ["the script does not", 'exec "$@"', "fail: no user is set, so it runs as root"],
  ])("non-root follows scripts of the image: %s", async (_what, line, row) => {
    const script = file("usr/local/bin/docker-entrypoint.sh", `#!/bin/sh\nset -e\n${line}\n`, 0o755);
    const config = { Entrypoint: ["docker-entrypoint.sh"], Cmd: ["nginx"], Env: ["PATH=/usr/local/bin:/bin"] };
    expect((await rowsOf({ layers: [[script, passwd]], config }))["non-root"]).toBe(row);
  });

  it.each([
    [{ Test: ["CMD", "/app", "ping"] }, "pass: HEALTHCHECK of the image"],
    [{ Test: ["CMD-SHELL", "curl -f http://localhost/"] }, "pass: HEALTHCHECK of the image"],
    [{ Test: ["NONE"] }, "fail: the health check is switched off"],
    [undefined, "fail: no health check"],
  ])("health-check goes by %j", async (Healthcheck, row) => {
    expect((await rowsOf({ config: { ...server, ...(Healthcheck && { Healthcheck }) } }))["health-check"]).toBe(row);
  });

  it.each([
    [{ Cmd: ["bash"] }, "n/a: it runs no server of its own"],
    [{}, "n/a: it runs no server of its own"],
    [
      { Cmd: ["node", "server.js"] },
      "fail: node on the app's file is a bare interpreter: as PID 1 it ignores TERM unless the app handles it, and never reaps",
    ],
    [{ Entrypoint: ["tini", "--"], Cmd: ["node", "server.js"] }, "pass: tini is process 1"],
    [{ Entrypoint: ["/bin/sh", "-c", "nginx; node server.js"] }, "fail: a shell starts node without exec"],
    [{ Entrypoint: ["/start.sh"] }, "fail: a shell starts node without exec"],
    [{ Entrypoint: ["sh", "/gone.sh"] }, "unknown: the script /gone.sh is not among the files that were read"],
    [{ Entrypoint: ["/app/server"] }, "unknown: nobody knows how server behaves as PID 1"],
  ])("init-process goes by %j", async (config, row) => {
    const layers = [[file("start.sh", "#!/bin/sh\nset -e\nnode server.js\n", 0o755)]];
    expect((await rowsOf({ layers, config }))["init-process"]).toBe(row);
  });

  it.each<[string, readonly MadeEntry[], Record<string, unknown>, string]>([
    ["a volume for logs", [], { Volumes: { "/var/log/nginx": {} } }, "fail: keeps logs in a volume at /var/log/nginx"],
    [
      "log files that are links to stdout",
      [symlink("var/log/nginx/access.log", "/dev/stdout")],
      { Volumes: { "/var/log/nginx": {} } },
      "pass: nothing sends logs elsewhere",
    ],
    ["an option", [], { Cmd: ["mongod", "--logpath", "/var/log/mongod.log"] }, "fail: writes its log to /var/log/mongod.log"],
  ])("logging: %s", async (_what, entries, config, row) => {
    expect((await rowsOf({ layers: [[folder("app"), ...entries]], config }))["logging"]).toBe(row);
  });

  it("does not know rows of scanners that are off", async () => {
    const rows = await rowsOf({ config: server }, { scanners: ["pkg"] });
    const unknown = Object.entries(rows).filter(([, row]) => row.startsWith("unknown"));
    expect(Object.fromEntries(unknown)).toEqual({
      "base-image": "unknown: not looked at (--scanners without misconfig)",
      "non-root": "unknown: not looked at (--scanners without misconfig)",
      secrets: "unknown: not looked at (--scanners without secret)",
      "health-check": "unknown: not looked at (--scanners without misconfig)",
      "image-size": "unknown: not looked at (--scanners without misconfig)",
      "init-process": "unknown: not looked at (--scanners without misconfig)",
      logging: "unknown: not looked at (--scanners without misconfig)",
    });
    expect((await rowsOf({}, { scanners: ["misconfig", "secret"] }))["secrets"]).toMatch(/^pass/);
  });
});
