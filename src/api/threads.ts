import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { Judgement } from "../engine/judge.ts";
import type { LoadOptions } from "./load-project.ts";
import type { CheckRequest } from "./request.ts";

/** What one thread judges. */
export interface Part {
  readonly request: CheckRequest;
  /** Paths from the top. */
  readonly dockerfiles: readonly string[];
}

export interface Split {
  readonly share: NonNullable<LoadOptions["share"]>;
  /** What the threads found, in the order of the Dockerfiles; undefined where one of them failed. */
  readonly answers: () => Promise<readonly Judgement[] | undefined>;
}

/** Fewer Dockerfiles are done before a thread has started. */
const WORTH_A_THREAD = 400;
/** As many Dockerfiles are done by the time that a thread has started. */
const HEAD_START = 150;
/** A Compose file is about as much work as this many Dockerfiles; threads leave them to the first. */
const COMPOSE_FILE = 2;
const MOST_THREADS = 4;
/** Megabytes in each thread for what lives shortly: more is no faster, and all threads have to be small together. */
const YOUNG = 12;

/** Shares out the Dockerfiles of a request among as many threads as pay. */
export function splitAmongThreads(request: CheckRequest, script: string): Split {
  let threads: Promise<Judgement>[] = [];
  // Threads of their own would each ask the engine, and one part knows nothing of the stages of another.
  const whole = request.engine === true || request.target !== undefined || request.standardInput !== undefined;
  return {
    share({ dockerfiles, compose }) {
      const threadCount = Math.min(availableParallelism(), MOST_THREADS, Math.floor(dockerfiles.length / WORTH_A_THREAD)) - 1;
      if (whole || threadCount < 1) return dockerfiles;
      const work = dockerfiles.length + compose * COMPOSE_FILE - HEAD_START;
      const each = Math.min(Math.ceil(work / (threadCount + 1)), Math.floor(dockerfiles.length / threadCount));
      const mine = dockerfiles.length - each * threadCount;
      threads = Array.from({ length: threadCount }, (_, at) => {
        const start = mine + at * each;
        return judgeInThread(script, { request, dockerfiles: dockerfiles.slice(start, start + each) });
      });
      // Nobody waits yet: a failure in a thread must not count as one that nobody handles.
      for (const thread of threads) thread.catch(() => {});
      return dockerfiles.slice(0, mine);
    },
    async answers() {
      try {
        return await Promise.all(threads);
      } catch {
        return undefined;
      }
    },
  };
}

function judgeInThread(script: string, { request, dockerfiles }: Part): Promise<Judgement> {
  const environment = request.environment === undefined ? {} : { environment: { ...request.environment } };
  const workerData: Part = { request: { ...request, ...environment }, dockerfiles };
  return new Promise((resolve, reject) => {
    const worker = new Worker(script, {
      workerData,
      argv: process.argv.slice(2),
      execArgv: [],
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG },
    });
    worker.on("message", resolve);
    worker.on("error", reject);
    worker.on("exit", () => reject(new Error("a thread that judged Dockerfiles ended")));
  });
}
