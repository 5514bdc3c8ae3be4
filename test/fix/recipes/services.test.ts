import { describe, expect, it } from "vitest";
import { applyRemedy } from "../apply.ts";
import { added, fix, refusal, service } from "./fix-service.ts";

describe("no-new-privileges", () => {
  it("is added to the list that is there", async () => {
    const files = service("image: nginx:1.30", "security_opt: [seccomp=profile.json] # own", "ports: []");
    const { text } = await fix(files, "set-no-new-privileges");
    expect(text).toBe(
      "services:\n  app:\n    image: nginx:1.30\n    security_opt: [seccomp=profile.json, no-new-privileges:true] # own\n    ports: []\n",
    );
  });

  it("is corrected in the file that switches it off", async () => {
    const files = {
      ...service("image: nginx:1.30", "security_opt:", "  - no-new-privileges:true"),
      "compose.override.yaml": "services:\n  app:\n    security_opt:\n      - no-new-privileges:false # for sudo\n",
    };
    const { text } = await fix(files, "set-no-new-privileges", {}, "compose.override.yaml");
    expect(text).toBe("services:\n  app:\n    security_opt:\n      - no-new-privileges:true # for sudo\n");
  });

  it("goes to the base where an override file has a list", async () => {
    const files = {
      ...service("image: nginx:1.30"),
      "compose.override.yaml": "services:\n  app:\n    security_opt: [label:user:app]\n",
    };
    const { text } = await fix(files, "set-no-new-privileges");
    expect(text).toBe(added(files, "security_opt:", "  - no-new-privileges:true"));
  });

  it("goes to a service that extends another", async () => {
    const files = {
      "compose.yaml": "services:\n  web:\n    extends:\n      file: base.yaml\n      service: base\n",
      "base.yaml": "services:\n  base:\n    image: nginx:1.30\n    cap_drop: [NET_RAW]\n",
    };
    const { text } = await fix(files, "set-no-new-privileges");
    expect(text).toBe(`${files["compose.yaml"]}    security_opt:\n      - no-new-privileges:true\n`);
  });

  it("is not added where another service would get it too", async () => {
    const files = { "compose.yaml": "services:\n  base:\n    image: nginx:1.30\n  web:\n    extends: base\n" };
    const { violations } = await applyRemedy(files, "set-no-new-privileges", { workload: "compose.yaml#base" });
    expect(violations).toEqual(["compose.yaml: it would also change services.web.security_opt"]);
  });

  it("is refused for a mapping with an anchor that is used", async () => {
    expect(
      await refusal(
        { "compose.yaml": "services:\n  app: &app\n    image: nginx:1.30\n  two:\n    <<: *app\n" },
        "set-no-new-privileges",
        { workload: "compose.yaml#app" },
      ),
    ).toBe("services.app is used elsewhere too (&app)");
  });
});

describe("init", () => {
  it("is set, or corrected", async () => {
    const files = service("image: node:22-slim", "command: [node, server.js]");
    expect((await fix(files, "set-init")).text).toBe(added(files, "init: true"));
    const off = service("image: node:22-slim", "init: false", "command: [node, server.js]");
    expect((await fix(off, "set-init")).text).toBe(
      service("image: node:22-slim", "init: true", "command: [node, server.js]")["compose.yaml"],
    );
  });
});

