import { describe } from "vitest";
import { judge, service, type Case } from "./verdicts.ts";

const dockerfile = 'FROM alpine:3.22\nUSER 10001\nCMD ["/srv"]\n';

function command(text: string, role: string, ...more: readonly string[]): Case {
  return [text, service("image: registry.example.com/shop:1", `command: ${text}`, ...more), `web: role ${role}`];
}

describe("one-shots among services", () => {
  judge([
    command("python manage.py migrate", "job"),
    command("alembic upgrade head", "job"),
    command("bundle exec rails db:migrate", "job"),
    command("[npx, prisma, migrate, deploy]", "job"),
    command("npm run db:migrate", "job"),
    command("sh -c 'sleep 3; alembic upgrade head'", "job"),
    command("pytest -q", "job"),
    command("go test ./...", "job"),
    ["an image that does one thing", service("image: flyway/flyway:11", "command: migrate"), "web: role job"],
  ]);
  describe("but not what serves after it, or is always started again", () => {
    judge([
      command("sh -c 'python manage.py migrate && gunicorn shop'", "production"),
      command("python manage.py migrate", "production", "restart: always"),
      command("npm run migrate-and-start", "production"),
      command("python manage.py runserver", "production"),
    ]);
  });
});

describe("names and places", () => {
  judge([
    ["Dockerfile.dev", { "Dockerfile.dev": dockerfile }, "Dockerfile.dev: role development"],
    ["test.Dockerfile", { "test.Dockerfile": dockerfile }, "test.Dockerfile: role test"],
    ["a folder of examples", { "examples/a/Dockerfile": dockerfile }, "examples/a/Dockerfile: role development"],
    [
      "no command on a shell",
      "FROM debian:12\nRUN apt-get update\n",
      "Dockerfile: role base, health-check n/a, init-process n/a",
    ],
    [
      "an override beside a file for production",
      {
        "compose.yaml": "services:\n  web:\n    image: nginx:1.29\n    security_opt: ['no-new-privileges:true']\n",
        "compose.override.yaml": "services:\n  web:\n    privileged: true\n",
        "compose.prod.yaml": "services:\n  web:\n    read_only: true\n",
      },
      "compose.yaml#web: role development, privileges fail, read-only fail; compose.prod.yaml#web: role production, privileges pass, read-only pass",
    ],
    [
      "profiles",
      {
        "compose.yaml":
          "services:\n  a: { image: 'x:1', profiles: [debug] }\n  b: { image: 'x:1', profiles: [test] }\n  c: { image: 'x:1', profiles: [tools] }\n",
      },
      "a: role development; b: role test; c: role job",
    ],
    [
      "one that others wait for",
      {
        "compose.yaml":
          "services:\n  a: { image: 'x:1', depends_on: { b: { condition: service_completed_successfully } } }\n  b: { image: 'x:1' }\n",
      },
      "a: role production; b: role job, health-check n/a",
    ],
    [
      "a Dockerfile that only development builds is graded on its own too",
      { Dockerfile: dockerfile, "compose.dev.yaml": "services:\n  web:\n    build: .\n" },
      "Dockerfile: role production; web: role development",
    ],
    [
      "a Dockerfile that a service builds is graded through the service",
      { Dockerfile: dockerfile, "compose.yaml": "services:\n  web:\n    build: .\n" },
      "Dockerfile: absent; web: role production, non-root pass",
    ],
  ]);
});
