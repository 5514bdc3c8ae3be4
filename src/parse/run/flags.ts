/** What a flag of `run` and `create` is called, and whether it takes a value. */
export interface RunFlag {
  readonly name: string;
  readonly boolean: boolean;
}

const dockerBooleans =
  "detach disable-content-trust help init interactive no-healthcheck oom-kill-disable privileged publish-all quiet " +
  "read-only rm sig-proxy tty use-api-socket";

const dockerValues =
  "add-host annotation attach blkio-weight blkio-weight-device cap-add cap-drop cgroup-parent cgroupns cidfile " +
  "cpu-count cpu-percent cpu-period cpu-quota cpu-rt-period cpu-rt-runtime cpu-shares cpus cpuset-cpus cpuset-mems " +
  "detach-keys device device-cgroup-rule device-read-bps device-read-iops device-write-bps device-write-iops dns " +
  "dns-option dns-search domainname entrypoint env env-file expose gpus group-add health-cmd health-interval " +
  "health-retries health-start-interval health-start-period health-timeout hostname io-maxbandwidth io-maxiops ip ip6 " +
  "ipc isolation kernel-memory label label-file link link-local-ip log-driver log-opt mac-address memory " +
  "memory-reservation memory-swap memory-swappiness mount name network network-alias oom-score-adj pid pids-limit " +
  "platform publish pull restart runtime security-opt shm-size stop-signal stop-timeout storage-opt sysctl tmpfs " +
  "ulimit user userns uts volume volume-driver volumes-from workdir";

const aliases: Readonly<Record<string, string>> = {
  net: "network",
  "net-alias": "network-alias",
  "dns-opt": "dns-option",
  a: "attach",
  c: "cpu-shares",
  d: "detach",
  e: "env",
  h: "hostname",
  i: "interactive",
  l: "label",
  m: "memory",
  p: "publish",
  P: "publish-all",
  q: "quiet",
  t: "tty",
  u: "user",
  v: "volume",
  w: "workdir",
};

/** Of podman and nerdctl, beyond docker's. */
const otherBooleans =
  "env-host http-proxy insecure-registry no-hostname no-hosts passwd read-only-tmpfs replace rmi rootfs tls-verify " +
  "unsetenv-all";

const otherValues =
  "arch authfile cert-dir cgroup-conf cgroups chrootdirs conmon-pidfile cosign-certificate-identity cosign-key creds " +
  "decryption-key env-merge gidmap group-entry health-log-destination health-max-log-count health-max-log-size " +
  "health-on-failure health-startup-cmd health-startup-interval health-startup-retries health-startup-success " +
  "health-startup-timeout hosts-file hostuser image-volume init-ctr init-path ipfs-address os passwd-entry personality " +
  "pidfile pod pod-id-file preserve-fd preserve-fds rdt-class requires retry retry-delay sdnotify seccomp-policy secret " +
  "shm-size-systemd snapshotter subgidname subuidname systemd timeout tz uidmap umask unsetenv variant verify";

/** Flags of docker itself, before `run`, that take a value. */
const globalValues = new Set(
  (
    "config c context H host l log-level tlscacert tlscert tlskey " +
    "connection url identity root runroot storage-driver storage-opt cgroup-manager conmon runtime tmpdir module " +
    "events-backend hooks-dir network-cmd-path network-config-dir volumepath ssh imagestore out " +
    "n namespace a address snapshotter data-root cni-path cni-netconfpath hosts-dir"
  ).split(" "),
);

let dockerFlags: ReadonlyMap<string, RunFlag> | undefined;
let allFlags: ReadonlyMap<string, RunFlag> | undefined;

/** Long and short names, without dashes. */
export function runFlags(program: string): ReadonlyMap<string, RunFlag> {
  if (program === "docker") return (dockerFlags ??= table([dockerBooleans], [dockerValues]));
  return (allFlags ??= table([dockerBooleans, otherBooleans], [dockerValues, otherValues]));
}

export function globalFlagTakesValue(name: string): boolean {
  return globalValues.has(name);
}

function table(booleans: readonly string[], values: readonly string[]): Map<string, RunFlag> {
  const flags = new Map<string, RunFlag>();
  for (const name of booleans.flatMap((names) => names.split(" "))) flags.set(name, { name, boolean: true });
  for (const name of values.flatMap((names) => names.split(" "))) flags.set(name, { name, boolean: false });
  for (const [alias, name] of Object.entries(aliases)) {
    const flag = flags.get(name);
    if (flag) flags.set(alias, flag);
  }
  return flags;
}
