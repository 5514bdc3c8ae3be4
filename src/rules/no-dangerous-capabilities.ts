import { allCapabilities } from "../catalog/capabilities.ts";
import { readCapabilities, type WrittenCapability } from "../model/capability-set.ts";
import type { Workload } from "../model/workload.ts";
import { cannotKnow, defineRule, fail, pass, type Problem, type Result } from "./rule.ts";

export default defineRule({
  name: "no-dangerous-capabilities",
  row: "capabilities",
  gates: true,
  preset: "default",
  severity: "critical",
  confidence: "high",
  kinds: ["compose", "run"],
  docs: {
    summary: "Add no capability that hands over the host",
    why: "SYS_ADMIN mounts file systems, SYS_MODULE loads code into the kernel, SYS_PTRACE and DAC_READ_SEARCH reach other processes and the host's files, ALL is all of them. None of these is confined by a namespace.",
    fix: "Remove it. Look for the narrow way: a device, a sysctl, a tmpfs, a job on the host.",
    derivation:
      "Attacker: code execution as root in the container. Adds: for ALL, SYS_ADMIN and their like the host (critical); for those that reach into the kernel or the network of all (BPF, SYSLOG, NET_ADMIN and others) a wide way in (high).",
    limits:
      "NET_ADMIN passes here where the image is known to need it (VPN, DHCP) and has a network of its own; drop-capabilities then asks for evidence. Added capabilities give a process that is not root nothing, but its setuid programs get them.",
    references: [
      "https://man7.org/linux/man-pages/man7/capabilities.7.html",
      "https://docs.docker.com/engine/containers/run/#runtime-privilege-and-linux-capabilities",
    ],
  },
  maps: {
    cis: ["5.4"],
    owasp: ["RULE #3"],
    cwe: [250],
    kics: ["ce76b7d0"],
    composeLint: ["CL-0011", "CL-0024", "CL-0028", "CL-0030"],
  },
  check,
  examples: [
    {
      title: "capabilities that are the host",
      kind: "compose",
      files: {
        "compose.yaml":
          "services:\n  fuse:\n    image: alpine:3.22\n    cap_add:\n      - ⟦SYS_ADMIN⟧\n      - ⟦cap_sys_module⟧\n      - CHOWN\n",
      },
      verdict: "fail",
    },
    {
      title: "all of them",
      kind: "compose",
      files: { "compose.yaml": "services:\n  app:\n    image: alpine:3.22\n    cap_drop: [ALL]\n    cap_add: [⟦all⟧]\n" },
      verdict: "fail",
    },
    {
      title: "the network of the host",
      kind: "compose",
      files: {
        "compose.yaml": "services:\n  app:\n    image: alpine:3.22\n    network_mode: host\n    cap_add: [⟦NET_ADMIN⟧]\n",
      },
      verdict: "fail",
    },
    {
      title: "harmless ones",
      kind: "compose",
      files: { "compose.yaml": "services:\n  app:\n    image: alpine:3.22\n    cap_add: [CHOWN, NET_BIND_SERVICE]\n" },
      verdict: "pass",
    },
    {
      title: "a variable decides",
      kind: "compose",
      files: { "compose.yaml": 'services:\n  app:\n    image: alpine:3.22\n    cap_add: ["${CAP}"]\n' },
      verdict: "unknown",
    },
    {
      title: "on a run line",
      kind: "run",
      files: { "run.sh": "docker run ⟦--cap-add=SYS_PTRACE⟧ alpine:3.22\n" },
      verdict: "fail",
    },
    {
      title: "a run line with a harmless one",
      kind: "run",
      files: { "run.sh": "docker run --cap-add SETUID alpine:3.22\n" },
      verdict: "pass",
    },
  ],
});

function check(workload: Workload): Result {
  const { capAdd, name } = workload;
  const problems: Problem[] = [];
  const names: string[] = [];
  for (const capability of readCapabilities(capAdd)) {
    const danger = dangerOf(workload, capability);
    if (danger === undefined) continue;
    names.push(capability.name);
    problems.push({
      message: `${name} adds ${capability.name}: ${danger.what}.`,
      at: capability.origin,
      severity: danger.critical ? "critical" : "high",
      remedies: [
        {
          kind: "remove-capability",
          title: `Do not add ${capability.name}`,
          safety: "manual",
          data: { capability: capability.text },
        },
      ],
    });
  }
  if (problems.length > 0) return fail(`${names.join(", ")} ${names.length > 1 ? "are" : "is"} added`, problems);
  const open = capAdd.items.find((item) => item.state === "unknown");
  if (open?.state === "unknown") return cannotKnow(open.reason, open.origin);
  return capAdd.complete
    ? pass("no dangerous capability is added")
    : cannotKnow(capAdd.reason ?? "not all options are known", capAdd.origin);
}

function dangerOf(
  workload: Workload,
  { name }: WrittenCapability,
): { readonly what: string; readonly critical: boolean } | undefined {
  if (name === "ALL") return { what: "all capabilities together are root on the host", critical: true };
  const capability = allCapabilities().get(name);
  if (capability?.tier === "host") return { what: `it ${shortly(capability.danger)}`, critical: true };
  if (capability?.tier !== "kernel") return undefined;
  const { network } = workload.namespaces;
  const ownNetwork = network.state === "unset" || (network.state === "known" && network.value !== "host");
  if (name === "NET_ADMIN" && ownNetwork && workload.facts?.capabilities?.capabilities.includes(name) === true) return undefined;
  return { what: `it ${shortly(capability.danger)}`, critical: false };
}

/** What it does by itself; the table goes on with what it does together with others. */
function shortly(danger: string): string {
  return danger.split(";")[0] ?? danger;
}
