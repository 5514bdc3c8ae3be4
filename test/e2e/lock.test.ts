import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { check, repository, seaworthy } from "../cli/seaworthy.ts";

const image = "seaworthy-e2e/lock:1";
const docker = (args: readonly string[], input?: string): string =>
  execFileSync("docker", args, { encoding: "utf8", input, stdio: "pipe" });

beforeAll(() => {
  // `scratch` with metadata alone: no base image has to be there.
  docker(
    ["build", "-q", "-t", image, "-"],
    'FROM scratch\nLABEL a=b\nUSER 65532\nHEALTHCHECK CMD ["/app", "ping"]\nENTRYPOINT ["/app"]\n',
  );
});
afterAll(() => {
  docker(["image", "rm", image]);
});

it("learns from the engine, keeps it in the lock, and then needs no engine", () => {
  const folder = repository({
    "compose.yaml": `services:\n  app:\n    image: ${image}\n  other:\n    image: seaworthy-e2e/absent:1\n`,
  });
  expect(verdict(folder, [])).toBe("unknown");
  expect(verdict(folder, ["--engine"])).toBe("pass");

  const { code, out, err } = seaworthy(["lock", "--engine"], { cwd: folder });
  expect([code, out]).toEqual([0, ""]);
  expect(err).toBe(
    "Wrote seaworthy.lock: 1 from the engine, 0 kept as they were\nThe engine does not have seaworthy-e2e/absent:1: pull them and run this again\n",
  );
  const lock = JSON.parse(readFileSync(path.join(folder, "seaworthy.lock"), "utf8"));
  expect(Object.keys(lock.images)).toEqual([image]);
  expect(lock.images[image]["linux/amd64"]).toMatchObject({
    user: "65532",
    entrypoint: ["/app"],
    health: ["CMD", "/app", "ping"],
  });
  expect(verdict(folder, [])).toBe("pass");
});

it("says when the engine does not answer", () => {
  const folder = repository({ "compose.yaml": `services:\n  app:\n    image: ${image}\n` });
  const env = { DOCKER_HOST: "unix:///nowhere.sock" };
  const asked = seaworthy(["--engine", "--format", "json"], { cwd: folder, env });
  expect(asked.code).toBe(3);
  expect(JSON.parse(asked.out).errors).toHaveLength(1);
  expect(seaworthy(["lock", "--engine"], { cwd: folder, env }).code).toBe(3);
});

function verdict(folder: string, args: readonly string[]): string | undefined {
  const { report } = check(folder, ...args);
  const card = report.scorecard.find(({ workload }) => workload === "compose.yaml#app");
  return card?.rows.find((row) => row.id === "non-root")?.verdict;
}
