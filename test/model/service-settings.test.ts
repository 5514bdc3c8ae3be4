import { describe, expect, it } from "vitest";
import type { Workload } from "../../src/model/workload.ts";
import { projectOf } from "../rules/check-example.ts";

async function services(yaml: string): Promise<Map<string, Workload>> {
  const { workloads } = await projectOf({ "compose.yaml": yaml });
  return new Map(workloads.map((workload) => [workload.name, workload]));
}

async function app(settings: string, rest = ""): Promise<Workload> {
  const workload = (
    await services(`services:\n  app:\n    image: nginx:1.27\n${settings.replaceAll(/^(?=.)/gm, "    ")}\n${rest}`)
  ).get("app");
  if (!workload) throw new Error("no service was found");
  return workload;
}

describe("mounts of a service", () => {
  it("keeps the names of variables in their paths", async () => {
    const { mounts } = await app("volumes:\n  - ${A}/x/${B}:/data/${C}\n  - ${A}:/d\n");
    expect(mounts.items).toMatchObject([
      { state: "known", value: { type: "bind", source: "${A}/x/${B}", unresolved: ["A", "B"], target: "/data/${C}" } },
      { state: "known", value: { source: "${A}", unresolved: ["A"], target: "/d" } },
    ]);
  });

  it("takes the mounts of another service over", async () => {
    const all = await services(
      "services:\n  a:\n    image: nginx:1.27\n    volumes: ['/var/run/docker.sock:/s']\n  b:\n    image: nginx:1.27\n    volumes_from: [a]\n  c:\n    image: nginx:1.27\n    volumes_from: ['container:x']\n",
    );
    expect(all.get("b")?.mounts.items).toMatchObject([
      { value: { source: "/var/run/docker.sock" }, origin: { how: "inherited" } },
    ]);
    expect(all.get("c")?.mounts).toMatchObject({ complete: false, reason: "the volumes of x are taken over and not known here" });
  });

  it("reads relative paths from the deployment's folder", async () => {
    const { workloads } = await projectOf({
      "deploy/app/compose.yaml":
        "services:\n  app:\n    image: nginx:1.27\n    volumes: ['../..:/a', './x:/b', '../../../y:/c', '/z:/d', '~/w:/e']\n",
    });
    expect(workloads[0]?.mounts.items.map((item) => item.state === "known" && item.value.source)).toEqual([
      ".",
      "./deploy/app/x",
      "../y",
      "/z",
      "~/w",
    ]);
  });

  it("sees through named volumes", async () => {
    const { mounts } = await app(
      "volumes: ['host:/d', 'share:/e']",
      "volumes:\n  host:\n    driver_opts: {type: none, o: bind, device: /etc}\n  share:\n    driver_opts: {type: nfs, o: addr=10.0.0.1, device: ':/x'}\n",
    );
    expect(mounts.items.map((item) => item.state === "known" && item.value.device)).toEqual(["/etc", undefined]);
  });
});

describe("namespaces", () => {
  it("follows service: and container: to what they have", async () => {
    const all = await services(
      "services:\n  a:\n    image: nginx:1.27\n    container_name: first\n    network_mode: host\n  b:\n    image: nginx:1.27\n    network_mode: service:a\n  c:\n    image: nginx:1.27\n    network_mode: container:first\n  d:\n    image: nginx:1.27\n    network_mode: ${MODE}\n  e:\n    image: nginx:1.27\n    network_mode: service:d\n  f:\n    image: nginx:1.27\n  g:\n    image: nginx:1.27\n    network_mode: service:f\n",
    );
    const network = (name: string) => all.get(name)?.namespaces.network;
    expect(network("b")).toMatchObject({ state: "known", value: "host" });
    expect(network("c")).toMatchObject({ state: "known", value: "host" });
    expect(network("e")).toMatchObject({ state: "unknown" });
    expect(network("g")).toMatchObject({ state: "known", value: "default" });
  });

  it("does not follow services round in circles", async () => {
    const all = await services(
      "services:\n  a:\n    image: nginx:1.27\n    network_mode: service:b\n  b:\n    image: nginx:1.27\n    network_mode: service:a\n",
    );
    expect(all.get("a")?.namespaces.network.state).toBe("known");
  });
});

describe("health and limits", () => {
  it("takes an empty test for none", async () => {
    expect((await app("healthcheck: {test: []}")).health.state).toBe("unset");
    expect((await app("healthcheck: {test: ''}")).health.state).toBe("unset");
    expect((await app("healthcheck: {test: ['CMD', 'x']}")).health.state).toBe("known");
  });

  it("takes cpuset for a limit", async () => {
    expect((await app("cpuset: '0,1'")).limits.cpus).toMatchObject({ state: "known", value: 2 });
  });

  it("tells a Dockerfile that does not exist from one that is not read", async () => {
    expect(await services("services:\n  app:\n    build: ./x\n").then((all) => all.get("app"))).toMatchObject({
      buildMissing: true,
      buildGap: "x/Dockerfile does not exist",
    });
  });
});
