import { describe, expect, it } from "vitest";
import { applyRemedy } from "../apply.ts";
import { fixed, refusal } from "./fixed.ts";

const tini =
  "RUN apt-get update \\\n    && apt-get install -y --no-install-recommends tini \\\n    && rm -rf /var/lib/apt/lists/*\n";

describe("process 1 of a Dockerfile", () => {
  it("gets an init in front of the base's entrypoint", async () => {
    expect(await fixed('FROM node:22-slim\nCMD ["node", "x.js"]\n', "set-init")).toBe(
      `FROM node:22-slim\n${tini}ENTRYPOINT ["/usr/bin/tini", "--", "docker-entrypoint.sh"]\nCMD ["node", "x.js"]\n`,
    );
  });

  it("gets one in front of its own entrypoint, installed while the stage is still root", async () => {
    expect(await fixed('FROM python:3.13-alpine\nUSER 1000\nENTRYPOINT ["python", "x.py"]\n', "set-init")).toBe(
      'FROM python:3.13-alpine\nRUN apk add --no-cache tini\nUSER 1000\nENTRYPOINT ["/sbin/tini", "--", "python", "x.py"]\n',
    );
  });

  it("is the server itself where only a shell stands in front of it", async () => {
    expect(await fixed("FROM python:3.13-slim\nCMD gunicorn app:app\n", "set-init")).toBe(
      'FROM python:3.13-slim\nCMD ["gunicorn", "app:app"]\n',
    );
    expect(await fixed("FROM python:3.13-slim\nCMD ./migrate && gunicorn -b :$PORT app:app\n", "set-init")).toBe(
      'FROM python:3.13-slim\nCMD ["sh", "-c", "./migrate && exec gunicorn -b :$PORT app:app"]\n',
    );
  });

  it("is left alone where no init can come in", async () => {
    expect(await refusal('FROM debian:jessie\nRUN apt-get install -y nodejs\nCMD ["node", "x.js"]\n', "set-init")).toBe(
      "the distribution of its base is too old to have tini; start it with --init",
    );
    expect(await refusal('FROM fedora:42\nCMD ["node", "x.js"]\n', "set-init")).toBe(
      "its base has no package manager that brings an init; start it with --init",
    );
  });
});

describe("exec form", () => {
  it("is the words of one plain command", async () => {
    expect(await fixed('FROM alpine:3.22\nCMD nginx -g "daemon off;"\n', "exec-form")).toBe(
      'FROM alpine:3.22\nCMD ["nginx", "-g", "daemon off;"]\n',
    );
  });

  it("keeps a shell that hands over where something is expanded", async () => {
    expect(await fixed("FROM alpine:3.22\nENTRYPOINT exec nginx $ARGS\n", "exec-form")).toBe(
      'FROM alpine:3.22\nENTRYPOINT ["sh", "-c", "exec nginx $ARGS"]\n',
    );
  });

  it("keeps CMD away from an ENTRYPOINT that dropped it", async () => {
    expect(await fixed('FROM alpine:3.22\nENTRYPOINT nginx -g "daemon off;"\nCMD ["x"]\n', "exec-form")).toBe(
      'FROM alpine:3.22\nENTRYPOINT ["sh", "-c", "exec nginx -g \\"daemon off;\\""]\nCMD ["x"]\n',
    );
  });

  it("starts a script without a shebang through a shell", async () => {
    expect(
      await fixed({ Dockerfile: "FROM fedora:42\nCOPY run.sh /run.sh\nCMD /run.sh\n", "run.sh": "exec server\n" }, "exec-form"),
    ).toContain('CMD ["sh", "-c", "exec /run.sh"]\n');
    expect(
      await fixed(
        { Dockerfile: "FROM fedora:42\nCOPY run.sh /run.sh\nCMD /run.sh\n", "run.sh": "#!/bin/sh\nexec server\n" },
        "exec-form",
      ),
    ).toContain('CMD ["/run.sh"]\n');
  });

  it("is refused for pipes, background jobs and comments", async () => {
    expect(await refusal("FROM alpine:3.22\nCMD nginx | tee /x\n", "exec-form")).toBe(
      "its last command is part of a pipe or runs in the background",
    );
    expect(await refusal("FROM alpine:3.22\nCMD nginx \\\n  # quiet\n  -q\n", "exec-form")).toBe("a comment stands in it");
  });
});

