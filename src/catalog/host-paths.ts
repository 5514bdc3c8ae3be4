/** How bad it is to hand a path of the host to a container: `high`, `medium`, or not at all. */
export type HostPathRisk = "high" | "medium" | undefined;

export interface HostPath {
  readonly what: string;
  readonly writable: HostPathRisk;
  readonly readOnly: HostPathRisk;
}

/**
 * Paths that say something about the host itself, the first that matches counts. `/**` is the path and all below it, `*` one name.
 * Second and third: h high, m medium, - harmless; mounted to write and read-only. `/var/run` is `/run`, `~` the home of the one who starts it.
 */
const TABLE = `
/|h|h|the whole host
/boot/**|h|m|the host's kernel and boot loader
/dev|h|h|all devices of the host
/dev/shm/**|m|m|shared memory of the host's processes
/etc|h|h|the host's configuration, password hashes and keys
/etc/shadow*|h|h|password hashes
/etc/gshadow*|h|h|password hashes
/etc/ssl/private/**|h|h|the host's private keys
/etc/ssh/**|h|h|the host's SSH keys and configuration
/etc/sudoers*/**|h|m|who may become root on the host
/etc/cron*/**|h|-|jobs that the host runs as root
/etc/systemd/**|h|-|services that the host runs as root
/etc/init.d/**|h|-|services that the host runs as root
/etc/udev/**|h|-|programs that the host runs as root when a device appears
/etc/pam.d/**|h|-|how the host checks passwords
/etc/ld.so*/**|h|-|code that the host loads into every program
/etc/profile*/**|h|-|scripts that run when someone logs in
/etc/passwd|h|-|the host's accounts
/etc/group|h|-|the host's groups
/etc/docker/**|h|m|the engine's configuration
/etc/wireguard/**|h|h|the host's VPN keys
/etc/openvpn/**|h|h|the host's VPN keys
/etc/NetworkManager/**|h|h|the host's network passwords and VPN keys
/etc/kubernetes/**|h|h|keys of the cluster
/etc/rancher/**|h|h|keys of the cluster
/root|h|h|the home of root
/home|h|h|the homes of all users
/home/*|h|h|the home of a user
/Users|h|h|the homes of all users
/Users/*|h|h|the home of a user
~|h|h|the home of the user who starts it
/bin/**|h|-|programs that the host runs as root
/sbin/**|h|-|programs that the host runs as root
/lib/modules/**|h|-|kernel modules that the host loads
/lib|h|m|code that the host runs as root
/lib/**|h|-|code that the host runs as root
/lib64/**|h|-|code that the host runs as root
/usr|h|m|programs that the host runs as root
/usr/bin/**|h|-|programs that the host runs as root
/usr/sbin/**|h|-|programs that the host runs as root
/usr/lib/modules/**|h|-|kernel modules that the host loads
/usr/lib/**|h|-|code that the host runs as root
/usr/lib64/**|h|-|code that the host runs as root
/usr/local/bin/**|h|-|programs that the host runs as root
/usr/local/sbin/**|h|-|programs that the host runs as root
/usr/local|h|-|programs that the host runs as root
/proc/**|h|m|the host's processes and kernel settings
/sys|h|m|the host's kernel and devices
/sys/fs/cgroup/**|h|-|control groups of every process of the host
/sys/kernel/**|h|m|the host's kernel
/sys/firmware/**|h|m|the host's firmware
/sys/**|m|-|devices of the host
/run|h|h|sockets of every service of the host
/run/systemd/**|h|h|the sockets through which systemd starts services as root
/run/dbus/**|h|h|the system bus, through which root can start services on the host
/run/user|h|h|sockets of the host's users
/run/user/*|h|h|sockets of a user of the host
/var|h|h|data, logs and containers of the host
/var/lib|h|h|data of every service of the host, containers included
/var/lib/docker/**|h|m|files, logs and settings of every container
/var/lib/containers/**|h|m|files of every container
/var/lib/containerd/**|h|m|files of every container
/var/lib/kubelet/**|h|h|secrets of every pod
/var/spool|h|m|jobs and mail of the host
/var/spool/cron/**|h|m|jobs that the host runs
/var/log|m|-|the host's logs
`;

/** Files and folders in a home that hold keys. */
const KEYS =
  /\/(?:\.ssh|\.aws|\.azure|\.kube|\.gnupg|\.password-store|\.docker|\.netrc|\.git-credentials|\.npmrc|\.pypirc|\.vault-token|\.config\/(?:gcloud|gh|rclone|op)|\.terraform\.d|\.bash_history)(?:$|\/)/;

let table: readonly { readonly pattern: RegExp; readonly path: HostPath }[] | undefined;

function riskOf(letter: string | undefined): HostPathRisk {
  return letter === "h" ? "high" : letter === "m" ? "medium" : undefined;
}

function readTable(): readonly { readonly pattern: RegExp; readonly path: HostPath }[] {
  return TABLE.trim()
    .split("\n")
    .map((line) => {
      const [glob = "", writable, readOnly, what = ""] = line.split("|");
      const below = glob.endsWith("/**");
      const source = (below ? glob.slice(0, -3) : glob).replaceAll(".", String.raw`\.`).replaceAll("*", "[^/]*");
      return {
        pattern: new RegExp(`^${source}${below ? "(?:/.*)?" : ""}$`),
        path: { what, writable: riskOf(writable), readOnly: riskOf(readOnly) },
      };
    });
}

/** What an absolute path of the host (or one that starts with `~`) holds that a container should not have. */
export function sensitiveHostPath(path: string): HostPath | undefined {
  if (KEYS.test(path) && !/\.(?:pub|crt|cert)$/.test(path))
    return { what: "keys of a user of the host", writable: "high", readOnly: "high" };
  if (/^[A-Za-z]:\/?$/.test(path)) return { what: "a whole drive of the host", writable: "high", readOnly: "high" };
  table ??= readTable();
  return table.find(({ pattern }) => pattern.test(path))?.path;
}
