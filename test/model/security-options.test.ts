import { expect, it } from "vitest";
import { droppedOf, readCapabilities } from "../../src/model/capability-set.ts";
import { noNewPrivilegesOf, unconfinedOptions } from "../../src/model/security-options.ts";
import type { Workload } from "../../src/model/workload.ts";
import { dockerDefaultCapabilities } from "../../src/catalog/capabilities.ts";
import { projectOf } from "../rules/check-example.ts";

async function service(settings: Readonly<Record<string, readonly string[]>>): Promise<Workload> {
  const { workloads } = await projectOf({
    "compose.yaml": JSON.stringify({ services: { app: { image: "nginx:1.27", ...settings } } }),
  });
  const [workload] = workloads;
  if (!workload) throw new Error("no service was found");
  return workload;
}

const nnp = async (...options: readonly string[]) => {
  const fact = noNewPrivilegesOf(await service({ security_opt: options }));
  return fact.state === "known" ? fact.value : fact.state;
};

it("reads no-new-privileges as the engine does", async () => {
  expect(await nnp()).toBe("unset");
  for (const text of [
    "no-new-privileges",
    "no-new-privileges=true",
    "no-new-privileges:true",
    "no-new-privileges=1",
    "no-new-privileges:T",
  ])
    expect(await nnp(text)).toBe(true);
  for (const text of ["no-new-privileges=false", "no-new-privileges:0", "no-new-privileges=F"])
    expect(await nnp(text)).toBe(false);
  for (const text of ["no-new-privileges:yes", "no-new-privileges: true", "no-new-privileges=on", "no-new-privileges=tRUE"])
    expect(await nnp(text)).toBe("refused");
  expect(await nnp("no-new-privileges:true", "no-new-privileges:false")).toBe(false);
  expect(await nnp("no-new-privileges:false", "no-new-privileges")).toBe(true);
  expect(await nnp("no-new-privileges", "${MORE}")).toBe("unknown");
  expect(await nnp("${MORE}", "no-new-privileges")).toBe(true);
  expect(await nnp("label:type:no-new-privileges")).toBe("unset");
});

it("finds what takes confinement away: the last of a key, any label", async () => {
  const unconfined = async (...options: readonly string[]) =>
    unconfinedOptions(await service({ security_opt: options })).map(({ option }) => option.text);
  expect(await unconfined("seccomp:unconfined", "apparmor=unconfined", "systempaths=unconfined", "label:disable")).toEqual([
    "seccomp:unconfined",
    "apparmor=unconfined",
    "systempaths=unconfined",
    "label:disable",
  ]);
  expect(await unconfined("seccomp=unconfined", "seccomp=default.json")).toEqual([]);
  expect(await unconfined("label=disable", "label=user:app")).toEqual(["label=disable"]);
  expect(await unconfined("no-new-privileges", "seccomp=./unconfined.json")).toEqual([]);
});

it("reads capabilities as the engine does", async () => {
  const names = async (...added: readonly string[]) =>
    readCapabilities((await service({ cap_add: added })).capAdd).map(({ name, refused }) => (refused ? `${name}!` : name));
  expect(await names("net_raw", "CAP_NET_ADMIN", "all", "CAP_ALL", "NET_RAWW")).toEqual([
    "NET_RAW",
    "NET_ADMIN",
    "ALL",
    "CAP_ALL!",
    "NET_RAWW!",
  ]);
});

it("tells what is dropped", async () => {
  const how = async (...dropped: readonly string[]) => droppedOf(await service({ cap_drop: dropped }))?.how;
  expect(await how("All")).toBe("all");
  expect(await how("NET_RAW")).toBeUndefined();
  expect(await how("CAP_ALL")).toBeUndefined();
  expect(await how(...dockerDefaultCapabilities().map((name) => `cap_${name.toLowerCase()}`))).toBe("each");
});