describe("a health check", () => {
  it("asks the port with the runtime of the image", async () => {
    expect(await fixed('FROM python:3.13-slim\nEXPOSE 9000\nCMD ["python", "x.py"]\n', "add-healthcheck")).toBe(
      'FROM python:3.13-slim\nEXPOSE 9000\nHEALTHCHECK --interval=30s --timeout=5s --start-period=30s CMD ["python", "-c", "import socket; socket.create_connection((\'127.0.0.1\', 9000), 3).close()"]\nCMD ["python", "x.py"]\n',
    );
    expect(await fixed('FROM alpine:3.22\nEXPOSE 53/udp 8080\nCMD ["/app"]\n', "add-healthcheck")).toContain(
      'CMD ["nc", "-z", "127.0.0.1", "8080"]\n',
    );
    expect(await fixed('FROM debian:12-slim\nCMD ["gunicorn", "-b", "0.0.0.0:8001", "app:app"]\n', "add-healthcheck")).toContain(
      'CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8001"]\n',
    );
  });

  it("is the known one where the image starts as its base does", async () => {
    expect(await fixed("FROM nginx:1.27-alpine\nCOPY dist /usr/share/nginx/html\n", "add-healthcheck")).toContain(
      String.raw`CMD ["sh", "-c", "printf 'HEAD / HTTP/1.0\\r\\n\\r\\n' | nc -w 5 127.0.0.1 80 | grep -q HTTP/"]`,
    );
  });

  it("is advice without a tool, and refused without a port", async () => {
    expect(await refusal('FROM gcr.io/distroless/static-debian12:nonroot\nEXPOSE 8080\nCMD ["/app"]\n', "add-healthcheck")).toBe(
      "advice",
    );
    expect(await refusal('FROM alpine:3.22\nCMD ["/app"]\n', "add-healthcheck")).toBe("nothing says on which port it listens");
    expect(await refusal("FROM nginx:1.27\nHEALTHCHECK NONE\n", "add-healthcheck")).toBe("advice");
  });
});

describe("a log file", () => {
  it("is linked to stdout while the stage is root", async () => {
    expect(
      await fixed('FROM debian:12-slim\nUSER 1000\nCMD ["app", "--log-file", "/var/log/app/out.log"]\n', "log-to-stdout"),
    ).toBe(
      'FROM debian:12-slim\nRUN mkdir -p /var/log/app \\\n    && ln -sf /dev/stdout /var/log/app/out.log\nUSER 1000\nCMD ["app", "--log-file", "/var/log/app/out.log"]\n',
    );
  });

  it("in a volume is for a person to move, with the way to do it", async () => {
    const { outcome } = await applyRemedy({ Dockerfile: "FROM debian:12-slim\nVOLUME /var/log/app\n" }, "log-to-stdout");
    expect(outcome).toEqual({
      kind: "advice",
      title: "Send the log to stdout",
      lines: [
        "Let the program log to stdout, or link its files there: RUN ln -sf /dev/stdout /var/log/app/NAME.log",
        "Then take /var/log/app out of the volumes: a volume hides the link, and what is kept in it grows without an end.",
      ],
    });
    const service = { "compose.yaml": "services:\n  web:\n    image: acme/web:1\n    volumes:\n      - ./logs:/var/log/web\n" };
    const mounted = await applyRemedy(service, "log-to-stdout");
    expect(mounted.outcome).toMatchObject({
      kind: "advice",
      lines: [/\/var\/log\/web\/NAME\.log$/, /^Then take \/var\/log\/web /].map((text) => expect.stringMatching(text)),
    });
  });
});
