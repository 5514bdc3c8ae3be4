import { expect, it } from "vitest";
import { isKept, isScript, mayBeStart } from "../../../src/image/layer/kept-files.ts";

it.each([
  ["usr/local/bin/docker-entrypoint.sh", 0o755, true],
  ["usr/bin/entrypoint", 0o755, true],
  ["start.sh", 0o644, true],
  ["app/run", 0o755, true],
  ["app/run", 0o644, false],
  ["usr/libexec/s2i/run", 0o755, true],
  ["var/www/start.sh", 0o755, true],
  ["usr/bin/start-server", 0o755, true],
  ["usr/bin/ldd", 0o755, false],
  ["bin/gunzip", 0o755, false],
  ["etc/init.d/cron", 0o755, false],
  ["app/node_modules/.bin/tsc", 0o755, false],
  ["app/node_modules/x/start.sh", 0o755, false],
  ["usr/share/doc/x/runme.sh", 0o755, false],
])("%s with mode %i may be the start of an image: %s", (path, mode, expected) => {
  expect(mayBeStart(path, 100, mode)).toBe(expected);
});

it("takes no large file for a start", () => {
  expect([mayBeStart("start.sh", 64 * 1024, 0o755), mayBeStart("start.sh", 64 * 1024 + 1, 0o755)]).toEqual([true, false]);
});

it("knows scripts by their first bytes, and keeps what says what the system is", () => {
  expect([isScript(Buffer.from("#!/bin/sh")), isScript(Buffer.from("\u007fELF")), isScript(Buffer.from("#"))]).toEqual([
    true,
    false,
    false,
  ]);
  expect([isKept("etc/passwd", 100), isKept("etc/group", 100), isKept("etc/shadow", 100)]).toEqual([true, true, false]);
});
