import { execFileSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { connectEngine } from "../../src/docker/engine.ts";

const engine = connectEngine({ host: process.env["DOCKER_HOST"], timeoutMs: 5000 });
const images = await engine.listImages().catch(() => undefined);
const tags = images?.flatMap((image) => image.tags) ?? [];

/** The same image as the engine's own client shows it. */
function shown(reference: string): {
  readonly Config: Record<string, unknown>;
  readonly Os: string;
  readonly Architecture: string;
} {
  return JSON.parse(execFileSync("docker", ["image", "inspect", "--format", "{{json .}}", reference], { encoding: "utf8" }));
}

describe.skipIf(images === undefined)(images === undefined ? "a real engine (skipped: none is running)" : "a real engine", () => {
  test("tells its version", async () => {
    expect((await engine.version()).version).toMatch(/^\d+\./);
  });

  test.skipIf(tags.length === 0)("says of every local image what the engine's client says", async () => {
    for (const tag of tags.slice(0, 8)) {
      const facts = await engine.inspectImage(tag);
      const { Config: config, Os: os, Architecture: architecture } = shown(tag);
      expect(facts?.user, tag).toBe(config["User"] === "" || config["User"] === undefined ? null : config["User"]);
      expect(facts?.entrypoint ?? null, tag).toEqual(config["Entrypoint"] ?? null);
      expect(facts?.command ?? null, tag).toEqual(config["Cmd"] ?? null);
      expect(facts?.platform?.startsWith(`${os}/${architecture}`), tag).toBe(true);
    }
  });
});
