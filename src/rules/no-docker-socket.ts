import { engineSocketAt, engineSocketName } from "../catalog/engine-sockets.ts";
import { climbsFar, hostSourceOf, openMount } from "../model/host-source.ts";
import type { Mount, Workload } from "../model/workload.ts";
import type { Origin } from "../source/origin.ts";
import { cannotKnow, defineRule, fail, pass, type Problem, type Remedy, type Result } from "./rule.ts";

export default defineRule({
  name: "no-docker-socket",
  row: "privileges",
  gates: true,
  preset: "default",
  severity: "critical",
  confidence: "high",
  kinds: ["compose", "run"],
  docs: {
    summary: "Keep the engine's socket out of containers",
    why: "Whoever can write to the engine's socket can start a privileged container with the host's root folder in it. The socket is root on the host, in one request. `:ro` changes nothing: it keeps the file from being replaced, not from being spoken to. A folder that holds the socket (`/run`, `/var/run`, `/`) hands it over as well.",
    fix: "Remove the mount. A program that only reads from the engine can speak to a socket proxy that lets a few requests through. A build can use rootless BuildKit.",
    derivation:
      "Attacker: code execution in the container, as root or as a member of the socket's group. Adds: root on the host. Critical.",
    limits:
      "A socket proxy is itself such a container and fails: that is where the risk is. A path behind a variable that has no value here is unknown. An engine on TCP is not looked at.",
    references: [
      "https://docs.docker.com/engine/security/#docker-daemon-attack-surface",
      "https://docs.docker.com/engine/security/protect-access/",
    ],
  },
  maps: { cis: ["5.32"], owasp: ["RULE #1"], cwe: [250, 284], kics: ["d6355c88"], composeLint: ["CL-0001"] },
  check,
  examples: [
    {
      title: "short syntax, read-only",
      kind: "compose",
      files: {
        "compose.yaml":
          "services:\n  agent:\n    image: traefik:3.1\n    volumes:\n      - ⟦/var/run/docker.sock:/var/run/docker.sock:ro⟧\n",
      },
      verdict: "fail",
    },
    {
      title: "long syntax",
      kind: "compose",
      files: {
        "compose.yaml":
          "services:\n  agent:\n    image: traefik:3.1\n    volumes:\n      - ⟦type: bind\n        source: /run/docker.sock\n        target: /docker.sock⟧\n",
      },
      verdict: "fail",
    },
    {
      title: "a folder above it, and a default behind a variable",
      kind: "compose",
      files: {
        "compose.yaml":
          "services:\n  agent:\n    image: traefik:3.1\n    volumes:\n      - ⟦/var/run:/host/run⟧\n      - ⟦${DOCKER_SOCK:-/var/run/docker.sock}:/s.sock⟧\n",
      },
      verdict: "fail",
    },
    {
      title: "a rootless engine's socket, and one by a path that climbs",
      kind: "compose",
      files: {
        "compose.yaml":
          "services:\n  agent:\n    image: traefik:3.1\n    volumes:\n      - ⟦${XDG_RUNTIME_DIR}/podman/podman.sock:/p.sock⟧\n      - ⟦../../../var/run/docker.sock:/s.sock⟧\n",
      },
      verdict: "fail",
    },
    {
      title: "a named volume that is the host's root",
      kind: "compose",
      files: {
        "compose.yaml":
          "services:\n  backup:\n    image: alpine:3.22\n    volumes:\n      - ⟦host:/host⟧\nvolumes:\n  host:\n    driver_opts:\n      type: none\n      o: bind\n      device: /\n",
      },
      verdict: "fail",
    },
    {
      title: "use_api_socket",
      kind: "compose",
      files: { "compose.yaml": "services:\n  ci:\n    image: docker:27-cli\n    use_api_socket: ⟦true⟧\n" },
      verdict: "fail",
    },
    {
      title: "one path is an empty volume, not the socket",
      kind: "compose",
      files: {
        "compose.yaml":
          "services:\n  web:\n    image: nginx:1.27\n    volumes:\n      - /var/run/docker.sock\n      - ./data:/var/run/data\n",
      },
      verdict: "pass",
    },
    {
      title: "nobody knows what is mounted",
      kind: "compose",
      files: { "compose.yaml": "services:\n  web:\n    image: nginx:1.27\n    volumes:\n      - ${WHERE}:/data\n" },
      verdict: "unknown",
    },
    {
      title: "on a run line",
      kind: "run",
      files: {
        "run.sh": 'docker run ⟦-v "/var/run/docker.sock:/var/run/docker.sock"⟧ ⟦--mount type=bind,src=/,dst=/host⟧ alpine:3.22\n',
      },
      verdict: "fail",
    },
    {
      title: "a run line without it",
      kind: "run",
      files: { "run.sh": 'docker run -v "$PWD:/app" alpine:3.22\n' },
      verdict: "pass",
    },
  ],
});

