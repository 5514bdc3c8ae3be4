import { describe, expect, test } from "vitest";
import { projectOf } from "../../rules/check-example.ts";
import { serviceOf, showFact, showList, showPlace, workloadOf } from "../show.ts";

describe("namespaces", () => {
  test.each([
    ["image: a", "unset default"],
    ["image: a\nnetwork_mode: host", "known host"],
    ["image: a\nnetwork_mode: ${MODE}", "unknown: $MODE has no value here"],
    ["image: a\nnetwork_mode: none", "known none"],
    ["image: a\nnetwork_mode: service:other", "known host"],
    ["image: a\nnetwork_mode: service:plain", "known default"],
    ["image: a\nnetwork_mode: service:chain", "known host"],
    ["image: a\nnetwork_mode: container:named", "known host"],
    ["image: a\nnetwork_mode: container:elsewhere", "known container:elsewhere"],
    ["image: a\nnetworks: [outside]", "known host"],
    ["image: a\nnetworks: [inside]", "unset default"],
  ])("network of %j", async (settings, expected) => {
    const others =
      "  other:\n    image: a\n    container_name: named\n    network_mode: host\n  chain:\n    image: a\n    network_mode: service:other\n  plain:\n    image: a\n";
    const networks = "networks:\n  outside:\n    external: true\n    name: host\n  inside:\n    name: host\n";
    expect(showFact((await serviceOf(settings, others + networks)).namespaces.network)).toBe(expected);
  });

  test("services that share with each other in a circle end", async () => {
    const app = await serviceOf("image: a\nnetwork_mode: service:b", "  b:\n    image: a\n    network_mode: service:app\n");
    expect(showFact(app.namespaces.network)).toMatch(/^known service:/);
  });

  test("the others as written", async () => {
    const { namespaces } = await serviceOf(
      "image: a\npid: host\nipc: service:b\nuts: host\nuserns_mode: host\ncgroup: host",
      "  b:\n    image: a\n    ipc: host\n",
    );
    expect(Object.entries(namespaces).map(([name, fact]) => `${name} ${showFact(fact)}`)).toEqual([
      "network unset default",
      "pid known host",
      "ipc known host",
      "uts known host",
      "userns known host",
      "cgroup known host",
    ]);
  });

  test("the place is the mode as written, with the other service behind it", async () => {
    const project = await projectOf({
      "compose.yaml": "services:\n  a:\n    image: a\n    network_mode: service:b\n  b:\n    image: a\n    network_mode: host\n",
    });
    const { network } = workloadOf(project, "a").namespaces;
    expect([showPlace(project, network.origin), ...network.origin.via.map((origin) => showPlace(project, origin))]).toEqual([
      "compose.yaml:service:b",
      "compose.yaml:host",
    ]);
  });
});

describe("ports", () => {
  test("short and long form", async () => {
    const { ports } = await serviceOf(
      "image: a\nports:\n  - '80'\n  - 8080:80\n  - 127.0.0.1:5432:5432\n  - '[::1]:53:53/udp'\n  - target: 90\n    published: '9000'\n    host_ip: 0.0.0.0\n  - '${P}:1'",
    );
    expect(
      showList(ports, ({ hostIp, published, target, protocol }) => `${hostIp ?? "*"} ${published ?? "?"} ${target}/${protocol}`),
    ).toEqual([
      "* ? 80/tcp",
      "* 8080 80/tcp",
      "127.0.0.1 5432 5432/tcp",
      "::1 53 53/udp",
      "0.0.0.0 9000 90/tcp",
      "unknown: $P has no value here",
    ]);
  });
});

describe("mounts", () => {
  test.each([
    ["/data", "anonymous ? at /data"],
    ["db:/data", "volume db at /data"],
    ["db:/data:ro", "volume db at /data ro"],
    ["./x:/data:ro", "bind ./x at /data ro"],
    ["/var/run/docker.sock:/var/run/docker.sock", "bind /var/run/docker.sock at /var/run/docker.sock"],
    ["~/x:/data", "bind ~/x at /data"],
    ["${DIR:-/srv}:/data", "bind /srv at /data"],
    ["root:/data", "volume root at /data = /"],
    ["disk:/data", "volume disk at /data = /dev/sda1"],
    ["nfs:/data", "volume nfs at /data"],
    ["{ type: tmpfs, target: /t }", "tmpfs ? at /t"],
    ["{ type: bind, source: /h, target: /t, read_only: true, bind: { propagation: shared } }", "bind /h at /t ro shared"],
  ])("%s", async (volume, expected) => {
    const option = (device: string, flags: string): string =>
      `    driver_opts:\n      type: none\n      o: ${flags}\n      device: ${device}\n`;
    const rest = `volumes:\n  db:\n  root:\n${option("/", "bind")}  disk:\n${option("/dev/sda1", "ro")}  nfs:\n${option("':/export'", "addr=10.0.0.1")}`;
    const app = await serviceOf(`image: a\nvolumes:\n  - ${volume}`, rest);
    const shown = showList(app.mounts, ({ type, source, target, readOnly, propagation, device }) =>
      [type, source ?? "?", "at", target, readOnly ? "ro" : "", propagation ?? "", device === undefined ? "" : `= ${device}`]
        .filter((word) => word !== "")
        .join(" "),
    );
    expect(shown).toEqual([expected]);
  });

  test("a variable without value stands in the source by its name", async () => {
    const { mounts } = await serviceOf("image: a\nvolumes:\n  - ${SOCK}:/var/run/docker.sock\n  - ${HOME_DIR}/x:/y");
    expect(
      mounts.items.map((item) =>
        item.state === "known" ? [item.value.type, item.value.source, item.value.unresolved] : item.state,
      ),
    ).toEqual([
      ["volume", "${SOCK}", ["SOCK"]],
      ["bind", "${HOME_DIR}/x", ["HOME_DIR"]],
    ]);
  });

  test("volumes_from takes over what another service has", async () => {
    const app = await serviceOf("image: a\nvolumes_from: [b]", "  b:\n    image: a\n    volumes: ['/:/host']\n");
    expect(showList(app.mounts, ({ source, target }) => `${source}:${target}`)).toEqual(["/:/host"]);
    const lost = await serviceOf("image: a\nvolumes_from: ['container:gone']");
    expect(showList(lost.mounts)).toEqual(["and more: the volumes of gone are taken over and not known here"]);
  });
});

describe("the join of image and build", () => {
  test("a service that builds keeps its image name, and the base's facts", async () => {
    const app = await serviceOf("image: acme/app:1\nbuild: .", "", { Dockerfile: "FROM node:22\n" });
    expect([showFact(app.image, ({ text }) => text), app.facts?.reference, app.buildGap]).toEqual([
      "known acme/app:1",
      "node:22",
      undefined,
    ]);
  });

  test("neither image nor build", async () => {
    const app = await serviceOf("restart: always");
    expect(showFact(app.image, ({ text }) => text)).toBe("unknown: neither image nor build is written here");
  });

  test("the anchor is the service's key", async () => {
    const project = await projectOf({ "compose.yaml": "services:\n  app:\n    image: a\n" });
    expect(showPlace(project, workloadOf(project, "app").anchor)).toBe("compose.yaml:app");
  });
});
