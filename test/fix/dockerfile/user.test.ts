import { describe, expect, it } from "vitest";
import { applyRemedy } from "../apply.ts";
import { fixed, refusal } from "./fixed.ts";

const kind = "set-user";

describe("a user for the final stage", () => {
  it("is node's own on a node image, above CMD", async () => {
    expect(
      await fixed(
        {
          Dockerfile: 'FROM node:22-slim\nWORKDIR /app\nCOPY server.js .\nCMD ["node", "server.js"]\n',
          "server.js": "console.log(1)\n",
        },
        kind,
      ),
    ).toBe('FROM node:22-slim\nWORKDIR /app\nCOPY server.js .\nUSER 1000:1000\nCMD ["node", "server.js"]\n');
  });

  it("is made in Debian's way and gets the working folder where the sources write", async () => {
    expect(
      await fixed(
        {
          Dockerfile: 'FROM python:3.13-slim\nWORKDIR /app\nCOPY . .\nCMD ["python", "app.py"]\n',
          "app.py": 'import sqlite3\nsqlite3.connect("data/app.db")\n',
          "data/app.db": "",
        },
        kind,
      ),
    ).toBe(
      'FROM python:3.13-slim\nWORKDIR /app\nCOPY . .\nRUN groupadd --system --gid 10001 app \\\n    && useradd --system --no-log-init --uid 10001 --gid 10001 --create-home --home-dir /home/app --shell /usr/sbin/nologin app \\\n    && chown 10001:10001 /app \\\n    && chown -R 10001:10001 /app/data\nUSER 10001:10001\nCMD ["python", "app.py"]\n',
    );
  });

  it("is made in BusyBox's way on Alpine, with the volume's owner set before VOLUME", async () => {
    expect(await fixed('FROM alpine:3.22\nCOPY --from=build /app /app\nVOLUME /data\nCMD ["/app"]\n', kind)).toBe(
      'FROM alpine:3.22\nCOPY --from=build /app /app\nRUN addgroup -S -g 10001 app \\\n    && adduser -S -D -u 10001 -G app -h /home/app app \\\n    && mkdir -p /data \\\n    && chown -R 10001:10001 /data\nVOLUME /data\nUSER 10001:10001\nCMD ["/app"]\n',
    );
  });

  it("is written to /etc/passwd where nobody knows of useradd", async () => {
    expect(await fixed('FROM registry.access.redhat.com/ubi9/ubi-minimal:9.5\nCOPY app /app\nCMD ["/app"]\n', kind)).toBe(
      "FROM registry.access.redhat.com/ubi9/ubi-minimal:9.5\nCOPY app /app\nRUN echo 'app:x:10001:' >> /etc/group \\\n    && echo 'app:x:10001:10001::/home/app:/sbin/nologin' >> /etc/passwd \\\n    && mkdir -p /home/app \\\n    && chown 10001:10001 /home/app\nUSER 10001:10001\nCMD [\"/app\"]\n",
    );
  });

  it("is a number alone on scratch and distroless", async () => {
    expect(await fixed('FROM scratch\nCOPY app /app\nENTRYPOINT ["/app"]\n', kind)).toBe(
      'FROM scratch\nCOPY app /app\nUSER 65532:65532\nENTRYPOINT ["/app"]\n',
    );
    expect(await fixed('FROM gcr.io/distroless/static-debian12\nCOPY app /app\nENTRYPOINT ["/app"]\n', kind)).toContain(
      "USER 65532:65532\n",
    );
  });

  it("is the one that the Dockerfile makes and never uses", async () => {
    expect(await fixed('FROM debian:12-slim\nRUN useradd -u 1234 svc\nCOPY app /app\nCMD ["/app"]\n', kind)).toBe(
      'FROM debian:12-slim\nRUN useradd -u 1234 svc\nCOPY app /app\nUSER 1234\nCMD ["/app"]\n',
    );
  });

  it("keeps the number that the Dockerfile gives the base's account", async () => {
    expect(await fixed("FROM php:8.3-fpm\nRUN usermod -u 1000 www-data\n", kind)).toContain("USER 1000\n");
  });

  it("is the one that steps before USER root ran as", async () => {
    expect(
      await fixed(
        'FROM debian:12-slim\nRUN useradd -u 1234 svc\nUSER svc\nRUN true\nUSER root\nRUN apt-get update\nCMD ["/app"]\n',
        kind,
      ),
    ).toBe(
      'FROM debian:12-slim\nRUN useradd -u 1234 svc\nUSER svc\nRUN true\nUSER root\nRUN apt-get update\nUSER svc\nCMD ["/app"]\n',
    );
  });

  it("gets what nginx writes on an nginx image", async () => {
    expect(await fixed("FROM nginx:1.27-alpine\nCOPY dist /usr/share/nginx/html\nEXPOSE 80\n", kind)).toBe(
      "FROM nginx:1.27-alpine\nCOPY dist /usr/share/nginx/html\nEXPOSE 80\nRUN chown -R 101:101 /var/cache/nginx /var/log/nginx /run\nUSER 101:101\n",
    );
  });

  it("keeps comments with their instruction, CRLF, and a missing final newline", async () => {
    expect(await fixed('FROM node:22-slim\r\n# start\r\nCMD ["node", "x.js"]\r\n', kind)).toBe(
      'FROM node:22-slim\r\nUSER 1000:1000\r\n# start\r\nCMD ["node", "x.js"]\r\n',
    );
    expect(await fixed("FROM node:22-slim\nEXPOSE 80", kind)).toBe("FROM node:22-slim\nEXPOSE 80\nUSER 1000:1000");
  });

  it("uses the file's own escape character", async () => {
    expect(await fixed('# escape=`\nFROM alpine:3.22\nCMD ["/app"]\n', kind)).toBe(
      '# escape=`\nFROM alpine:3.22\nRUN addgroup -S -g 10001 app `\n    && adduser -S -D -u 10001 -G app -h /home/app app\nUSER 10001:10001\nCMD ["/app"]\n',
    );
  });

  it("lets others read what ADD fetches", async () => {
    expect(await fixed('FROM node:22-slim\nADD https://example.com/x.js /srv/x.js\nCMD ["node", "/srv/x.js"]\n', kind)).toContain(
      "RUN chmod a+rX /srv/x.js\nUSER 1000:1000\n",
    );
  });

  it("says that low ports need no root, and how a volume changes hands", async () => {
    const { outcome } = await applyRemedy(
      { Dockerfile: 'FROM node:22-slim\nVOLUME /data\nEXPOSE 80\nCMD ["node", "x.js"]\n' },
      kind,
    );
    expect(outcome.kind === "fix" && outcome.fix.notes).toEqual([
      "Port 80 opens without root on Docker 20.10 and later, but not on the host's network.",
      "A volume that root filled before has to change hands once: docker run --rm -v VOLUME:/v alpine chown -R 1000:1000 /v",
    ]);
  });

  it("is refused where root is needed or nothing is known", async () => {
    expect(
      await refusal('FROM debian:12-slim\nRUN apt-get install -y openssh-server\nCMD ["/usr/sbin/sshd", "-D"]\n', kind),
    ).toBe("it starts sshd, which needs root");
    expect(await refusal('FROM debian:12-slim\nWORKDIR /root\nCOPY app .\nCMD ["./app"]\n', kind)).toBe(
      "it keeps files in /root, which only root may enter",
    );
    expect(await refusal("FROM acme/base:1\nUSER root\n", kind)).toBe("nobody knows what its base is, so no user can be chosen");
    expect(
      await refusal(
        {
          Dockerfile: 'FROM debian:12-slim\nCOPY run.sh /\nCMD ["/run.sh"]\n',
          "run.sh": "#!/bin/sh\nchown -R app /data\nexec server\n",
        },
        kind,
      ),
    ).toBe("it starts chown, which needs root");
    expect(
      await refusal(
        {
          Dockerfile: 'FROM node:22-slim\nCOPY x.js /\nCMD ["node", "/x.js"]\n',
          "x.js": 'require("fs").writeFileSync("out.txt", "x")\n',
        },
        kind,
      ),
    ).toBe("it writes files where it stands, and / belongs to the system: give it a WORKDIR of its own");
    expect(await refusal('FROM scratch\nCOPY app /app\nVOLUME /data\nENTRYPOINT ["/app"]\n', kind)).toBe(
      "an image without a shell cannot give /data to another user; copy it with --chown",
    );
  });
});
