import type { Workload } from "../model/workload.ts";
import { cannotKnow, defineRule, fail, pass, type Remedy, type Result } from "./rule.ts";

export default defineRule({
  name: "read-only-root",
  row: "read-only",
  gates: true,
  preset: "default",
  severity: "low",
  confidence: "high",
  kinds: ["compose", "run"],
  docs: {
    summary: "Make the root filesystem read-only",
    why: "On a writable root an intruder replaces programs and scripts, leaves tools and comes back after a restart of the process. On a read-only one only the folders that you named can be written, and those of a tmpfs can hold no programs to run.",
    fix: "Set `read_only: true` (`--read-only`) and give a tmpfs or a volume for each path that the program writes: see tmpfs-for-writes.",
    derivation:
      "Attacker: code execution in the container and write access to the file. Adds: a foothold that outlives the process. Low: it needs everything else first.",
    limits:
      "`/dev/shm` stays writable. Without the paths that a program writes it does not start, so this is never changed alone.",
    references: [
      "https://docs.docker.com/reference/compose-file/services/#read_only",
      "https://docs.docker.com/reference/cli/docker/container/run/#read-only",
    ],
  },
  maps: { cis: ["5.13"], owasp: ["RULE #8"], cwe: [732], composeLint: ["CL-0007"] },
  check,
  examples: [
    {
      title: "not set",
      kind: "compose",
      files: { "compose.yaml": "services:\n  ⟦web⟧:\n    image: nginx:1.27\n    tmpfs: /tmp\n" },
      verdict: "fail",
    },
    {
      title: "switched off",
      kind: "compose",
      files: { "compose.yaml": "services:\n  web:\n    image: nginx:1.27\n    read_only: ⟦false⟧\n" },
      verdict: "fail",
    },
    {
      title: "set",
      kind: "compose",
      files: { "compose.yaml": "services:\n  web:\n    image: nginx:1.27\n    read_only: true\n" },
      verdict: "pass",
    },
    {
      title: "a variable decides",
      kind: "compose",
      files: { "compose.yaml": "services:\n  web:\n    image: nginx:1.27\n    read_only: ${RO}\n" },
      verdict: "unknown",
    },
    { title: "a run line without it", kind: "run", files: { "run.sh": "docker run ⟦nginx:1.27⟧\n" }, verdict: "fail" },
    { title: "a run line with it", kind: "run", files: { "run.sh": "docker run --read-only nginx:1.27\n" }, verdict: "pass" },
  ],
});

const remedy: Remedy = {
  kind: "set-read-only",
  title: "Make the root filesystem read-only, with a tmpfs for each path that is written",
  safety: "unsafe",
  breaks: "writes to paths that get neither a tmpfs nor a volume",
};

function check(workload: Workload): Result {
  const { readOnlyRoot, name } = workload;
  if (readOnlyRoot.state === "unknown") return cannotKnow(readOnlyRoot.reason, readOnlyRoot.origin);
  if (readOnlyRoot.state === "known" && readOnlyRoot.value) return pass("the root filesystem is read-only", readOnlyRoot.origin);
  const off = readOnlyRoot.state === "known";
  return fail(off ? "read_only is switched off" : "read_only is not set", [
    {
      message: `The root filesystem of ${name} is writable.`,
      at: off ? readOnlyRoot.origin : workload.anchor,
      remedies: [remedy],
    },
  ]);
}
