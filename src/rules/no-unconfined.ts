import { unconfinedOptions } from "../model/security-options.ts";
import type { Workload } from "../model/workload.ts";
import { cannotKnow, defineRule, fail, pass, type Result } from "./rule.ts";

export default defineRule({
  name: "no-unconfined",
  row: "privileges",
  gates: true,
  preset: "default",
  severity: "high",
  confidence: "high",
  kinds: ["compose", "run"],
  docs: {
    summary: "Keep seccomp, AppArmor, SELinux and the masks over /proc on",
    why: "The engine's seccomp profile keeps about 40 system calls from containers, and its AppArmor or SELinux policy keeps them from the host's files. Most escapes through the kernel of the last years needed a call or a file that these defaults deny.",
    fix: "Remove the option. Where one system call is missing, give a profile of your own: `seccomp=profile.json`.",
    derivation:
      "Attacker: code execution in the container and a flaw in the kernel. Adds: the calls and files that reach the flaw. High.",
    limits:
      "What a profile of your own allows is not read. Options that the host does not support are reported all the same. `writable-cgroups` is not judged.",
    references: ["https://docs.docker.com/engine/security/seccomp/", "https://docs.docker.com/engine/security/apparmor/"],
  },
  maps: { cis: ["5.2", "5.3", "5.22"], owasp: ["RULE #6"], cwe: [693], kics: ["404fde2c"], composeLint: ["CL-0009"] },
  check,
  examples: [
    {
      title: "filters taken away",
      kind: "compose",
      files: {
        "compose.yaml":
          "services:\n  app:\n    image: alpine:3.22\n    security_opt:\n      - ⟦seccomp:unconfined⟧\n      - ⟦apparmor=unconfined⟧\n      - ⟦label:disable⟧\n      - ⟦systempaths=unconfined⟧\n",
      },
      verdict: "fail",
    },
    {
      title: "the last value of a key counts",
      kind: "compose",
      files: {
        "compose.yaml":
          "services:\n  app:\n    image: alpine:3.22\n    security_opt: [seccomp=unconfined, seccomp=profile.json, no-new-privileges]\n",
      },
      verdict: "pass",
    },
    {
      title: "a label that does not disable",
      kind: "compose",
      files: { "compose.yaml": "services:\n  app:\n    image: alpine:3.22\n    security_opt: [label:user:app]\n" },
      verdict: "pass",
    },
    {
      title: "a variable decides",
      kind: "compose",
      files: { "compose.yaml": 'services:\n  app:\n    image: alpine:3.22\n    security_opt: ["seccomp=${PROFILE}"]\n' },
      verdict: "unknown",
    },
    {
      title: "on a run line",
      kind: "run",
      files: { "run.sh": "docker run ⟦--security-opt seccomp=unconfined⟧ alpine:3.22\n" },
      verdict: "fail",
    },
    {
      title: "a run line with a profile",
      kind: "run",
      files: { "run.sh": "docker run --security-opt seccomp=profile.json alpine:3.22\n" },
      verdict: "pass",
    },
  ],
});

function check(workload: Workload): Result {
  const { securityOpt } = workload;
  const found = unconfinedOptions(workload);
  if (found.length > 0) {
    return fail(
      `${found.map(({ option }) => option.text).join(", ")} takes confinement away`,
      found.map(({ option, what }) => ({
        message: `${workload.name} runs without ${what}.`,
        at: option.origin,
        remedies: [
          {
            kind: "remove-security-option",
            title: "Remove the option",
            safety: "unsafe",
            breaks: "what the default policy denies",
            data: { option: option.text },
          },
        ],
      })),
    );
  }
  const open = securityOpt.items.find((item) => item.state === "unknown");
  if (open?.state === "unknown") return cannotKnow(open.reason, open.origin);
  return securityOpt.complete
    ? pass("confinement is on")
    : cannotKnow(securityOpt.reason ?? "not all security options are known", securityOpt.origin);
}
