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
    const { outcome, files, violations } = await applyRemedy({ "compose.yaml": compose }, kind);
    expect(violations).toEqual([]);
    expect(outcome.kind === "fix" && [outcome.fix.breaks, ...outcome.fix.notes]).toEqual([
      "what else in the container reads the variable; a start without DB_PASSWORD, which Compose then refuses",
      "Set DB_PASSWORD before the start. A start that Compose refused without it leaves a container without the secret: run docker compose down first.",
    ]);
    expect(files["compose.yaml"]).toBe(
      "services:\n  db:\n    image: postgres:17\n    environment:\n      POSTGRES_PASSWORD_FILE: /run/secrets/db_password\n    secrets:\n      - db_password\nsecrets:\n  db_password:\n    environment: DB_PASSWORD\n",
    );
  });

  it("is closed to other users by its folder where another user than root reads it", async () => {
    const made = async (compose: string): Promise<unknown> => {
      const { outcome, violations } = await applyRemedy({ "compose.yaml": compose }, kind);
      expect(violations).toEqual([]);
      if (outcome.kind !== "fix") return outcome.kind === "refused" ? outcome.reason : outcome.title;
      return outcome.fix.ops.flatMap((op) =>
        op.kind === "create" && op.file.endsWith(".txt") ? [op.file, op.mode.toString(8), op.folderMode?.toString(8)] : [],
      );
    };
    const service = (image: string, lines: string, name: string): string =>
      `services:\n  app:\n    image: ${image}\n${lines}    environment:\n      ${name}: hunter2hunter2\n`;
    const closed = (name: string): unknown => [`secrets/closed/${name}.txt`, "444", "700"];
    const postgres = (lines: string): string => service("postgres:17", lines, "POSTGRES_PASSWORD");
    expect(await made(postgres(""))).toEqual(["secrets/postgres_password.txt", "600", undefined]);
    expect(await made(postgres("    cap_drop: [ALL]\n    cap_add: [DAC_OVERRIDE, SETGID, SETUID]\n"))).toEqual([
      "secrets/postgres_password.txt",
      "600",
      undefined,
    ]);
    expect(await made(postgres('    user: "999:999"\n'))).toEqual(closed("postgres_password"));
    expect(await made(postgres("    user: ${WHO}\n"))).toEqual(closed("postgres_password"));
    expect(await made(postgres("    cap_drop: [ALL]\n    cap_add: [SETGID, SETUID]\n"))).toEqual(closed("postgres_password"));
    expect(await made(service("grafana/grafana:12.0.0", "", "GF_SECURITY_ADMIN_PASSWORD"))).toEqual(
      closed("gf_security_admin_password"),
    );
    expect(await made(service("mongo:8.0", "", "MONGO_INITDB_ROOT_PASSWORD"))).toEqual(closed("mongo_initdb_root_password"));
    expect(await made(service("wordpress:6", "", "WORDPRESS_DB_PASSWORD"))).toEqual(closed("wordpress_db_password"));
    expect(await made(service("nextcloud:31", "", "MYSQL_PASSWORD"))).toEqual(closed("mysql_password"));
    expect(await made(service("nextcloud:31", "", "NEXTCLOUD_ADMIN_PASSWORD"))).toEqual([
      "secrets/nextcloud_admin_password.txt",
      "600",
      undefined,
    ]);
  });

  it("says why it may be read by everybody, and how it is closed", async () => {
    const { outcome, files } = await applyRemedy(
      {
        "compose.yaml":
          "services:\n  db:\n    image: mongo:8.0\n    environment:\n      MONGO_INITDB_ROOT_PASSWORD: hunter2hunter2\n",
      },
      kind,
    );
    expect(outcome.kind === "fix" && outcome.fix.notes).toEqual([
      "Rotate the old secret: it stays in the history of the repository.",
      "Bring ./secrets/closed/mongo_initdb_root_password.txt to every host that starts the service; Git ignores it.",
      "./secrets/closed/mongo_initdb_root_password.txt has mode 0444 in a folder of mode 0700, so that the container can read it and no other user of the host can: mongo:8.0 may read it after it has dropped root. Keep both modes.",
    ]);
    expect(files["compose.yaml"]).toBe(
      "services:\n  db:\n    image: mongo:8.0\n    environment:\n      MONGO_INITDB_ROOT_PASSWORD_FILE: /run/secrets/mongo_initdb_root_password\n    secrets:\n      - mongo_initdb_root_password\nsecrets:\n  mongo_initdb_root_password:\n    file: ./secrets/closed/mongo_initdb_root_password.txt\n",
    );
    expect(files["secrets/.gitignore"]).toBe("*\n!.gitignore\n");
  });

  it("is a whole URL where the image reads that", async () => {
    const { files, violations } = await applyRemedy(
      {
        "compose.yaml":
          "services:\n  ui:\n    image: mongo-express:1.0\n    environment:\n      - ME_CONFIG_MONGODB_URL=mongodb://root:hunter2hunter2@mongo/\n",
      },
      kind,
      { rule: "no-secret-value" },
    );
    expect(violations).toEqual([]);
    expect(files["compose.yaml"]).toContain(
      "      - ME_CONFIG_MONGODB_URL_FILE=/run/secrets/me_config_mongodb_url\n    secrets:\n      - me_config_mongodb_url\n",
    );
    expect(files["secrets/me_config_mongodb_url.txt"]).toBe("mongodb://root:hunter2hunter2@mongo/");
  });

  it("is named in the image's own way", async () => {
    const entry = async (image: string, line: string): Promise<string | undefined> => {
      const { files, violations } = await applyRemedy(
        { "compose.yaml": `services:\n  app:\n    image: ${image}\n    environment:\n      ${line}\n` },
        kind,
      );
      expect(violations).toEqual([]);
      return files["compose.yaml"]?.split("\n")[4]?.trim();
    };
    expect(await entry("postgrest/postgrest:v12", "PGRST_DB_URI: postgres://app:hunter2hunter2@db/app")).toBe(
      'PGRST_DB_URI: "@/run/secrets/pgrst_db_uri"',
    );
    expect(await entry("apache/airflow:3.0.5", "- AIRFLOW__DATABASE__SQL_ALCHEMY_CONN=postgresql://a:hunter2@db/a")).toBe(
      "- AIRFLOW__DATABASE__SQL_ALCHEMY_CONN_CMD=cat /run/secrets/airflow__database__sql_alchemy_conn",
    );
    expect(await entry("bitnami/openldap:2.6", "LDAP_ADMIN_PASSWORD: hunter2hunter2")).toBe(
      "LDAP_ADMIN_PASSWORD_FILE: /run/secrets/ldap_admin_password",
    );
    expect(await entry("shlinkio/shlink:4.4", "DB_PASSWORD: hunter2hunter2")).toBe("DB_PASSWORD_FILE: /run/secrets/db_password");
  });

  it("is one that a script of the repository takes", async () => {
    const made = async (script: string): Promise<string | undefined> => {
      const { outcome, files, violations } = await applyRemedy(
        {
          "compose.yaml": "services:\n  app:\n    build: .\n    environment:\n      DB_PASSWORD: hunter2hunter2\n      TZ: UTC\n",
          Dockerfile: 'FROM debian:12\nCOPY run.sh /run.sh\nENTRYPOINT ["/run.sh"]\nCMD ["app"]\n',
          "run.sh": script,
        },
        kind,
      );
      expect(violations).toEqual([]);
      if (outcome.kind === "fix") expect(Object.keys(files)).toContainEqual(expect.stringMatching(/db_password\.txt$/));
      return files["compose.yaml"]?.split("\n")[4]?.trim();
    };
    const define = 'file_env() {\n  local fileVar="${1}_FILE"\n  [ -z "${!fileVar}" ] || export "$1"="$(< "${!fileVar}")"\n}\n';
    expect(await made(`#!/bin/bash\n${define}file_env 'DB_PASSWORD'\nexec "$@"\n`)).toBe(
      "DB_PASSWORD_FILE: /run/secrets/db_password",
    );
    expect(await made(`#!/bin/bash\n${define}file_env DB_PASSWORD_OLD\nexec "$@"\n`)).toBe("TZ: UTC");
    expect(await made('#!/bin/bash\nfile_env DB_PASSWORD\nexec "$@"\n')).toBe("TZ: UTC");
  });

  it("goes to every service that has the variable through an anchor", async () => {
    const compose =
      "x-db: &db\n  POSTGRES_USER: app\n  POSTGRES_PASSWORD: hunter2hunter2 # shared\nservices:\n  one:\n    image: postgres:17\n    environment: *db\n  two:\n    image: postgres:16\n    user: postgres\n    environment:\n      <<: *db\n      TZ: UTC\n    secrets: [other]\nsecrets:\n  other:\n    external: true\n";
    const { outcome, files, violations } = await applyRemedy({ "compose.yaml": compose }, kind);
    expect(violations).toEqual([]);
    expect(outcome.kind === "fix" && outcome.fix.title).toBe("Give POSTGRES_PASSWORD of one, two as a secret file");
    expect(files["compose.yaml"]).toBe(
      "x-db: &db\n  POSTGRES_USER: app\n  POSTGRES_PASSWORD_FILE: /run/secrets/postgres_password # shared\nservices:\n  one:\n    image: postgres:17\n    environment: *db\n    secrets:\n      - postgres_password\n  two:\n    image: postgres:16\n    user: postgres\n    environment:\n      <<: *db\n      TZ: UTC\n    secrets: [other, postgres_password]\nsecrets:\n  other:\n    external: true\n  postgres_password:\n    file: ./secrets/closed/postgres_password.txt\n",
    );
  });

  it("stays where it is for a service that could not read it", async () => {
    const reason = async (other: string): Promise<string | undefined> => {
      const compose = `x-db: &db\n  POSTGRES_PASSWORD: hunter2hunter2\nservices:\n  one:\n    image: postgres:17\n    environment: *db\n  two:\n    image: ${other}\n    environment: *db\n`;
      const { outcome } = await applyRemedy({ "compose.yaml": compose }, kind);
      return outcome.kind === "refused" ? outcome.reason : outcome.kind;
    };
    expect(await reason("postgres:16")).toBe("fix");
    expect(await reason("registry.example.com/app:1")).toBe(
      "two has POSTGRES_PASSWORD from the same place, and does not read it from a file",
    );
  });

  it("keeps a dollar that Compose does not see", async () => {
    const { files, violations } = await applyRemedy(
      {
        "compose.yaml": "services:\n  db:\n    image: postgres:17\n    environment:\n      POSTGRES_PASSWORD: hunter$$2\n",
      },
      kind,
    );
    expect(violations).toEqual([]);
    expect(files["secrets/postgres_password.txt"]).toBe("hunter$2");
  });

  it("is refused where it cannot be one", async () => {
    const reason = async (lines: string, value: string): Promise<string> => {
      const compose = `services:\n  db:\n    image: postgres:17\n${lines}    environment:\n      POSTGRES_PASSWORD: ${value}\n`;
      const { outcome } = await applyRemedy({ "compose.yaml": compose }, kind);
      return outcome.kind === "refused" ? outcome.reason : outcome.kind;
    };
    expect(await reason("    read_only: true\n", "${DB_PASSWORD}")).toBe(
      "Compose cannot put a secret from the environment into a container whose root is read-only",
    );
    const covered = (path: string): string =>
      `Compose cannot put a secret from the environment into a container with a tmpfs at ${path}`;
    expect(await reason("    tmpfs: [/tmp, '/run:size=1m']\n", "${DB_PASSWORD}")).toBe(covered("/run"));
    expect(await reason("    volumes: [{ type: tmpfs, target: /var/run/ }]\n", "${DB_PASSWORD}")).toBe(covered("/var/run"));
    expect(await reason("    tmpfs: [/run, /tmp]\n", "hunter2hunter2")).toBe("fix");
    expect(await reason("    tmpfs: [/run/postgresql]\n", "${DB_PASSWORD}")).toBe("fix");
    expect(
      await reason("    healthcheck:\n      test: psql postgres://app:$$POSTGRES_PASSWORD@127.0.0.1/app\n", "hunter2hunter2"),
    ).toBe("its command or health check reads POSTGRES_PASSWORD itself");
    expect(await reason("    pre_stop:\n      - command: [sh, -c, 'echo $$POSTGRES_PASSWORD']\n", "hunter2hunter2")).toBe(
      "its command or health check reads POSTGRES_PASSWORD itself",
    );
    expect(await reason("", "${DB_PASSWORD:-hunter2hunter2}")).toBe("POSTGRES_PASSWORD is put together from variables");
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

  it("is advice where nobody knows what starts, in the language of the app", async () => {
    const { outcome } = await applyRemedy(
      {
        "compose.yaml": "services:\n  web:\n    build: .\n    environment:\n      API_TOKEN: hunter2hunter2\n",
        Dockerfile: "ARG BASE\nFROM node:22-slim AS node\nFROM ${BASE}\nCOPY --from=node /usr/local/bin/node /node\n",
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
        "Not done here: its image is not known to have a shell.",
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
