/** Sockets through which a container engine takes orders, by their usual place (`/var/run` is `/run`). */
const PLACES = `
/run/docker.sock|Docker
/run/docker/containerd/containerd.sock|containerd
/run/containerd/containerd.sock|containerd
/run/k3s/containerd/containerd.sock|containerd
/run/podman/podman.sock|Podman
/run/crio/crio.sock|CRI-O
/var/lib/lxd/unix.socket|LXD
/var/snap/lxd/common/lxd/unix.socket|LXD
/var/lib/incus/unix.socket|Incus
`;

const NAMES: Readonly<Record<string, string>> = {
  "docker.sock": "Docker",
  "docker.sock.raw": "Docker",
  docker_engine: "Docker",
  docker_engine_linux: "Docker",
  "balena-engine.sock": "balenaEngine",
  "podman.sock": "Podman",
  "containerd.sock": "containerd",
  "crio.sock": "CRI-O",
  "cri-dockerd.sock": "Docker",
  "dockershim.sock": "Docker",
};

export interface EngineSocket {
  readonly engine: string;
  /** The path is a folder that holds the socket. */
  readonly folder: boolean;
}

/** The engine whose socket lies at an absolute path of the host, or in a folder below it that holds nothing but its affairs. */
export function engineSocketAt(path: string): EngineSocket | undefined {
  const named = engineSocketName(path);
  if (named !== undefined) return { engine: named, folder: false };
  for (const line of PLACES.trim().split("\n")) {
    const [socket = "", engine = ""] = line.split("|");
    if (path === socket) return { engine, folder: false };
    // `/var` and `/var/lib` are far more than an engine's folder; `/` and `/run` hold the socket of every host.
    const below = path === "/" || socket.startsWith(`${path}/`);
    if (below && (socket.startsWith("/run/") || path.split("/").length > 3)) return { engine, folder: true };
  }
  return /^\/run\/user\/[^/]+\/podman$/.test(path) ? { engine: "Podman", folder: true } : undefined;
}

/** The engine whose socket has the name that a path ends in. */
export function engineSocketName(path: string): string | undefined {
  return NAMES[path.slice(path.lastIndexOf("/") + 1)];
}
