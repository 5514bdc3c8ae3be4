import type { Workload } from "../model/workload.ts";
import { cannotKnow, defineRule, fail, pass, type Remedy, type Result } from "./rule.ts";

export default defineRule({
  name: "cpu-limit",
  row: "resource-limits",
  gates: true,
  preset: "default",
  severity: "low",
  confidence: "high",
  kinds: ["compose", "run"],
  docs: {
    summary: "Limit CPU time",
    why: "Without a limit a container in a loop, or one that mines for an intruder, takes every core, and all others of the host slow down.",
    fix: "Set `cpus` or `deploy.resources.limits.cpus` (`--cpus`).",
    derivation:
      "Attacker: a client that can make the program compute. Adds: slow neighbours. Low: they get slow, they do not stop.",
    limits:
      "0 is no limit. Shares (`cpu_shares`) and reservations are weights, no limit. `cpu_quota` and `cpuset` are limits too.",
    references: [
      "https://docs.docker.com/engine/containers/resource_constraints/#cpu",
      "https://docs.docker.com/reference/compose-file/deploy/#resources",
    ],
  },
  maps: { cis: ["5.12"], owasp: ["RULE #7"], cwe: [770], kics: ["6b610c50"], composeLint: ["CL-0026"] },
  check,
  examples: [
    {
      title: "only weights",
      kind: "compose",
      files: { "compose.yaml": "services:\n  ⟦web⟧:\n    image: nginx:1.27\n    cpu_shares: 512\n" },
      verdict: "fail",
    },
    {
      title: "zero is none",
      kind: "compose",
      files: { "compose.yaml": "services:\n  web:\n    image: nginx:1.27\n    cpus: ⟦0⟧\n" },
      verdict: "fail",
    },
    {
      title: "cpus",
      kind: "compose",
      files: { "compose.yaml": "services:\n  web:\n    image: nginx:1.27\n    cpus: 0.5\n" },
      verdict: "pass",
    },
    {
      title: "deploy",
      kind: "compose",
      files: {
        "compose.yaml":
          "services:\n  web:\n    image: nginx:1.27\n    deploy:\n      resources:\n        limits:\n          cpus: '1.5'\n",
      },
      verdict: "pass",
    },
    {
      title: "a quota",
      kind: "compose",
      files: { "compose.yaml": "services:\n  web:\n    image: nginx:1.27\n    cpu_quota: 50000\n" },
      verdict: "pass",
    },
    {
      title: "a variable decides",
      kind: "compose",
      files: { "compose.yaml": "services:\n  web:\n    image: nginx:1.27\n    cpus: ${CPUS}\n" },
      verdict: "unknown",
    },
    { title: "a run line without it", kind: "run", files: { "run.sh": "docker run -m 64m ⟦nginx:1.27⟧\n" }, verdict: "fail" },
    {
      title: "a run line with it",
      kind: "run",
      files: { "run.sh": "docker run --cpuset-cpus=0,1 nginx:1.27\n" },
      verdict: "pass",
    },
  ],
});

const remedy: Remedy = {
  kind: "set-cpu-limit",
  title: "Set a CPU limit",
  safety: "unsafe",
  breaks: "a program that needs more gets slow",
};

function check(workload: Workload): Result {
  const { cpus } = workload.limits;
  if (cpus.state === "unknown") return cannotKnow(cpus.reason, cpus.origin);
  if (cpus.state === "known" && cpus.value > 0)
    return pass(`CPU is limited to ${Number(cpus.value.toFixed(2))} core${cpus.value === 1 ? "" : "s"}`, cpus.origin);
  const written = cpus.state === "known";
  return fail(written ? "the CPU limit is switched off" : "no CPU limit", [
    {
      message: `${workload.name} may use all CPU time of the host.`,
      at: written ? cpus.origin : workload.anchor,
      remedies: [remedy],
    },
  ]);
}
