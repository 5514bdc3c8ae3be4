import { describe } from "vitest";
import { judge, service, type Case } from "./verdicts.ts";

const image = "image: nginx:1.29";
const hardened = "security_opt: ['no-new-privileges:true']";

function setting(line: string, verdict: string): Case {
  return [line, service(image, hardened, line), `web: privileges ${verdict}`];
}

function option(text: string, verdict: string): Case {
  return [text, service(image, `security_opt: [${text}]`), `web: privileges ${verdict}`];
}

describe("no-new-privileges in its spellings; the last one counts", () => {
  judge([
    option("no-new-privileges", "pass"),
    option("'no-new-privileges:true'", "pass"),
    option("no-new-privileges=1", "pass"),
    option("no-new-privileges=TRUE", "pass"),
    option("'no-new-privileges:false'", "fail"),
    option("'no-new-privileges:f'", "fail"),
    option("'no-new-privileges:true', 'no-new-privileges:false'", "fail"),
    option("'no-new-privileges:false', 'no-new-privileges:true'", "pass"),
    option("'no-new-privileges:${NNP}'", "unknown"),
    option("'no-new-privileges:${NNP:-true}'", "pass"),
    option("'no-new-privileges:true', 'seccomp:unconfined'", "fail"),
    option("'no-new-privileges:true', 'apparmor=unconfined'", "fail"),
    option("'no-new-privileges:true', 'label:disable'", "fail"),
    option("'no-new-privileges:true', 'systempaths=unconfined'", "fail"),
    option("'no-new-privileges:true', 'label:type:web_t'", "pass"),
  ]);
});

describe("ways to the engine's socket", () => {
  judge(
    [
      "/var/run/docker.sock:/var/run/docker.sock:ro",
      "/run/docker.sock:/s.sock",
      "/var/run:/host/run",
      "/run:/host/run:ro",
      "/:/host:ro",
      "./../../../../../../..:/host",
      "/var/run/../run/docker.sock:/s.sock",
      "${DOCKER_SOCK:-/var/run/docker.sock}:/s.sock",
      "${DOCKER_SOCK}:/var/run/docker.sock",
      "/run/containerd/containerd.sock:/s.sock",
      "/run/user/1000/podman/podman.sock:/s.sock",
    ].map((volume) => setting(`volumes: ["${volume}"]`, "fail")),
  );
  judge([
    setting("volumes: [{ type: bind, source: /var/run/docker.sock, target: /s.sock, read_only: true }]", "fail"),
    setting("use_api_socket: true", "fail"),
    setting("use_api_socket: false", "pass"),
    setting("volumes: [/var/run/docker.sock]", "pass"),
    setting("volumes: ['./data:/data']", "pass"),
    setting("volumes: ['/etc/localtime:/etc/localtime:ro']", "pass"),
    setting("volumes: ['/etc:/host/etc:ro']", "fail"),
    setting("volumes: ['~/.ssh:/keys']", "fail"),
    [
      "a named volume that binds /",
      {
        "compose.yaml": `services:\n  web:\n    ${image}\n    ${hardened}\n    volumes: ['all:/host']\nvolumes:\n  all: { driver_opts: { type: none, o: bind, device: / } }\n`,
      },
      "web: privileges fail",
    ],
  ]);
});

describe("privileged, devices and host namespaces", () => {
  judge([
    setting('privileged: "yes"', "fail"),
    setting('privileged: "no"', "pass"),
    setting("privileged: ${P}", "unknown"),
    setting("privileged: ${P:-on}", "fail"),
    setting("devices: [/dev/kmsg]", "fail"),
    setting("device_cgroup_rules: ['c *:* rmw']", "fail"),
    ...["network_mode: host", "pid: host", "ipc: host", "uts: host", "userns_mode: host", "cgroup: host"].map((line) =>
      setting(line, "fail"),
    ),
    ...["network_mode: none", "ipc: shareable", "cgroup: private"].map((line) => setting(line, "pass")),
  ]);
  function networks(title: string, rest: string, verdict: string): Case {
    return [title, { "compose.yaml": `services:\n  web:\n    ${image}\n    ${hardened}\n${rest}` }, `web: privileges ${verdict}`];
  }
  judge([
    networks(
      "the namespace of a service on the host",
      "    network_mode: service:b\n  b: { image: 'b:1', network_mode: host }\n",
      "fail",
    ),
    networks(
      "two that share one in a circle",
      "    network_mode: service:b\n  b: { image: 'b:1', network_mode: service:web }\n",
      "pass",
    ),
    networks("an external network named host", "    networks: [n]\nnetworks: { n: { external: true, name: host } }\n", "fail"),
    networks("the default network may be it", "networks: { default: { external: true, name: host } }\n", "fail"),
    networks("an own network of that name", "    networks: [host]\nnetworks: { host: {} }\n", "pass"),
  ]);
});

describe("capabilities", () => {
  const caps = (lines: readonly string[], verdict: string): Case => [
    lines.join(" "),
    service("image: registry.example.com/shop:1", ...lines),
    `web: capabilities ${verdict}`,
  ];
  judge([
    caps(["cap_drop: [ALL]"], "pass"),
    caps(["cap_drop: [all]"], "pass"),
    caps(["cap_drop: [CAP_ALL]"], "fail"),
    caps(["cap_drop: [NET_RAW]"], "fail"),
    caps(["cap_drop: ['${C}']"], "unknown"),
    caps(["cap_drop: [ALL]", "cap_add: [cap_sys_admin]"], "fail"),
    caps(["cap_drop: [ALL]", "cap_add: [ALL]"], "fail"),
    caps(["cap_drop: [ALL]", "cap_add: [NET_BIND_SERVICE]"], "unknown"),
    caps(["cap_drop: [ALL]", "privileged: true"], "fail"),
  ]);
});
