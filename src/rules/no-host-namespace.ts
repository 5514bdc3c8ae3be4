import type { Fact } from "../model/fact.ts";
import type { Namespaces, Workload } from "../model/workload.ts";
import type { Origin } from "../source/origin.ts";
import { cannotKnow, defineRule, fail, pass, type Problem, type Result, type Severity } from "./rule.ts";

export default defineRule({
  name: "no-host-namespace",
  row: "privileges",
  gates: true,
  preset: "default",
  severity: "high",
  confidence: "high",
  kinds: ["compose", "run"],
  docs: {
    summary: "Keep containers in namespaces of their own",
    why: "With the host's network a container reaches every service that listens on the host's loopback and can bind any port. With its process namespace it sees and signals every process. With its IPC namespace it reads shared memory. `userns: host` takes the remapping of uids away where the engine does it.",
    fix: "Remove the setting. Publish the ports that are needed. Put two containers that must see each other into one namespace (`network_mode: service:NAME`, `pid: service:NAME`).",
    derivation:
      "Attacker: code execution in the container. Adds: for network, pid and ipc what other programs of the host guard by being local (high); for uts, cgroup and userns a host name, a view, or a second wall that is off by default (medium).",
    limits:
      "A namespace of another container that is not described here is unknown. On cgroup v1 the host's cgroup namespace is the default and is not reported.",
    references: [
      "https://docs.docker.com/engine/network/drivers/host/",
      "https://docs.docker.com/reference/compose-file/services/#network_mode",
      "https://docs.docker.com/engine/security/userns-remap/",
    ],
  },
  maps: {
    cis: ["5.10", "5.16", "5.17", "5.21", "5.31"],
    cwe: [668],
    kics: ["071a71ff", "4f31dd9f", "baa3890f", "8af7162d"],
    composeLint: ["CL-0008", "CL-0010"],
  },
  check,
  examples: [
    {
      title: "the host's network and processes",
      kind: "compose",
      files: {
        "compose.yaml":
          "services:\n  agent:\n    image: alpine:3.22\n    network_mode: ⟦host⟧\n    pid: ⟦host⟧\n    userns_mode: ⟦host⟧\n",
      },
      verdict: "fail",
    },
    {
      title: "through the namespace of another service",
      kind: "compose",
      files: {
        "compose.yaml":
          "services:\n  vpn:\n    image: alpine:3.22\n    network_mode: ⟦host⟧\n  app:\n    image: alpine:3.22\n    network_mode: ⟦service:vpn⟧\n",
      },
      verdict: "fail",
    },
    {
      title: "an external network that is the host's",
      kind: "compose",
      files: {
        "compose.yaml":
          "services:\n  app:\n    image: alpine:3.22\n    networks:\n      ⟦outside⟧:\nnetworks:\n  outside:\n    name: host\n    external: true\n",
      },
      verdict: "fail",
    },
    {
      title: "the namespace of a service that has its own",
      kind: "compose",
      files: {
        "compose.yaml":
          "services:\n  vpn:\n    image: alpine:3.22\n  app:\n    image: alpine:3.22\n    network_mode: service:vpn\n    ipc: private\n",
      },
      verdict: "pass",
    },
    {
      title: "of a container that is not here",
      kind: "compose",
      files: { "compose.yaml": "services:\n  app:\n    image: alpine:3.22\n    network_mode: container:vpn\n" },
      verdict: "unknown",
    },
    {
      title: "on a run line",
      kind: "run",
      files: { "run.sh": "docker run ⟦--net=host⟧ ⟦--ipc host⟧ ⟦--uts=host⟧ alpine:3.22\n" },
      verdict: "fail",
    },
    {
      title: "a run line in namespaces of its own",
      kind: "run",
      files: { "run.sh": "docker run --network backend alpine:3.22\n" },
      verdict: "pass",
    },
  ],
});

const kinds: readonly (readonly [keyof Namespaces, string, Severity, string])[] = [
  ["network", "network", "high", "services that listen only locally are within its reach"],
  ["pid", "process", "high", "it sees and signals every process"],
  ["ipc", "IPC", "high", "it reads and writes shared memory of other programs"],
  ["uts", "UTS", "medium", "it sees the host's name and with CAP_SYS_ADMIN changes it"],
  ["userns", "user", "medium", "remapping of uids is off for it"],
  ["cgroup", "cgroup", "medium", "it sees the control groups of all processes"],
];

function check(workload: Workload): Result {
  const problems: Problem[] = [];
  const shared: string[] = [];
  let open: { readonly reason: string; readonly at: Origin } | undefined;
  for (const [key, noun, severity, effect] of kinds) {
    const fact = workload.namespaces[key];
    const judged = judge(fact, noun);
    if (judged === undefined) continue;
    if (judged !== "host") {
      open ??= { reason: judged, at: fact.origin };
      continue;
    }
    shared.push(noun);
    problems.push({
      message: `${workload.name} shares the host's ${noun} namespace: ${effect}.`,
      at: fact.origin,
      severity,
      remedies: [
        {
          kind: "remove-host-namespace",
          title: `Give it a ${noun} namespace of its own`,
          safety: "unsafe",
          breaks: "what it sees, shares or reaches through the host's namespace",
          data: { namespace: key },
        },
      ],
    });
  }
  if (problems.length > 0) return fail(`shares the host's ${shared.join(", ")} namespace`, problems);
  return open ? cannotKnow(open.reason, open.at) : pass("namespaces of its own");
}

/** "host", why it is not known, or undefined for one of its own. */
function judge(fact: Fact<string>, noun: string): string | undefined {
  if (fact.state === "unknown") return `${noun} namespace: ${fact.reason}`;
  if (fact.state === "unset") return undefined;
  const value = fact.value.trim().toLowerCase();
  if (value === "host") return "host";
  return value.startsWith("container:")
    ? `it joins the ${noun} namespace of the container ${fact.value.slice("container:".length)}, which is not described here`
    : undefined;
}
