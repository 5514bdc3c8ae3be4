import { describe, expect, test } from "vitest";
import type { Workload } from "../../../src/model/workload.ts";
import { serviceOf, showCommand, showFact, showList } from "../show.ts";

describe("switches are known, unset or unknown", () => {
  test.each([
    ["image: a", "unset false"],
    ["image: a\nread_only: true", "known true"],
    ["image: a\nread_only: false", "known false"],
    ['image: a\nread_only: "yes"', "known true"],
    ["image: a\nread_only: ${RO}", "unknown: $RO has no value here"],
    ["image: a\nread_only: ${RO:-true}", "known true"],
    ["image: a\nread_only:", "unset false"],
  ])("%j", async (settings, expected) => {
    expect(showFact((await serviceOf(settings)).readOnlyRoot)).toBe(expected);
  });

  test("init, privileged and the API socket too", async () => {
    const app = await serviceOf("image: a\ninit: true\nprivileged: true\nuse_api_socket: true");
    expect([app.init, app.privileged, app.apiSocket].map((fact) => showFact(fact))).toEqual([
      "known true",
      "known true",
      "known true",
    ]);
  });

  test("a value from .env is known", async () => {
    const app = await serviceOf("image: a\nprivileged: ${P}", "", { ".env": "P=true\n" });
    expect(showFact(app.privileged)).toBe("known true");
  });
});

describe("lists", () => {
  test("what is written, with the unknown named", async () => {
    const app = await serviceOf(
      "image: a\ncap_drop: [ALL]\ncap_add: [NET_ADMIN, '${CAP}']\nsecurity_opt:\n  - no-new-privileges:true\ngroup_add: ['5']\ndevice_cgroup_rules: ['c 1:3 r']",
    );
    expect(showList(app.capDrop)).toEqual(["ALL"]);
    expect(showList(app.capAdd)).toEqual(["NET_ADMIN", "unknown: $CAP has no value here"]);
    expect(showList(app.securityOpt)).toEqual(["no-new-privileges:true"]);
    expect(showList(app.groups)).toEqual(["5"]);
    expect(showList(app.deviceRules)).toEqual(["c 1:3 r"]);
    expect(showList((await serviceOf("image: a")).capDrop)).toEqual([]);
  });

  test("tmpfs as one text and as a list", async () => {
    expect(showList((await serviceOf("image: a\ntmpfs: /tmp")).tmpfs)).toEqual(["/tmp"]);
    expect(showList((await serviceOf("image: a\ntmpfs: [/tmp, '/run:size=1m']")).tmpfs)).toEqual(["/tmp", "/run:size=1m"]);
  });

  test("devices by their path on the host", async () => {
    const app = await serviceOf("image: a\ndevices:\n  - /dev/fuse:/dev/x:rwm\n  - source: /dev/kvm\n    target: /dev/kvm\n");
    expect(showList(app.devices)).toEqual(["/dev/fuse", "/dev/kvm"]);
  });

  test("labels, logging and profiles", async () => {
    const app = await serviceOf(
      "image: a\nlabels:\n  - a=1\n  - b\nlogging:\n  driver: none\n  options:\n    max-size: 1m\nrestart: always\nprofiles: [x, y]",
    );
    expect(showList(app.labels, ({ name, value }) => `${name}=${value}`)).toEqual(["a=1", "b="]);
    expect([showFact(app.loggingDriver), showFact(app.restart)]).toEqual(["known none", "known always"]);
    expect(showList(app.loggingOptions, ({ name, value }) => `${name}=${value}`)).toEqual(["max-size=1m"]);
    expect(app.profiles).toEqual(["x", "y"]);
  });
});

describe("limits", () => {
  const show = ({ limits }: Workload): string[] => [limits.memory, limits.cpus, limits.pids].map((fact) => showFact(fact));
  test.each([
    ["", ["unset 0", "unset 0", "unset 0"]],
    ["mem_limit: 512m\ncpus: 1.5\npids_limit: 100", ["known 536870912", "known 1.5", "known 100"]],
    ["mem_limit: 0\ncpus: 0\npids_limit: -1", ["known 0", "known 0", "known 0"]],
    [
      "deploy:\n  resources:\n    limits:\n      memory: 1g\n      cpus: '2'\n      pids: 5",
      ["known 1073741824", "known 2", "known 5"],
    ],
    ["deploy:\n  resources:\n    reservations:\n      memory: 1g", ["unset 0", "unset 0", "unset 0"]],
    ["mem_reservation: 1g\ncpu_shares: 512", ["unset 0", "unset 0", "unset 0"]],
    ["mem_limit: ${MEM}\ncpus: ${CPU:-2}", ["unknown: $MEM has no value here", "known 2", "unset 0"]],
    ["cpu_quota: 50000", ["unset 0", "known 0.5", "unset 0"]],
    ["cpu_quota: 50000\ncpu_period: 25000", ["unset 0", "known 2", "unset 0"]],
    ["cpuset: 0-1,3", ["unset 0", "known 3", "unset 0"]],
  ])("%j", async (settings, expected) => {
    expect(show(await serviceOf(`image: a\n${settings}`))).toEqual(expected);
  });
});

