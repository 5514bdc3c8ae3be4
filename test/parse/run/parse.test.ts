import { describe, expect, it } from "vitest";
import { parseRunArgs } from "../../../src/parse/run/parse.ts";
import type { RunLine, RunWord } from "../../../src/parse/run/tree.ts";

function argv(text: string): RunWord[] {
  return [...text.matchAll(/\S+/g)].map((match) => ({
    value: match[0],
    unresolved: match[0].includes("$") ? [match[0]] : [],
    span: { start: match.index, end: match.index + match[0].length },
  }));
}
const read = (text: string): RunLine | undefined => parseRunArgs(argv(text));
const options = (text: string): unknown =>
  read(text)?.options.map(({ name, value }) => (value === undefined ? name : `${name}=${value}`));

describe("a run line", () => {
  it.each([
    ["docker run nginx", "docker", "run"],
    ["docker create nginx", "docker", "create"],
    ["docker container run nginx", "docker", "run"],
    ["docker --context x -H tcp://a -D container create nginx", "docker", "create"],
    ["/usr/bin/podman --root=/r --log-level debug run nginx", "podman", "run"],
    ["nerdctl -n ns run nginx", "nerdctl", "run"],
    ["docker.exe run nginx", "docker", "run"],
  ])("%s", (text, program, verb) => {
    expect(read(text)).toMatchObject({ program, verb, image: { value: "nginx" }, errors: [] });
  });

  it.each([
    "docker ps",
    "docker compose run web",
    "docker buildx create x",
    "docker volume create x",
    "docker image run x",
    "run nginx",
    "docker",
    "",
  ])("%j is none", (text) => {
    expect(read(text)).toBeUndefined();
  });
});

describe("options", () => {
  it.each([
    ["-itd nginx", ["interactive", "tty", "detach"]],
    ["-u0 nginx", ["user=0"]],
    ["-u 0 nginx", ["user=0"]],
    ["-iu 0 nginx", ["interactive", "user=0"]],
    ["-iu=0 nginx", ["interactive", "user=0"]],
    ["-p80:80 -p 81:81 -P nginx", ["publish=80:80", "publish=81:81", "publish-all"]],
    ["-e A=B -e=C=D -eE nginx", ["env=A=B", "env=C=D", "env=E"]],
    ["--env A=B --env=C=D nginx", ["env=A=B", "env=C=D"]],
    ["--net host --network=none nginx", ["network=host", "network=none"]],
    ["--privileged=false --read-only=true nginx", ["privileged=false", "read-only=true"]],
    ["-d=false nginx", ["detach=false"]],
    ["-v /a:/b --mount type=bind,src=/a,dst=/b --tmpfs /t nginx", ["volume=/a:/b", "mount=type=bind,src=/a,dst=/b", "tmpfs=/t"]],
    ["--init --rm -m 1g --cpus 2 --pids-limit 10 nginx", ["init", "rm", "memory=1g", "cpus=2", "pids-limit=10"]],
    [
      "--health-cmd x --no-healthcheck --security-opt no-new-privileges nginx",
      ["health-cmd=x", "no-healthcheck", "security-opt=no-new-privileges"],
    ],
    ["--use-api-socket --gpus all nginx", ["use-api-socket", "gpus=all"]],
    ["-- nginx", []],
  ])("docker run %s", (text, expected) => {
    expect(options(`docker run ${text}`)).toEqual(expected);
    expect(read(`docker run ${text}`)).toMatchObject({ image: { value: "nginx" }, errors: [] });
  });

  it("reads podman's own", () => {
    expect(options("podman run --pod p --replace --secret s,type=env --systemd always nginx")).toEqual([
      "pod=p",
      "replace",
      "secret=s,type=env",
      "systemd=always",
    ]);
    expect(read("docker run --pod p nginx")?.errors.map(({ message }) => message)).toEqual(["unknown flag: --pod"]);
  });

  it("takes what follows the image as the command", () => {
    expect(read("docker run --privileged true --rm -d")).toMatchObject({
      image: { value: "true" },
      command: [{ value: "--rm" }, { value: "-d" }],
    });
  });

  it("gives places to the token", () => {
    const text = "docker run -itu 0 --user=1 -p80:80 nginx";
    const cut = read(text)?.options.map(({ span, valueSpan }) => [
      text.slice(span.start, span.end),
      text.slice(valueSpan.start, valueSpan.end),
    ]);
    expect(cut).toEqual([
      ["i", "i"],
      ["t", "t"],
      ["-itu 0", "0"],
      ["--user=1", "1"],
      ["-p80:80", "80:80"],
    ]);
  });
});

describe("mistakes", () => {
  it("names an unknown flag and the one that was meant", () => {
    expect(read("docker run --sevurity-opt=x -d nginx")).toMatchObject({
      options: [{ name: "detach" }],
      image: { value: "nginx" },
      errors: [{ message: "unknown flag: --sevurity-opt", hint: "Did you mean --security-opt?", span: { start: 11, end: 27 } }],
    });
    expect(read("docker run -dz nginx")?.errors).toEqual([
      {
        message: "unknown shorthand flag: 'z' in -dz",
        hint: "Options of the container's command go after the image.",
        span: { start: 11, end: 14 },
      },
    ]);
  });

  it("misses a value and an image", () => {
    expect(read("docker run -e")?.errors.map(({ message }) => message)).toEqual([
      "flag needs an argument: -e",
      "The line names no image.",
    ]);
  });
});

describe("variables in the place of the image", () => {
  const shape = (text: string): unknown => {
    const line = read(text);
    return [line?.image?.value, line?.openOptions?.map(({ value }) => value)];
  };
  it.each([
    ["docker run $IMAGE sh", "$IMAGE", undefined],
    ["docker run --rm $X", "$X", undefined],
    ["docker run $DOCKER_OPTS nginx", "nginx", ["$DOCKER_OPTS"]],
    ["docker run ${args[@]} nginx", "nginx", ["${args[@]}"]],
    ["docker run $X --rm nginx", "nginx", ["$X"]],
    ["docker run [OPTIONS] nginx", "nginx", ["[OPTIONS]"]],
    ["docker run ... nginx", "nginx", ["..."]],
  ])("%s", (text, image, open) => {
    expect(shape(text)).toEqual([image, open]);
  });
});
