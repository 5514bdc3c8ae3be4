import type { Workload } from "../model/workload.ts";
import { cannotKnow, defineRule, fail, pass, type Remedy, type Result } from "./rule.ts";

export default defineRule({
  name: "memory-limit",
  row: "resource-limits",
  gates: true,
  preset: "default",
  severity: "medium",
  confidence: "high",
  kinds: ["compose", "run"],
  docs: {
    summary: "Limit memory",
    why: "Without a limit one container with a leak, or one request that makes it allocate, takes the memory of the host, and the kernel kills what it likes, the neighbours included.",
    fix: "Set `mem_limit` or `deploy.resources.limits.memory` (`--memory`). Measure the peak and give half as much again, at least 64 MB more.",
    derivation:
      "Attacker: a client that can make the program allocate. Adds: loss of every workload on the host. Medium: availability alone, but from outside.",
    limits: "0 and -1 are no limit. A reservation (`mem_reservation`) is no limit either.",
    references: [
      "https://docs.docker.com/engine/containers/resource_constraints/#memory",
      "https://docs.docker.com/reference/compose-file/deploy/#resources",
    ],
  },
  maps: { cis: ["5.11"], owasp: ["RULE #7"], cwe: [770], kics: ["bb9ac4f7"], composeLint: ["CL-0026"] },
  check,
  examples: [
    {
      title: "none",
      kind: "compose",
      files: { "compose.yaml": "services:\n  ⟦web⟧:\n    image: nginx:1.27\n    mem_reservation: 64m\n" },
      verdict: "fail",
    },
    {
      title: "zero is none",
      kind: "compose",
      files: { "compose.yaml": "services:\n  web:\n    image: nginx:1.27\n    mem_limit: ⟦0⟧\n" },
      verdict: "fail",
    },
    {
      title: "mem_limit",
      kind: "compose",
      files: { "compose.yaml": "services:\n  web:\n    image: nginx:1.27\n    mem_limit: 256m\n" },
      verdict: "pass",
    },
    {
      title: "deploy",
      kind: "compose",
      files: {
        "compose.yaml":
          "services:\n  web:\n    image: nginx:1.27\n    deploy:\n      resources:\n        limits:\n          memory: 256M\n",
      },
      verdict: "pass",
    },
    {
      title: "a variable decides",
      kind: "compose",
      files: { "compose.yaml": "services:\n  web:\n    image: nginx:1.27\n    mem_limit: ${MEM}\n" },
      verdict: "unknown",
    },
    { title: "a run line without it", kind: "run", files: { "run.sh": "docker run --cpus 1 ⟦nginx:1.27⟧\n" }, verdict: "fail" },
    { title: "a run line with it", kind: "run", files: { "run.sh": "docker run -m 256m nginx:1.27\n" }, verdict: "pass" },
  ],
});

const remedy: Remedy = {
  kind: "set-memory-limit",
  title: "Set a memory limit",
  safety: "unsafe",
  breaks: "a program that needs more is killed",
};

function check(workload: Workload): Result {
  const { memory } = workload.limits;
  if (memory.state === "unknown") return cannotKnow(memory.reason, memory.origin);
  if (memory.state === "known" && memory.value > 0) return pass(`memory is limited to ${inWords(memory.value)}`, memory.origin);
  const written = memory.state === "known";
  return fail(written ? "the memory limit is switched off" : "no memory limit", [
    {
      message: `${workload.name} may use all memory of the host.`,
      at: written ? memory.origin : workload.anchor,
      remedies: [remedy],
    },
  ]);
}

function inWords(bytes: number): string {
  const mebibytes = bytes / 1024 ** 2;
  return mebibytes >= 1024 ? `${Number((mebibytes / 1024).toFixed(1))} GB` : `${Number(mebibytes.toFixed(1))} MB`;
}
