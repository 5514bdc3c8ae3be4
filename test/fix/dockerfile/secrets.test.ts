import { describe, expect, it } from "vitest";
import { applyRemedy } from "../apply.ts";
import { fixed, refusal } from "./fixed.ts";

describe("a secret build argument", () => {
  it("becomes a required mount of the RUN that uses it", async () => {
    expect(await fixed("FROM node:22-slim\nARG NPM_TOKEN\nCOPY package.json .npmrc ./\nRUN npm ci\n", "use-secret-mount")).toBe(
      'FROM node:22-slim\nCOPY package.json .npmrc ./\nRUN --mount=type=secret,id=npm_token,required=true export NPM_TOKEN="$(cat /run/secrets/npm_token)" && npm ci\n',
    );
  });

  it("says how to build, and that the old one must be rotated", async () => {
    const { outcome } = await applyRemedy({ Dockerfile: "FROM node:22-slim\nARG NPM_TOKEN\nRUN npm ci\n" }, "use-secret-mount");
    expect(outcome.kind === "fix" && outcome.fix.notes).toEqual([
      "Rotate the old secret: it stays in the history of the repository and of images that were built.",
      "Build with: NPM_TOKEN=… docker build --secret id=npm_token,env=NPM_TOKEN .",
    ]);
  });

  it("leaves the reference in .npmrc, which npm fills in", async () => {
    expect(
      await fixed(
        'FROM node:22-slim AS build\nARG NPM_TOKEN\nRUN echo "//registry.npmjs.org/:_authToken=${NPM_TOKEN}" > .npmrc\nRUN npm ci\nRUN rm -f .npmrc\n',
        "use-secret-mount",
      ),
    ).toBe(
      "FROM node:22-slim AS build\nRUN echo '//registry.npmjs.org/:_authToken=${NPM_TOKEN}' > .npmrc\nRUN --mount=type=secret,id=npm_token,required=true export NPM_TOKEN=\"$(cat /run/secrets/npm_token)\" && npm ci\nRUN rm -f .npmrc\n",
    );
  });

  it("goes through ENV and leaves the other variables of an instruction", async () => {
    expect(
      await fixed(
        'FROM golang:1.24 AS build\nARG A=1 GITHUB_TOKEN B=2\nENV TOKEN=$GITHUB_TOKEN\nRUN git config --global url."https://$TOKEN@github.com/".insteadOf https://github.com/ && go mod download\nFROM scratch\nCOPY --from=build /app /app\n',
        "use-secret-mount",
      ),
    ).toBe(
      'FROM golang:1.24 AS build\nARG A=1 B=2\nRUN --mount=type=secret,id=github_token,required=true export TOKEN="$(cat /run/secrets/github_token)" && git config --global url."https://$TOKEN@github.com/".insteadOf https://github.com/ && go mod download\nFROM scratch\nCOPY --from=build /app /app\n',
    );
  });

  it("opens the file to a user that is not root", async () => {
    expect(await fixed("FROM node:22-slim\nUSER 1000\nARG NPM_TOKEN\nRUN npm ci\n", "use-secret-mount")).toContain(
      "--mount=type=secret,id=npm_token,required=true,uid=1000 ",
    );
    expect(await fixed("FROM acme/node:22\nUSER ci\nARG NPM_TOKEN\nRUN npm ci\n", "use-secret-mount")).toContain(
      "required=true,mode=0444 ",
    );
  });

  it("is read in front of a script in a heredoc", async () => {
    expect(await fixed("FROM node:22-slim\nARG NPM_TOKEN\nRUN <<EOF\nset -e\nnpm ci\nEOF\n", "use-secret-mount")).toBe(
      'FROM node:22-slim\nRUN --mount=type=secret,id=npm_token,required=true <<EOF\nexport NPM_TOKEN="$(cat /run/secrets/npm_token)"\nset -e\nnpm ci\nEOF\n',
    );
  });

  it("is given to the build of the service", async () => {
    const files = {
      "compose.yaml":
        "services:\n  web:\n    build:\n      context: .\n      args:\n        NPM_TOKEN: ${NPM_TOKEN}\n        MODE: production\n",
      Dockerfile: "FROM node:22-slim\nARG NPM_TOKEN\nARG MODE\nRUN npm ci\n",
    };
    const { files: after, violations } = await applyRemedy(files, "use-secret-mount");
    expect(violations).toEqual([]);
    expect(after["compose.yaml"]).toBe(
      "services:\n  web:\n    build:\n      context: .\n      args:\n        MODE: production\n      secrets:\n        - npm_token\nsecrets:\n  npm_token:\n    environment: NPM_TOKEN\n",
    );
    expect(after["Dockerfile"]).toBe(
      'FROM node:22-slim\nARG MODE\nRUN --mount=type=secret,id=npm_token,required=true export NPM_TOKEN="$(cat /run/secrets/npm_token)" && npm ci\n',
    );
  });

  it("makes a mapping of build: .", async () => {
    const { files, violations } = await applyRemedy(
      { "compose.yaml": "services:\n  web:\n    build: .\n", Dockerfile: "FROM node:22-slim\nARG NPM_TOKEN\nRUN npm ci\n" },
      "use-secret-mount",
    );
    expect(violations).toEqual([]);
    expect(files["compose.yaml"]).toBe(
      "services:\n  web:\n    build: { context: ., secrets: [npm_token] }\nsecrets:\n  npm_token:\n    environment: NPM_TOKEN\n",
    );
  });

  it("is refused where it would stay in the image, or where a comment would go", async () => {
    expect(
      await refusal('FROM debian:12-slim\nARG API_TOKEN\nRUN echo "token: $API_TOKEN" > /etc/app.yaml\n', "use-secret-mount"),
    ).toBe("a RUN writes it to /etc/app.yaml, which stays in the image");
    expect(await refusal("FROM debian:12-slim\nARG API_TOKEN\nLABEL token=$API_TOKEN\n", "use-secret-mount")).toBe(
      "LABEL uses API_TOKEN",
    );
    expect(await refusal("FROM debian:12-slim\nENV A=1 \\\n  # the key\n  API_TOKEN=s3cr3t-value-9\n", "move-env-secret")).toBe(
      "a comment stands in the ENV that holds API_TOKEN",
    );
  });
});