describe("read_only", () => {
  it("comes with the tmpfs that the image is known to need", async () => {
    const files = service("image: postgres:16");
    const { text, title } = await fix(files, "set-read-only");
    expect(text).toBe(added(files, "read_only: true", "tmpfs:", "  - /run/postgresql:uid=999,gid=999,mode=3775", "  - /tmp"));
    expect(title).toBe("Make the root filesystem of app read-only, with room to write at /run/postgresql, /tmp");
  });

  it("leaves out what is covered already", async () => {
    const files = service("image: nginx:1.30", "tmpfs: /tmp", "volumes:", "  - cache:/var/cache/nginx");
    const { text } = await fix({ "compose.yaml": `${files["compose.yaml"]}volumes:\n  cache:\n` }, "set-read-only");
    expect(text).toBe(
      "services:\n  app:\n    image: nginx:1.30\n    tmpfs: [/tmp, /run]\n    volumes:\n      - cache:/var/cache/nginx\n    read_only: true\nvolumes:\n  cache:\n",
    );
  });

  it("gives a tmpfs to the user that runs", async () => {
    const files = service("image: nginx:1.30", 'user: "101:101"');
    const { text } = await fix(files, "set-read-only");
    expect(text).toBe(
      added(files, "read_only: true", "tmpfs:", "  - /var/cache/nginx:uid=101,gid=101", "  - /run:uid=101,gid=101", "  - /tmp"),
    );
  });

  it("takes a volume for a folder that has files of the image", async () => {
    const files = service("image: couchdb:3.3");
    const { text } = await fix(files, "set-read-only");
    expect(text).toContain("read_only: true");
    expect(text).toContain("      - app-opt-couchdb-etc-local-d:/opt/couchdb/etc/local.d\n");
    expect(text).toMatch(/\nvolumes:\n {2}app-opt-couchdb-etc-local-d:\n$/);
  });

  it("is refused where nobody knows what is written", async () => {
    const waits = "nobody knows which paths it writes: it waits for prove";
    expect(await refusal(service("image: registry.example.com/team/app:1"), "set-read-only")).toBe(waits);
    expect(await refusal(service("image: node:22-slim", "command: node server.js"), "set-read-only")).toBe(waits);
    expect(await refusal(service("image: nginx:1.30", "command: [sh, -c, ./start.sh]"), "set-read-only")).toBe(waits);
    expect(
      await refusal(
        { ...service("build: ."), Dockerfile: 'FROM node:22-slim\nCOPY app.js .\nCMD ["node", "app.js"]\n' },
        "set-read-only",
      ),
    ).toBe(waits);
  });

  it("is refused where the entrypoint writes configuration", async () => {
    expect(await refusal(service("image: nginx:1.30", "volumes: [./templates:/etc/nginx/templates]"), "set-read-only")).toBe(
      "its entrypoint writes configuration from templates",
    );
  });
});

describe("user", () => {
  it("comes with folders that the user owns", async () => {
    const files = service("image: nginx:1.30", "tmpfs:", "  - /run");
    const { text } = await fix(files, "set-user", { rule: "non-root-user" });
    expect(text).toBe(
      'services:\n  app:\n    image: nginx:1.30\n    tmpfs:\n      - "/run:uid=101,gid=101"\n      - /var/cache/nginx:uid=101,gid=101\n    user: "101:101"\n',
    );
  });

  it.each([
    [
      "keys that root alone may read",
      ["image: nginx:1.30", "volumes: [./certs:/etc/nginx/certs:ro]"],
      "app: keys and certificates in /etc/nginx/certs may be readable by root only",
    ],
    [
      "a folder of the host",
      ["image: nginx:1.30", "volumes: [./cache:/var/cache/nginx]"],
      "app: the folder of the host at /var/cache/nginx may belong to root",
    ],
    [
      "the host's network",
      ["image: nginx:1.30", "network_mode: host"],
      "with the host's network only root may open ports below 1024",
    ],
    ["another command", ["image: nginx:1.30", "command: sh -c run"], "nobody knows whether what it starts works as another user"],
  ])("is refused with %s", async (_title, lines, reason) => {
    expect(await refusal(service(...lines), "set-user", { rule: "non-root-user" })).toBe(reason);
  });
});

describe("limits", () => {
  it("say that they are a default", async () => {
    const files = service("image: nginx:1.30");
    const { text, title } = await fix(files, "set-memory-limit");
    expect(text).toBe(added(files, "mem_limit: 512m"));
    expect(title).toBe("Limit memory of app to 512m (a default; nobody measured it)");
  });

  it("take what was given", async () => {
    const files = service("image: nginx:1.30");
    expect((await fix(files, "set-memory-limit", { limits: { memory: "96m" } })).text).toBe(added(files, "mem_limit: 96m"));
    expect((await fix(files, "set-cpu-limit", { limits: { cpus: "0.5" } })).text).toBe(added(files, "cpus: 0.5"));
    expect((await fix(files, "set-pids-limit", { limits: { pids: 64 } })).text).toBe(added(files, "pids_limit: 64"));
  });

  it("keep the style of the file", async () => {
    const files = service("image: nginx:1.30", "deploy:", "  resources:", "    limits:", "      memory: 64m");
    expect((await fix(files, "set-cpu-limit")).text).toBe(added(files, '      cpus: "1.0"'));
    const old = { "compose.yaml": 'version: "3.8"\nservices:\n  app:\n    image: nginx:1.30\n' };
    expect((await fix(old, "set-cpu-limit")).text).toBe(
      `${old["compose.yaml"]}    deploy:\n      resources:\n        limits:\n          cpus: "1.0"\n`,
    );
  });

  it("take the place of a limit that is none, lie above what is reserved, and above the heap", async () => {
    expect((await fix(service("image: nginx:1.30", "mem_limit: 0"), "set-memory-limit")).text).toBe(
      service("image: nginx:1.30", "mem_limit: 512m")["compose.yaml"],
    );
    const reserved = service("image: nginx:1.30", "mem_reservation: 1g");
    expect((await fix(reserved, "set-memory-limit")).text).toBe(added(reserved, "mem_limit: 1536m"));
    const heap = service("image: example.com/app:1", "command: java -Xmx2g -jar app.jar");
    expect((await fix(heap, "set-memory-limit")).text).toBe(added(heap, "mem_limit: 3328m"));
  });
});

