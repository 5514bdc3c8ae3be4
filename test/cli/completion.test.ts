import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { repository, seaworthy } from "./seaworthy.ts";

const folder = repository({ "compose.yaml": "" });
const script = seaworthy(["completion", "bash"]).out;

/** What bash offers for a line of words, the last one being typed. */
function complete(...words: string[]): string[] {
  const line = ["seaworthy", ...words].map((word) => `'${word}'`).join(" ");
  const program = `${script}\nCOMP_WORDS=(${line}); COMP_CWORD=${words.length}; _seaworthy; printf '%s\\n' "\${COMPREPLY[@]}"`;
  return execFileSync("bash", ["-c", program], { encoding: "utf8", cwd: folder })
    .split("\n")
    .filter((entry) => entry !== "");
}

describe("bash", () => {
  it("offers commands and files first", () => {
    expect(complete("expl")).toEqual(["explain"]);
    expect(complete("comp")).toEqual(["compose.yaml", "completion"]);
  });
  it("offers the flags of the command", () => {
    expect(complete("--fail")).toEqual(["--fail-on", "--fail-on-unknown"]);
    expect(complete("init", "--")).toEqual(["--baseline", "--force", "--help", "--version"]);
  });
  it("offers the values of a flag", () => {
    expect(complete("check", "--fail-on", "")).toEqual(["low", "medium", "high", "critical", "never"]);
    expect(complete("--preset", "s")).toEqual(["strict"]);
    expect(complete("--format", "j")).toEqual(["json", "junit"]);
    expect(complete("rules", "--format", "")).toEqual(["text", "json"]);
  });
  it("knows commands below another one", () => {
    expect(complete("image", "s")).toEqual(["sbom"]);
    expect(complete("image", "compare", "--ex")).toEqual(["--exit-code"]);
    expect(complete("image", "sbom", "--format", "s")).toEqual(["spdx-json"]);
    expect(complete("image", "sbom", "comp")).toEqual(["compose.yaml"]);
  });
  it("offers shells", () => {
    expect(complete("completion", "")).toEqual(["bash", "zsh", "fish"]);
  });
});

it("names every command and flag in zsh and fish too", () => {
  const zsh = seaworthy(["completion", "zsh"]).out;
  expect(zsh).toMatch(/^#compdef seaworthy\n/);
  expect(zsh).toContain("'--fail-on[");
  expect(zsh).toContain(":fail-on:(low medium high critical never)'");
  const fish = seaworthy(["completion", "fish"]).out;
  expect(fish).toContain("-l fail-on -x -a 'low medium high critical never' -d ");
  expect(fish).toContain("-a explain -d ");
  expect(zsh).toContain('"image sbom"|"image compare")');
  expect(fish).toContain('-n "__fish_seen_subcommand_from image" -a sbom -d ');
  expect(fish).toContain('-n "__fish_seen_subcommand_from image; and __fish_seen_subcommand_from compare" -l exit-code -x -d ');
});
