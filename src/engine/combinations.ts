import type { Workload } from "../model/workload.ts";
import type { Evaluation } from "./evaluate.ts";
import type { Finding } from "./result.ts";

const HOST_TAKEOVER = "host takeover in one step";

/** What hands over the host to whoever breaks into the process. */
const powers = ["no-docker-socket", "no-privileged"];
const root = "non-root-user";
const port = "published-port";

/**
 * Marks the findings of a workload that together are worth more than each: an engine socket (or `--privileged`), root and a
 * published port. Nothing is marked where the power itself is accepted. `exposed` are ids of workloads.
 */
export function markCombinations(findings: readonly Finding[], exposed: ReadonlySet<string>): Finding[] {
  const taken = new Set<string>();
  for (const finding of findings) {
    if (finding.status !== "open" || !powers.includes(finding.rule)) continue;
    for (const workload of finding.workloads) if (exposed.has(workload)) taken.add(workload);
  }
  if (taken.size === 0) return [...findings];
  return findings.map((finding) => {
    const part = powers.includes(finding.rule) || finding.rule === root || finding.rule === port;
    const marked = part && finding.status === "open" && finding.workloads.some((workload) => taken.has(workload));
    return marked ? { ...finding, combination: HOST_TAKEOVER } : finding;
  });
}

/** It runs as root, and somebody outside the host can reach it. */
export function isExposed(evaluation: Evaluation): boolean {
  return isReachable(evaluation.workload) && failsRoot(evaluation);
}

function failsRoot({ results }: Evaluation): boolean {
  for (const { rule, result } of results) if (rule.name === root) return result.verdict === "fail";
  return false;
}

function isReachable(workload: Workload): boolean {
  const { network } = workload.namespaces;
  if (network.state === "known" && network.value === "host") return true;
  return workload.ports.items.some((item) => item.state === "known" && !isLoopback(item.value.hostIp));
}

function isLoopback(address: string | undefined): boolean {
  return (
    address !== undefined && (address.startsWith("127.") || address === "localhost" || address === "::1" || address === "[::1]")
  );
}
