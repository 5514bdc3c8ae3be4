import { needHere } from "../model/capability-need.ts";
import { droppedOf, knownNeed, readCapabilities, type WrittenCapability } from "../model/capability-set.ts";
import type { Project } from "../model/project.ts";
import type { Workload } from "../model/workload.ts";
import { cannotKnow, defineRule, fail, pass, type Problem, type Remedy, type Result, type RuleContext } from "./rule.ts";

export default defineRule({
  name: "drop-capabilities",
  row: "capabilities",
  gates: true,
  preset: "default",
  severity: "medium",
  confidence: "high",
  kinds: ["compose", "run"],
  docs: {
    summary: "Drop all capabilities and add only those that are needed",
    why: "Docker gives root in a container 14 capabilities, among them raw sockets (spoofing of neighbours), the right to pass all file permissions, and to make device files. Hardly a server needs more than three of them.",
    fix: "Write `cap_drop: [ALL]` and add back what the start needs. Run as another user than root and nothing has to be added at all. `seaworthy prove` finds the smallest set by experiment.",
    derivation:
      "Attacker: code execution as root in the container. Adds: the 14 default capabilities. Medium: they help on the way to neighbours and the host, none is the way by itself.",
    limits:
      "A capability that is added passes only where this version of the image is known to need it with what is mounted here; otherwise the row is unknown, never failed. DAC_OVERRIDE counts where an image needs to read files of others: DAC_READ_SEARCH reaches files of the host. Added capabilities give a process that is not root nothing.",
    references: [
      "https://docs.docker.com/engine/security/#linux-kernel-capabilities",
      "https://docs.docker.com/reference/compose-file/services/#cap_drop",
    ],
  },
  maps: { cis: ["5.4"], owasp: ["RULE #3"], cwe: [250], kics: ["ce76b7d0"], composeLint: ["CL-0006"] },
  check,
  examples: [
    {
      title: "nothing is dropped",
      kind: "compose",
      files: { "compose.yaml": "services:\n  ⟦web⟧:\n    image: nginx:1.27\n" },
      verdict: "fail",
    },
    {
      title: "only some are dropped",
      kind: "compose",
      files: { "compose.yaml": "services:\n  ⟦web⟧:\n    image: nginx:1.27\n    cap_drop: [NET_RAW, MKNOD]\n" },
      verdict: "fail",
    },
    {
      title: "a spelling that the engine refuses",
      kind: "compose",
      files: { "compose.yaml": "services:\n  web:\n    image: nginx:1.27\n    cap_drop: [⟦CAP_ALL⟧]\n" },
      verdict: "fail",
    },
    {
      title: "privileged gives everything back",
      kind: "compose",
      files: { "compose.yaml": "services:\n  web:\n    image: nginx:1.27\n    cap_drop: [ALL]\n    privileged: ⟦true⟧\n" },
      verdict: "fail",
    },
    {
      title: "all dropped",
      kind: "compose",
      files: { "compose.yaml": "services:\n  web:\n    image: nginx:1.27\n    cap_drop:\n      - all\n" },
      verdict: "pass",
    },
    {
      title: "what this version was measured to need is added",
      kind: "compose",
      files: {
        "compose.yaml": "services:\n  cache:\n    image: redis:7\n    cap_drop: [ALL]\n    cap_add: [SETGID, cap_setuid]\n",
      },
      verdict: "pass",
    },
    {
      title: "the entrypoint has to hand over a folder that the engine makes",
      kind: "compose",
      files: {
        "compose.yaml":
          "services:\n  cache:\n    image: redis:7\n    cap_drop: [ALL]\n    cap_add: [CHOWN, SETGID, SETUID]\n    volumes: [./data:/data]\n",
      },
      verdict: "pass",
    },
    {
      title: "a named volume has the owner of the image's folder",
      kind: "compose",
      files: {
        "compose.yaml":
          "services:\n  cache:\n    image: redis:7\n    cap_drop: [ALL]\n    cap_add: [CHOWN, SETGID, SETUID]\n    volumes: [data:/data]\nvolumes: { data: {} }\n",
      },
      verdict: "unknown",
    },
    {
      title: "nobody knows whether it is needed",
      kind: "compose",
      files: {
        "compose.yaml":
          "services:\n  app:\n    image: registry.example.com/team/app:1.4\n    cap_drop: [ALL]\n    cap_add: [CHOWN]\n",
      },
      verdict: "unknown",
    },
    {
      title: "a run line without it",
      kind: "run",
      files: { "run.sh": "docker run --cap-add NET_RAW ⟦nginx:1.27⟧\n" },
      verdict: "fail",
    },
    { title: "a run line with it", kind: "run", files: { "run.sh": "docker run --cap-drop=ALL nginx:1.27\n" }, verdict: "pass" },
  ],
});

