import type { Workload } from "../../model/workload.ts";
import type { Recipe } from "../fix.ts";

/** What is wanted of the host, and what gives just that. Never the other way round: the list is of what people use it for. */
const narrow: readonly (readonly [RegExp, string])[] = [
  [
    /\/dev\/(?:snd|dri|video\d*|tty\w*|ttyUSB\d*|serial|bus\/usb|input|fuse|net\/tun|kvm)/,
    "Pass the device alone: devices: [PATH].",
  ],
  [
    /wireguard|vpn|openvpn|tailscale|netbird|zerotier/i,
    "A VPN needs cap_add: [NET_ADMIN] and devices: [/dev/net/tun]; SYS_MODULE only where the kernel does not load the module itself.",
  ],
  [
    /docker:.*dind|\bdind\b|buildkit|kaniko|podman/i,
    "Builds: use rootless BuildKit (moby/buildkit:rootless) or builds on the host. Docker-in-Docker needs --privileged, so it is no way out.",
  ],
  [
    /node-exporter|cadvisor|telegraf|netdata|datadog|monitor/i,
    "Monitoring: mount /proc, /sys and / read-only, and add pid: host or SYS_PTRACE only for what really needs it.",
  ],
  [
    /iptables|firewall|keepalived|haproxy|pihole|dhcp|dnsmasq/i,
    "Network settings need cap_add: [NET_ADMIN], raw sockets NET_RAW.",
  ],
  [
    /nfs|samba|cifs|s3fs|rclone|fuse/i,
    "FUSE needs devices: [/dev/fuse] and cap_add: [SYS_ADMIN]; better mount on the host, or use a volume driver, and bind the result.",
  ],
  [
    /home-?assistant|zigbee|zwave|frigate|octoprint/i,
    "Home automation: pass the stick alone: devices: [/dev/serial/by-id/NAME].",
  ],
];

export const removePrivileged: Recipe = {
  kind: "remove-privileged",
  render: ({ workload }) => ({
    kind: "advice",
    title: `Take privileged from ${workload.name} and give it only what it needs`,
    lines: [
      ...hints(workload),
      'Without a hint: start it without privileged and read the first error. "Operation not permitted" names a capability (cap_add), a missing /dev path a device (devices), a sysctl belongs in sysctls:.',
    ],
  }),
};

function hints(workload: Workload): string[] {
  const image = workload.image.state === "known" ? workload.image.value.text : "";
  const mounts = workload.mounts.items.flatMap((item) =>
    item.state === "known" ? [item.value.source ?? "", item.value.target] : [],
  );
  const text = [image, workload.name, ...mounts].join(" ");
  const found = narrow.flatMap(([pattern, hint]) => (pattern.test(text) ? [hint] : []));
  const needs = workload.facts?.capabilities?.capabilities ?? [];
  return needs.length > 0
    ? [`${workload.facts?.reference ?? "The image"} is known to need cap_add: [${needs.join(", ")}].`, ...found]
    : found;
}

export const removeCapability: Recipe = {
  kind: "remove-capability",
  render: ({ workload, remedy }) => {
    const name = String(remedy.data?.["capability"] ?? "the capability")
      .toUpperCase()
      .replace(/^CAP_/, "");
    const instead: Readonly<Record<string, string>> = {
      ALL: "Name those that it needs: seaworthy knows them for many images, and prove finds them by experiment.",
      SYS_ADMIN: "It is used to mount: mount on the host or with a volume driver. For FUSE pass devices: [/dev/fuse] as well.",
      SYS_PTRACE:
        "Debug and profile in a container that shares the process namespace for that time: docker run --pid container:NAME --cap-add SYS_PTRACE.",
      SYS_MODULE: "Load the module on the host: /etc/modules-load.d/NAME.conf.",
      NET_ADMIN: "For interfaces of a VPN it is needed in a network of its own; never together with network_mode: host.",
      SYS_TIME: "Set the clock on the host: the container sees it.",
      DAC_READ_SEARCH: "DAC_OVERRIDE reaches files of the container only, and is one of Docker's own.",
      SYSLOG: "Read the kernel's log on the host.",
    };
    return {
      kind: "advice",
      title: `Do not add ${name} to ${workload.name}`,
      lines: [instead[name] ?? "Look for the narrow way: a device, a sysctl, a job on the host."],
    };
  },
};
