#!/usr/bin/env node
import path from "node:path";
import { setFlagsFromString } from "node:v8";
import { cacheFolder, loadScript, nameFor } from "../host/code-cache.ts";

// A run of a second or two ends before optimized code pays for its compiling: V8 is told to wait longer for it.
// Set before anything is compiled, since the kept code is only taken under the flags that it was made with.
// Later versions of V8 do not know it, and say so aloud.
if (process.versions.v8.startsWith("11.")) setFlagsFromString("--interrupt-budget=1000000");
// The same for regular expressions, most of which meet a handful of short texts.
setFlagsFromString("--regexp-tier-up-ticks=20");
// The young generation grows to its full size at once: what is read at the start is not copied over and over.
setFlagsFromString("--semi-space-growth-factor=16");
// Compiled code that was not used lately is not dropped: it is to be kept for the next start.
setFlagsFromString("--no-flush-bytecode");

declare const BUILD: string;

const folder = cacheFolder(process.env, process.platform);
const program = loadScript(path.join(__dirname, "program.js"), nameFor(BUILD, process.argv), folder, require);
// The bundle of program.ts, built together with this file.
const { main } = program.exports as typeof import("./program.ts");
void main().then((kinds) => {
  program.save(kinds);
  // All output is written by now; taking the heap apart would only cost time.
  process.exit();
});
