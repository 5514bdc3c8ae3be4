import type { Workload } from "../../model/workload.ts";
import { parseBytes } from "../../model/quantities.ts";
import type { FixOptions } from "../fix.ts";
import { commandText } from "./start.ts";

export interface PlannedLimit {
  readonly value: string;
  /** Where the number comes from. */
  readonly origin: string;
  /** Somebody chose it. */
  readonly stated: boolean;
}

const MEGABYTE = 1024 ** 2;

/** Nobody measured what a workload needs, so these are only a start. */
export function planMemory(workload: Workload, options: FixOptions): PlannedLimit {
  const stated = options.limits?.memory;
  if (stated !== undefined) return { value: stated, origin: "from the configuration", stated: true };
  const heap = heapOf(workload);
  if (heap !== undefined)
    return {
      value: `${Math.ceil((heap * 1.5) / MEGABYTE / 64) * 64 + 256}m`,
      origin: "half as much again as its Java heap",
      stated: false,
    };
  const { facts } = workload;
  if (/java|jvm|beam|dotnet/i.test(facts?.pid1Is ?? ""))
    return { value: "2g", origin: "a default for virtual machines; nobody measured it", stated: false };
  if (facts?.kind === "datastore" || facts?.kind === "queue")
    return { value: "1g", origin: "a default for data stores; nobody measured it", stated: false };
  return { value: "512m", origin: "a default; nobody measured it", stated: false };
}

export function planCpus(_workload: Workload, options: FixOptions): PlannedLimit {
  const stated = options.limits?.cpus;
  return stated === undefined
    ? { value: "1.0", origin: "a default; nobody measured it", stated: false }
    : { value: stated, origin: "from the configuration", stated: true };
}

export function planPids(_workload: Workload, options: FixOptions): PlannedLimit {
  const stated = options.limits?.pids;
  return stated === undefined
    ? { value: "256", origin: "a default; nobody measured it", stated: false }
    : { value: String(stated), origin: "from the configuration", stated: true };
}

/** `-Xmx2g` in the command or a variable. */
function heapOf(workload: Workload): number | undefined {
  const texts = [
    commandText(workload),
    ...workload.env.items.map((item) => (item.state === "known" ? (item.value.value ?? "") : "")),
  ];
  for (const text of texts) {
    const found = /-Xmx(\d+[kmg]?)\b/i.exec(text)?.[1];
    if (found !== undefined) return parseBytes(found);
  }
  return undefined;
}
