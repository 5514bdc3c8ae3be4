import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { commands } from "../../src/cli/commands.ts";
import { helpPage } from "../../src/cli/help.ts";
import { temporaryFolder, writeTree } from "../host/temporary-folder.ts";
import { cli, repository, seaworthy } from "./seaworthy.ts";

const root = path.resolve(import.meta.dirname, "../..");
const { version }: { version: string } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));

it("gives its version in every usual way", () => {
  for (const args of [["version"], ["--version"], ["-V"]]) {
    expect(seaworthy(args)).toEqual({ code: 0, out: `seaworthy ${version}\n`, err: "" });
  }
});

it("starts by an env that takes no options, as Alpine's", () => {
  expect(readFileSync(cli, "utf8").split("\n")[0]).toBe("#!/usr/bin/env node");
});

describe("help", () => {
  it("lists every command", () => {
    const { out } = seaworthy(["--help"]);
    for (const command of commands) expect(out).toContain(`  ${command.name} `);
    expect(out.split("\n").filter((line) => line.length > 150)).toEqual([]);
  });
  it.each(commands.map((command) => command.name))("%s", (name) => {
    const { code, out, err } = seaworthy([name, "--help"]);
    expect([code, err]).toEqual([0, ""]);
    expect(out).toContain("Usage: seaworthy");
    expect(seaworthy(["help", name]).out).toBe(out);
  });
  it("is the page in docs", () => {
    expect(readFileSync(path.join(root, "docs/cli.md"), "utf8")).toBe(helpPage(commands));
  });
});

it("runs as a program, and keeps --env-file from Node", () => {
  const folder = repository({ "compose.yaml": "services:\n  web:\n    image: nginx:${TAG}\n", "x.env": "TAG=1.27\n" });
  const out = execFileSync(cli, ["--env-file", "x.env", "--format", "json", "--fail-on", "never"], {
    cwd: folder,
    encoding: "utf8",
  });
  expect(JSON.parse(out).gaps).toEqual([]);
});

it("lists the rules", () => {
  const rules: { name: string; row: string | null }[] = JSON.parse(seaworthy(["rules", "--format", "json"]).out);
  expect(rules.find((rule) => rule.name === "non-root-user")?.row).toBe("non-root");
  expect(seaworthy(["rules"]).out).toContain("\nnon-root\n");
});

it("explains a workload of another folder by its file", () => {
  const folder = temporaryFolder();
  writeTree(folder, { "shop/Dockerfile": 'FROM alpine:3.22\nCMD ["/srv"]\n', "elsewhere/Dockerfile": "FROM scratch\n" });
  const cwd = path.join(folder, "elsewhere");
  for (const name of ["../shop/Dockerfile", path.join(folder, "shop/Dockerfile")]) {
    const { code, out } = seaworthy(["explain", name, "non-root"], { cwd });
    expect([code, out.split("\n")[0]]).toEqual([0, "../shop/Dockerfile"]);
  }
});

it("explains a rule and a row", () => {
  const folder = repository({ Dockerfile: "FROM alpine:3.20\nUSER root\n" });
  expect(seaworthy(["explain", "non-root-user"], { cwd: folder }).out).toContain("Why it matters");
  const { code, out } = seaworthy(["explain", "Dockerfile", "non-root"], { cwd: folder });
  expect(code).toBe(0);
  expect(out).toContain("Dockerfile:2");
});
