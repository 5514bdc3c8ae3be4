import { chmodSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { writeFiles } from "../../src/host/write.ts";
import { temporaryFolder } from "../host/temporary-folder.ts";
import { dockerDefaultCapabilities } from "../../src/catalog/capabilities.ts";
import { docker, inside, inspect, needImage, removeAll, required, start, whyNoEngine } from "./engine.ts";

/** What each run-time rule takes for granted, on a real engine with its defaults. */
const missing = whyNoEngine();
if (missing !== undefined && required) {
  it("needs a Docker engine", () => expect.fail(`no Docker engine answers: ${missing}`));
}
if (missing !== undefined && !required)
  process.stderr.write(`The premises of the rules are not tested: no Docker engine answers (${missing}).\n`);
const title =
  missing === undefined ? "premises of the rules" : `premises of the rules: left out, as no Docker engine answers (${missing})`;

const status = (field: string): string => `grep ^${field}: /proc/self/status | cut -f2`;
const socket = process.env["DOCKER_HOST"]?.replace(/^unix:\/\//, "") ?? "/var/run/docker.sock";
const listContainers = (path: string): string =>
  `printf 'GET /containers/json HTTP/1.0\\r\\nHost: d\\r\\n\\r\\n' | nc local:${path} | head -1`;

describe.skipIf(missing !== undefined).concurrent(title, () => {
  beforeAll(needImage);
  afterAll(removeAll);

  it("non-root-user: without a user it is uid 0, and so are 000 and +0", async () => {
    expect(await inside([], "id -u")).toBe("0");
    expect(await inside(["--user", "000"], "id -u")).toBe("0");
    expect(await inside(["--user", "+0:5"], "id -u")).toBe("0");
    expect(await inside(["--user", "1000"], "id -u")).toBe("1000");
  });

  it("init-process: process 1 ignores TERM and is killed; an init takes it", async () => {
    const bare = await start([], "sleep", "1000");
    const withInit = await start(["--init"], "sleep", "1000");
    await Promise.all([docker("stop", "-t", "1", bare), docker("stop", "-t", "1", withInit)]);
    expect(await inspect(bare, ".State.ExitCode")).toBe(137);
    expect(await inspect(withInit, ".State.ExitCode")).toBe(143);
  });

  it("read-only-root: the root is writable unless it is read-only", async () => {
    const write = "echo x > /bin/x && echo written";
    expect(await inside([], write)).toBe("written");
    expect(await inside(["--read-only"], write)).toMatch(/Read-only file system/);
    expect(await inside(["--read-only"], "echo x > /dev/shm/x && echo written")).toBe("written");
  });

  it("tmpfs-for-writes: a tmpfs is writable, empty, and runs nothing", async () => {
    const flags = ["--read-only", "--tmpfs", "/tmp", "--tmpfs", "/etc/apk"];
    expect(await inside(flags, "cp /bin/busybox /tmp/b && ls /etc/apk | wc -l && /tmp/b true")).toMatch(
      /^0\n?.*Permission denied/s,
    );
  });

  it("drop-capabilities: root has the 14 of the catalog, none after ALL, and names in any spelling", async () => {
    expect(capabilities(await inside([], status("CapEff")))).toEqual([...dockerDefaultCapabilities()].toSorted());
    expect(capabilities(await inside(["--cap-drop", "ALL"], status("CapEff")))).toEqual([]);
    expect(capabilities(await inside(["--cap-drop", "all", "--cap-add", "net_raw"], status("CapEff")))).toEqual(["NET_RAW"]);
    expect(capabilities(await inside(["--cap-drop", "ALL", "--cap-add", "CAP_NET_RAW"], status("CapEff")))).toEqual(["NET_RAW"]);
    const byName = dockerDefaultCapabilities().flatMap((name) => ["--cap-drop", name]);
    expect(capabilities(await inside(byName, status("CapEff")))).toEqual([]);
    expect(await inside(["--cap-drop", "CAP_ALL"], "id -u")).toMatch(/invalid CapDrop|unknown capability/i);
  });

  it("drop-capabilities: privileged and cap_add ALL give everything back", async () => {
    const all = capabilities(await inside(["--privileged", "--cap-drop", "ALL"], status("CapEff")));
    expect(all).toContain("SYS_ADMIN");
    expect(capabilities(await inside(["--cap-drop", "ALL", "--cap-add", "ALL"], status("CapEff")))).toContain("SYS_MODULE");
  });

  it("drop-capabilities: an added capability gives a process that is not root nothing", async () => {
    expect(capabilities(await inside(["--user", "1000", "--cap-add", "NET_ADMIN"], status("CapEff")))).toEqual([]);
  });

  it("no-dangerous-capabilities: SYS_ADMIN makes namespaces, NET_ADMIN changes interfaces", async () => {
    const unshare = "unshare -u true && echo done";
    expect(await inside([], unshare)).toMatch(/not permitted/);
    expect(await inside(["--cap-add", "SYS_ADMIN"], unshare)).toBe("done");
    const change = "ip link set lo mtu 1400 && echo done";
    expect(await inside([], change)).toMatch(/not permitted/);
    expect(await inside(["--cap-add", "NET_ADMIN"], change)).toBe("done");
  });

  it("no-new-privileges: off by default; the spellings; the last one counts", async () => {
    const nnp = (...values: readonly string[]) =>
      inside(
        values.flatMap((value) => ["--security-opt", value]),
        status("NoNewPrivs"),
      );
    expect(await nnp()).toBe("0");
    for (const text of [
      "no-new-privileges",
      "no-new-privileges=true",
      "no-new-privileges:true",
      "no-new-privileges=1",
      "no-new-privileges:T",
    ])
      expect(await nnp(text)).toBe("1");
    expect(await nnp("no-new-privileges:true", "no-new-privileges:false")).toBe("0");
    expect(await nnp("no-new-privileges=false", "no-new-privileges")).toBe("1");
    for (const text of ["no-new-privileges:yes", "no-new-privileges: true"]) expect(await nnp(text)).toMatch(/invalid/i);
  });

  it("no-new-privileges, no-setuid: a setuid program makes root of nobody", async () => {
    const prepare = "cp /bin/busybox /secret; chmod 600 /secret; cp /usr/bin/scanelf /tool; chmod 4755 /tool";
    const script = `${prepare}; su nobody -s /bin/sh -c '/tool -qn /secret' | grep -o libc.musl`;
    expect(await inside([], script)).toBe("libc.musl");
    expect(await inside(["--security-opt", "no-new-privileges"], script)).toBe("");
  });

  it("no-privileged: devices of the host, no filter, all capabilities", async () => {
    const count = "ls /dev | wc -l";
    expect(Number(await inside(["--privileged"], count))).toBeGreaterThan(Number(await inside([], count)));
    expect(await inside(["--privileged"], status("Seccomp"))).toBe("0");
    expect(await inside(["--privileged"], "mount -o remount,rw /sys && echo writable")).toBe("writable");
    expect(await inside([], "mount -o remount,rw /sys && echo writable")).not.toBe("writable");
  });

  it("no-docker-socket: it answers through :ro, and through a folder above it", async () => {
    expect(await inside(["-v", `${socket}:/s.sock:ro`], listContainers("/s.sock"))).toMatch(/^HTTP\/1\.\d 200 OK/);
    const folder = socket.slice(0, socket.lastIndexOf("/"));
    expect(await inside(["-v", `${folder}:/host:ro`], listContainers("/host/docker.sock"))).toMatch(/^HTTP\/1\.\d 200 OK/);
    expect(await inside(["-v", "/:/host:ro"], listContainers("/host/run/docker.sock"))).toMatch(/^HTTP\/1\.\d 200 OK/);
  });

  it("no-docker-socket: one path is an empty volume", async () => {
    expect(await inside(["-v", socket], `ls -A ${socket} | wc -l; test -S ${socket} || echo none`)).toBe("0\nnone");
  });

  it("no-docker-socket, no-sensitive-mount: a volume with device: / is the host's root", async () => {
    const mount = "type=volume,dst=/host,volume-opt=type=none,volume-opt=o=bind,volume-opt=device=/";
    expect(await inside(["--mount", mount], "test -S /host/run/docker.sock && echo socket")).toBe("socket");
  });

  it("no-host-namespace: all that are told to use the host's share one, by default each has its own", async () => {
    for (const [flag, name] of [
      ["--network", "net"],
      ["--pid", "pid"],
      ["--ipc", "ipc"],
      ["--uts", "uts"],
      ["--cgroupns", "cgroup"],
    ] as const) {
      const link = (flags: readonly string[]): Promise<string> => inside(flags, `readlink /proc/self/ns/${name}`);
      const [first, second, own] = await Promise.all([
        link([flag, "host"]),
        link([flag, "host"]),
        link(name === "cgroup" ? ["--cgroupns", "private"] : []),
      ]);
      expect(first, name).toMatch(new RegExp(`^${name}:`));
      expect(second, name).toBe(first);
      expect(own, name).not.toBe(first);
    }
  });

  it("no-host-namespace: with the host's pids it sees processes of others, with the host's network more interfaces", async () => {
    await start(["--name", `premises-${process.pid}`], "sleep", "424242");
    const find = "cat /proc/[0-9]*/cmdline 2>/dev/null | tr '\\0' ' ' | grep -c '^.*sleep 424[2]42'";
    expect(Number(await inside(["--pid", "host"], find))).toBeGreaterThan(0);
    expect(await inside([], find)).toBe("0");
    expect(await inside(["--network", "host"], "ls /sys/class/net")).toContain("docker0");
    expect((await inside([], "ls /sys/class/net")).split("\n")).toEqual(["eth0", "lo"]);
  });

  it("no-host-namespace: a container in another's network sees what that one sees", async () => {
    const other = await start(["--network", "host"], "sleep", "1000");
    const mine = await inside(["--network", `container:${other}`], "readlink /proc/self/ns/net");
    expect(mine).toBe(await inside(["--network", "host"], "readlink /proc/self/ns/net"));
  });

  it("no-unconfined: seccomp and the masks over /proc are on by default and off when told", async () => {
    expect(await inside([], status("Seccomp"))).toBe("2");
    expect(await inside(["--security-opt", "seccomp=unconfined"], status("Seccomp"))).toBe("0");
    expect(await inside(["--security-opt", "seccomp:unconfined"], status("Seccomp"))).toBe("0");
    const masks = "grep -c ' /proc/' /proc/self/mountinfo";
    expect(Number(await inside([], masks))).toBeGreaterThan(3);
    expect(await inside(["--security-opt", "systempaths=unconfined"], masks)).toBe("0");
  });

  it("no-sensitive-mount: root in the container writes the host's files as root, and reads its secrets read-only", async () => {
    const folder = `/tmp/seaworthy-premises-${process.pid}`;
    await inside(["-v", `${folder}:/x`], "echo x > /x/file");
    expect(await inside(["-v", "/tmp:/host:ro"], `stat -c %u /host/${folder.slice("/tmp/".length)}/file`)).toBe("0");
    await inside(["-v", "/tmp:/host"], `rm -r /host/${folder.slice("/tmp/".length)}`);
    expect(await inside(["-v", "/etc:/host:ro"], "test -r /host/shadow && echo readable")).toBe("readable");
    expect(await inside(["-v", "/proc:/host:ro"], "cat /host/1/cmdline | wc -c")).not.toBe("0");
  });

  it("secret files: root reads those of others with its capabilities; a closed folder keeps out users of the host, and no container", async () => {
    const folder = temporaryFolder();
    chmodSync(folder, 0o755);
    writeFiles([
      { path: path.join(folder, "secrets/own"), text: "s3", mode: 0o600 },
      { path: path.join(folder, "secrets/closed/all"), text: "s3", mode: 0o444, folderMode: 0o700 },
    ]);
    const whole = ["-v", `${folder}:/host`];
    const give = (owner: number): Promise<string> => inside(whole, `chown -R ${owner} /host/secrets`);
    const read = (file: string, ...flags: readonly string[]): Promise<string> =>
      inside(["-v", `${folder}/secrets/${file}:/run/secrets/x:ro`, ...flags], "cat /run/secrets/x");
    await give(4242);
    expect(await read("own")).toBe("s3");
    expect(await read("own", "--user", "999")).toMatch(/Permission denied/);
    expect(await read("own", "--cap-drop", "ALL")).toMatch(/Permission denied/);
    expect(await read("own", "--cap-drop", "ALL", "--cap-add", "DAC_OVERRIDE")).toBe("s3");
    expect(await read("closed/all", "--user", "999", "--cap-drop", "ALL")).toBe("s3");
    expect(await read("closed/all", "--cap-drop", "ALL")).toBe("s3");
    expect(await inside([...whole, "--user", "999"], "cat /host/secrets/closed/all")).toMatch(/Permission denied/);
    await give(process.getuid?.() ?? 0);
  });

  it("no-host-device: the device cgroup refuses a disk unless a rule or a device allows it", async () => {
    const open = "set -- $(cat /sys/block/*/dev | head -1 | tr : ' '); mknod /disk b $1 $2; head -c 1 /disk 2>&1 | tr -d '\\0'";
    expect(await inside([], open)).toMatch(/Operation not permitted/);
    expect(await inside(["--device-cgroup-rule", "b *:* rwm"], open)).not.toMatch(/Operation not permitted/);
    expect(await inside(["--device", "/dev/kmsg"], "test -c /dev/kmsg && echo there")).toBe("there");
    expect(await inside([], "test -c /dev/kmsg || echo absent")).toBe("absent");
  });

  const read = (v1: string, v2: string): string => `cat /sys/fs/cgroup/${v2} 2>/dev/null || cat /sys/fs/cgroup/${v1}`;

  it("memory-limit: none by default and for 0", async () => {
    const limit = read("memory/memory.limit_in_bytes", "memory.max");
    const none = /^(?:max|9223372036854\d+)$/;
    expect(await inside([], limit)).toMatch(none);
    expect(await inside(["--memory", "0"], limit)).toMatch(none);
    expect(await inside(["--memory-reservation", "64m"], limit)).toMatch(none);
    expect(await inside(["-m", "64m"], limit)).toBe("67108864");
  });

  it("cpu-limit: none by default and for shares; cpus and a quota are one, cpuset leaves the CPUs it lists", async () => {
    const quota = read("cpu/cpu.cfs_quota_us", "cpu.max");
    expect(await inside([], quota)).toMatch(/^(?:-1|max)/);
    expect(await inside(["--cpu-shares", "512"], quota)).toMatch(/^(?:-1|max)/);
    expect(await inside(["--cpus", "0"], quota)).toMatch(/^(?:-1|max)/);
    expect(await inside(["--cpus", "0.5"], quota)).toMatch(/^50000/);
    expect(await inside(["--cpu-quota", "50000"], quota)).toMatch(/^50000/);
    expect(await inside(["--cpuset-cpus", "0"], "nproc")).toBe("1");
  });

  it("pids-limit: none by default and for -1 and 0", async () => {
    const limit = read("pids/pids.max", "pids.max");
    const host = await inside([], limit);
    expect(host === "max" || Number(host) > 1000).toBe(true);
    expect(await inside(["--pids-limit", "-1"], limit)).toBe("max");
    expect(await inside(["--pids-limit", "0"], limit)).toBe(host);
    expect(await inside(["--pids-limit", "100"], limit)).toBe("100");
  });

  it("published-port: without an address it is on all interfaces", async () => {
    const open = await start(["-p", "6379"], "sleep", "1000");
    const bound = await start(["-p", "127.0.0.1::6379"], "sleep", "1000");
    expect((await docker("port", open, "6379")).out).toMatch(/^0\.0\.0\.0:\d+/);
    expect((await docker("port", bound, "6379")).out).toMatch(/^127\.0\.0\.1:\d+$/);
  });

  it("healthcheck: none by default, none by an interval alone, and NONE takes one away", async () => {
    const plain = await start([], "sleep", "1000");
    const interval = await start(["--health-interval", "5s"], "sleep", "1000");
    const off = await start(["--no-healthcheck"], "sleep", "1000");
    const own = await start(["--health-cmd", "true"], "sleep", "1000");
    for (const id of [plain, interval, off]) expect(await inspect(id, ".State.Health")).toBeNull();
    expect(await inspect(off, ".Config.Healthcheck.Test")).toEqual(["NONE"]);
    expect(await inspect(own, ".State.Health.Status")).toMatch(/starting|healthy/);
  });

  it("log-to-stdout: what goes to a file is not collected, a link to stdout is, and the driver none keeps nothing", async () => {
    const logs = async (flags: readonly string[], script: string): Promise<string> => {
      const id = await start(flags, "sh", "-c", script);
      await docker("wait", id);
      const { out, err } = await docker("logs", id);
      return out + err;
    };
    expect(await logs([], "echo line")).toBe("line");
    expect(await logs([], "echo line > /var/log/app.log")).toBe("");
    expect(await logs([], "ln -sf /dev/stdout /var/log/app.log; echo line > /var/log/app.log")).toBe("line");
    expect(await logs(["-v", "/var/log"], "echo line >> /var/log/app.log")).toBe("");
    expect(await logs(["--log-driver", "none"], "echo line")).toMatch(/does not support reading/);
  });

  it("log-rotation: the default driver is json-file, and no size is set for it", async () => {
    const id = await start([], "true");
    expect(await inspect(id, ".HostConfig.LogConfig")).toEqual({ Type: "json-file", Config: {} });
  });
});

/** Names of a mask of capabilities, by their number in the kernel. */
function capabilities(mask: string): string[] {
  const names =
    "CHOWN DAC_OVERRIDE DAC_READ_SEARCH FOWNER FSETID KILL SETGID SETUID SETPCAP LINUX_IMMUTABLE NET_BIND_SERVICE NET_BROADCAST NET_ADMIN NET_RAW IPC_LOCK IPC_OWNER SYS_MODULE SYS_RAWIO SYS_CHROOT SYS_PTRACE SYS_PACCT SYS_ADMIN SYS_BOOT SYS_NICE SYS_RESOURCE SYS_TIME SYS_TTY_CONFIG MKNOD LEASE AUDIT_WRITE AUDIT_CONTROL SETFCAP MAC_OVERRIDE MAC_ADMIN SYSLOG WAKE_ALARM BLOCK_SUSPEND AUDIT_READ PERFMON BPF CHECKPOINT_RESTORE".split(
      " ",
    );
  const bits = BigInt(`0x${mask}`);
  return names.filter((_, index) => (bits >> BigInt(index)) & 1n).toSorted();
}