describe("a literal secret", () => {
  it("leaves ENV and is never in a text", async () => {
    const { outcome, files } = await applyRemedy(
      {
        Dockerfile:
          'FROM python:3.13-slim\nENV MODE=prod \\\n    SECRET_KEY=hunter2hunter2 \\\n    DEBUG=0\nCMD ["gunicorn", "app:app"]\n',
      },
      "move-env-secret",
    );
    expect(files["Dockerfile"]).toBe('FROM python:3.13-slim\nENV MODE=prod \\\n    DEBUG=0\nCMD ["gunicorn", "app:app"]\n');
    expect(outcome.kind === "fix" && outcome.fix.secrets).toEqual(["hunter2hunter2"]);
    expect(outcome.kind === "fix" && [outcome.fix.title, outcome.fix.breaks, ...outcome.fix.notes].join(" ")).not.toContain(
      "hunter2",
    );
  });

  it("in RUN is read from the mount, whatever the quotes", async () => {
    expect(await fixed("FROM debian:12-slim\nRUN echo 'root:hunter22' | chpasswd\n", "move-run-secret")).toBe(
      "FROM debian:12-slim\nRUN --mount=type=secret,id=login_password,required=true echo 'root:'\"$(cat /run/secrets/login_password)\" | chpasswd\n",
    );
    expect(await fixed('FROM debian:12-slim\nRUN echo "root:hunter22" | chpasswd\n', "move-run-secret")).toBe(
      'FROM debian:12-slim\nRUN --mount=type=secret,id=login_password,required=true echo "root:$(cat /run/secrets/login_password)" | chpasswd\n',
    );
    expect(await fixed("FROM debian:12-slim\nRUN mysql -u root -phunter22 < /x.sql\n", "move-run-secret")).toBe(
      'FROM debian:12-slim\nRUN --mount=type=secret,id=mysql_secret,required=true mysql -u root -p"$(cat /run/secrets/mysql_secret)" < /x.sql\n',
    );
  });

  it("is advice in CMD, and for keys that RUN makes", async () => {
    expect(await refusal('FROM debian:12-slim\nCMD ["app", "--password", "hunter22x"]\n', "move-run-secret")).toBe("advice");
    expect(await refusal("FROM debian:12-slim\nRUN ssh-keygen -t rsa -N '' -f /etc/ssh/id_rsa\n", "move-run-secret")).toBe(
      "advice",
    );
  });
});

describe("a copied secret file", () => {
  it("that a build step reads becomes a mount", async () => {
    expect(
      await fixed(
        {
          Dockerfile: "FROM node:22-slim\nWORKDIR /app\nCOPY package.json .npmrc ./\nRUN npm ci\n",
          ".npmrc": "//registry.npmjs.org/:_authToken=0123456789abcdef0123\n",
          "package.json": "{}",
        },
        "keep-out-of-context",
      ),
    ).toBe(
      "FROM node:22-slim\nWORKDIR /app\nCOPY package.json ./\nRUN --mount=type=secret,id=npmrc,target=/app/.npmrc,required=true npm ci\n",
    );
  });

  it("stays out of the context where COPY takes a folder", async () => {
    const { files, violations, outcome } = await applyRemedy(
      { Dockerfile: "FROM alpine:3.22\nCOPY . /app\n", ".env": "DB_PASSWORD=hunter2hunter2\n", "app.py": "" },
      "keep-out-of-context",
    );
    expect(violations).toEqual([]);
    expect(files[".dockerignore"]).toBe(".env\n");
    expect(outcome.kind === "fix" && outcome.fix.safety).toBe("unsafe");
  });

  it("is not copied by name", async () => {
    const { files, violations } = await applyRemedy(
      { Dockerfile: "FROM alpine:3.22\nCOPY run.sh .env /app/\n", ".env": "DB_PASSWORD=hunter2hunter2\n", "run.sh": "" },
      "keep-out-of-context",
    );
    expect(violations).toEqual([]);
    expect(files["Dockerfile"]).toBe("FROM alpine:3.22\nCOPY run.sh /app/\n");
    expect(files[".dockerignore"]).toBe(".env\n");
  });
});
