import { allCapabilities, capabilityName, dockerDefaultCapabilities } from "../catalog/capabilities.ts";
import type { Origin } from "../source/origin.ts";
import type { CapabilityNeed } from "./image-facts.ts";
import type { Workload } from "./workload.ts";

/** A capability as written: the engine takes `ALL` and names with or without `CAP_` in any case, and refuses all else (`CAP_ALL` too). */
export interface WrittenCapability {
  readonly name: string;
  readonly text: string;
  readonly origin: Origin;
  readonly refused: boolean;
}

export function readCapabilities(list: Workload["capAdd"]): WrittenCapability[] {
  return list.items.flatMap((item) => {
    if (item.state !== "known") return [];
    const text = item.value;
    const all = text.toUpperCase() === "ALL";
    const short = capabilityName(text);
    const name = all ? "ALL" : short === "ALL" ? text : short;
    return [{ name, text, origin: item.origin, refused: !all && !allCapabilities().has(name) }];
  });
}

/** `all`: ALL is dropped. `each`: every capability that the engine gives by default is dropped by its name. */
export function droppedOf(workload: Workload): { readonly how: "all" | "each"; readonly at: Origin } | undefined {
  const dropped = readCapabilities(workload.capDrop);
  const all = dropped.find(({ name }) => name === "ALL");
  if (all) return { how: "all", at: all.origin };
  const names = new Set(dropped.map(({ name }) => name));
  return dockerDefaultCapabilities().every((name) => names.has(name)) ? { how: "each", at: workload.capDrop.origin } : undefined;
}

/**
 * What the image is known to need, as it starts here. Undefined where nothing is known, or where something else than the image's own
 * entrypoint runs.
 */
export function knownNeed(workload: Workload): CapabilityNeed | undefined {
  const { facts, user, entrypoint } = workload;
  if (!facts) return undefined;
  const ownStart = entrypoint.origin.how === "catalog" || entrypoint.origin.how === "lock" || entrypoint.origin.how === "engine";
  if (!ownStart) return undefined;
  const written = user.origin.how !== "catalog" && user.origin.how !== "lock" && user.origin.how !== "engine";
  const asUser = facts.start === "non-root" || (written && user.state === "known" && user.value.root === false);
  return asUser ? facts.capabilitiesAsUser : facts.capabilities;
}
