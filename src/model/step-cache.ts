import type { Instruction } from "../parse/dockerfile/tree.ts";

/** What was worked out for steps, by the stage in which they stand. */
export interface StepCache<Owner extends object, Value> {
  readonly get: (owner: Owner, step: Instruction) => Value | undefined;
  readonly set: (owner: Owner, step: Instruction, value: Value) => void;
}

const ownersKept = 32;

/**
 * Keeps results for the stages that were asked for last. All rules look at one workload before the next, so older ones are not
 * needed again; kept until the end, the commands of a thousand Dockerfiles would be a third of the memory.
 */
export function createStepCache<Owner extends object, Value>(): StepCache<Owner, Value> {
  const owners = new Map<Owner, Map<Instruction, Value>>();
  return {
    get: (owner, step) => owners.get(owner)?.get(step),
    set: (owner, step, value) => {
      const steps = owners.get(owner);
      if (steps) {
        steps.set(step, value);
        return;
      }
      const [oldest] = owners.size < ownersKept ? [] : owners.keys();
      if (oldest) owners.delete(oldest);
      owners.set(owner, new Map([[step, value]]));
    },
  };
}
