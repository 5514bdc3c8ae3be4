import { run } from "./run.ts";

/** Runs the command line of this process. True: what was compiled for it is typical, so worth keeping. */
export async function main(): Promise<boolean> {
  // A reader that goes away early (`| head`) is no failure of ours.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    process.exit(process.exitCode);
  });
  const argv = process.argv.slice(2);
  try {
    process.exitCode = await run(argv, {
      cwd: process.cwd(),
      environment: process.env,
      out: (text) => void process.stdout.write(text),
      err: (text) => void process.stderr.write(text),
      outTerminal: process.stdout,
      errTerminal: process.stderr,
      now: new Date().toISOString(),
    });
  } catch (error) {
    // Findings are 1, so a bug must not look like them.
    process.exitCode = 3;
    process.stderr.write(`seaworthy: this is a bug, please report it\n${error instanceof Error ? error.stack : String(error)}\n`);
    return false;
  }
  return process.exitCode < 2 && !argv.some((argument) => quickAnswers.has(argument));
}

const quickAnswers = new Set(["version", "--version", "-V", "help", "--help", "-h", "completion", "rules"]);
