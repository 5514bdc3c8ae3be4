import { expect, test } from "vitest";
import { projectOf } from "../rules/check-example.ts";
import { showFact, showPlace, workloadOf } from "./show.ts";

const compose = `services:
  app:
    build:
      context: src
      dockerfile_inline: |
        FROM alpine:3.22 AS base
        ENV HOME=$$X
        FROM base
        USER 0
`;

test("an inline Dockerfile is read where it stands", async () => {
  const project = await projectOf({ "compose.yaml": compose, "src/a": "" });
  const { build, user } = workloadOf(project, "app");
  expect(build?.dockerfile).toBe("compose.yaml");
  expect(build?.tree.errors).toEqual([]);
  expect(build?.context).toMatchObject({ kind: "folder", path: "src" });
  expect([showFact(user, ({ uid }) => String(uid)), showPlace(project, user.origin)]).toEqual(["known 0", "compose.yaml:0"]);
  expect(build?.stages.map(({ from }) => showPlace(project, from))).toEqual(["compose.yaml:alpine:3.22", "compose.yaml:base"]);
});

test("$$ stands for one dollar", async () => {
  const { build } = workloadOf(await projectOf({ "compose.yaml": compose, "src/a": "" }), "app");
  expect(build?.stages[0]?.steps[0]?.rest.text).toBe("HOME=$X");
});

test("a line in quotes is read, without places of its own", async () => {
  const project = await projectOf({
    "compose.yaml": 'services:\n  app:\n    build:\n      dockerfile_inline: "FROM alpine\\nUSER 5\\n"\n',
  });
  expect(showFact(workloadOf(project, "app").user, ({ uid }) => String(uid))).toBe("known 5");
});

test("a heredoc ends where its word stands, whatever the indentation of the block", async () => {
  const lines = ["FROM alpine:3.22 AS base", "RUN <<END", "echo 1", "END", "FROM base", "USER 5"];
  const text = `services:\n  app:\n    build:\n      dockerfile_inline: |\n${lines.map((line) => `        ${line}\n`).join("")}`;
  for (const compose of [text, text.replaceAll("\n", "\r\n")]) {
    const project = await projectOf({ "compose.yaml": compose });
    const { build, user } = workloadOf(project, "app");
    expect(build?.stages.map(({ from }) => showPlace(project, from))).toEqual(["compose.yaml:alpine:3.22", "compose.yaml:base"]);
    expect([showFact(user, ({ uid }) => String(uid)), showPlace(project, user.origin)]).toEqual(["known 5", "compose.yaml:5"]);
  }
});
