import type { FactList } from "../model/fact.ts";
import type { Workload } from "../model/workload.ts";
import type { Origin } from "../source/origin.ts";
import { cannotKnow, defineRule, fail, pass, type Problem, type Result } from "./rule.ts";

export default defineRule({
  name: "no-host-device",
  row: "privileges",
  gates: true,
  preset: "default",
  severity: "high",
  confidence: "high",
  kinds: ["compose", "run"],
  docs: {
    summary: "Pass no devices of the host on",
    why: "A disk device gives every file of the host past its permissions, a memory device the kernel. Other devices give what their driver gives: a camera, a serial line, the display, and a driver to attack.",
    fix: "Remove it. Where a device is the purpose of the container, pass that one alone, with as few of `rwm` as will do, and accept the finding with a reason. Ask for a GPU with `gpus:`, `--gpus` or a CDI name.",
    derivation:
      "Attacker: code execution as root in the container. Adds: for disks, memory and wildcards the host (high); for other devices what they do and their driver as a way into the kernel (medium).",
    limits: "GPU requests and CDI names are no host devices. `/dev/null` and its like are in every container and pass.",
    references: [
      "https://docs.docker.com/reference/cli/docker/container/run/#device",
      "https://docs.docker.com/reference/compose-file/services/#devices",
    ],
  },
  maps: { cis: ["5.18"], cwe: [668], composeLint: ["CL-0016"] },
  check,
  examples: [
    {
      title: "a disk and a serial line",
      kind: "compose",
      files: {
        "compose.yaml":
          'services:\n  backup:\n    image: alpine:3.22\n    devices:\n      - ⟦"/dev/sda:/dev/sda"⟧\n      - ⟦/dev/ttyUSB0⟧\n',
      },
      verdict: "fail",
    },
    {
      title: "a rule for devices of a kind",
      kind: "compose",
      files: {
        "compose.yaml": "services:\n  backup:\n    image: alpine:3.22\n    device_cgroup_rules:\n      - ⟦'b *:* rwm'⟧\n",
      },
      verdict: "fail",
    },
    {
      title: "a GPU by request",
      kind: "compose",
      files: {
        "compose.yaml":
          "services:\n  model:\n    image: ollama/ollama:0.3.12\n    devices: [nvidia.com/gpu=all]\n    deploy:\n      resources:\n        reservations:\n          devices:\n            - driver: nvidia\n              count: 1\n              capabilities: [gpu]\n",
      },
      verdict: "pass",
    },
    {
      title: "a variable decides",
      kind: "compose",
      files: { "compose.yaml": "services:\n  zigbee:\n    image: alpine:3.22\n    devices:\n      - ${STICK}:/dev/ttyACM0\n" },
      verdict: "unknown",
    },
    {
      title: "on a run line",
      kind: "run",
      files: { "run.sh": "docker run ⟦--device=/dev/kmem⟧ ⟦--device-cgroup-rule 'c 189:* rwm'⟧ alpine:3.22\n" },
      verdict: "fail",
    },
    { title: "a run line with a GPU", kind: "run", files: { "run.sh": "docker run --gpus all alpine:3.22\n" }, verdict: "pass" },
  ],
});

/** In every container anyway, or without any state of the host. */
const harmless = /^\/dev\/(?:null|zero|full|random|urandom|tty|stdin|stdout|stderr|ptmx)$/;
/** Disks, memory, ports and all of /dev. */
const grave =
  /^\/(?:dev\/?)?$|^\/dev\/(?:sd|hd|vd|xvd|nvme|mmcblk|md|dm-|loop|sr|nbd|zd|mapper|disk|block|mem$|kmem$|port$|core$|kvm$|mtd|raw|vfio|bpf|hugepages)/;

function check(workload: Workload): Result {
  const { devices, deviceRules, name } = workload;
  const problems: Problem[] = [];
  for (const item of devices.items) {
    if (item.state !== "known" || !item.value.startsWith("/") || harmless.test(item.value)) continue;
    const severe = grave.test(item.value);
    const message = severe
      ? `${name} is given ${item.value} of the host, and with it the host's data or memory.`
      : `${name} is given the device ${item.value} of the host.`;
    problems.push({ message, at: item.origin, severity: severe ? "high" : "medium", remedies: [remedyFor(item.value)] });
  }
  for (const item of deviceRules.items) {
    if (item.state !== "known") continue;
    const severe = /^[ab]\b|^c\s+(?:\*|1):/.test(item.value.trim());
    problems.push({
      message: `${name} may make and open devices of the host by the rule "${item.value}".`,
      at: item.origin,
      severity: severe ? "high" : "medium",
      remedies: [remedyFor(item.value)],
    });
  }
  if (problems.length > 0) return fail("devices of the host are passed on", problems);
  const open = whatIsOpen(devices) ?? whatIsOpen(deviceRules);
  return open ? cannotKnow(open.reason, open.at) : pass("no device of the host is passed on");
}

function remedyFor(device: string): NonNullable<Problem["remedies"]>[number] {
  return { kind: "remove-device", title: "Remove the device", safety: "manual", data: { device } };
}

function whatIsOpen(list: FactList<string>): { readonly reason: string; readonly at: Origin } | undefined {
  for (const item of list.items) if (item.state === "unknown") return { reason: item.reason, at: item.origin };
  return list.complete ? undefined : { reason: list.reason ?? "not all devices are known", at: list.origin };
}
