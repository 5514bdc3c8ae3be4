import { describe, expect, it } from "vitest";
import { applyRemedy } from "../apply.ts";
import { fixed, refusal } from "./fixed.ts";

describe("an ignore file", () => {
  it("is made with what gets in, and no more", async () => {
    const { files, outcome, violations } = await applyRemedy(
      { Dockerfile: "FROM node:22-slim\nCOPY . /app\n", "package.json": "{}" },
      "extend-dockerignore",
    );
    expect(violations).toEqual([]);
    expect(files[".dockerignore"]).toBe(".git\n.env\n**/node_modules\n");
    expect(outcome.kind === "fix" && outcome.fix.safety).toBe("safe");
  });

  it("gets lines at its end, with its own line ending", async () => {
    const { files } = await applyRemedy(
      { Dockerfile: "FROM node:22-slim\nCOPY . /app\n", "package.json": "{}", ".dockerignore": "# no\r\n.git\r\ndist" },
      "extend-dockerignore",
    );
    expect(files[".dockerignore"]).toBe("# no\r\n.git\r\ndist\r\n.env\r\n**/node_modules\r\n");
  });

  it("takes nothing that is copied by name or read by git", async () => {
    expect(
      await refusal(
        { Dockerfile: "FROM alpine:3.22\nCOPY .env run.sh /app/\n", ".env": "MODE=x\n", "run.sh": "" },
        "extend-dockerignore",
      ),
    ).toBe("the Dockerfile copies .env by name");
    expect(
      await refusal(
        { Dockerfile: "FROM alpine:3.22\nCOPY . /app\nRUN git describe > /version\n", "run.sh": "" },
        "extend-dockerignore",
      ),
    ).toBe("a RUN calls git, which may read .git");
  });

  it("is unsafe where the file is there", async () => {
    const { outcome } = await applyRemedy(
      { Dockerfile: "FROM alpine:3.22\nCOPY . /app\n", ".env": "MODE=x\n" },
      "extend-dockerignore",
    );
    expect(outcome.kind === "fix" && outcome.fix.breaks).toBe("a build step or a program that reads .env from the image");
  });
});

describe("a pin", () => {
  it("is the version that the app's files state, with the variant", async () => {
    expect(
      await fixed({ Dockerfile: "FROM node:alpine\nCOPY . .\n", "package.json": '{"engines":{"node":">=20"}}' }, "pin-image"),
    ).toBe("FROM node:20-alpine\nCOPY . .\n");
    expect(await fixed({ Dockerfile: "FROM golang\nCOPY . .\n", "go.mod": "module x\n\ngo 1.24.2\n" }, "pin-image")).toBe(
      "FROM golang:1.24.2\nCOPY . .\n",
    );
    expect(await fixed({ Dockerfile: "FROM python:slim AS base\nCOPY . .\n", ".python-version": "3.12\n" }, "pin-image")).toBe(
      "FROM python:3.12-slim AS base\nCOPY . .\n",
    );
  });

  it("is never made up", async () => {
    expect(await refusal("FROM node:latest\n", "pin-image")).toBe("advice");
    expect(
      await refusal(
        { Dockerfile: "FROM node:latest\nCOPY . .\n", "package.json": '{"engines":{"node":">=18 <21"}}' },
        "pin-image",
      ),
    ).toBe("advice");
    expect(await refusal("ARG TAG=latest\nFROM node:${TAG}\n", "pin-image")).toBe("its reference is put together from variables");
  });
});