const remedy: Remedy = {
  kind: "drop-capabilities",
  title: "Drop all capabilities",
  safety: "unsafe",
  breaks: "what the program does as root: changing users, owners of files, ports of a host network",
};

function check(workload: Workload, { project }: RuleContext): Result {
  const { capDrop, capAdd, privileged, name } = workload;
  const dropped = droppedOf(workload);
  const given = privileged.state === "known" && privileged.value;
  if (!dropped) {
    const open = given ? undefined : capDrop.items.find((item) => item.state === "unknown");
    if (open?.state === "unknown") return cannotKnow(open.reason, open.origin);
    if (!given && !capDrop.complete) return cannotKnow(capDrop.reason ?? "not all options are known", capDrop.origin);
    return fail("cap_drop: ALL is missing", [notDropped(workload)]);
  }
  if (given) {
    return fail("privileged gives all capabilities back", [
      { message: `${name} drops all capabilities and gets them back by being privileged.`, at: privileged.origin },
    ]);
  }
  if (privileged.state === "unknown")
    return cannotKnow(`whether it is privileged is not known: ${privileged.reason}`, privileged.origin);
  const open = capAdd.items.find((item) => item.state === "unknown");
  if (open?.state === "unknown") return cannotKnow(open.reason, open.origin);
  if (!capAdd.complete) return cannotKnow(capAdd.reason ?? "not all options are known", capAdd.origin);
  const added = readCapabilities(capAdd);
  const base = dropped.how === "all" ? "all capabilities are dropped" : "every default capability is dropped by name";
  return added.length === 0 ? pass(base, dropped.at) : judgeAdded(workload, added, base, project);
}

function notDropped(workload: Workload): Problem {
  const refused = readCapabilities(workload.capDrop).find((capability) => capability.refused && /all/i.test(capability.text));
  if (refused)
    return {
      message: `The engine refuses ${refused.text} in cap_drop of ${workload.name}; write ALL.`,
      at: refused.origin,
      remedies: [remedy],
    };
  const { capDrop } = workload;
  const related =
    capDrop.items.length === 0
      ? {}
      : { related: [{ at: capDrop.items[0]?.origin ?? capDrop.origin, message: "only these are dropped" }] };
  return {
    message: `${workload.name} does not drop all capabilities, so root in it has ${capDrop.items.length === 0 ? "the engine's 14" : "what is left of the engine's 14"}.`,
    at: workload.anchor,
    ...related,
    remedies: [remedy],
  };
}

/** Each one must be needed for sure: by evidence on this very version, not under a condition that nobody sees from here. */
function judgeAdded(workload: Workload, added: readonly WrittenCapability[], base: string, project: Project): Result {
  const need = knownNeed(workload);
  const here = need !== undefined && need.evidence !== "general" ? needHere(need, workload, project.tree) : undefined;
  const open = added.filter(({ name }) => here?.sure.has(name) !== true);
  const names = open.map(({ text }) => text).join(", ");
  const [first] = open;
  if (!first)
    return pass(
      `${base}, and ${added.map(({ name }) => name).join(", ")} ${added.length > 1 ? "are" : "is"} needed (${need?.source ?? ""})`,
      ...added.map(({ origin }) => origin),
    );
  const verb = open.length > 1 ? "are" : "is";
  const refused = open.find((capability) => capability.refused);
  if (refused) return cannotKnow(`${refused.text} is no capability that the engine knows`, refused.origin);
  const condition = open.length === 1 ? need?.when?.[first.name] : undefined;
  const why =
    condition === undefined
      ? `nothing proves that ${names} ${verb} needed`
      : `${names} is needed only under a condition (${condition})`;
  return cannotKnow(`${base}, but ${why}`, ...open.map(({ origin }) => origin));
}
