import { describe, expect, it } from "vitest";
import { dockerfileViolations } from "../../../src/fix/verify/dockerfile.ts";
import { fixed, refusal } from "./fixed.ts";

const kind = "set-user";
const choice = { workload: "compose.yaml#web" };

/** A service that builds the stage `app` of the Dockerfile. */
function serviceOf(dockerfile: string): Record<string, string> {
  return {
    "server.js": "console.log(1)\n",
    "compose.yaml": "services:\n  web:\n    build:\n      context: .\n      target: app\n",
    Dockerfile: dockerfile,
  };
}

describe("a user for a stage that a later stage is built on", () => {
  it("is taken back where the later stage starts", async () => {
    expect(
      await fixed(
        serviceOf(
          'FROM node:22-slim AS app\nWORKDIR /app\nCOPY server.js .\nCMD ["node", "server.js"]\n\nFROM app AS dev-envs\n\nRUN <<EOF\napt-get update\napt-get install -y git\nEOF\nCMD ["node", "server.js"]\n',
        ),
        kind,
        choice,
      ),
    ).toBe(
      'FROM node:22-slim AS app\nWORKDIR /app\nCOPY server.js .\nUSER 1000:1000\nCMD ["node", "server.js"]\n\nFROM app AS dev-envs\nUSER root\n\nRUN <<EOF\napt-get update\napt-get install -y git\nEOF\nCMD ["node", "server.js"]\n',
    );
  });

  it("is taken back in every later stage, a last line without newline included, and not in theirs", async () => {
    expect(
      await fixed(serviceOf("FROM node:22-slim AS app\nFROM app AS test\nRUN true\nFROM test\nRUN true\nFROM app"), kind, choice),
    ).toBe(
      "FROM node:22-slim AS app\nUSER 1000:1000\nFROM app AS test\nUSER root\nRUN true\nFROM test\nRUN true\nFROM app\nUSER root",
    );
  });

  it("is not taken back where the later stage names its user before it does anything", async () => {
    expect(await fixed(serviceOf("FROM node:22-slim AS app\nFROM app AS dev\nARG X\nUSER 0\nRUN true\n"), kind, choice)).toBe(
      "FROM node:22-slim AS app\nUSER 1000:1000\nFROM app AS dev\nARG X\nUSER 0\nRUN true\n",
    );
    expect(await fixed(serviceOf("FROM node:22-slim AS app\nFROM app AS dev\nRUN true\nUSER node\n"), kind, choice)).toBe(
      "FROM node:22-slim AS app\nUSER 1000:1000\nFROM app AS dev\nUSER root\nRUN true\nUSER node\n",
    );
  });

  it("leaves the later stage the very user that it had", async () => {
    expect(
      await fixed(serviceOf("FROM node:22-slim AS app\nUSER 0:0\nRUN true\nFROM app AS dev\nRUN true\n"), kind, choice),
    ).toBe("FROM node:22-slim AS app\nUSER 0:0\nRUN true\nUSER 1000:1000\nFROM app AS dev\nUSER 0:0\nRUN true\n");
    expect(
      await fixed(serviceOf('FROM scratch AS app\nCOPY x /x\nENTRYPOINT ["/x"]\nFROM app AS dev\nCOPY y /y\n'), kind, choice),
    ).toBe('FROM scratch AS app\nCOPY x /x\nUSER 65532:65532\nENTRYPOINT ["/x"]\nFROM app AS dev\nUSER 0\nCOPY y /y\n');
  });

  it("takes no name and number that the later stage makes", async () => {
    const text = await fixed(
      serviceOf('FROM alpine:3.22 AS app\nCMD ["/x"]\nFROM app AS dev\nRUN addgroup -g 10001 app && adduser -S -G app app\n'),
      kind,
      choice,
    );
    expect(text).toContain(
      "RUN addgroup -S -g 10002 appuser \\\n    && adduser -S -D -u 10002 -G appuser -h /home/appuser appuser\n",
    );
  });

  it("does not move the numbers that useradd gives out in the later stage", async () => {
    expect(
      await fixed(
        serviceOf('FROM debian:12-slim AS app\nCMD ["/x"]\nFROM app AS dev\nRUN useradd -m vscode && groupadd docker\n'),
        kind,
        choice,
      ),
    ).toContain("\nUSER 65532:65532\n");
  });

  it("is refused where its ONBUILD would run as that user", async () => {
    expect(
      await refusal(serviceOf("FROM node:22-slim AS app\nONBUILD RUN apt-get update\nFROM app AS dev\nRUN true\n"), kind, choice),
    ).toBe("the stage dev is built on it, and its ONBUILD would run as that user too");
  });

  it("is against the guards where the later stage would run as that user", () => {
    const before = "FROM alpine:3.22 AS app\nFROM app AS dev\nRUN apk add git\n";
    const intent = { kind: "dockerfile", file: "Dockerfile", change: "add", keyword: "USER" } as const;
    expect(dockerfileViolations("Dockerfile", before, before.replace("\n", "\nUSER 1000\n"), [{ ...intent, stage: 0 }])).toEqual([
      { file: "Dockerfile", reason: "the stage dev would run as another user" },
    ]);
    const kept = "FROM alpine:3.22 AS app\nUSER 1000\nFROM app AS dev\nUSER root\nRUN apk add git\n";
    expect(
      dockerfileViolations("Dockerfile", before, kept, [
        { ...intent, stage: 0 },
        { ...intent, stage: 1 },
      ]),
    ).toEqual([]);
  });
});
