/**
 * What holding a capability means for the host. `host`: takes the host over or comes close. `kernel`: wide reach into the kernel or other
 * processes. `container`: power over what the container sees, or mischief on its network. `harmless`: close to nothing.
 */
export type CapabilityTier = "host" | "kernel" | "container" | "harmless";

export interface Capability {
  readonly name: string;
  readonly grants: string;
  /** In the set that Docker gives when nothing is said. */
  readonly docker: boolean;
  readonly tier: CapabilityTier;
  readonly danger: string;
}

// name | D = Docker's default set | tier | what it grants | why it is where it is
const TABLE = `
AUDIT_CONTROL|-|kernel|change the kernel's audit rules|blinds the audit of the whole host
AUDIT_READ|-|kernel|read the audit log by netlink|reads what other processes of the host do
AUDIT_WRITE|D|container|write records to the kernel's audit log|can forge log entries
BLOCK_SUSPEND|-|harmless|keep the system from suspending|wastes power
BPF|-|kernel|load BPF programs|reads kernel memory and watches every process
CHECKPOINT_RESTORE|-|kernel|checkpoint and restore processes, choose a pid|meddles with other processes of its user namespace
CHOWN|D|container|change owner and group of any file|takes over files of every mounted volume
DAC_OVERRIDE|D|container|pass all file permission checks|reads and writes every file of every mounted volume
DAC_READ_SEARCH|-|host|read any file, open files by handle|file handles reach the host's files from inside a container
FOWNER|D|container|do what only a file's owner may|changes modes of files in every mounted volume
FSETID|D|container|keep setuid and setgid bits when a file changes|keeps setuid bits on files that it changes
IPC_LOCK|-|container|lock memory|can hold memory that the host cannot swap out
IPC_OWNER|-|container|pass permission checks of System V IPC|reads shared memory of the same namespace
KILL|D|container|signal processes of other users|only processes in its own pid namespace
LEASE|-|harmless|take leases on any file|delays others who open the file
LINUX_IMMUTABLE|-|container|set and clear immutable and append-only|makes files that its owner cannot remove
MAC_ADMIN|-|host|change mandatory access control (Smack)|removes the confinement of the container
MAC_OVERRIDE|-|host|ignore mandatory access control (Smack)|passes the confinement of the container
MKNOD|D|container|make device files|the device cgroup still refuses to open them
NET_ADMIN|-|kernel|configure interfaces, routes and firewall|redirects traffic; with the host's network it owns it; wide reach into the kernel
NET_BIND_SERVICE|D|harmless|bind ports below 1024|modern Docker lets every container do so
NET_BROADCAST|-|harmless|send broadcasts, listen to multicast|the kernel does not use it
NET_RAW|D|container|use raw and packet sockets|spoofs ARP and DNS for neighbours on the same bridge
PERFMON|-|kernel|use performance counters and tracing|measures other processes and the kernel
SETFCAP|D|container|set capabilities of files|makes programs that start with capabilities of the bounding set
SETGID|D|container|change its groups|becomes any group in the container
SETPCAP|D|container|change its own capability sets|drops and passes on what it has, gains nothing new
SETUID|D|container|change its uid|becomes any user in the container
SYSLOG|-|kernel|read and clear the kernel's log|shows kernel addresses, which exploits need
SYS_ADMIN|-|host|mount, change namespaces, and much more|mounts the host's devices and leaves the container
SYS_BOOT|-|host|reboot, load another kernel|stops or replaces the host's kernel
SYS_CHROOT|D|container|call chroot|old escapes from a chroot, none from a container
SYS_MODULE|-|host|load and unload kernel modules|runs code in the host's kernel
SYS_NICE|-|container|raise priorities, set scheduling of any process|starves other workloads of the host
SYS_PACCT|-|harmless|switch process accounting|switches accounting of the host
SYS_PTRACE|-|host|trace any process it can see|reads and changes other processes; with the host's pid namespace it owns them
SYS_RAWIO|-|host|use I/O ports and raw devices|writes to the host's memory and disks
SYS_RESOURCE|-|container|pass resource limits and quotas|passes limits that protect the host
SYS_TIME|-|host|set the clock|one clock for the whole host: breaks certificates and logs
SYS_TTY_CONFIG|-|harmless|configure terminals|hangs up virtual terminals of the host
WAKE_ALARM|-|harmless|wake the system by timer|wastes power
`;

let table: ReadonlyMap<string, Capability> | undefined;

/** All 41 capabilities of Linux by name, without `CAP_`. */
export function allCapabilities(): ReadonlyMap<string, Capability> {
  return (table ??= new Map(
    TABLE.trim()
      .split("\n")
      .map((line) => {
        const [name = "", docker, tier, grants = "", danger = ""] = line.split("|");
        return [name, { name, grants, docker: docker === "D", tier: tierOf(tier), danger }];
      }),
  ));
}

function tierOf(text: string | undefined): CapabilityTier {
  return text === "host" || text === "kernel" || text === "harmless" ? text : "container";
}

/** `cap_net_raw`, `NET_RAW` → `NET_RAW`; `all` → `ALL`. */
export function capabilityName(text: string): string {
  return text.trim().toUpperCase().replace(/^CAP_/, "");
}

export function capabilityOf(text: string): Capability | undefined {
  return allCapabilities().get(capabilityName(text));
}

/** Adding it (or ALL) hands over the host or much of its kernel. */
export function isDangerousCapability(text: string): boolean {
  const name = capabilityName(text);
  if (name === "ALL") return true;
  const tier = allCapabilities().get(name)?.tier;
  return tier === "host" || tier === "kernel";
}

/** What Docker gives a container when nothing is said. */
export function dockerDefaultCapabilities(): readonly string[] {
  return [...allCapabilities().values()].filter(({ docker }) => docker).map(({ name }) => name);
}
