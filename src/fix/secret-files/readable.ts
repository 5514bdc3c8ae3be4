import type { Workload } from "../../model/workload.ts";
import { readByRoot } from "./file-variable.ts";

/** Why what reads a variable in a service could not read a file that only its owner on the host may read. */
export function cannotRead(workload: Workload, name: string): string | undefined {
  const { user, capDrop, capAdd } = workload;
  const value = user.state === "known" ? user.value : user.state === "unset" ? user.fallback : undefined;
  if (user.state === "unknown" || (value !== undefined && value.root !== true)) {
    return `it starts as ${value?.text ?? "a user that nobody knows"}, who could not read a file that only its owner may read`;
  }
  const has = (list: Workload["capDrop"], names: readonly string[]): boolean =>
    list.items.some((item) => item.state === "known" && names.includes(item.value.toUpperCase().replace(/^CAP_/, "")));
  if (has(capDrop, ["ALL", "DAC_OVERRIDE"]) && !has(capAdd, ["DAC_OVERRIDE", "DAC_READ_SEARCH"])) {
    return "without DAC_READ_SEARCH its root could not read a file of another user";
  }
  if (readByRoot(workload.facts, name)) return undefined;
  const uid = workload.facts?.account?.uid;
  const way = uid === undefined ? "" : `: make the file by hand and give it to uid ${uid}`;
  return `${workload.facts?.reference ?? "it"} may read ${name} after it has dropped root, and could then not read a file that only its owner may read${way}`;
}
