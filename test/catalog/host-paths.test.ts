import { describe, expect, it, test } from "vitest";
import { engineSocketAt } from "../../src/catalog/engine-sockets.ts";
import { sensitiveHostPath } from "../../src/catalog/host-paths.ts";

describe("engine sockets", () => {
  it.each([
    ["/run/docker.sock", "Docker", false],
    ["/run/user/1000/docker.sock", "Docker", false],
    ["~/.docker/run/docker.sock", "Docker", false],
    ["/run/docker.sock.raw", "Docker", false],
    ["//./pipe/docker_engine", "Docker", false],
    ["/run/containerd/containerd.sock", "containerd", false],
    ["/run/user/501/podman/podman.sock", "Podman", false],
    ["/run/crio/crio.sock", "CRI-O", false],
    ["/var/lib/lxd/unix.socket", "LXD", false],
    ["/run", "Docker", true],
    ["/", "Docker", true],
    ["/run/containerd", "containerd", true],
    ["/run/user/1000/podman", "Podman", true],
    ["/var/lib/lxd", "LXD", true],
  ] as const)("%s", (path, engine, folder) => expect(engineSocketAt(path)).toEqual({ engine, folder }));

  it.each([
    "/run/user/1000",
    "/run/mysqld",
    "/var",
    "/var/lib",
    "/run/docker.socket",
    "/srv/docker.sock/data",
    "/run/user/1000/pulse",
  ])("none at %s", (path) => {
    expect(engineSocketAt(path)).toBeUndefined();
  });
});

describe("sensitive paths", () => {
  it.each([
    ["/", "high", "high"],
    ["/etc", "high", "high"],
    ["/etc/shadow", "high", "high"],
    ["/etc/ssh/ssh_host_ed25519_key", "high", "high"],
    ["/etc/cron.d/job", "high", undefined],
    ["/etc/passwd", "high", undefined],
    ["/etc/wireguard", "high", "high"],
    ["/etc/openvpn/client", "high", "high"],
    ["/home/ada", "high", "high"],
    ["/home/ada/.ssh", "high", "high"],
    ["~/.aws/credentials", "high", "high"],
    ["/srv/keys/.kube/config", "high", "high"],
    ["/usr", "high", "medium"],
    ["/usr/bin/docker", "high", undefined],
    ["/lib/modules", "high", undefined],
    ["/proc/sys", "high", "medium"],
    ["/sys", "high", "medium"],
    ["/sys/fs/cgroup", "high", undefined],
    ["/sys/class/gpio", "medium", undefined],
    ["/run/systemd/private", "high", "high"],
    ["/run/dbus/system_bus_socket", "high", "high"],
    ["/var/lib/docker/containers", "high", "medium"],
    ["/var/log", "medium", undefined],
    ["/dev", "high", "high"],
    ["/dev/shm", "medium", "medium"],
    ["C:", "high", "high"],
  ] as const)("%s", (path, writable, readOnly) => expect(sensitiveHostPath(path)).toMatchObject({ writable, readOnly }));

  it.each([
    "/etc/localtime",
    "/etc/timezone",
    "/etc/ssl/certs",
    "/etc/letsencrypt/live",
    "/etc/nginx/nginx.conf",
    "/home/ada/app/data",
    "/root/app",
    "/srv/data",
    "/opt/app",
    "/mnt/disk",
    "/tmp",
    "/run/udev",
    "/run/user/1000/pulse",
    "/usr/share/zoneinfo",
    "/usr/local/share/ca-certificates",
    "/usr/src",
    "/var/log/app",
    "/var/lib/postgresql/data",
    "/dev/null",
    "/dev/bus/usb",
    "~/.ssh/id_ed25519.pub",
    "~/projects/app",
  ])("%s says nothing of the host", (path) => expect(sensitiveHostPath(path)).toBeUndefined());
});

test("a path of any length is matched at once", () => {
  const start = performance.now();
  sensitiveHostPath(`/etc/${"a/".repeat(50_000)}`);
  expect(performance.now() - start).toBeLessThan(200);
});
