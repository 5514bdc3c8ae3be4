import type { Loaded } from "../../load/loaded.ts";
import type { Origin } from "../../source/origin.ts";
import { factOrigin } from "../image-config.ts";
import { findProgramFile } from "../image-files.ts";
import type { CommandValue, Workload } from "../workload.ts";
import { follow } from "./follow.ts";
import type { FollowInputs } from "./inputs.ts";
import { startOfImage } from "./image-start.ts";
import type { Startup } from "./startup.ts";

/** Works out what a workload's entrypoint and command come to. */
export function resolveStartup(workload: Workload, loaded: Loaded): Startup {
  const { entrypoint, command } = workload;
  const trail: Origin[] = [];
  if (entrypoint.state === "unknown") return unknownStart(workload, entrypoint.reason, entrypoint.origin);
  const entry = entrypoint.state === "known" ? entrypoint.value : undefined;
  // Shell form of ENTRYPOINT takes no command; the command is out of sight only where it matters.
  if (command.state === "unknown" && entry?.form !== "shell") return unknownStart(workload, command.reason, command.origin);
  const given = command.state === "known" ? command.value : undefined;
  const words = [...wordsOf(entry), ...(entry?.form === "shell" ? [] : wordsOf(given))];
  const at = entry && entrypoint.state === "known" ? entrypoint.origin : command.origin;
  const inputs = inputsOf(workload, loaded, trail, entry ? entrypoint.origin : command.origin);
  return { ...follow(words, given && command.state === "known" && !entry ? command.origin : at, inputs), trail };
}

/** The image may still be known to hand nothing over. */
function unknownStart(workload: Workload, reason: string, at: Origin): Startup {
  const plain = workload.facts?.start === "root" && (workload.facts.kind === "base" || workload.facts.kind === "runtime");
  return {
    pid1: { kind: "unknown", reason, at },
    handover: plain ? { kind: "none" } : { kind: "unknown", reason, at },
    trail: [],
  };
}

function wordsOf(value: CommandValue | undefined): readonly string[] {
  if (!value) return [];
  return value.form === "exec" ? value.words : [...value.shell, value.script];
}

function inputsOf(workload: Workload, loaded: Loaded, trail: Origin[], at: Origin): FollowInputs {
  const { facts } = workload;
  const inputs: FollowInputs = {
    find: (program) => findProgramFile(workload, loaded, program),
    scripts: workload.inside ? "among the files that were read" : "in the repository",
    env: environmentOf(workload),
    trail,
    budget: { left: 300 },
    follow,
    imageStart: (words) => {
      const start = startOfImage(facts, words, facts ? factOrigin(at, facts) : at);
      if (!start || !("rest" in start)) return start;
      // What follows the image's entrypoint is the command, which stands elsewhere.
      const place = workload.command.state === "known" ? workload.command.origin : at;
      const inner = follow(start.rest, place, inputs, 1);
      // What the entrypoint of a service does to the user of another command is out of sight.
      if (facts?.start !== "drops") return inner;
      const reason = `the entrypoint of ${facts.reference} is given another command than its own`;
      return { pid1: inner.pid1, handover: inner.handover.kind === "dropped" ? inner.handover : { kind: "unknown", reason, at } };
    },
  };
  return inputs;
}

function environmentOf(workload: Workload): Map<string, string> {
  const values = new Map<string, string>();
  for (const [name, variable] of workload.build?.target.env ?? []) {
    if (variable.value !== undefined) values.set(name, variable.value);
  }
  for (const item of workload.env.items) {
    if (item.state === "known" && item.value.value !== undefined) values.set(item.value.name, item.value.value);
  }
  return values;
}
