import { engineSocketAt } from "../catalog/engine-sockets.ts";
import { sensitiveHostPath } from "../catalog/host-paths.ts";
import { climbsFar, hostSourceOf, openMount, type HostSource } from "../model/host-source.ts";
import type { Mount, Workload } from "../model/workload.ts";
import type { Origin } from "../source/origin.ts";
import {
  cannotKnow,
  defineRule,
  fail,
  pass,
  type Confidence,
  type Problem,
  type Remedy,
  type Result,
  type Severity,
} from "./rule.ts";

export default defineRule({
  name: "no-sensitive-mount",
  row: "privileges",
  gates: true,
  preset: "default",
  severity: "high",
  confidence: "high",
  kinds: ["compose", "run"],
  docs: {
    summary: "Mount no sensitive paths of the host",
    why: "A container that can write `/etc`, `/usr`, `/root` or the like changes what the host runs as root at the next login or job. One that can read them has password hashes, keys and the settings of other containers.",
    fix: "Mount the one file or folder that the program needs, read-only. Keep data in named volumes.",
    derivation:
      "Attacker: code execution in the container with the uid that owns the files (root by default). Adds: root on the host by a written file, or its keys by a read one. High; medium where a read-only mount shows settings but no keys.",
    limits:
      "Single harmless files below such folders (`/etc/localtime`, `/etc/timezone`, certificates) and read-only kernel modules pass. Application data below `/srv`, `/opt`, `/mnt` and in homes passes. Mount propagation is not judged: without CAP_SYS_ADMIN it gives nothing.",
    references: [
      "https://docs.docker.com/engine/storage/bind-mounts/",
      "https://docs.docker.com/engine/security/#docker-daemon-attack-surface",
    ],
  },
  maps: { cis: ["5.6"], owasp: ["RULE #8"], cwe: [668, 732], kics: ["1c1325ff"], composeLint: ["CL-0013", "CL-0025"] },
  check,
  examples: [
    {
      title: "the host's configuration and root folder",
      kind: "compose",
      files: {
        "compose.yaml":
          "services:\n  agent:\n    image: alpine:3.22\n    volumes:\n      - ⟦/etc:/host/etc⟧\n      - ⟦type: bind\n        source: /\n        target: /host\n        read_only: true⟧\n",
      },
      verdict: "fail",
    },
    {
      title: "keys of a user",
      kind: "compose",
      files: {
        "compose.yaml":
          "services:\n  deploy:\n    image: alpine:3.22\n    volumes:\n      - ⟦~/.ssh:/root/.ssh:ro⟧\n      - ⟦${HOME}/.aws:/root/.aws:ro⟧\n",
      },
      verdict: "fail",
    },
    {
      title: "a volume that is a disk of the host",
      kind: "compose",
      files: {
        "compose.yaml":
          "services:\n  db:\n    image: postgres:17\n    volumes:\n      - ⟦disk:/var/lib/postgresql/data⟧\nvolumes:\n  disk:\n    driver_opts:\n      type: ext4\n      device: /dev/sda1\n",
      },
      verdict: "fail",
    },
    {
      title: "harmless files and folders",
      kind: "compose",
      files: {
        "compose.yaml":
          "services:\n  web:\n    image: nginx:1.27\n    volumes:\n      - /etc/localtime:/etc/localtime:ro\n      - /lib/modules:/lib/modules:ro\n      - ./html:/usr/share/nginx/html:ro\n      - /srv/data:/data\n      - cache:/var/cache/nginx\nvolumes:\n  cache:\n",
      },
      verdict: "pass",
    },
    {
      title: "nobody knows what is mounted",
      kind: "compose",
      files: { "compose.yaml": "services:\n  web:\n    image: nginx:1.27\n    volumes:\n      - ${HOST_ROOT}/etc:/config\n" },
      verdict: "unknown",
    },
    {
      title: "on a run line",
      kind: "run",
      files: {
        "run.sh": "docker run ⟦-v /proc:/host/proc:ro⟧ ⟦--mount type=bind,source=/usr/bin,target=/usr/bin⟧ alpine:3.22\n",
      },
      verdict: "fail",
    },
    {
      title: "a run line with data of its own",
      kind: "run",
      files: { "run.sh": "docker run -v $(pwd)/data:/data -v cache:/cache alpine:3.22\n" },
      verdict: "pass",
    },
  ],
});

const remedy: Remedy = {
  kind: "remove-mount",
  title: "Mount only the file or folder that is needed, read-only",
  safety: "manual",
};

function check(workload: Workload): Result {
  const { mounts, name } = workload;
  const problems: Problem[] = [];
  let open: { readonly reason: string; readonly at: Origin } | undefined;
  for (const item of mounts.items) {
    if (item.state !== "known") {
      if (item.state === "unknown") open ??= { reason: item.reason, at: item.origin };
      continue;
    }
    const mount = item.value;
    const source = hostSourceOf(mount);
    const judged = source && judge(mount, source);
    if (judged === "open" && source) open ??= { reason: openMount(mount, source), at: item.origin };
    else if (judged !== undefined && judged !== "open") problems.push(problemOf(name, mount, judged, item.origin));
  }
  if (problems.length > 0) return fail("sensitive paths of the host are mounted", problems);
  if (!mounts.complete) open ??= { reason: mounts.reason ?? "not all mounts are known", at: mounts.origin };
  return open ? cannotKnow(open.reason, open.at) : pass("no sensitive path of the host is mounted");
}

interface Judged {
  readonly path: string;
  readonly what: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
}

function problemOf(name: string, mount: Mount, judged: Judged, at: Origin): Problem {
  const { path, what, severity, confidence } = judged;
  const how = mount.readOnly ? "read-only" : "to write";
  return { message: `${name} mounts ${path} of the host ${how}: ${what}.`, at, severity, confidence, remedies: [remedy] };
}

function judge(mount: Mount, source: HostSource): Judged | "open" | undefined {
  if (source.kind === "inside") return undefined;
  if (source.kind === "path") return risk(source.path, mount, "high");
  if (source.kind === "climbing") {
    const found = risk(source.rest, mount, "medium");
    if (found === undefined || found.what.startsWith("keys")) return found;
    return climbsFar(source) ? { ...found, path: mount.source ?? found.path } : source.levels > 1 ? "open" : undefined;
  }
  if (source.tail === "") return "open";
  const found = risk(source.tail, mount, "high");
  return found === undefined || found.what.startsWith("keys") ? found && { ...found, path: mount.source ?? found.path } : "open";
}

function risk(path: string, mount: Mount, confidence: Confidence): Judged | undefined {
  // A disk that a volume mounts, not the device file.
  if (mount.device?.startsWith("/dev/")) return { path: mount.device, what: "a disk of the host", severity: "high", confidence };
  const socket = engineSocketAt(path);
  if (socket && path !== "/" && path !== "/run") return undefined;
  const found = sensitiveHostPath(path);
  const severity = mount.readOnly ? found?.readOnly : found?.writable;
  return found && severity
    ? { path: path === "/run" ? (mount.device ?? mount.source ?? path) : path, what: found.what, severity, confidence }
    : undefined;
}
