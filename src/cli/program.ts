import type { Judgement } from "../engine/judge.ts";
import type { Part } from "../api/threads.ts";
import { describeOutput, isTerminal, writeOut } from "../host/standard-output.ts";
import { run } from "./run.ts";

/** Runs the command line of this process. The answer is the kinds of work that were done, where it went well. */
export async function main(): Promise<readonly string[]> {
  const argv = process.argv.slice(2);
  const kinds: string[] = [];
  try {
    process.exitCode = await run(argv, {
      cwd: process.cwd(),
      environment: process.env,
      out: (text) => writeOut(1, text),
      err: (text) => writeOut(2, text),
      outTerminal: describeOutput(1),
      errTerminal: describeOutput(2),
      ...(isTerminal(0) && isTerminal(1) ? { ask: askOnTerminal } : {}),
      note: (kind) => void kinds.push(kind),
      now: new Date().toISOString(),
    });
  } catch (error) {
    // Findings are 1, so a bug must not look like them.
    process.exitCode = 3;
    writeOut(2, `seaworthy: this is a bug, please report it\n${error instanceof Error ? error.stack : String(error)}\n`);
    return [];
  }
  return process.exitCode < 2 ? kinds : [];
}

/** Runs in a thread: see thread.ts. */
export async function judgeInThread(part: Part): Promise<Judgement> {
  const { judgePart } = await import("../api/check.ts");
  return judgePart(part);
}

async function askOnTerminal(question: string): Promise<string> {
  const { ask } = await import("../host/ask.ts");
  return ask(question);
}
