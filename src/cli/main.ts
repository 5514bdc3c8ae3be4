#!/usr/bin/env node
import { run } from "./run.ts";

// A reader that goes away early (`| head`) is no failure of ours.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit(process.exitCode);
});
process.exitCode = await run(process.argv.slice(2), {
  cwd: process.cwd(),
  environment: process.env,
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  outTerminal: process.stdout,
  errTerminal: process.stderr,
  now: new Date().toISOString(),
});
