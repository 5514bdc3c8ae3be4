import { parentPort } from "node:worker_threads";
import { answerTask, type LayerTask } from "./task.ts";

/** Runs in a thread of its own: one task after another. */
parentPort?.on("message", (task: LayerTask) => {
  void answerTask(task).then((answer) => parentPort?.postMessage(answer, answer.ok ? [answer.bytes.buffer] : []));
});
