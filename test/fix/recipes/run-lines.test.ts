import { describe, expect, it } from "vitest";
import { applyRemedy } from "../apply.ts";

async function fix(text: string, kind: string, workload?: string, file = "run.sh"): Promise<string> {
  const choice = { runFiles: [file], ...(workload === undefined ? {} : { workload }) };
  const { outcome, files, violations } = await applyRemedy({ [file]: text }, kind, choice);
  if (outcome.kind !== "fix") return JSON.stringify(outcome);
  expect(violations).toEqual([]);
  return files[file] ?? "";
}

describe("run lines", () => {
  it("get options right after run", async () => {
    expect(await fix("docker run -d nginx:1.30 # site\n", "set-no-new-privileges")).toBe(
      "docker run --security-opt no-new-privileges:true -d nginx:1.30 # site\n",
    );
  });

  it("keep the way in which they are broken", async () => {
    expect(await fix("docker run -d \\\n  -p 80:80 \\\n  nginx:1.30\n", "set-read-only")).toBe(
      "docker run -d \\\n  -p 80:80 \\\n  --read-only \\\n  --tmpfs /var/cache/nginx \\\n  --tmpfs /run \\\n  --tmpfs /tmp \\\n  nginx:1.30\n",
    );
    expect(await fix("docker run \\\n    -d nginx:1.30", "set-memory-limit")).toBe(
      "docker run \\\n    --memory 512m \\\n    -d nginx:1.30",
    );
  });

  it("lose an option that says the opposite", async () => {
    expect(await fix("docker run --init=false node:22-slim node server.js\n", "set-init")).toBe(
      "docker run --init node:22-slim node server.js\n",
    );
    expect(await fix("docker run -d --memory 0 nginx:1.30\n", "set-memory-limit")).toBe(
      "docker run --memory 512m -d nginx:1.30\n",
    );
    expect(await fix("docker run -d --pid host nginx:1.30\n", "remove-host-namespace")).toBe("docker run -d nginx:1.30\n");
  });

  it("are fixed one by one, the others stay", async () => {
    const text = "docker run redis:7.2\ndocker run \\\n  redis:7.2\n";
    expect(await fix(text, "drop-capabilities", "run.sh:2")).toBe(
      "docker run redis:7.2\ndocker run \\\n  --cap-drop ALL \\\n  --user 999:999 \\\n  redis:7.2\n",
    );
    expect(await fix(text, "drop-capabilities", "run.sh:1")).toBe(
      "docker run --cap-drop ALL --user 999:999 redis:7.2\ndocker run \\\n  redis:7.2\n",
    );
  });

  it("are fixed in pages too", async () => {
    expect(await fix("# Start\n\n```console\n$ docker run -d nginx:1.30\n```\n", "set-cpu-limit", undefined, "README.md")).toBe(
      "# Start\n\n```console\n$ docker run --cpus 1.0 -d nginx:1.30\n```\n",
    );
  });

  it("quote a health check for the shell", async () => {
    expect(await fix("docker run redis:7.2\n", "add-healthcheck")).toBe(
      "docker run --health-cmd 'redis-cli ping | grep -q PONG' --health-interval 30s --health-timeout 5s --health-retries 3 --health-start-period 30s redis:7.2\n",
    );
  });
});
