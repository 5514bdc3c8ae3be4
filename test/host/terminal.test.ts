import { describe, expect, it } from "vitest";
import { terminalWidth, useColor, useLinks } from "../../src/host/terminal.ts";

const tty = { isTTY: true, columns: 120 };
const pipe = {};

describe("useColor", () => {
  it.each([
    ["the flag wins over all", "always", { NO_COLOR: "1" }, pipe, true],
    ["never wins over FORCE_COLOR", "never", { FORCE_COLOR: "1" }, tty, false],
    ["NO_COLOR wins over FORCE_COLOR", "auto", { NO_COLOR: "1", FORCE_COLOR: "1" }, tty, false],
    ["an empty NO_COLOR says nothing", "auto", { NO_COLOR: "" }, tty, true],
    ["FORCE_COLOR", "auto", { FORCE_COLOR: "" }, pipe, true],
    ["FORCE_COLOR=0", "auto", { FORCE_COLOR: "0" }, tty, false],
    ["CLICOLOR_FORCE", "auto", { CLICOLOR_FORCE: "1" }, pipe, true],
    ["CLICOLOR_FORCE=0", "auto", { CLICOLOR_FORCE: "0" }, pipe, false],
    ["GitHub Actions", "auto", { GITHUB_ACTIONS: "true" }, pipe, true],
    ["a terminal", "auto", {}, tty, true],
    ["a dumb terminal", "auto", { TERM: "dumb" }, tty, false],
    ["a pipe", "auto", {}, pipe, false],
  ] as const)("%s", (_title, choice, environment, output, expected) => {
    expect(useColor(choice, environment, output)).toBe(expected);
  });
});

it("takes the width from the terminal, then COLUMNS, then 100", () => {
  expect(terminalWidth({ COLUMNS: "80" }, tty)).toBe(120);
  expect(terminalWidth({ COLUMNS: "80" }, pipe)).toBe(80);
  expect(terminalWidth({ COLUMNS: "x" }, pipe)).toBe(100);
  expect(terminalWidth({}, { columns: 10 })).toBe(100);
  expect(terminalWidth({}, { columns: 999 })).toBe(200);
});

it("links only in terminals that show them", () => {
  expect(useLinks({ VTE_VERSION: "7600" }, tty)).toBe(true);
  expect(useLinks({ TERM_PROGRAM: "vscode" }, tty)).toBe(true);
  expect(useLinks({ TERM_PROGRAM: "vscode", CI: "1" }, tty)).toBe(false);
  expect(useLinks({}, tty)).toBe(false);
  expect(useLinks({ VTE_VERSION: "7600" }, pipe)).toBe(false);
});
