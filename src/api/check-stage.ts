import type { Loaded } from "../load/loaded.ts";
import { didYouMean } from "../util/distance.ts";
import { UsageError } from "./errors.ts";

/** `--target` has to name a stage of some Dockerfile: a slip of the pen would check nothing and pass. */
export function requireStage(name: string, loaded: Loaded): void {
  const aliases = new Set<string>();
  for (const file of loaded.dockerfilesInScope) {
    const stages = loaded.dockerfiles.get(file)?.stages ?? [];
    if (/^\d+$/.test(name) && Number(name) < stages.length) return;
    for (const stage of stages) {
      if (stage.from.alias) aliases.add(stage.from.alias.value);
    }
  }
  if ([...aliases].some((alias) => alias.toLowerCase() === name.toLowerCase())) return;
  const known = [...aliases].slice(0, 10).join(", ");
  throw new UsageError(
    `--target ${name}: no Dockerfile that is checked has this stage${didYouMean(name, aliases)}`,
    aliases.size === 0 ? "No stage has a name here." : `Stages: ${known}.`,
  );
}
