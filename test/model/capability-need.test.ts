import { describe, expect, it } from "vitest";
import { conditionHolds, needHere } from "../../src/model/capability-need.ts";
import { knownNeed } from "../../src/model/capability-set.ts";
import { projectOf } from "../rules/check-example.ts";
import { workloadOf } from "./show.ts";

type Files = Readonly<Record<string, string>>;

async function holds(condition: string, settings: string, files: Files = {}): Promise<string> {
  const project = await projectOf({ "compose.yaml": `services:\n  app: { ${settings} }\nvolumes: { data: {} }\n`, ...files });
  return conditionHolds(condition, workloadOf(project, "app"), project.tree);
}

async function need(settings: string): Promise<readonly [readonly string[], readonly string[]]> {
  const project = await projectOf({ "compose.yaml": `services:\n  app: { ${settings} }\nvolumes: { data: {} }\n` });
  const workload = workloadOf(project, "app");
  const known = knownNeed(workload);
  if (!known) throw new Error("nothing is known");
  const { sure, perhaps } = needHere(known, workload, project.tree);
  return [[...sure], [...perhaps]];
}

describe("a folder that an entrypoint hands over", () => {
  const handed = "a bind mount or volume that root owns";
  it.each([
    ["a folder that the engine makes", "image: redis:7, volumes: ['./data:/data']", "yes"],
    ["a folder of the host", "image: redis:7, volumes: ['/srv/redis:/data']", "yes"],
    ["a folder below the data", "image: postgres:16, volumes: ['./d:/var/lib/postgresql/data/pgdata']", "yes"],
    ["a named volume, which has the image's owner", "image: redis:7, volumes: ['data:/data']", "no"],
    ["a settings file", "image: redis:7, volumes: ['./redis.conf:/etc/redis.conf:ro']", "no"],
    ["a folder without data", "image: redis:7, volumes: ['./init:/init']", "no"],
    ["data that a variable moves", "image: redis:7, volumes: ['./d:/d'], environment: { DATA: /d }", "open"],
    ["data that the command moves", "image: redis:7, volumes: ['./d:/d'], command: [redis-server, --dir, /d]", "open"],
    ["a volume or a path", "image: redis:7, volumes: ['${DATA}:/data']", "open"],
    ["an image of which nobody knows where its data lie", "image: postgres:alpine, volumes: ['./d:/d']", "open"],
    ["nothing is mounted", "image: redis:7", "no"],
  ])("%s", async (_title, settings, expected) => {
    expect(await holds(handed, settings)).toBe(expected);
  });

  it("is handed over too where it lies in the repository: no checkout gives it to the account", async () => {
    expect(await holds(handed, "image: redis:7, volumes: ['./data:/data']", { "data/dump.rdb": "" })).toBe("yes");
  });
});

describe("data that another user owns", () => {
  const other = "data that another user owns";
  it.each([
    ["a folder that the engine makes belongs to root", "image: registry:2, volumes: ['./data:/var/lib/registry']", "no"],
    ["a named volume too", "image: registry:2, volumes: ['data:/var/lib/registry']", "no"],
    ["a folder of the host", "image: registry:2, volumes: ['/srv/registry:/var/lib/registry']", "open"],
    ["a folder outside of the repository", "image: registry:2, volumes: ['../data:/var/lib/registry']", "open"],
  ])("%s", async (_title, settings, expected) => {
    expect(await holds(other, settings)).toBe(expected);
  });

  it("may be where the folder is there", async () => {
    expect(await holds(other, "image: registry:2, volumes: ['./data:/var/lib/registry']", { "data/keep": "" })).toBe("open");
  });
});

describe("needs of versions", () => {
  it("takes DAC_OVERRIDE for reading: the second start of mariadb needs it", async () => {
    expect(await need("image: mariadb:11.8, volumes: ['data:/var/lib/mysql']")).toEqual([
      ["DAC_OVERRIDE", "SETGID", "SETUID"],
      [],
    ]);
  });

  it("knows that postgres 18 makes its data folder in the volume as root", async () => {
    const named = "volumes: ['data:/var/lib/postgresql']";
    expect(await need(`image: postgres:18, ${named}`)).toEqual([["CHOWN", "DAC_OVERRIDE", "SETGID", "SETUID"], []]);
    expect(await need("image: postgres:17, volumes: ['data:/var/lib/postgresql/data']")).toEqual([
      ["DAC_OVERRIDE", "SETGID", "SETUID"],
      [],
    ]);
  });

  it("leaves open what is needed only for a service that nobody sees", async () => {
    expect((await need("image: pihole/pihole:2025.03.0"))[1]).toContain("NET_ADMIN");
  });

  it("judges conditions of the catalog and no others", async () => {
    expect(await holds("the second start", "image: redis:7")).toBe("yes");
    expect(await holds("in place of DAC_OVERRIDE, which allows more", "image: redis:7")).toBe("no");
    expect(await holds("DHCP", "image: redis:7")).toBe("open");
  });
});
