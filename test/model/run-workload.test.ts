import { describe, expect, it } from "vitest";
import type { Workload } from "../../src/model/workload.ts";
import { projectOf } from "../rules/check-example.ts";

async function line(options: string): Promise<Workload> {
  const { workloads } = await projectOf({ "run.sh": `docker run ${options} nginx:1.27\n` }, ["run.sh"]);
  const [workload] = workloads;
  if (!workload) throw new Error("no run line was found");
  return workload;
}

const mounts = async (options: string) =>
  (await line(options)).mounts.items.map((item) => (item.state === "known" ? item.value : item));

describe("mounts of a run line", () => {
  it("reads short and long syntax, drives and defaults", async () => {
    expect(await mounts("-v /a:/b:ro,z -v vol:/c -v /d")).toEqual([
      { type: "bind", source: "/a", target: "/b", readOnly: true },
      { type: "volume", source: "vol", target: "/c", readOnly: false },
      { type: "anonymous", source: undefined, target: "/d", readOnly: false },
    ]);
    expect(await mounts("-v 'C:\\data:/data'")).toEqual([{ type: "bind", source: "C:\\data", target: "/data", readOnly: false }]);
    expect(await mounts('-v "${SOCK:-/var/run/docker.sock}:/s"')).toEqual([
      { type: "bind", source: "/var/run/docker.sock", target: "/s", readOnly: false },
    ]);
    expect(await mounts("--mount type=bind,src=/a,dst=/b,readonly")).toEqual([
      { type: "bind", source: "/a", target: "/b", readOnly: true },
    ]);
    expect(await mounts("--mount type=volume,src=v,dst=/b,volume-opt=type=none,volume-opt=o=bind,volume-opt=device=/")).toEqual([
      { type: "volume", source: "v", target: "/b", readOnly: false, device: "/" },
    ]);
  });

  it("keeps variables that have no value", async () => {
    expect(await mounts('-v "$DATA/x:/x"')).toEqual([
      { type: "bind", source: "$DATA/x", target: "/x", readOnly: false, unresolved: ["DATA"] },
    ]);
  });

  it("does not know the volumes of another container", async () => {
    expect((await line("--volumes-from other")).mounts).toMatchObject({
      complete: false,
      reason: "the volumes of other are taken over and not known here",
    });
  });
});

describe("options out of sight", () => {
  it("makes what is not written unknown, and leaves what is written", async () => {
    const workload = await line("$DOCKER_OPTS --read-only");
    expect(workload.readOnlyRoot).toMatchObject({ state: "known", value: true });
    expect(workload.privileged).toMatchObject({ state: "unknown", reason: "$DOCKER_OPTS may hold more options" });
    expect(workload.limits.memory.state).toBe("unknown");
    expect(workload.capDrop).toMatchObject({ items: [], complete: false });
  });
});

describe("limits and ports", () => {
  it("takes a list of CPUs for a limit", async () => {
    expect((await line("--cpuset-cpus 0-2,4")).limits.cpus).toMatchObject({ state: "known", value: 4 });
    expect((await line("--cpu-quota 25000")).limits.cpus).toMatchObject({ state: "known", value: 0.25 });
    expect((await line("--memory 0")).limits.memory).toMatchObject({ state: "known", value: 0 });
  });

  it("publishes all that the image exposes", async () => {
    expect((await line("-P")).ports.items).toMatchObject([
      { state: "known", value: { hostIp: undefined, published: undefined, target: "80", protocol: "tcp" } },
    ]);
    expect((await line("-p [::1]:8080:80/udp")).ports.items).toMatchObject([
      { value: { hostIp: "[::1]", published: "8080", target: "80", protocol: "udp" } },
    ]);
  });
});
