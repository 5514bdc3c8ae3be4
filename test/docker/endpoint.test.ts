import { expect, test } from "vitest";
import { describeEndpoint, parseEndpoint } from "../../src/docker/endpoint.ts";
import { EngineError } from "../../src/docker/engine-error.ts";

test.each([
  [undefined, "linux", { kind: "unix", path: "/var/run/docker.sock" }],
  ["", "linux", { kind: "unix", path: "/var/run/docker.sock" }],
  [undefined, "win32", { kind: "unix", path: "\\\\.\\pipe\\docker_engine" }],
  ["unix:///run/user/1000/docker.sock", "linux", { kind: "unix", path: "/run/user/1000/docker.sock" }],
  ["npipe:////./pipe/docker_engine", "win32", { kind: "unix", path: "\\\\.\\pipe\\docker_engine" }],
  ["tcp://10.0.0.1:2375", "linux", { kind: "tcp", host: "10.0.0.1", port: 2375 }],
  ["tcp://engine", "linux", { kind: "tcp", host: "engine", port: 2375 }],
  ["tcp://:2375", "linux", { kind: "tcp", host: "127.0.0.1", port: 2375 }],
  ["tcp://[::1]:2375", "linux", { kind: "tcp", host: "::1", port: 2375 }],
  ["127.0.0.1:2375", "linux", { kind: "tcp", host: "127.0.0.1", port: 2375 }],
])("%s on %s", (host, platform, expected) => {
  expect(parseEndpoint(host, platform)).toEqual(expected);
});

test.each(["ssh://user@host", "tcp://host:99999", "tcp://a:b:c", "fd://"])("%s is refused with a hint", (host) => {
  try {
    parseEndpoint(host, "linux");
    expect.unreachable();
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    expect(error.code).toBe("configuration");
    expect(error.message).toContain(host);
    expect(error.hint).toMatch(/tcp:\/\/HOST:PORT/);
  }
});

test("names an endpoint for messages", () => {
  expect(describeEndpoint({ kind: "unix", path: "/x.sock" })).toBe("/x.sock");
  expect(describeEndpoint({ kind: "tcp", host: "h", port: 1 })).toBe("h:1");
});
