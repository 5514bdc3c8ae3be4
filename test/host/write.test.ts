import { spawnSync } from "node:child_process";
import {
  chmodSync,
  closeSync,
  constants,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { isOpenToOthers, writeFile, writeFiles } from "../../src/host/write.ts";
import { temporaryFolder } from "./temporary-folder.ts";

it("keeps the mode of what it replaces and gives a new file the mode asked for", () => {
  const folder = temporaryFolder();
  const script = path.join(folder, "run.sh");
  writeFileSync(script, "old");
  chmodSync(script, 0o754);
  writeFiles([
    { path: script, text: "new" },
    { path: path.join(folder, "secrets/key"), text: "k", mode: 0o600 },
  ]);
  expect(readFileSync(script, "utf8")).toBe("new");
  expect(statSync(script).mode & 0o777).toBe(0o754);
  expect(statSync(path.join(folder, "secrets/key")).mode & 0o777).toBe(0o600);
});

it("writes through a link to its target", () => {
  const folder = temporaryFolder();
  writeFileSync(path.join(folder, "real"), "old");
  symlinkSync("real", path.join(folder, "link"));
  writeFile(path.join(folder, "link"), "new");
  expect(lstatSync(path.join(folder, "link")).isSymbolicLink()).toBe(true);
  expect(readFileSync(path.join(folder, "real"), "utf8")).toBe("new");
});

it.skipIf(process.platform === "win32")("writes into a pipe and replaces it by nothing", () => {
  const pipe = path.join(temporaryFolder(), "pipe");
  spawnSync("mkfifo", [pipe]);
  // Both ends, so that nobody waits for the other one.
  const handle = openSync(pipe, constants.O_RDWR);
  writeFile(pipe, "report");
  const bytes = Buffer.alloc(6);
  readSync(handle, bytes);
  closeSync(handle);
  expect([bytes.toString(), lstatSync(pipe).isFIFO()]).toEqual(["report", true]);
});

it("writes all or nothing, and leaves nothing behind", () => {
  const folder = temporaryFolder();
  writeFileSync(path.join(folder, "a"), "old");
  writeFileSync(path.join(folder, "file"), "");
  const bad = path.join(folder, "file/below");
  expect(() =>
    writeFiles([
      { path: path.join(folder, "a"), text: "new" },
      { path: bad, text: "x" },
    ]),
  ).toThrow();
  expect(readFileSync(path.join(folder, "a"), "utf8")).toBe("old");
  expect(readdirSync(folder).toSorted()).toEqual(["a", "file"]);
  mkdirSync(path.join(folder, "folder"));
  expect(() => writeFile(path.join(folder, "folder"), "x")).toThrow();
  expect(readdirSync(folder).toSorted()).toEqual(["a", "file", "folder"]);
});

it("makes a folder that only its owner may enter, and takes none that others may", () => {
  const folder = temporaryFolder();
  const closed = path.join(folder, "secrets/closed");
  writeFiles([{ path: path.join(closed, "key"), text: "k", mode: 0o444, folderMode: 0o700 }]);
  expect(statSync(path.join(closed, "key")).mode & 0o777).toBe(0o444);
  expect(statSync(closed).mode & 0o777).toBe(0o700);
  expect(isOpenToOthers(closed)).toBe(false);
  writeFiles([{ path: path.join(closed, "other"), text: "o", mode: 0o444, folderMode: 0o700 }]);
  chmodSync(closed, 0o710);
  expect(isOpenToOthers(closed)).toBe(true);
  expect(() => writeFiles([{ path: path.join(closed, "third"), text: "t", mode: 0o444, folderMode: 0o700 }])).toThrow(
    `other users may enter ${closed}`,
  );
  expect(readdirSync(closed).toSorted()).toEqual(["key", "other"]);
  expect(isOpenToOthers(path.join(folder, "none"))).toBe(false);
});

it("takes away the folders that it made where it cannot write all", () => {
  const folder = temporaryFolder();
  writeFileSync(path.join(folder, "file"), "");
  expect(() =>
    writeFiles([
      { path: path.join(folder, "secrets/closed/key"), text: "k", mode: 0o444, folderMode: 0o700 },
      { path: path.join(folder, "file/below"), text: "x" },
    ]),
  ).toThrow();
  expect(readdirSync(folder)).toEqual(["file"]);
});

it("takes away what a run that was killed has left beside the files, and nothing else", () => {
  const folder = temporaryFolder();
  const dead = spawnSync(process.execPath, ["-e", "0"]).pid;
  writeFileSync(path.join(folder, `.seaworthy-${dead}-3.tmp`), "half");
  writeFileSync(path.join(folder, `.seaworthy-${process.ppid}-0.tmp`), "another run is at work");
  writeFileSync(path.join(folder, `.seaworthy-${dead}.tmp`), "not ours");
  mkdirSync(path.join(folder, `.seaworthy-${dead}-4.tmp`));
  writeFile(path.join(folder, "a"), "new");
  expect(readdirSync(folder).toSorted()).toEqual(
    [`.seaworthy-${dead}-4.tmp`, `.seaworthy-${dead}.tmp`, `.seaworthy-${process.ppid}-0.tmp`, "a"].toSorted(),
  );
});
