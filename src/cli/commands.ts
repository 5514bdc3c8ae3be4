import type { Command } from "./command.ts";
import { checkFlags, explainFlags, initFlags, lockFlags, rulesFlags } from "./flags.ts";

/** Every command that works. The first one runs where none is named. */
export const commands: readonly Command[] = [
  {
    name: "check",
    summary: "Grade every workload on the hardening checklist (the default command)",
    operands: "[PATH…]",
    flags: checkFlags,
    complete: "files",
    examples: [
      ["seaworthy", "check the repository or folder that you are in"],
      ["seaworthy Dockerfile", "check one file"],
      ["seaworthy -f compose.yaml -f compose.prod.yaml", "check one deployment, merged as docker compose merges it"],
      ["seaworthy --format text --format sarif:out.sarif", "read it and keep a report for code scanning"],
      ["seaworthy --since origin/main --fail-on medium", "gate a pull request on what it changes"],
      ["seaworthy - --stdin-filename Dockerfile < Dockerfile", "check standard input"],
    ],
    load: () => import("./check.ts"),
  },
  {
    name: "explain",
    summary: "Explain a rule, or how a row of a workload came to its verdict",
    operands: "RULE | WORKLOAD ROW",
    flags: explainFlags,
    complete: "rules",
    examples: [
      ["seaworthy explain no-privileged", "what the rule looks for, why, and how to fix it"],
      ["seaworthy explain compose.yaml#web non-root", "the chain of files that decided it"],
    ],
    load: () => import("./explain.ts"),
  },
  {
    name: "rules",
    summary: "List the rules",
    operands: "",
    flags: rulesFlags,
    examples: [["seaworthy rules", "one line for each rule, by row"]],
    load: () => import("./rules.ts"),
  },
  {
    name: "lock",
    summary: "Write facts on the images to seaworthy.lock",
    operands: "[PATH…]",
    flags: lockFlags,
    complete: "files",
    examples: [["seaworthy lock --engine", "after docker compose pull"]],
    load: () => import("./lock.ts"),
  },
  {
    name: "init",
    summary: "Write a commented .seaworthy.yaml",
    operands: "[PATH]",
    flags: initFlags,
    complete: "files",
    examples: [["seaworthy init --baseline", "start from what is there today: only new findings gate"]],
    load: () => import("./init.ts"),
  },
  {
    name: "completion",
    summary: "Print a completion script for bash, zsh or fish",
    operands: "SHELL",
    flags: [],
    complete: "shells",
    examples: [['eval "$(seaworthy completion bash)"', "complete in this shell"]],
    load: () => import("./completion.ts"),
  },
  {
    name: "version",
    summary: "Show the version",
    operands: "",
    flags: [],
    examples: [],
    load: () => import("./version.ts"),
  },
];
