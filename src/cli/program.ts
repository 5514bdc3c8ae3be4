import { describeOutput, writeOut } from "../host/standard-output.ts";
import { run } from "./run.ts";

/** Runs the command line of this process. True: what was compiled for it is typical, so worth keeping. */
export async function main(): Promise<boolean> {
  const argv = process.argv.slice(2);
  try {
    process.exitCode = await run(argv, {
      cwd: process.cwd(),
      environment: process.env,
      out: (text) => writeOut(1, text),
      err: (text) => writeOut(2, text),
      outTerminal: describeOutput(1),
      errTerminal: describeOutput(2),
      ...(process.stdin.isTTY && process.stdout.isTTY ? { ask: askOnTerminal } : {}),
      now: new Date().toISOString(),
    });
  } catch (error) {
    // Findings are 1, so a bug must not look like them.
    process.exitCode = 3;
    writeOut(2, `seaworthy: this is a bug, please report it\n${error instanceof Error ? error.stack : String(error)}\n`);
    return false;
  }
  return process.exitCode < 2 && !argv.some((argument) => quickAnswers.has(argument));
}

async function askOnTerminal(question: string): Promise<string> {
  const { ask } = await import("../host/ask.ts");
  return ask(question);
}

const quickAnswers = new Set(["version", "--version", "-V", "help", "--help", "-h", "completion", "rules"]);
