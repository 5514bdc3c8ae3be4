import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { climbsFar, hostSourceOf } from "../../src/model/host-source.ts";
import type { Mount } from "../../src/model/workload.ts";

const bind = (source: string): Mount => ({ type: "bind", source, target: "/t", readOnly: false });
const at = (source: string) => hostSourceOf(bind(source));

describe("where a bind mount comes from", () => {
  it.each([
    ["/var/run/docker.sock", "/run/docker.sock"],
    ["//var//run/../run/docker.sock", "/run/docker.sock"],
    ["/srv/../etc", "/etc"],
    ["/", "/"],
    ["~", "~"],
    ["~/.ssh/", "~/.ssh"],
    ["$HOME/.ssh", "~/.ssh"],
    ["${HOME:?}/.ssh", "~/.ssh"],
    ["$XDG_RUNTIME_DIR/docker.sock", "/run/user/1000/docker.sock"],
    ["/run/user/$(id -u)/docker.sock", "/run/user/1000/docker.sock"],
    ["/home/$USER/.ssh", "/home/user/.ssh"],
    ["/srv/${APP}/data", "/srv/*/data"],
    ["C:\\Users\\ada\\.ssh", "C:/Users/ada/.ssh"],
  ])("%s is %s", (source, path) => expect(at(source)).toEqual({ kind: "path", path }));

  it.each([".", "./data", "data/x", "$PWD", "${PWD}/x", "$(pwd)/x", "`pwd`", "a/../b"])("%s is inside", (source) => {
    expect(at(source)).toEqual({ kind: "inside" });
  });

  it.each([
    ["..", 1, "/"],
    ["../../../var/run/docker.sock", 3, "/run/docker.sock"],
    ["./../../x", 2, "/x"],
  ] as const)("%s climbs", (source, levels, rest) => expect(at(source)).toEqual({ kind: "climbing", levels, rest }));

  it.each([
    ["${DATA}", ["DATA"], ""],
    ["/${DATA}", ["DATA"], ""],
    ["$A/$B/etc", ["A", "B"], "/etc"],
    ["$(dirname $0)/x", ["$(dirname $0)"], "/x"],
  ] as const)("%s is open", (source, names, tail) => expect(at(source)).toEqual({ kind: "variable", names, tail }));

  it("tells volumes by what they bind", () => {
    expect(hostSourceOf({ type: "volume", source: "data", target: "/t", readOnly: false })).toBeUndefined();
    expect(hostSourceOf({ type: "volume", source: "data", target: "/t", readOnly: false, device: "/var/run" })).toEqual({
      kind: "path",
      path: "/run",
    });
    expect(hostSourceOf({ type: "volume", source: "${X}", unresolved: ["X"], target: "/t", readOnly: false })).toEqual({
      kind: "variable",
      names: ["X"],
      tail: "",
    });
    expect(
      hostSourceOf({ type: "anonymous", source: undefined, target: "/var/run/docker.sock", readOnly: false }),
    ).toBeUndefined();
    expect(hostSourceOf({ type: "npipe", source: "\\\\.\\pipe\\docker_engine", target: "x", readOnly: false })).toEqual({
      kind: "path",
      path: "/pipe/docker_engine",
    });
  });

  it("gives clean absolute paths for any text", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom("/", ".", "..", "$", "{", "}", "~", "a", "(", ")", "`", "C:", "\\") }),
        (text) => {
          const source = at(text);
          if (source?.kind === "path") expect(source.path).toMatch(/^(?:\/|~|[A-Za-z]:)/);
          if (source?.kind === "path") expect(source.path.split("/")).not.toContain("..");
          if (source?.kind === "climbing") expect(source.levels).toBeGreaterThan(0);
        },
      ),
    );
  });

  it("takes three levels above the repository for far", () => {
    const far = (source: string): boolean => climbsFar(at(source) ?? { kind: "inside" });
    expect([far("../.."), far("../../.."), far("/")]).toEqual([false, true, false]);
  });
});
