import type { CapabilityNeed } from "../catalog/image-facts.ts";
import type { RepositoryTree } from "../load/repository-tree.ts";
import { normalizePath, pathWithin } from "../util/path.ts";
import type { Mount, Workload } from "./workload.ts";

/** Whether a need that the catalog states under a condition is there for a workload; `open`: nobody can tell from the files. */
export type Holds = "yes" | "no" | "open";

/** Of a need: what it takes for sure, and what only perhaps. */
export interface NeedHere {
  readonly sure: ReadonlySet<string>;
  readonly perhaps: ReadonlySet<string>;
}

/**
 * What of a need is there for this workload. DAC_OVERRIDE counts where only reading is needed: DAC_READ_SEARCH, which would be enough for
 * that, reaches files of the host, and the engine does not give it by default.
 */
export function needHere(need: CapabilityNeed, workload: Workload, tree: RepositoryTree): NeedHere {
  const sure = new Set<string>();
  const perhaps = new Set<string>();
  for (const name of need.capabilities) {
    const holds = conditionHolds(need.when?.[name], workload, tree);
    if (holds !== "no") (holds === "yes" ? sure : perhaps).add(name === "DAC_READ_SEARCH" ? "DAC_OVERRIDE" : name);
  }
  for (const name of sure) perhaps.delete(name);
  return { sure, perhaps };
}

/** Judges a condition as the catalog writes it. */
export function conditionHolds(condition: string | undefined, workload: Workload, tree: RepositoryTree): Holds {
  switch (condition) {
    case undefined:
    // A service is started again sooner or later.
    case "the second start":
      return "yes";
    case "in place of DAC_OVERRIDE, which allows more":
    case "Debian's own apache2 package: cgid/socks dir":
      return "no";
    case "a bind mount or volume that root owns":
      return judgeMounts(workload, handedOver);
    case "data that another user owns":
      return judgeMounts(workload, (mount) => foreign(mount, tree));
    default:
      return "open";
  }
}

/** The strongest answer of the mounts that hold the image's data. */
function judgeMounts(workload: Workload, judge: (mount: Mount) => Holds): Holds {
  const { mounts } = workload;
  let answer: Holds = mounts.complete ? "no" : "open";
  for (const item of mounts.items) {
    if (item.state === "unset") continue;
    const data = item.state === "known" ? holdsData(item.value, workload) : "open";
    const holds = item.state === "unknown" ? "open" : data === "no" ? "no" : judge(item.value);
    if (holds === "yes" && data === "yes") return "yes";
    if (holds !== "no") answer = "open";
  }
  return answer;
}

/** Whether a mount lies where the image keeps its data, or where a variable or the command sends them. */
function holdsData({ target, readOnly, type }: Mount, { facts, env, command, entrypoint }: Workload): Holds {
  if (readOnly || type === "tmpfs" || type === "image") return "no";
  const known = [...(facts?.volumes ?? []), ...(facts?.undeclaredVolumes ?? [])];
  if (known.some((path) => overlap(path, target))) return "yes";
  if (known.length === 0) return "open";
  // A file of settings is none that a program keeps.
  if (/\.(?:ya?ml|json|toml|conf|cfg|ini|xml)$/.test(target)) return "no";
  const moved = env.items.some((item) => {
    const value = item.state === "known" ? item.value.value : undefined;
    return value?.startsWith("/") === true && overlap(value, target);
  });
  const words = [entrypoint, command].flatMap((fact) =>
    fact.state !== "known" ? [] : fact.value.form === "exec" ? fact.value.words : [fact.value.script],
  );
  return moved || words.some((word) => word.includes(target)) ? "open" : "no";
}

function overlap(one: string, other: string): boolean {
  const [a, b] = [normalizePath(one), normalizePath(other)];
  return pathWithin(a, b) !== undefined || pathWithin(b, a) !== undefined;
}

/**
 * The engine makes a folder that is missing as root's, and a checkout gives none to an account of the image, so its entrypoint has to hand it
 * over once. A named volume starts with the image's own owner.
 */
function handedOver({ type, device, unresolved }: Mount): Holds {
  if (type === "bind" || device !== undefined) return "yes";
  return unresolved === undefined ? "no" : "open";
}

/** A folder of the repository that is not there yet is made by the engine, as root's; of all others nobody knows the owner. */
function foreign({ type, source, device, unresolved }: Mount, tree: RepositoryTree): Holds {
  if (unresolved !== undefined || device !== undefined) return "open";
  if (type !== "bind") return "no";
  const inside = source?.startsWith("./") === true ? normalizePath(source.slice(2)) : undefined;
  return inside !== undefined && !inside.startsWith("..") && !tree.has(inside) && !tree.isDirectory(inside) ? "no" : "open";
}
