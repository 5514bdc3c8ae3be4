import type { Workload } from "../model/workload.ts";
import { cannotKnow, defineRule, fail, pass, type Result } from "./rule.ts";

export default defineRule({
  name: "no-privileged",
  row: "privileges",
  gates: true,
  preset: "default",
  severity: "critical",
  confidence: "high",
  kinds: ["compose", "run"],
  docs: {
    summary: "Run no privileged containers",
    why: "A privileged container has every capability, every device of the host, a writable /sys and /proc, and neither seccomp filter nor AppArmor profile. Root in it mounts the host's disk and is root on the host.",
    fix: "Remove it. Give the one capability (`cap_add`) or the one device (`devices`) that the program asks for.",
    derivation:
      "Attacker: code execution as root in the container. Adds: the host's disks and kernel, so root on the host. Critical.",
    limits: "`privileged` below `build:` concerns the build alone and is not judged.",
    references: [
      "https://docs.docker.com/engine/containers/run/#runtime-privilege-and-linux-capabilities",
      "https://docs.docker.com/reference/compose-file/services/#privileged",
    ],
  },
  maps: { cis: ["5.5"], owasp: ["RULE #3"], cwe: [250], kics: ["ae5b6871"], composeLint: ["CL-0002"] },
  check,
  examples: [
    {
      title: "privileged",
      kind: "compose",
      files: { "compose.yaml": "services:\n  dind:\n    image: docker:27-dind\n    privileged: ⟦true⟧\n" },
      verdict: "fail",
    },
    {
      title: "an override file makes it privileged",
      kind: "compose",
      files: {
        "compose.yaml": "services:\n  app:\n    image: nginx:1.27\n    privileged: false\n",
        "compose.override.yaml": 'services:\n  app:\n    privileged: ⟦"yes"⟧\n',
      },
      verdict: "fail",
    },
    {
      title: "not privileged",
      kind: "compose",
      files: { "compose.yaml": "services:\n  app:\n    image: nginx:1.27\n    privileged: false\n" },
      verdict: "pass",
    },
    {
      title: "a variable decides",
      kind: "compose",
      files: { "compose.yaml": "services:\n  app:\n    image: nginx:1.27\n    privileged: ${PRIVILEGED}\n" },
      verdict: "unknown",
    },
    { title: "on a run line", kind: "run", files: { "run.sh": "docker run ⟦--privileged⟧ docker:27-dind\n" }, verdict: "fail" },
    {
      title: "switched off on a run line",
      kind: "run",
      files: { "run.sh": "docker run --privileged=false nginx:1.27\n" },
      verdict: "pass",
    },
  ],
});

function check(workload: Workload): Result {
  const { privileged, name } = workload;
  if (privileged.state === "unknown") return cannotKnow(privileged.reason, privileged.origin);
  if (privileged.state === "unset" || !privileged.value) return pass("not privileged", privileged.origin);
  return fail("privileged", [
    {
      message: `${name} is privileged: root in it is root on the host.`,
      at: privileged.origin,
      remedies: [
        {
          kind: "remove-privileged",
          title: "Remove it and grant only the capability or device that is needed",
          safety: "manual",
        },
      ],
    },
  ]);
}
