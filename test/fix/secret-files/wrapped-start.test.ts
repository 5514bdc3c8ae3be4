import { describe, expect, it } from "vitest";
import { applyRemedy, judge, type Files } from "../apply.ts";

const kind = "use-secret-file";

const api = (lines: string): string =>
  `services:\n  web:\n    build: .\n    environment:\n      API_TOKEN: hunter2hunter2\n${lines}`;
const node = 'FROM node:22-slim\nCOPY x.js /\nCMD ["node", "x.js"]\n';

/** The lines of a service whose start runs a script before the words of the image. */
const start = (script: string): string[] => [
  "    entrypoint:",
  "      - /bin/sh",
  '      - "-c"',
  `      - ${script}`,
  "      - sh",
  "      - docker-entrypoint.sh",
  "    command:",
  "      - node",
  "      - x.js",
];

describe("a secret that only a variable takes", () => {
  it("is read by a shell that hands over to the words of the image", async () => {
    const { outcome, files, violations } = await applyRemedy(
      { "compose.yaml": api("      TZ: UTC\n"), Dockerfile: node, "x.js": "" },
      kind,
    );
    expect(violations).toEqual([]);
    expect(files["compose.yaml"]).toBe(
      [
        "services:",
        "  web:",
        "    build: .",
        "    environment:",
        "      TZ: UTC",
        ...start(`'API_TOKEN="$$(cat /run/secrets/api_token)" && export API_TOKEN && exec "$$@"'`),
        "    secrets:",
        "      - api_token",
        "secrets:",
        "  api_token:",
        "    file: ./secrets/api_token.txt",
        "",
      ].join("\n"),
    );
    expect(files["secrets/api_token.txt"]).toBe("hunter2hunter2");
    const { title, safety, breaks, notes, secrets } = outcome.kind === "fix" ? outcome.fix : {};
    expect({ title, safety, breaks, notes, secrets }).toEqual({
      title: "Give API_TOKEN of web as a secret file that its start reads",
      safety: "unsafe",
      breaks:
        "what reads the variable apart from the main process: a health check, docker exec; another entrypoint or command of a later image, as the file names them from now on",
      notes: [
        "Rotate the old secret: it stays in the history of the repository.",
        "Bring ./secrets/api_token.txt to every host that starts the service; Git ignores it.",
        'Better: let the application read the file itself, and take the shell away: const value = require("node:fs").readFileSync("/run/secrets/api_token", "utf8").trim();',
      ],
      secrets: ["hunter2hunter2"],
    });
  });

  it("reads one file more where the shell is there", async () => {
    const compose = api("      DB_PASSWORD: hunter3hunter3\n");
    const first = await applyRemedy({ "compose.yaml": compose, Dockerfile: node, "x.js": "" }, kind);
    const { files, violations } = await applyRemedy(first.files, kind);
    expect(violations).toEqual([]);
    expect(files["compose.yaml"]).toBe(
      [
        "services:",
        "  web:",
        "    build: .",
        ...start(
          `'API_TOKEN="$$(cat /run/secrets/api_token)" && DB_PASSWORD="$$(cat /run/secrets/db_password)" && export API_TOKEN DB_PASSWORD && exec "$$@"'`,
        ),
        "    secrets:",
        "      - api_token",
        "      - db_password",
        "secrets:",
        "  api_token:",
        "    file: ./secrets/api_token.txt",
        "  db_password:",
        "    file: ./secrets/db_password.txt",
        "",
      ].join("\n"),
    );
    const { findings } = await judge(files);
    expect(findings.filter(({ rule }) => rule.includes("secret"))).toEqual([]);
  });

  it("comes before an entrypoint that the service has", async () => {
    const start = async (lines: string): Promise<string> => {
      const { files, violations } = await applyRemedy(
        { "compose.yaml": api(lines), Dockerfile: node, "x.js": "", "run.sh": "#!/bin/sh\nexec node x.js\n" },
        kind,
      );
      expect(violations).toEqual([]);
      return (files["compose.yaml"] ?? "").replace(/^[\s\S]*?build: \.\n/, "").replace(/ {4}secrets:[\s\S]*$/, "");
    };
    const script = `'API_TOKEN="$$(cat /run/secrets/api_token)" && export API_TOKEN && exec "$$@"'`;
    expect(await start('    entrypoint: ["node", "x.js"]\n')).toBe(
      `    entrypoint: [/bin/sh, "-c", ${script}, sh, "node", "x.js"]\n`,
    );
    expect(await start("    entrypoint:\n    - node\n    - x.js # the server\n    command: [--verbose]\n")).toBe(
      `    entrypoint:\n    - /bin/sh\n    - "-c"\n    - ${script}\n    - sh\n    - node\n    - x.js # the server\n    command: [--verbose]\n`,
    );
    expect(await start("    entrypoint: node 'x y.js' $$HOME\n")).toBe(
      `    entrypoint: [/bin/sh, "-c", ${script}, sh, node, x y.js, "$$HOME"]\n`,
    );
    expect(await start("    entrypoint: node a,b null\n")).toBe(
      `    entrypoint: [/bin/sh, "-c", ${script}, sh, node, "a,b", "null"]\n`,
    );
    // Its own command stays as it is, and so do variables in it.
    expect(await start("    command: node x.js --port ${PORT} $$API_TOKEN\n")).toBe(
      `    command: node x.js --port \${PORT} $$API_TOKEN\n    entrypoint:\n      - /bin/sh\n      - "-c"\n      - ${script}\n      - sh\n      - docker-entrypoint.sh\n`,
    );
  });

  it("takes shell forms as the engine starts them", async () => {
    const { files, violations } = await applyRemedy(
      { "compose.yaml": api(""), Dockerfile: 'FROM debian:12\nRUN true\nCMD exec app --url "$URL"\n' },
      kind,
    );
    expect(violations).toEqual([]);
    expect(files["compose.yaml"]).toContain(
      `      - sh\n    command:\n      - /bin/sh\n      - "-c"\n      - "exec app --url \\"$$URL\\""\n`,
    );
  });

  it("takes a whole URL, and a variable of the shell", async () => {
    const compose =
      "services:\n  web:\n    build: .\n    environment:\n      - DATABASE_URL=postgres://app:hunter2hunter2@db/app\n      - API_TOKEN\n";
    const files = { "compose.yaml": compose, Dockerfile: node, "x.js": "" };
    const url = await applyRemedy(files, kind, { rule: "no-secret-value" });
    expect(url.violations).toEqual([]);
    expect(url.files["secrets/database_url.txt"]).toBe("postgres://app:hunter2hunter2@db/app");
    const passed = await applyRemedy(url.files, kind);
    expect(passed.violations).toEqual([]);
    expect(passed.files["compose.yaml"]).toContain("  api_token:\n    environment: API_TOKEN\n");
    expect(passed.files["compose.yaml"]).not.toContain("environment:\n      -");
    expect(passed.outcome.kind === "fix" && passed.outcome.fix.breaks).toBe(
      "what reads the variable apart from the main process: a health check, docker exec; a start without API_TOKEN, which Compose then refuses",
    );
  });

  it("is readable to the user that starts", async () => {
    const { files } = await applyRemedy({ "compose.yaml": api(""), Dockerfile: `${node}USER node\n`, "x.js": "" }, kind);
    expect(Object.keys(files)).toContain("secrets/closed/api_token.txt");
  });

  it("keeps root where root alone may read what was made", async () => {
    const first = await applyRemedy({ "compose.yaml": api(""), Dockerfile: node, "x.js": "" }, kind);
    const { outcome } = await applyRemedy(first.files, "set-user");
    expect(outcome).toEqual({
      kind: "refused",
      reason: "./secrets/api_token.txt is for root alone: give it mode 0444 in secrets/closed, of mode 0700, first",
    });
  });

  it("is not made where it would not do", async () => {
    const reason = async (lines: string, dockerfile: string, more: Files = {}): Promise<string | undefined> => {
      const { outcome } = await applyRemedy({ "compose.yaml": api(lines), Dockerfile: dockerfile, "x.js": "", ...more }, kind);
      return outcome.kind === "advice" ? outcome.lines.at(-1) : outcome.kind;
    };
    const health = "its health check reads API_TOKEN itself, and would not get it";
    expect(await reason("    healthcheck:\n      test: curl -H $$API_TOKEN localhost\n", node)).toBe(`Not done here: ${health}.`);
    expect(await reason("", `${node}HEALTHCHECK CMD curl -H $API_TOKEN localhost\n`)).toBe(`Not done here: ${health}.`);
    expect(await reason("", 'FROM scratch\nCMD ["/app"]\n')).toBe("Not done here: its image is not known to have a shell.");
    expect(await reason("", 'FROM gcr.io/distroless/nodejs22-debian12\nCMD ["x.js"]\n')).toBe(
      "Not done here: its image is not known to have a shell.",
    );
    expect(await reason("", "FROM registry.example.com/base:1\nRUN true\n")).toBe(
      "Not done here: nobody knows here what its image starts.",
    );
    expect(await reason("    post_start:\n      - command: ./migrate.sh\n", node)).toBe(
      "Not done here: its post_start may read API_TOKEN itself.",
    );
    const odd = api("").replace("API_TOKEN", "'API_TOKEN['");
    const { outcome } = await applyRemedy(
      { "compose.yaml": odd, Dockerfile: `${node}HEALTHCHECK CMD curl localhost\n`, "x.js": "" },
      kind,
    );
    expect(outcome.kind === "advice" && outcome.lines.at(-1)).toBe("Not done here: a shell has no variable API_TOKEN[.");
    const windows = "Not done here: its image is of Windows.";
    expect(await reason("", 'FROM mcr.microsoft.com/windows/nanoserver:ltsc2022\nRUN dir\nENTRYPOINT ["app.exe"]\n')).toBe(
      windows,
    );
    expect(await reason("", 'FROM mcr.microsoft.com/dotnet/sdk:8.0-nanoserver-ltsc2022\nRUN dir\nCMD ["app.exe"]\n')).toBe(
      windows,
    );
    expect(await reason("", '# escape=`\nFROM registry.example.com/base\nRUN dir\nENTRYPOINT ["app.exe"]\nCMD []\n')).toBe(
      windows,
    );
    expect(await reason("      app.name: x\n", node)).toBe("Not done here: a shell would not hand on its variable app.name.");
    expect(await reason("      app.name: x\n", 'FROM alpine:3.22\nCMD ["app"]\n')).toBe("fix");
    expect(await reason("", "FROM alpine:3.22\nENTRYPOINT []\nCMD []\n")).toBe("Not done here: its image starts nothing.");
    expect(await reason("    entrypoint: node ${MAIN}\n", node)).toBe(
      "Not done here: its entrypoint is put together from variables.",
    );
    expect(await reason("    env_file: web.env\n", node, { "web.env": "DB_PASSWORD=hunter3hunter3\n" })).toBe("fix");
  });

  it("is not made where a health check may need the variable", async () => {
    const reason = async (test: string): Promise<string | undefined> => {
      const { outcome } = await applyRemedy(
        { "compose.yaml": api(`    healthcheck:\n      test: ${test}\n`), Dockerfile: node, "x.js": "" },
        kind,
      );
      return outcome.kind === "advice" ? outcome.lines.at(-1) : outcome.kind;
    };
    const runs = (program: string): string => `Not done here: its health check runs ${program}, which may read API_TOKEN itself.`;
    expect(await reason("curl -f http://localhost/ || exit 1")).toBe("fix");
    expect(await reason('[CMD, wget, -q, "http://localhost/"]')).toBe("fix");
    expect(await reason('[CMD-SHELL, "pgrep node && test -f /tmp/ready"]')).toBe("fix");
    expect(await reason('[CMD, node, -e, "fetch(`http://localhost`)"]')).toBe("fix");
    expect(await reason('[CMD, sh, -c, "curl -f localhost"]')).toBe("fix");
    expect(await reason('[CMD, python3, -c, "import urllib.request as r; r.urlopen(1)"]')).toBe("fix");
    expect(await reason("[CMD, node, healthcheck.js]")).toBe(runs("node"));
    expect(await reason(`[CMD, node, -e, "require('./health').check()"]`)).toBe(runs("node"));
    expect(await reason('[CMD, python3, -c, "import app; app.check()"]')).toBe(runs("python3"));
    expect(await reason('[CMD, php, -r, "require `/app/check.php`;"]')).toBe(runs("php"));
    expect(await reason("find /app -name check.sh -exec {} +")).toBe(runs("find"));
    expect(await reason("find /tmp/ready -mmin -1")).toBe("fix");
    expect(await reason("[CMD, airflow, jobs, check]")).toBe(runs("airflow"));
    expect(await reason("curl localhost && ./check.sh")).toBe(runs("./check.sh"));
    expect(await reason("[NONE]")).toBe("fix");
  });

  it("takes the start of an image from the catalog only where that very version was read", async () => {
    const start = async (image: string, more = ""): Promise<string | undefined> => {
      const compose = `services:\n  web:\n    image: ${image}\n${more}    environment:\n      APP_SECRET: hunter2hunter2\n      X: y\n`;
      const { outcome, files } = await applyRemedy({ "compose.yaml": compose }, kind);
      if (outcome.kind === "advice") return outcome.lines.at(-1);
      return /- sh\n([\s\S]*?) {4}secrets:/
        .exec(files["compose.yaml"] ?? "")?.[1]
        ?.replaceAll(/\n */g, " ")
        .trim();
    };
    expect(await start("registry:2.8")).toBe("- /entrypoint.sh command: - /etc/docker/registry/config.yml");
    expect(await start("registry:3")).toBe("- /entrypoint.sh command: - /etc/distribution/config.yml");
    expect(await start("registry:1")).toBe("Not done here: nobody knows here what its image starts.");
    expect(await start("jenkins/inbound-agent:alpine-jdk21")).toBe("- /usr/local/bin/jenkins-agent");
    expect(await start("jenkins/agent:alpine-jdk21")).toBe("Not done here: nobody knows here what its image starts.");
    expect(await start("node:6", "    command: npm start\n")).toBe("Not done here: nobody knows here what its image starts.");
    expect(await start("node:22", "    command: npm start\n")).toBe("- docker-entrypoint.sh");
  });

  it("leaves what is known of the image in force", async () => {
    const image = "services:\n  web:\n    image: couchdb:3.4\n    environment:\n      COUCHDB_PASSWORD: hunter2hunter2\n";
    const { files, violations } = await applyRemedy({ "compose.yaml": image }, kind);
    expect(violations).toEqual([]);
    const [before] = (await judge({ "compose.yaml": image })).project.workloads;
    const [after] = (await judge(files)).project.workloads;
    expect(after?.entrypoint).toEqual(before?.entrypoint);
    expect(after?.command).toEqual(before?.command);
    expect(after?.entrypoint.origin.how).toBe("catalog");
  });
});