describe("health check", () => {
  it("is the one that is known for the image, with dollar signs doubled", async () => {
    const files = service("image: postgres:16");
    expect((await fix(files, "add-healthcheck")).text).toBe(
      added(
        files,
        "healthcheck:",
        '  test: ["CMD-SHELL", "pg_isready -h 127.0.0.1 -U \\"$$POSTGRES_USER\\" -d \\"$$POSTGRES_DB\\""]',
        "  interval: 30s",
        "  timeout: 5s",
        "  retries: 3",
        "  start_period: 30s",
      ),
    );
  });

  it("keeps an interval that is there", async () => {
    const files = service("image: redis:7.2", "healthcheck:", "  interval: 5s");
    expect((await fix(files, "add-healthcheck")).text).toBe(
      added(files, '  test: ["CMD-SHELL", "redis-cli ping | grep -q PONG"]'),
    );
  });

  it("is refused where the server may answer differently", async () => {
    expect(await refusal(service("image: redis:7.2", "command: redis-server --requirepass x"), "add-healthcheck")).toBe(
      "the server may ask for a password",
    );
    expect(await refusal(service("image: nginx:1.30", "volumes: [./nginx.conf:/etc/nginx/nginx.conf]"), "add-healthcheck")).toBe(
      "its configuration is mounted and may have it listen elsewhere",
    );
    expect(await refusal(service("image: postgres:16", "command: -p 5433"), "add-healthcheck")).toBe(
      "its command may have it listen elsewhere",
    );
  });
});

describe("what takes protection away", () => {
  it("is taken out", async () => {
    const files = service(
      "image: nginx:1.30",
      "security_opt:",
      "  - seccomp:unconfined # for perf",
      "  - no-new-privileges",
      "pid: host",
    );
    expect((await fix(files, "remove-security-option")).text).toBe(
      "services:\n  app:\n    image: nginx:1.30\n    security_opt:\n      # for perf\n      - no-new-privileges\n    pid: host\n",
    );
    expect((await fix(files, "remove-host-namespace")).text).toBe(
      "services:\n  app:\n    image: nginx:1.30\n    security_opt:\n      - seccomp:unconfined # for perf\n      - no-new-privileges\n",
    );
  });

  it("is kept for the network until ports are published", async () => {
    expect(await refusal(service("image: nginx:1.30", "network_mode: host"), "remove-host-namespace")).toBe("advice");
    const files = service("image: nginx:1.30", "network_mode: host", "ports: [80:80]");
    expect((await fix(files, "remove-host-namespace")).text).toBe(service("image: nginx:1.30", "ports: [80:80]")["compose.yaml"]);
  });

  it("is only advice for the socket, privileged and capabilities", async () => {
    const files = service(
      "image: traefik:3.5",
      "privileged: true",
      "cap_add: [SYS_ADMIN]",
      "volumes: [/var/run/docker.sock:/var/run/docker.sock]",
    );
    const lines = async (kind: string): Promise<string> => {
      const { outcome, files: after } = await applyRemedy(files, kind);
      expect(after).toEqual(files);
      return outcome.kind === "advice" ? outcome.lines.join("\n") : outcome.kind;
    };
    expect(await lines("remove-engine-socket")).toContain("image: tecnativa/docker-socket-proxy");
    expect(await lines("remove-privileged")).toContain("cap_add");
    expect(await lines("remove-capability")).toContain("mount on the host");
  });
});

describe("logging", () => {
  it("goes to a driver that keeps and rotates it", async () => {
    const files = service("image: nginx:1.30", "logging:", "  driver: none", "init: true");
    expect((await fix(files, "remove-logging-driver")).text).toBe(
      service("image: nginx:1.30", "logging:", "  driver: local", "init: true")["compose.yaml"],
    );
    const plain = service("image: nginx:1.30");
    expect((await fix(plain, "set-log-rotation")).text).toBe(
      added(plain, "logging:", "  driver: json-file", "  options:", '    max-size: "10m"', '    max-file: "3"'),
    );
  });
});
