import { describe, expect, it } from "vitest";
import { foundBy, foundInService } from "./found-by.ts";

describe("secrets of a service", () => {
  it.each([
    ["    environment: {DB_PW: '${DB_PW}'}", ["runtime-env-secret: ${DB_PW} (medium)"]],
    ["    environment: {DB_PW: '${DB_PW:-}'}", ["runtime-env-secret: ${DB_PW:-} (medium)"]],
    ["    environment: {DB_PW: '${DB_PW:-hunter2}'}", ["runtime-env-secret: ${DB_PW:-hunter2}"]],
    ["    environment: [DB_PW]", ["runtime-env-secret: DB_PW (medium)"]],
    ["    environment: {SMTP_PASSWORD: '******'}", ["runtime-env-secret: ****** (medium)"]],
    ["    environment: {ELASTIC_PASSWORD: 123456}", ["runtime-env-secret: 123456"]],
    ["    environment: {U: 'postgres://a:${PW}@db/x'}", ["runtime-env-secret: postgres://a:${PW}@db/x (medium)"]],
    ["    environment: {OPTS: '-Dx.password=hunter2'}", ["runtime-env-secret: hunter2"]],
    ["    environment: {U: 'redis://:hunter2@r:6379'}", ["secret-value: hunter2"]],
    ["    command: redis-server --requirepass hunter2", ["runtime-env-secret: hunter2"]],
    ["    command: redis-server --requirepass ${REDIS_PASSWORD}", ["runtime-env-secret: ${REDIS_PASSWORD} (medium)"]],
    ["    command: --api-key top-secret-thing", ["runtime-env-secret: top-secret-thing"]],
    ["    entrypoint: sh -c 'export TOKEN=abcdef1234 && app'", ["runtime-env-secret: abcdef1234"]],
    ["    healthcheck: {test: mysqladmin ping -uroot -phunter2}", ["runtime-env-secret: hunter2"]],
    ["    healthcheck: {test: [CMD, redis-cli, -a, hunter2, ping]}", ["runtime-env-secret: hunter2"]],
    ["    healthcheck: {test: curl -f -u elastic:hunter2 http://localhost}", ["runtime-env-secret: hunter2"]],
    ["    labels: {my.password: hunter2}", ["runtime-env-secret: hunter2"]],
    ['    configs: [c]\nconfigs: {c: {content: "password: hunter2\\n"}}', ["runtime-env-secret: hunter2"]],
  ])("%s", async (lines, found) => expect(await foundInService(lines)).toEqual(found));

  it.each([
    "    environment: {POSTGRES_PASSWORD_FILE: /run/secrets/x, POSTGRES_PASSWORD: ''}",
    "    environment: {MYSQL_ALLOW_EMPTY_PASSWORD: 'yes', MYSQL_RANDOM_ROOT_PASSWORD: 1}",
    "    command: sh -c 'redis-server --requirepass $$(cat /run/secrets/x)'",
    "    command: redis-server --requirepass $$REDIS_PASSWORD",
    "    healthcheck: {test: 'mysqladmin ping -p$$MYSQL_ROOT_PASSWORD'}",
    "    labels: {traefik.http.routers.auth.middlewares: auth}",
    "    secrets: [x]\nsecrets: {x: {file: ./x.txt}}",
    "    command: etcd --initial-cluster-token=x",
    "    environment: {OAUTH2_PROXY_PASS_ACCESS_TOKEN: 'true', KAFKA_SASL_MECHANISM: PLAIN}",
    "    command: mitmdump --mode reverse:https://httpbin.org:443@8443",
  ])("%s has none", async (lines) => expect(await foundInService(lines)).toEqual([]));

  it("follows variables to .env and env_file", async () => {
    expect(await foundInService("    environment: [DB_PASSWORD]", { ".env": "DB_PASSWORD=hunter2\n" })).toEqual([
      "runtime-env-secret: DB_PASSWORD",
    ]);
    expect(await foundInService("    env_file: a.env", { "a.env": "TZ=UTC\nDB_PASSWORD='hunter2'\n" })).toEqual([
      "runtime-env-secret: hunter2",
    ]);
  });

  it("reads an inline Dockerfile and the arguments of a build", async () => {
    const compose =
      "services:\n  app:\n    build:\n      context: .\n      args: {NPM_TOKEN: abc123def}\n      dockerfile_inline: |\n        FROM debian:12\n        ENV DB_PASSWORD=hunter2\n";
    expect(await foundBy({ "compose.yaml": compose })).toEqual(["secret-arg: abc123def", "secret-env: hunter2"]);
  });
});

describe("secrets of a run line", () => {
  it.each([
    ["-e PASSWORD=$PW a", ["runtime-env-secret: $PW (medium)"]],
    ["-e U=redis://:pw@r a", ["secret-value: pw"]],
    ["--env=API_KEY=abc a", ["runtime-env-secret: abc"]],
    ["redis redis-server --requirepass hunter2", ["runtime-env-secret: hunter2"]],
    ["--health-cmd 'redis-cli -a hunter2 ping' redis", ["runtime-env-secret: hunter2"]],
    ["-e PASSWORD_FILE=/x -e PASSWORD= -e TZ -v $PWD:/x a", []],
  ])("docker run %s", async (words, found) => expect(await foundBy({ "run.sh": `docker run ${words}\n` })).toEqual(found));
});
