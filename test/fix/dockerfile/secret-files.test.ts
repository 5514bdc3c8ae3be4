import { describe, expect, it } from "vitest";
import { applyRemedy } from "../apply.ts";

const kind = "use-secret-file";

describe("a secret in the environment of a service", () => {
  it("goes to a file that its image reads", async () => {
    const compose =
      "services:\n  db:\n    image: postgres:17\n    environment:\n      POSTGRES_USER: app\n      POSTGRES_PASSWORD: hunter2hunter2 # the password\n    volumes:\n      - db:/var/lib/postgresql/data\nvolumes:\n  db:\n";
    const { files, violations, outcome } = await applyRemedy({ "compose.yaml": compose }, kind);
    expect(violations).toEqual([]);
    expect(files["compose.yaml"]).toBe(
      "services:\n  db:\n    image: postgres:17\n    environment:\n      POSTGRES_USER: app\n      POSTGRES_PASSWORD_FILE: /run/secrets/postgres_password # the password\n    volumes:\n      - db:/var/lib/postgresql/data\n    secrets:\n      - postgres_password\nvolumes:\n  db:\nsecrets:\n  postgres_password:\n    file: ./secrets/postgres_password.txt\n",
    );
    expect(files["secrets/postgres_password.txt"]).toBe("hunter2hunter2");
    expect(files["secrets/.gitignore"]).toBe("*\n!.gitignore\n");
    expect(outcome.kind === "fix" && outcome.fix.secrets).toEqual(["hunter2hunter2"]);
    expect(outcome.kind === "fix" && outcome.fix.ops.flatMap((op) => (op.kind === "create" ? [[op.file, op.mode]] : []))).toEqual(
      [
        ["secrets/.gitignore", 0o644],
        ["secrets/postgres_password.txt", 0o600],
      ],
    );
  });

  it("keeps the file out of every context that takes its folder", async () => {
    const compose =
      "services:\n  web:\n    build: .\n  db:\n    image: mariadb:11\n    environment:\n      - MARIADB_ROOT_PASSWORD=hunter2hunter2\n";
    const { files, violations } = await applyRemedy(
      { "compose.yaml": compose, Dockerfile: "FROM alpine:3.22\nCOPY . /app\n", "app.py": "" },
      kind,
    );
    expect(violations).toEqual([]);
    expect(files["compose.yaml"]).toContain(
      "      - MARIADB_ROOT_PASSWORD_FILE=/run/secrets/mariadb_root_password\n    secrets:\n      - mariadb_root_password\n",
    );
    expect(files[".dockerignore"]).toBe("secrets\n");
  });

  it("comes from the variable of the shell where one was named", async () => {
    const compose =
      "services:\n  db:\n    image: postgres:17\n    environment:\n      POSTGRES_PASSWORD: ${DB_PASSWORD:?needed}\n";
    const { files, violations } = await applyRemedy({ "compose.yaml": compose }, kind);
    expect(violations).toEqual([]);
    expect(files["compose.yaml"]).toBe(
      "services:\n  db:\n    image: postgres:17\n    environment:\n      POSTGRES_PASSWORD_FILE: /run/secrets/db_password\n    secrets:\n      - db_password\nsecrets:\n  db_password:\n    environment: DB_PASSWORD\n",
    );
  });

  it("is refused where the service could not read it", async () => {
    const service = (lines: string): string =>
      `services:\n  db:\n    image: postgres:17\n${lines}    environment:\n      POSTGRES_PASSWORD: `;
    const reason = async (compose: string): Promise<string> => {
      const { outcome } = await applyRemedy({ "compose.yaml": compose }, kind);
      return outcome.kind === "refused" ? outcome.reason : outcome.kind;
    };
    expect(await reason(`${service('    user: "999:999"\n')}hunter2hunter2\n`)).toBe(
      "it starts as 999:999, who could not read a file that only its owner may read",
    );
    expect(await reason(`${service("    cap_drop: [ALL]\n    cap_add: [SETGID, SETUID]\n")}hunter2hunter2\n`)).toBe(
      "without DAC_READ_SEARCH its root could not read a file of another user",
    );
    expect(await reason(`${service("    read_only: true\n")}\${DB_PASSWORD}\n`)).toBe(
      "Compose cannot put a secret from the environment into a container whose root is read-only",
    );
    expect(
      await reason(
        `${service("    healthcheck:\n      test: psql postgres://app:$$POSTGRES_PASSWORD@127.0.0.1/app\n")}hunter2hunter2\n`,
      ),
    ).toBe("its command or health check reads POSTGRES_PASSWORD itself");
  });

  it("is refused where the image reads the file as the account that it drops to", async () => {
    const reason = async (image: string, name: string): Promise<string> => {
      const compose = `services:\n  app:\n    image: ${image}\n    environment:\n      ${name}: hunter2hunter2\n`;
      const { outcome } = await applyRemedy({ "compose.yaml": compose }, kind);
      return outcome.kind === "refused" ? outcome.reason : outcome.kind;
    };
    const dropped = (image: string, name: string, uid: number): string =>
      `${image} may read ${name} after it has dropped root, and could then not read a file that only its owner may read: make the file by hand and give it to uid ${uid}`;
    expect(await reason("mongo:8.0", "MONGO_INITDB_ROOT_PASSWORD")).toBe(dropped("mongo:8.0", "MONGO_INITDB_ROOT_PASSWORD", 999));
    expect(await reason("wordpress:6", "WORDPRESS_DB_PASSWORD")).toBe(dropped("wordpress:6", "WORDPRESS_DB_PASSWORD", 33));
    expect(await reason("nextcloud:31", "MYSQL_PASSWORD")).toBe(dropped("nextcloud:31", "MYSQL_PASSWORD", 33));
    expect(await reason("nextcloud:31", "NEXTCLOUD_ADMIN_PASSWORD")).toBe("fix");
    expect(await reason("minio/minio:RELEASE.2025-04-22T22-12-26Z", "MINIO_ROOT_PASSWORD")).toBe("fix");
  });

  it("has a name of its own in a folder with several deployments", async () => {
    const compose = (name: string): string =>
      `services:\n  ${name}:\n    image: postgres:17\n    environment:\n      POSTGRES_PASSWORD: hunter2${name}\n`;
    const other = `${compose("db").replace("POSTGRES_PASSWORD: hunter2db", "POSTGRES_PASSWORD_FILE: /run/secrets/postgres_password")}    secrets: [postgres_password]\nsecrets:\n  postgres_password:\n    file: ./secrets/postgres_password.txt\n`;
    const { files, violations } = await applyRemedy(
      { "compose.yaml": compose("store"), "docker-compose.other.yml": other },
      kind,
      { workload: "compose.yaml#store" },
    );
    expect(violations).toEqual([]);
    expect(files["secrets/store_postgres_password.txt"]).toBe("hunter2store");
  });

  it("is advice for an app of one's own, in its language", async () => {
    const { outcome } = await applyRemedy(
      {
        "compose.yaml": "services:\n  web:\n    build: .\n    environment:\n      API_TOKEN: hunter2hunter2\n",
        Dockerfile: 'FROM node:22-slim\nCMD ["node", "x.js"]\n',
      },
      kind,
    );
    expect(outcome).toEqual({
      kind: "advice",
      title: "Give API_TOKEN as a secret file and read it from /run/secrets/api_token",
      lines: [
        "secrets: [api_token]  # at the service",
        "secrets: { api_token: { file: ./secrets/api_token.txt } }  # at the top",
        'const value = require("node:fs").readFileSync("/run/secrets/api_token", "utf8").trim();',
        "Rotate the old secret: it stays in the history of the repository.",
      ],
    });
  });

  it("from the environment keeps the root writable", async () => {
    const { outcome } = await applyRemedy(
      { "compose.yaml": "services:\n  db:\n    image: postgres:17\n    secrets: [p]\nsecrets:\n  p:\n    environment: P\n" },
      "set-read-only",
    );
    expect(outcome).toEqual({
      kind: "refused",
      reason: "Compose cannot put a secret from the environment into a container whose root is read-only",
    });
  });
});
