import type { Workload } from "../model/workload.ts";
import { cannotKnow, defineRule, fail, pass, type Remedy, type Result } from "./rule.ts";

export default defineRule({
  name: "pids-limit",
  row: "resource-limits",
  gates: false,
  preset: "strict",
  severity: "low",
  confidence: "high",
  kinds: ["compose", "run"],
  docs: {
    summary: "Limit the number of processes",
    why: "Without a limit a fork bomb in one container uses up the process ids of the host, and nobody can start a program any more, a shell to repair it included.",
    fix: "Set `pids_limit` or `deploy.resources.limits.pids` (`--pids-limit`) to twice what the program uses at its peak.",
    derivation:
      "Attacker: code execution in the container. Adds: loss of the host's process table. Low and advisory: a memory limit stops most of it earlier.",
    limits: "0 and -1 are no limit.",
    references: [
      "https://docs.docker.com/reference/cli/docker/container/run/#pids-limit",
      "https://docs.docker.com/reference/compose-file/services/#pids_limit",
    ],
  },
  maps: { cis: ["5.29"], owasp: ["RULE #7"], cwe: [770], kics: ["221e0658"] },
  check,
  examples: [
    {
      title: "none",
      kind: "compose",
      files: { "compose.yaml": "services:\n  ⟦web⟧:\n    image: nginx:1.27\n" },
      verdict: "fail",
    },
    {
      title: "-1 is none",
      kind: "compose",
      files: { "compose.yaml": "services:\n  web:\n    image: nginx:1.27\n    pids_limit: ⟦-1⟧\n" },
      verdict: "fail",
    },
    {
      title: "limited",
      kind: "compose",
      files: { "compose.yaml": "services:\n  web:\n    image: nginx:1.27\n    pids_limit: 100\n" },
      verdict: "pass",
    },
    {
      title: "a variable decides",
      kind: "compose",
      files: { "compose.yaml": "services:\n  web:\n    image: nginx:1.27\n    pids_limit: ${PIDS}\n" },
      verdict: "unknown",
    },
    { title: "a run line without it", kind: "run", files: { "run.sh": "docker run ⟦nginx:1.27⟧\n" }, verdict: "fail" },
    {
      title: "a run line with it",
      kind: "run",
      files: { "run.sh": "docker run --pids-limit 100 nginx:1.27\n" },
      verdict: "pass",
    },
  ],
});

const remedy: Remedy = {
  kind: "set-pids-limit",
  title: "Set a limit for processes",
  safety: "unsafe",
  breaks: "a program that starts more fails",
};

function check(workload: Workload): Result {
  const { pids } = workload.limits;
  if (pids.state === "unknown") return cannotKnow(pids.reason, pids.origin);
  if (pids.state === "known" && pids.value > 0) return pass(`processes are limited to ${pids.value}`, pids.origin);
  const written = pids.state === "known";
  return fail(written ? "the process limit is switched off" : "no process limit", [
    {
      message: `${workload.name} may start any number of processes.`,
      at: written ? pids.origin : workload.anchor,
      remedies: [remedy],
    },
  ]);
}