describe("a smaller image", () => {
  it("is the slim variant of the same version", async () => {
    expect(await fixed('FROM python:3.12\nRUN pip install flask\nCMD ["python", "x.py"]\n', "use-slim-base")).toContain(
      "FROM python:3.12-slim\n",
    );
    expect(await fixed('FROM node:20-bookworm\nCMD ["node", "x.js"]\n', "use-slim-base")).toContain(
      "FROM node:20-bookworm-slim\n",
    );
    expect(await refusal("FROM python:3.12\nRUN git clone https://example.com/x\n", "use-slim-base")).toBe(
      "a RUN uses git, which the slim image lacks",
    );
  });

  it("builds in a stage of its own where the sources need nothing else", async () => {
    const files = {
      Dockerfile:
        'FROM golang:1.24\nWORKDIR /src\nENV MODE=prod\nEXPOSE 8080\nCOPY . .\nRUN go build -o /app .\n# go\nCMD ["/app"]\n',
      "main.go": 'package main\n\nimport "net/http"\n\nfunc main() { http.ListenAndServe(":8080", nil) }\n',
      "go.mod": "module x\n\ngo 1.24\n",
    };
    const split = await applyRemedy(files, "split-stages");
    // The strict preset wants a digest of every image, the new one too.
    expect(split.violations).toEqual(["Dockerfile: it would bring a finding of image-digest in Dockerfile"]);
    expect(split.files["Dockerfile"]).toBe(
      'FROM golang:1.24 AS build\nENV CGO_ENABLED=0\nWORKDIR /src\nENV MODE=prod\nEXPOSE 8080\nCOPY . .\nRUN go build -o /app .\n\nFROM gcr.io/distroless/static-debian12:nonroot\nWORKDIR /src\nENV MODE=prod\nEXPOSE 8080\nCOPY --from=build /app /app\n# go\nCMD ["/app"]\n',
    );
    expect(await refusal({ ...files, "index.html": "" }, "split-stages")).toBe(
      "index.html is copied too, and the program may read it when it runs",
    );
  });

  it("leaves what only development needs of a Node app in another stage, on the same image", async () => {
    const files = {
      Dockerfile:
        'FROM node:22-slim\nWORKDIR /app\nENV MODE=prod\nCOPY . .\n# all modules\nRUN npm ci && npm run build\nEXPOSE 3000\nCMD ["node", "dist/server.js"]\n',
      "package.json": '{ "scripts": { "build": "tsc" }, "devDependencies": { "typescript": "5.9.3" } }',
    };
    const { outcome, files: after, violations } = await applyRemedy(files, "split-stages");
    expect(violations).toEqual(["Dockerfile: it would bring a finding of image-digest in Dockerfile"]);
    expect(after["Dockerfile"]).toBe(
      'FROM node:22-slim AS build\nWORKDIR /app\nENV MODE=prod\nCOPY . .\n# all modules\nRUN npm ci && npm run build\nEXPOSE 3000\nRUN npm prune --omit=dev\n\nFROM node:22-slim\nWORKDIR /app\nENV MODE=prod\nEXPOSE 3000\nCOPY --from=build /app /app\nCMD ["node", "dist/server.js"]\n',
    );
    expect(outcome.kind === "fix" && [outcome.fix.safety, outcome.fix.breaks]).toEqual([
      "unsafe",
      "modules of devDependencies that the program loads when it runs",
    ]);
  });

  it("does not split a Node app whose parts are not clear", async () => {
    const manifest = '{ "devDependencies": { "typescript": "5.9.3" } }';
    const why = (lines: string, files: Record<string, string> = { "package.json": manifest }, from = "node:22-slim") =>
      refusal({ Dockerfile: `FROM ${from}\nWORKDIR /app\nCOPY . .\n${lines}`, ...files }, "split-stages");
    const start = 'CMD ["node", "a.js"]\n';
    expect(await why(`RUN npm ci\nCMD ["npm", "start"]\n`)).toBe("it does not start node with a file");
    expect(await why(`RUN npm ci\n${start}`, undefined, "node:14-slim")).toBe(
      "the version of its npm is not known to prune modules",
    );
    expect(await why(`RUN apt-get install -y libvips && npm ci\n${start}`)).toBe(
      "a RUN calls apt-get, which may change more than the app's folder",
    );
    expect(await why(`RUN npm i -g typescript && npm ci\n${start}`)).toBe(
      "a RUN calls npm, which may change more than the app's folder",
    );
    expect(await why(`COPY fonts /usr/share/fonts\nRUN npm ci\n${start}`)).toBe(
      "it copies files to places outside the app's folder",
    );
    expect(await why(`RUN npm ci\nWORKDIR /app/dist\n${start}`)).toBe("it works in several folders");
    expect(
      await why(`RUN npm ci\n${start}`, { "package.json": '{ "workspaces": ["a"], "devDependencies": { "b": "1" } }' }),
    ).toBe("it has workspaces");
  });

  it("keeps no cache in a layer", async () => {
    expect(await fixed("FROM debian:12-slim\nRUN apt-get update && apt-get install -y curl\n", "clean-package-cache")).toBe(
      "FROM debian:12-slim\nRUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*\n",
    );
    expect(await fixed("FROM alpine:3.22\nRUN apk update && apk add curl\n", "clean-package-cache")).toBe(
      "FROM alpine:3.22\nRUN apk update --no-cache && apk add --no-cache curl\n",
    );
    expect(await refusal("FROM debian:12-slim\nRUN apt-get update\nRUN apt-get install -y curl\n", "clean-package-cache")).toBe(
      "a later RUN installs from the lists that this one fetches: put both in one RUN",
    );
    expect(await fixed("FROM python:3.12-slim\nRUN pip install flask\n", "clean-package-cache")).toContain(
      "RUN pip install --no-cache-dir flask\n",
    );
    expect(
      await refusal("FROM debian:12-slim\nRUN apt-get update || true; apt-get install -y curl\n", "clean-package-cache"),
    ).toBe("the RUN is no plain chain of commands");
  });
});

describe("a number for a user", () => {
  it("is never guessed", async () => {
    expect(await refusal('FROM alpine:3.22\nRUN adduser -D svc\nUSER svc\nCMD ["/app"]\n', "numeric-user")).toBe(
      "the uid of svc is not fixed here: make the account with a uid",
    );
  });
});

describe("a scan", () => {
  it("is a workflow of its own, pinned to commits, that passes the row", async () => {
    const { files, violations } = await applyRemedy(
      {
        Dockerfile: 'FROM alpine:3.22\nCOPY run.sh /\nCMD ["/run.sh"]\n',
        "run.sh": "",
        "api/Dockerfile": 'FROM alpine:3.22\nCOPY x.sh /\nCMD ["/x.sh"]\n',
        "api/x.sh": "",
      },
      "add-image-scan",
    );
    expect(violations).toEqual([]);
    const text = files[".github/workflows/image-scan.yml"] ?? "";
    expect(text).toContain("      - run: docker build -f api/Dockerfile -t api:scan api\n");
    expect(text.match(/uses: \S+@[0-9a-f]{40} # /g)).toHaveLength(4);
  });
});