const remedy: Remedy = {
  kind: "remove-engine-socket",
  title: "Remove the mount, or put a socket proxy that allows only what is needed in between",
  safety: "manual",
};

function check(workload: Workload): Result {
  const { apiSocket, mounts, name } = workload;
  const problems: Problem[] = [];
  let open: { readonly reason: string; readonly at: Origin } | undefined;
  if (apiSocket.state === "known" && apiSocket.value) {
    problems.push({
      message: `${name} is given the engine's socket and registry credentials, so it controls the host.`,
      at: apiSocket.origin,
      remedies: [remedy],
    });
  } else if (apiSocket.state === "unknown") open = { reason: apiSocket.reason, at: apiSocket.origin };
  for (const item of mounts.items) {
    if (item.state !== "known") {
      if (item.state === "unknown") open ??= { reason: item.reason, at: item.origin };
      continue;
    }
    const judged = judge(item.value);
    if (judged === undefined) continue;
    if (judged.what === undefined) open ??= { reason: judged.reason, at: item.origin };
    else
      problems.push({
        message: messageOf(name, judged.what, item.value),
        at: item.origin,
        ...(judged.sure ? {} : { confidence: "medium" }),
        remedies: [remedy],
      });
  }
  if (problems.length > 0) return fail("the engine's socket is within reach", problems);
  if (!mounts.complete) open ??= { reason: mounts.reason ?? "not all mounts are known", at: mounts.origin };
  return open ? cannotKnow(open.reason, open.at) : pass("no engine socket is mounted");
}

function messageOf(name: string, what: string, mount: Mount): string {
  const readOnly = mount.readOnly ? "; read-only does not change that" : "";
  return `${name} mounts ${what}, so it controls the host${readOnly}.`;
}

type Judged = { readonly what: string; readonly sure: boolean } | { readonly what: undefined; readonly reason: string };

/** Undefined: the mount has nothing to do with an engine. */
function judge(mount: Mount): Judged | undefined {
  const source = hostSourceOf(mount);
  if (!source || source.kind === "inside") return undefined;
  if (source.kind === "path") return describe(source.path, source.path, true);
  if (source.kind === "climbing") {
    if (engineSocketName(source.rest) !== undefined) return describe(source.rest, source.rest, true);
    const found = describe(source.rest, mount.source ?? "", false);
    return found && !climbsFar(source)
      ? source.levels > 1
        ? { what: undefined, reason: openMount(mount, source) }
        : undefined
      : found;
  }
  const engine = engineSocketName(source.tail);
  if (engine !== undefined) return { what: `the ${engine} socket`, sure: true };
  const target = engineSocketName(mount.target);
  if (source.tail === "" && target !== undefined) return { what: `what must be the ${target} socket`, sure: false };
  return source.tail === "" || /^\/(?:var\/)?run$/.test(source.tail)
    ? { what: undefined, reason: openMount(mount, source) }
    : undefined;
}

function describe(path: string, shown: string, sure: boolean): Judged | undefined {
  const socket = engineSocketAt(path);
  if (!socket) return undefined;
  return {
    what: socket.folder
      ? `${shown === "/" ? "the host's root folder" : shown}, which holds the ${socket.engine} socket`
      : `the ${socket.engine} socket`,
    sure,
  };
}
