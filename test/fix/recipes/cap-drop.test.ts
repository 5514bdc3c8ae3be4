import { describe, expect, it } from "vitest";
import { applyRemedy } from "../apply.ts";
import { added, fix, refusal, service } from "./fix-service.ts";

describe("cap_drop", () => {
  it("comes with the user that needs none", async () => {
    const files = service("image: redis:7.2");
    const { text, title } = await fix(files, "drop-capabilities");
    expect(text).toBe(added(files, "cap_drop:", "  - ALL", 'user: "999:999"'));
    expect(title).toBe("Drop all capabilities of app and start it as 999:999, which needs none");
  });

  it("adds back what is needed where the user stays root", async () => {
    const files = service("image: redis:7.2", "volumes: [./data:/data]");
    expect((await fix(files, "drop-capabilities")).text).toBe(
      added(files, "cap_drop:", "  - ALL", "cap_add:", "  - CHOWN", "  - SETGID", "  - SETUID"),
    );
  });

  it("lets redis start again on an append-only log that root may not enter", async () => {
    const start = ["volumes: [./data:/data]", "command: redis-server --appendonly yes"];
    expect((await fix(service("image: redis:7.2", ...start), "drop-capabilities")).text).toContain(
      "    cap_add:\n      - CHOWN\n      - DAC_OVERRIDE\n      - SETGID\n      - SETUID\n",
    );
    expect((await fix(service("image: redis:6.2", ...start), "drop-capabilities")).text).not.toContain("DAC_OVERRIDE");
  });

  it("keeps root where a secret belongs in a file that only root may read", async () => {
    const files = service("image: postgres:16", "environment: [POSTGRES_PASSWORD=x]");
    expect((await fix(files, "drop-capabilities")).text).toBe(
      added(files, "cap_drop:", "  - ALL", "cap_add:", "  - DAC_OVERRIDE", "  - SETGID", "  - SETUID"),
    );
  });

  it("never adds a capability that hands over the host", async () => {
    const files = service("image: mariadb:11.8", "volumes: [./data:/var/lib/mysql]");
    const { text } = await fix(files, "drop-capabilities");
    expect(text).toBe(
      added(files, "cap_drop:", "  - ALL", "cap_add:", "  - CHOWN", "  - DAC_OVERRIDE", "  - SETGID", "  - SETUID"),
    );
  });

  it("is joined to the names that are dropped already", async () => {
    const files = service("image: redis:7.2", 'user: "999:999"', "cap_drop:", "- NET_RAW");
    expect((await fix(files, "drop-capabilities")).text).toBe(added(files, "- ALL"));
  });

  it("is enough for an app that is built to run as another user", async () => {
    const files = { ...service("build: ."), Dockerfile: 'FROM node:22-slim\nUSER 1000\nCMD ["node", "app.js"]\n' };
    expect((await fix(files, "drop-capabilities")).text).toBe(added(files, "cap_drop:", "  - ALL"));
  });

  it("keeps what a folder takes that the image makes in its volume", async () => {
    const files = service("image: postgres:18", "environment: [POSTGRES_PASSWORD=x]");
    expect((await fix(files, "drop-capabilities")).text).toBe(
      added(files, "cap_drop:", "  - ALL", "cap_add:", "  - CHOWN", "  - DAC_OVERRIDE", "  - SETGID", "  - SETUID"),
    );
  });

  it("keeps what stops the first scripts of a version without it", async () => {
    const files = service("image: postgres:12.2", "environment: [POSTGRES_PASSWORD=x]");
    expect((await fix(files, "drop-capabilities")).text).toBe(
      `${added(files, "cap_drop:", "  - ALL", "cap_add:", "  - CHOWN", "  - DAC_OVERRIDE", "  - FOWNER")}      - SETGID\n      - SETUID\n`,
    );
  });

  it("takes nothing from what another user than root starts in an image", async () => {
    const files = service("image: logstash:8.17.0", "command: logstash -f /pipeline");
    expect((await fix(files, "drop-capabilities")).text).toBe(added(files, "cap_drop:", "  - ALL"));
    expect(await refusal(service("image: logstash:8.17.0", "command: sudo logstash"), "drop-capabilities")).toBe(
      "nobody knows which capabilities it needs: it waits for prove",
    );
  });

  it("reads words for the image's own server as such", async () => {
    const files = service("image: minio/minio:RELEASE.2025-04-22T22-12-26Z", "command: server /data", "volumes: [./data:/data]");
    expect((await fix(files, "drop-capabilities")).text).toBe(added(files, "cap_drop:", "  - ALL"));
  });

  it("keeps no DAC_OVERRIDE for a secret file that everybody in the container may read", async () => {
    const { files, violations } = await applyRemedy(
      {
        "compose.yaml":
          "services:\n  app:\n    image: minio/minio:RELEASE.2025-04-22T22-12-26Z\n    command: server /data\n    secrets: [key]\nsecrets:\n  key:\n    file: ./secrets/closed/key.txt\n",
      },
      "drop-capabilities",
    );
    expect(violations).toEqual([]);
    expect(files["compose.yaml"]).not.toContain("DAC_OVERRIDE");
    expect(files["compose.yaml"]).toContain("cap_drop:");
  });

  it("keeps DAC_OVERRIDE for root where a secret file belongs to whoever made it", async () => {
    const files = {
      "compose.yaml":
        "services:\n  app:\n    image: minio/minio:RELEASE.2025-04-22T22-12-26Z\n    command: server /data\n    secrets: [key]\nsecrets:\n  key:\n    file: ./key.txt\n",
    };
    const { text } = await fix(files, "drop-capabilities");
    expect(text).toContain("    cap_drop:\n      - ALL\n    cap_add:\n      - DAC_OVERRIDE\n");
  });

  it("is refused where nobody knows", async () => {
    const waits = "nobody knows which capabilities it needs: it waits for prove";
    expect(await refusal(service("image: registry.example.com/team/app:1"), "drop-capabilities")).toBe(waits);
    expect(
      await refusal({ ...service("build: ."), Dockerfile: 'FROM node:22-slim\nCMD ["node", "app.js"]\n' }, "drop-capabilities"),
    ).toBe(waits);
    expect(await refusal(service("image: redis:7.2", "privileged: true"), "drop-capabilities")).toBe(
      "it is privileged, which gives all capabilities back",
    );
  });
});