describe("process", () => {
  const show = (app: Workload): string[] => [showFact(app.entrypoint, showCommand), showFact(app.command, showCommand)];
  test.each([
    ["image: redis:7", 'known ["docker-entrypoint.sh"]', 'known ["redis-server"]'],
    ["image: redis:7\ncommand: redis-server --port 1", 'known ["docker-entrypoint.sh"]', 'known ["redis-server","--port","1"]'],
    ["image: redis:7\ncommand: ['sh', '-c', 'a && b']", 'known ["docker-entrypoint.sh"]', 'known ["sh","-c","a && b"]'],
    ["image: redis:7\nentrypoint: tini -- redis", 'known ["tini","--","redis"]', "unset"],
    ["image: redis:7\nentrypoint: []", "unset", "unset"],
    ["image: redis:7\nentrypoint: ''\ncommand: x", "unset", 'known ["x"]'],
    ["image: redis:7\ncommand: ${CMD}", 'known ["docker-entrypoint.sh"]', "unknown: $CMD has no value here"],
    ["image: redis:7\ncommand: [redis-server, '${PORT}']", 'known ["docker-entrypoint.sh"]', 'known ["redis-server",""]'],
    ["image: acme/x:1", "unknown: nothing is known of the image acme/x:1", "unknown: nothing is known of the image acme/x:1"],
    ["image: ${IMG}", "unknown: $IMG has no value here", "unknown: $IMG has no value here"],
    ["build: ./gone", "unknown: gone/Dockerfile does not exist", "unknown: gone/Dockerfile does not exist"],
  ])("%j", async (settings, entrypoint, command) => {
    expect(show(await serviceOf(settings))).toEqual([entrypoint, command]);
  });

  test.each([
    ["image: redis:7", "known 0"],
    ["image: redis:7\nuser: '1000:1000'", "known 1000"],
    ["image: redis:7\nuser: redis", "known 999"],
    ["image: redis:7\nuser: ''", "known 0"],
    ["image: redis:7\nuser: ${WHO:-5}", "known 5"],
    ["image: redis:7\nuser: ${WHO}", "unknown: $WHO has no value here"],
    ["image: acme/x:1\nuser: 0", "known 0"],
  ])("user of %j", async (settings, expected) => {
    expect(showFact((await serviceOf(settings)).user, ({ uid }) => String(uid))).toBe(expected);
  });

  test.each([
    ["image: a", "unknown: nothing is known of the image a"],
    ["image: redis:7", "unset"],
    ["image: a\nhealthcheck:\n  test: curl -f localhost", "known /bin/sh -c curl -f localhost"],
    ["image: a\nhealthcheck:\n  test: [CMD, curl, localhost]", 'known ["curl","localhost"]'],
    ["image: a\nhealthcheck:\n  test: [CMD-SHELL, a || b]", "known /bin/sh -c a || b"],
    ["image: a\nhealthcheck:\n  test: [NONE]", "known off"],
    ["image: a\nhealthcheck:\n  disable: true", "known off"],
    ["image: redis:7\nhealthcheck:\n  interval: 5s", "unset"],
    ["image: redis:7\nhealthcheck:\n  test: []", "unset"],
  ])("health of %j", async (settings, expected) => {
    const { health } = await serviceOf(settings);
    expect(showFact(health, ({ disabled, test: command }) => (disabled ? "off" : command ? showCommand(command) : "some"))).toBe(
      expected,
    );
  });
});

describe("environment", () => {
  const show = (app: Workload): string[] =>
    showList(
      app.env,
      ({ name, value, template, unresolved, via }) =>
        `${via} ${name}=${value ?? "?"}${template === undefined ? "" : ` from ${template}`}${unresolved.map((each) => ` $${each}`).join("")}`,
    );

  test("in map and list form, taken from the shell, and interpolated", async () => {
    expect(show(await serviceOf("image: a\nenvironment:\n  A: '1'\n  B:\n  C: ${X:-d}\n  D: x${Y}"))).toEqual([
      "environment A=1",
      "environment B=?",
      "environment C=d from ${X:-d}",
      "environment D=? from x${Y} $Y",
    ]);
    expect(show(await serviceOf("image: a\nenvironment:\n  - A=1\n  - B"))).toEqual(["environment A=1", "environment B=?"]);
  });

  test("env_file is read, environment wins, a missing one makes the list incomplete", async () => {
    expect(show(await serviceOf("image: a\nenv_file: a.env\nenvironment:\n  B: own", "", { "a.env": "A=1\nB=2\n" }))).toEqual([
      "env_file A=1",
      "environment B=own",
    ]);
    expect(show(await serviceOf("image: a\nenv_file: gone.env\nenvironment:\n  B: own"))).toEqual([
      "environment B=own",
      "and more: The env file gone.env is not read: does not exist",
    ]);
  });

  test("secrets by their source, configs with content, build arguments", async () => {
    const rest =
      "secrets:\n  f:\n    file: ./s\n  e:\n    environment: E\n  x:\n    external: true\nconfigs:\n  c:\n    content: hello\n";
    const app = await serviceOf(
      "build:\n  context: .\n  args:\n    - V=1\nsecrets:\n  - f\n  - source: e\n  - x\n  - gone\nconfigs: [c]",
      rest,
      { Dockerfile: "FROM alpine\n", s: "" },
    );
    expect(showList(app.secrets, ({ name, kind }) => `${name} ${kind}`)).toEqual([
      "f file",
      "e environment",
      "x external",
      "gone unknown",
    ]);
    expect(showList(app.configContents, ({ name, text }) => `${name} ${text}`)).toEqual(["c hello"]);
    expect(showList(app.buildArgs, ({ name, value }) => `${name}=${value}`)).toEqual(["V=1"]);
  });
});
