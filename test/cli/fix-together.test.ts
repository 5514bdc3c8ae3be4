import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { repository, seaworthy } from "./seaworthy.ts";

/** The files of a repository after `seaworthy fix --unsafe-fixes --yes`. */
function fixed(files: Readonly<Record<string, string>>, ...args: readonly string[]): (file: string) => string {
  const folder = repository(files);
  const { code, err } = seaworthy(["fix", "--unsafe-fixes", "--yes", ...args], { cwd: folder });
  expect([code, err]).toEqual([0, ""]);
  return (file) => readFileSync(path.join(folder, file), "utf8");
}

describe("fixes of one application", () => {
  it("puts items into the last list of a service before new keys", () => {
    const read = fixed(
      { "compose.yaml": "services:\n  db:\n    image: mariadb:10.11\n    cap_add:\n      - NET_RAW\n" },
      "--select",
      "drop-capabilities",
    );
    expect(read("compose.yaml")).toBe(
      "services:\n  db:\n    image: mariadb:10.11\n    cap_add:\n      - NET_RAW\n      - DAC_OVERRIDE\n      - SETGID\n      - SETUID\n    cap_drop:\n      - ALL\n",
    );
  });

  it("gives a built service a user first, and then no capability and folders that the user owns", () => {
    const read = fixed({
      "compose.yaml": "services:\n  site:\n    build: .\n",
      Dockerfile: "FROM nginx:1.27-alpine\nCOPY index.html /usr/share/nginx/html/\n",
      "index.html": "x\n",
    });
    expect(read("Dockerfile")).toContain("\nUSER 101:101\n");
    expect(read("compose.yaml")).toContain("    cap_drop:\n      - ALL\n");
    expect(read("compose.yaml")).not.toContain("cap_add");
    expect(read("compose.yaml")).toContain("      - /run:uid=101,gid=101\n");
  });

  it("gives a stage and the one that is built on it the same account", () => {
    const read = fixed(
      {
        "compose.yaml": "services:\n  web:\n    build:\n      context: .\n      target: app\n",
        Dockerfile:
          'FROM python:3.13-alpine AS app\nCOPY web.py /srv/\nCMD ["python", "/srv/web.py"]\nFROM app AS dev-envs\nRUN apk add git\nCMD ["python", "/srv/web.py"]\n',
        "web.py": "print(1)\n",
      },
      "--select",
      "non-root-user",
    );
    expect(read("Dockerfile")).toBe(
      'FROM python:3.13-alpine AS app\nCOPY web.py /srv/\nRUN addgroup -S -g 10001 app \\\n    && adduser -S -D -u 10001 -G app -h /home/app app\nUSER 10001:10001\nCMD ["python", "/srv/web.py"]\nFROM app AS dev-envs\nUSER root\nRUN apk add git\nUSER 10001:10001\nCMD ["python", "/srv/web.py"]\n',
    );
  });

  it("gives a secret to a Compose build in place of its last argument, and to the scan in CI", () => {
    const read = fixed({
      "compose.yaml":
        "services:\n  api:\n    build:\n      context: .\n      args:\n        - PYPI_TOKEN=kV9xTq72LmPz4Rw8bN3c\n    ports:\n      - 8000\n",
      Dockerfile: 'FROM python:3.13-slim\nARG PYPI_TOKEN\nRUN ./fetch $PYPI_TOKEN\nCOPY app.py .\nCMD ["python", "app.py"]\n',
      "app.py": "print(1)\n",
    });
    expect(read("compose.yaml")).toMatch(
      /^services:\n {2}api:\n {4}build:\n {6}context: \.\n {6}secrets:\n {8}- pypi_token\n {4}ports:\n/,
    );
    expect(read("compose.yaml")).toMatch(/\nsecrets:\n {2}pypi_token:\n {4}environment: PYPI_TOKEN\n$/);
    expect(read("Dockerfile")).toContain(
      'RUN --mount=type=secret,id=pypi_token,required=true export PYPI_TOKEN="$(cat /run/secrets/pypi_token)" && ./fetch $PYPI_TOKEN\n',
    );
    expect(read(".github/workflows/image-scan.yml")).toContain(
      "      - run: docker build --secret id=pypi_token,env=PYPI_TOKEN -f Dockerfile -t app:scan .\n        env:\n          PYPI_TOKEN: ${{ secrets.PYPI_TOKEN }}\n",
    );
    // Nothing is exposed: the port that the service publishes is the one to ask.
    expect(read("Dockerfile")).toContain("create_connection(('127.0.0.1', 8000), 3)");
  });

  it("mounts .npmrc for npm where its folder is copied, in the Compose build too", () => {
    const token = `npm_${"aB3dE5fG7hJ9kL1mN2pQ4rS6tU8vW0xY1zAb"}`;
    const read = fixed(
      {
        "compose.yaml": "services:\n  web:\n    build: ./web\n",
        "web/Dockerfile": 'FROM node:22-slim\nWORKDIR /app\nCOPY . .\nRUN npm ci\nCMD ["node", "server.js"]\n',
        "web/.npmrc": `//npm.acme.example/:_authToken=${token}\n`,
        "web/server.js": "1;\n",
      },
      "--select",
      "no-secret-copy",
    );
    expect(read("web/Dockerfile")).toContain("RUN --mount=type=secret,id=npmrc,target=/app/.npmrc,required=true npm ci\n");
    expect(read("web/.dockerignore")).toBe(".npmrc\n");
    expect(read("compose.yaml")).toBe(
      "services:\n  web:\n    build: { context: ./web, secrets: [npmrc] }\nsecrets:\n  npmrc:\n    file: ./web/.npmrc\n",
    );
  });

  it("takes a file out of the COPY that names it before it keeps its folder out", () => {
    const read = fixed(
      {
        Dockerfile:
          'FROM golang:1.26 AS build\nCOPY . .\nRUN go build -o /app .\nFROM debian:12-slim\nCOPY --from=build /app /app\nCOPY .env .\nCMD ["/app"]\n',
        ".env": `TOKEN=${"ghp_"}aB3dE5fG7hJ9kL1mN2pQ4rS6tU8vW0xY1zAb\n`,
      },
      "--select",
      "no-secret-copy",
    );
    expect(read("Dockerfile")).not.toContain("COPY .env");
    expect(read(".dockerignore")).toBe(".env\n");
  });
});
