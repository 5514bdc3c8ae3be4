import { describe } from "vitest";
import { judge, service, type Case } from "./verdicts.ts";

function dockerfile(
  row: string,
  tail: string,
  verdict: string,
  base = "debian:12",
  more: Readonly<Record<string, string>> = {},
): Case {
  return [
    `${base}: ${tail.replaceAll("\n", " · ")}`,
    { Dockerfile: `FROM ${base}\n${tail}\n`, ...more },
    `Dockerfile: ${row} ${verdict}`,
  ];
}

describe("secrets of a Dockerfile", () => {
  const secret = (tail: string, verdict: string, more: Readonly<Record<string, string>> = {}): Case =>
    dockerfile("secrets", tail, verdict, "debian:12", more);
  judge([
    secret("ENV DB_PASSWORD=tr0ub4dor", "fail"),
    secret("ENV DB_PASSWORD tr0ub4dor", "fail"),
    secret("ENV DB_PASSWORD=", "pass"),
    secret("ENV DATABASE_URL=postgres://app:tr0ub4dor@db/app", "fail"),
    secret("ENV DATABASE_URL=postgres://app@db/app", "pass"),
    secret("ENV KEYCLOAK_URL=http://kc API_VERSION=2 PRIVATE_SUBNET=10.0.0.0/8 DISABLE_AUTH=1", "pass"),
    secret("RUN --mount=type=secret,id=npm npm ci", "pass"),
    secret("RUN curl -u admin:tr0ub4dor https://example.com", "fail"),
    secret("RUN echo 'root:tr0ub4dor' | chpasswd", "fail"),
    secret("COPY .env /srv/\nRUN rm /srv/.env", "fail", { ".env": "API_KEY=tr0ub4dor\n" }),
    secret("COPY .env /srv/", "pass", { ".env": "PORT=80\n" }),
    secret("COPY . /srv", "fail", { ".env": "API_KEY=tr0ub4dor\n" }),
    secret("COPY . /srv", "pass", { ".env": "API_KEY=tr0ub4dor\n", ".dockerignore": ".env\n" }),
    secret("COPY id_rsa /root/.ssh/", "fail"),
  ]);
});

describe("secrets of a service", () => {
  const environment = (text: string, verdict: string): Case => [
    text,
    service("image: nginx:1.29", `environment: { ${text} }`),
    `web: secrets ${verdict}`,
  ];
  judge([
    environment("DB_PASSWORD: tr0ub4dor", "fail"),
    environment("DB_PASSWORD: '${DB_PASSWORD}'", "fail"),
    environment("DB_PASSWORD: '${DB_PASSWORD:-tr0ub4dor}'", "fail"),
    environment("DB_PASSWORD_FILE: /run/secrets/db", "pass"),
    environment("NEXT_PUBLIC_API_KEY: abc, SECRET_NAME: app, TOKEN_URL: 'http://x'", "pass"),
    environment("CONN: 'Server=db;User Id=sa;Password=tr0ub4dor;'", "fail"),
    environment("MYSQL_ALLOW_EMPTY_PASSWORD: 'yes'", "pass"),
    ["a command", service("image: redis:8", "command: redis-server --requirepass tr0ub4dor"), "web: secrets fail"],
    ["a health check", service("image: mysql:9", "healthcheck: { test: mysqladmin ping -ptr0ub4dor }"), "web: secrets fail"],
    [
      "a build argument",
      { ...service("build: { context: ., args: { API_KEY: tr0ub4dor } }"), Dockerfile: "FROM debian:12\nARG API_KEY\n" },
      "web: secrets fail",
    ],
    [
      "the content of an env file",
      { ...service("image: nginx:1.29", "env_file: a.env"), "a.env": "API_KEY=tr0ub4dor\n" },
      "web: secrets fail",
    ],
  ]);
});

describe("size of the image", () => {
  const size = (base: string, tail: string, verdict: string, more: Readonly<Record<string, string>> = {}): Case =>
    dockerfile("image-size", tail, verdict, base, more);
  const tools = { "package.json": '{"devDependencies":{"vite":"7"},"scripts":{"build":"vite build"}}' };
  judge([
    size("node:22", "RUN true", "fail"),
    size("node:22-slim", "RUN true", "pass"),
    size("golang:1.24-alpine", "RUN go build", "fail"),
    size("gcr.io/distroless/base-debian12", "COPY srv /srv", "pass"),
    size("registry.example.com/base:1", "RUN true", "unknown"),
    size("registry.example.com/base:1-alpine", "RUN true", "pass"),
    size("python:3.13-slim", "RUN apt-get install -y build-essential", "fail"),
    size("python:3.13-slim", "RUN apt-get install -y gcc && pip install x && apt-get purge -y gcc", "pass"),
    size("python:3.13-slim", "RUN apt-get install -y gcc\nRUN apt-get purge -y gcc", "fail"),
    size("alpine:3.22", "RUN apk add --virtual .b gcc && make && apk del .b", "pass"),
    size("node:22-slim", "COPY . .\nRUN npm ci && npm run build", "fail", tools),
    size("node:22-slim", "COPY . .\nRUN npm ci && npm run build && npm prune --omit=dev", "pass", tools),
    size("node:22-slim", "COPY . .\nRUN npm ci --omit=dev", "pass", tools),
    size("eclipse-temurin:21-jdk-alpine", "COPY a.jar /a.jar", "fail"),
    size("eclipse-temurin:21-jre-alpine", "COPY a.jar /a.jar", "pass"),
  ]);
});
