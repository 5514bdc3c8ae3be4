import path from "node:path";
import { parentPort, workerData } from "node:worker_threads";
import type { Part } from "../api/threads.ts";
import { cacheFolder, loadScript, nameFor } from "../host/code-cache.ts";

// A thread that judges a part of the Dockerfiles: see src/api/threads.ts. It takes the compiled code that main.ts keeps.
declare const BUILD: string;

const folder = cacheFolder(process.env, process.platform);
const program = loadScript(path.join(__dirname, "program.js"), nameFor(BUILD, process.argv), folder, require);
const { judgeInThread } = program.exports as typeof import("./program.ts");
void judgeInThread(workerData as Part).then((judgement) => parentPort?.postMessage(judgement, []));
