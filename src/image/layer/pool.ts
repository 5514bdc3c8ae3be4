import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import path from "node:path";
import { Worker } from "node:worker_threads";
import type { LayerRecord } from "./record.ts";
import { runTask, takeAnswer, type LayerAnswer, type LayerTask } from "./task.ts";

/** Below this many bytes to inflate or to look through, starting threads costs more than it saves. */
const WORTH_A_THREAD = 8 * 1024 * 1024;

/** Beside the bundled command line, or this module's neighbour where the library is installed. Sources that run as they are have none. */
function workerFile(): string | undefined {
  return ["image-worker.js", "worker.js"].map((name) => path.join(import.meta.dirname, name)).find((file) => existsSync(file));
}

/** Megabytes in each thread for what lives shortly. Few: most of what is read of a layer is kept, and all threads have to be small together. */
const YOUNG = 12;

/**
 * Reads layers, the largest first: those that are much work in threads, as many as there are cores. Answers in the order of the tasks;
 * the first error ends all.
 */
export async function readLayers(tasks: readonly (LayerTask & { readonly heavy: boolean })[]): Promise<LayerRecord[]> {
  const heavy = tasks.filter((task) => task.heavy);
  const bytes = heavy.reduce((sum, task) => sum + task.blob.size, 0);
  const file = bytes >= WORTH_A_THREAD ? workerFile() : undefined;
  const records = new Map<LayerTask, LayerRecord>();
  const threads = file === undefined ? undefined : readInThreads(file, heavy, records);
  // Nobody waits yet: a failure in a thread must not count as one that nobody handles.
  threads?.catch(() => {});
  for (const task of tasks) if (!threads || !task.heavy) records.set(task, await runTask(task));
  await threads;
  return tasks.flatMap((task) => records.get(task) ?? []);
}

async function readInThreads(file: string, tasks: readonly LayerTask[], records: Map<LayerTask, LayerRecord>): Promise<void> {
  const queue = tasks.toSorted((a, b) => a.blob.size - b.blob.size);
  const count = Math.min(tasks.length, Math.max(1, availableParallelism()), 8);
  const workers = Array.from(
    { length: count },
    () => new Worker(file, { execArgv: [], resourceLimits: { maxYoungGenerationSizeMb: YOUNG } }),
  );
  try {
    await Promise.all(
      workers.map(async (worker) => {
        for (let task = queue.pop(); task; task = queue.pop()) records.set(task, takeAnswer(await ask(worker, task)));
      }),
    );
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

function ask(worker: Worker, task: LayerTask): Promise<LayerAnswer> {
  return new Promise((resolve, reject) => {
    const settle = (done: () => void): void => {
      worker.off("message", onMessage);
      worker.off("error", onError);
      worker.off("exit", onExit);
      done();
    };
    const onMessage = (answer: LayerAnswer): void => settle(() => resolve(answer));
    const onError = (error: Error): void => settle(() => reject(error));
    const onExit = (): void => settle(() => reject(new Error("a thread that read a layer ended")));
    worker.on("message", onMessage);
    worker.on("error", onError);
    worker.on("exit", onExit);
    worker.postMessage(task, []);
  });
}
