import { describe, expect, test } from "vitest";
import type { Workload } from "../../src/model/workload.ts";
import { projectOf } from "../rules/check-example.ts";
import { runOf, showCommand, showFact, showList, showPlace } from "./show.ts";

describe("options of a run line", () => {
  const facts: readonly [string, (run: Workload) => string][] = [
    ["--read-only", (run) => showFact(run.readOnlyRoot)],
    ["--init", (run) => showFact(run.init)],
    ["--privileged", (run) => showFact(run.privileged)],
    ["--use-api-socket", (run) => showFact(run.apiSocket)],
  ];
  test.each(facts)("%s is set, switched off, absent and unknown", async (flag, show) => {
    expect(show(await runOf(`docker run ${flag} a`))).toBe("known true");
    expect(show(await runOf(`docker run ${flag}=false a`))).toBe("known false");
    expect(show(await runOf("docker run a"))).toBe("unset false");
    expect(show(await runOf(`docker run ${flag}=$X a`))).toBe("unknown: $X has no value here");
    expect(show(await runOf("docker run $OPTIONS a"))).toBe("unknown: $OPTIONS may hold more options");
  });

  test.each([
    ["-u0", "known 0"],
    ["-iu 0", "known 0"],
    ["--user 1000:1000", "known 1000"],
    ["--user redis", "known 999"],
    ["--user $WHO", "unknown: $WHO has no value here"],
    ["--user ${WHO:-7}", "known 7"],
    ["-u 1 -u 2", "known 2"],
    ["", "known 0"],
  ])("user %j of redis", async (options, expected) => {
    expect(showFact((await runOf(`docker run ${options} redis:7`)).user, ({ uid }) => String(uid))).toBe(expected);
  });

  test.each([
    ["-m 512m --cpus 1.5 --pids-limit 100", ["known 536870912", "known 1.5", "known 100"]],
    ["", ["unset 0", "unset 0", "unset 0"]],
    ["--memory 0 --pids-limit -1", ["known 0", "unset 0", "known 0"]],
    ["--cpu-quota 50000", ["unset 0", "known 0.5", "unset 0"]],
    ["--cpuset-cpus 0,1", ["unset 0", "known 2", "unset 0"]],
    ["--memory $M", ["unknown: $M has no value here", "unset 0", "unset 0"]],
  ])("limits %j", async (options, expected) => {
    const { limits } = await runOf(`docker run ${options} a`);
    expect([limits.memory, limits.cpus, limits.pids].map((fact) => showFact(fact))).toEqual(expected);
  });

  test("lists", async () => {
    const run = await runOf(
      "docker run --cap-drop ALL --cap-add=NET_RAW --security-opt no-new-privileges --device /dev/a:/dev/b:r --tmpfs /tmp:size=1m --group-add 5 -l a=1 --label b a",
    );
    expect(
      [run.capDrop, run.capAdd, run.securityOpt, run.devices, run.tmpfs, run.groups].map((list) => showList(list).join()),
    ).toEqual(["ALL", "NET_RAW", "no-new-privileges", "/dev/a", "/tmp:size=1m", "5"]);
    expect(showList(run.labels, ({ name, value }) => `${name}=${value}`)).toEqual(["a=1", "b="]);
  });

  test("options out of sight make lists incomplete", async () => {
    expect(showList((await runOf("docker run --cap-add X $OPTIONS a")).capAdd)).toEqual([
      "X",
      "and more: $OPTIONS may hold more options",
    ]);
  });

  test("namespaces, logging, restart", async () => {
    const run = await runOf(
      "docker run --net host --pid=host --ipc host --uts host --userns host --cgroupns host --log-driver none --restart always a",
    );
    expect(Object.values(run.namespaces).map((fact) => showFact(fact))).toEqual(Array.from({ length: 6 }, () => "known host"));
    expect([showFact(run.loggingDriver), showFact(run.restart)]).toEqual(["known none", "known always"]);
  });

  test.each([
    ["-p 80:80", ["* 80 80/tcp"]],
    ["-p 127.0.0.1:5432:5432", ["127.0.0.1 5432 5432/tcp"]],
    ["-p 127.0.0.1::53/udp", ["127.0.0.1  53/udp"]],
    ["-p [::1]:80:80", ["[::1] 80 80/tcp"]],
    ["-p 80", ["* ? 80/tcp"]],
    ["-P", ["* ? 6379/tcp"]],
  ])("ports %s", async (options, expected) => {
    expect(
      showList(
        (await runOf(`docker run ${options} redis:7`)).ports,
        ({ hostIp, published, target, protocol }) => `${hostIp ?? "*"} ${published ?? "?"} ${target}/${protocol}`,
      ),
    ).toEqual(expected);
  });

  test.each([
    ["-v /data", "anonymous ? /data"],
    ["-v db:/data:ro", "volume db /data ro"],
    ["-v $PWD/x:/data", "bind $PWD/x /data $PWD"],
    ["-v ${SOCK:-/var/run/docker.sock}:/s", "bind /var/run/docker.sock /s"],
    ["-v 'C:\\x:/data'", "bind C:\\x /data"],
    ["--mount type=bind,src=/,dst=/host,readonly", "bind / /host ro"],
    ["--mount type=bind,source=/,target=/host,ro=false", "bind / /host"],
    ["--mount target=/data", "anonymous ? /data"],
    ["--mount source=v,target=/d,volume-opt=o=bind,volume-opt=device=/", "volume v /d = /"],
  ])("mount %s", async (options, expected) => {
    const shown = showList(
      (await runOf(`docker run ${options} a`)).mounts,
      ({ type, source, target, readOnly, device, unresolved }) =>
        [
          type,
          source ?? "?",
          target,
          readOnly ? "ro" : "",
          device === undefined ? "" : `= ${device}`,
          ...(unresolved ?? []).map((name) => `$${name}`),
        ]
          .filter((word) => word !== "")
          .join(" "),
    );
    expect(shown).toEqual([expected]);
  });

  test("environment", async () => {
    const { env } = await runOf("docker run -e A=1 -e B --env C=$X --env-file x.env a");
    expect(showList(env, ({ name, value, template }) => `${name}=${value ?? "?"} ${template ?? ""}`)).toEqual([
      "A=1 ",
      "B=? ",
      "C=? $X",
      "and more: the file x.env was not read",
    ]);
  });
});

