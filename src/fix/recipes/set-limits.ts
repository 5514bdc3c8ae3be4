import { parseBytes } from "../../model/quantities.ts";
import type { Fact } from "../../model/fact.ts";
import type { Value } from "../../parse/compose/value.ts";
import type { FixOptions, Outcome, Recipe, RecipeContext } from "../fix.ts";
import { planCpus, planMemory, planPids, type PlannedLimit } from "../needs/limits.ts";
import { renderSettings } from "../settings/render.ts";
import { findService, type ServiceTarget } from "../settings/service.ts";
import { quoted } from "../yaml/write.ts";
import { limitStyle } from "../settings/limit-style.ts";
import type { Workload } from "../../model/workload.ts";

interface Limit {
  readonly noun: string;
  readonly short: string;
  readonly long: string;
  readonly flag: string;
  readonly fact: (workload: Workload) => Fact<number>;
  readonly plan: (workload: Workload, options: FixOptions) => PlannedLimit;
  readonly breaks: string;
  /** In quotes: a number that Compose takes as a text. */
  readonly text: boolean;
}

const memory: Limit = {
  noun: "memory",
  short: "mem_limit",
  long: "memory",
  flag: "--memory",
  fact: ({ limits }) => limits.memory,
  plan: planMemory,
  breaks: "the kernel kills the container when it needs more",
  text: false,
};
const cpus: Limit = {
  noun: "CPU",
  short: "cpus",
  long: "cpus",
  flag: "--cpus",
  fact: ({ limits }) => limits.cpus,
  plan: planCpus,
  breaks: "it gets slow when it needs more, and starts later",
  text: true,
};
const pids: Limit = {
  noun: "processes",
  short: "pids_limit",
  long: "pids",
  flag: "--pids-limit",
  fact: ({ limits }) => limits.pids,
  plan: planPids,
  breaks: "threads and processes beyond it fail to start",
  text: false,
};

export const setMemoryLimit: Recipe = { kind: "set-memory-limit", render: (context) => render(context, memory) };
export const setCpuLimit: Recipe = { kind: "set-cpu-limit", render: (context) => render(context, cpus) };
export const setPidsLimit: Recipe = { kind: "set-pids-limit", render: (context) => render(context, pids) };

function render(context: RecipeContext, limit: Limit): Outcome | undefined {
  const { workload, options } = context;
  const found = workload.kind === "compose" ? findService(context.project, workload) : undefined;
  const planned = withReservation(limit.plan(workload, options), limit, found?.ok ? found.target : undefined);
  const fact = limit.fact(workload);
  const long = found?.ok === true && limitStyle(found.target) === "deploy";
  const path = long ? ["deploy", "resources", "limits", limit.long] : [limit.short];
  const value = limit.text && long ? quoted(planned.value) : planned.value;
  return renderSettings(
    context,
    [
      {
        kind: "set",
        path,
        value,
        flags: [`${limit.flag} ${planned.value}`],
        ...(fact.state === "known" ? { written: fact.origin } : {}),
      },
    ],
    {
      title: `Limit ${limit.noun} of ${workload.name} to ${planned.value} (${planned.origin})`,
      safety: "unsafe",
      breaks: planned.stated ? limit.breaks : `${limit.breaks}; ${planned.value} is ${planned.origin}`,
    },
  );
}

/** A limit below what is reserved is an error. */
function withReservation(planned: PlannedLimit, limit: Limit, target: ServiceTarget | undefined): PlannedLimit {
  if (limit !== memory || !target) return planned;
  const value = target.service.value;
  const reserved = [at(value, ["mem_reservation"]), at(value, ["deploy", "resources", "reservations", "memory"])].map(
    (text) => parseBytes(text ?? "") ?? 0,
  );
  const most = Math.max(...reserved);
  if (most < (parseBytes(planned.value) ?? 0)) return planned;
  return { value: `${Math.ceil((most * 1.5) / 1024 ** 2)}m`, origin: "half as much again as is reserved", stated: false };
}

function at(value: Value, path: readonly string[]): string | undefined {
  let current: Value | undefined = value;
  for (const key of path) current = current?.type === "map" ? current.entries.get(key)?.value : undefined;
  return current?.type === "scalar" ? current.text : undefined;
}