describe("image, entrypoint and command", () => {
  test.each([
    ["redis:7", 'known ["docker-entrypoint.sh"]', 'known ["redis-server"]'],
    ["redis:7 redis-server --port 1", 'known ["docker-entrypoint.sh"]', 'known ["redis-server","--port","1"]'],
    ["--entrypoint sh redis:7 -c x", 'known ["sh"]', 'known ["-c","x"]'],
    ["--entrypoint sh redis:7", 'known ["sh"]', "unset"],
    ['--entrypoint "" redis:7 x', "unset", 'known ["x"]'],
    ["redis:7 $CMD x", 'known ["docker-entrypoint.sh"]', "unknown: $CMD has no value here"],
    ["acme/x:1", "unknown: nothing is known of the image acme/x:1", "unknown: nothing is known of the image acme/x:1"],
  ])("%s", async (words, entrypoint, command) => {
    const run = await runOf(`docker run ${words}`);
    expect([showFact(run.entrypoint, showCommand), showFact(run.command, showCommand)]).toEqual([entrypoint, command]);
  });

  test.each([
    ["", "unset"],
    ["--no-healthcheck", "known off"],
    ["--no-healthcheck=false", "unset"],
    ["--health-cmd 'curl x'", "known /bin/sh -c curl x"],
    ["--health-cmd none", "known off"],
    ["--health-interval 5s", "unset"],
    ["$OPTIONS", "unknown: $OPTIONS may hold more options"],
  ])("health %s of redis", async (options, expected) => {
    const { health } = await runOf(`docker run ${options} redis:7`);
    expect(showFact(health, ({ disabled, test: command }) => (disabled ? "off" : command ? showCommand(command) : "some"))).toBe(
      expected,
    );
  });

  test("what stands where", async () => {
    const project = await projectOf({ "ops/run.sh": "#!/bin/sh\n\ndocker run --name web \\\n  --user 0 nginx:1.27\n" }, [
      "ops/run.sh",
    ]);
    const [run] = project.workloads;
    expect([run?.id, run?.name, run?.kind, run?.role]).toEqual(["ops/run.sh:3", "web", "run", "production"]);
    expect(run && [showPlace(project, run.anchor), showPlace(project, run.user.origin)]).toEqual([
      "ops/run.sh:nginx:1.27",
      "ops/run.sh:--user 0",
    ]);
  });

  test("an image behind a variable is unknown", async () => {
    const run = await runOf("docker run $IMAGE");
    expect([run.image.state, run.facts, showFact(run.health)]).toEqual([
      "unknown",
      undefined,
      "unknown: $IMAGE has no value here",
    ]);
  });
});
