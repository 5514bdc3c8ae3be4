import { describe, expect, test } from "vitest";
import { parseUser } from "../../src/model/users.ts";
import { buildOf } from "./show.ts";

describe("how the engine reads a user", () => {
  const accounts = new Map<string, number | undefined>([
    ["app", 1000],
    ["toor", 0],
    ["svc", undefined],
  ]);
  test.each([
    ["", { uid: 0, name: undefined, group: undefined, root: true }],
    ["root", { uid: 0, name: "root", group: undefined, root: true }],
    ["0:1000", { uid: 0, name: undefined, group: "1000", root: true }],
    ["-0", { uid: 0, name: undefined, group: undefined, root: true }],
    ["00:00", { uid: 0, name: undefined, group: "00", root: true }],
    ["01000", { uid: 1000, name: undefined, group: undefined, root: false }],
    ["app", { uid: 1000, name: "app", group: undefined, root: false }],
    ["toor:staff", { uid: 0, name: "toor", group: "staff", root: true }],
    ["svc", { uid: undefined, name: "svc", group: undefined, root: false }],
    ["other", { uid: undefined, name: "other", group: undefined, root: undefined }],
    ["0x0", { uid: undefined, name: "0x0", group: undefined, root: undefined }],
    ["  1000 ", { uid: 1000, name: undefined, group: undefined, root: false }],
    [":1000", { uid: 0, name: undefined, group: "1000", root: true }],
  ])("%j", (text, expected) => {
    expect(parseUser(text, accounts)).toEqual({ text: text.trim(), ...expected });
  });
});

describe("accounts that RUN makes", () => {
  async function accountsOf(run: string): Promise<Record<string, number | undefined>> {
    const { accounts } = await buildOf(`FROM scratch\nARG UID=1234\n${run}\n`);
    return Object.fromEntries(accounts);
  }
  test.each([
    ["RUN useradd app", { app: undefined }],
    ["RUN useradd -u 1001 app", { app: 1001 }],
    ["RUN useradd -u1001 app", { app: 1001 }],
    ["RUN useradd --uid=1001 app", { app: 1001 }],
    ["RUN useradd --uid 1001 app", { app: 1001 }],
    ["RUN useradd -r -m -u 1001 -g users -d /home/app -s /bin/false -c 'The app' app", { app: 1001 }],
    ["RUN useradd -lmu 1001 app", { app: 1001 }],
    ["RUN useradd -u $UID app", { app: 1234 }],
    ['RUN useradd --uid "${UID}" app', { app: 1234 }],
    ["RUN useradd -o -u 0 app", { app: 0 }],
    ["RUN adduser -D -u 1001 app", { app: 1001 }],
    ["RUN adduser -S -G group app", { app: undefined }],
    ["RUN adduser --system --uid 1001 --ingroup group app", { app: 1001 }],
    ["RUN adduser -u 1001 app && adduser app docker", { app: 1001 }],
    ["RUN addgroup -g 5 app", {}],
    ["RUN useradd app && usermod -u 1002 app", { app: 1002 }],
    ["RUN useradd app && usermod -aG docker app", { app: undefined }],
    ["RUN set -x; { groupadd -r x; useradd -r -u 9 x; }", { x: 9 }],
    ["RUN if true; then useradd -u 7 app; fi", { app: 7 }],
    ["RUN sudo useradd -u 7 app", { app: 7 }],
    ['RUN ["useradd", "-u", "7", "app"]', { app: 7 }],
    ["RUN <<EOF\nuseradd -u 7 app\nEOF", { app: 7 }],
    ["RUN echo 'app:x:0:0::/:/bin/sh' >> /etc/passwd", { app: 0 }],
    ["RUN echo 'app:x:77:77::/:/bin/sh' | tee -a /etc/passwd", { app: 77 }],
    ["RUN echo useradd -u 7 app", {}],
  ])("%j", async (run, expected) => {
    expect(await accountsOf(run)).toEqual(expected);
  });

  test("those of the base and of the stages below are there too", async () => {
    const { accounts } = await buildOf("FROM node:22 AS base\nRUN useradd -u 5 five\nFROM base\nRUN usermod -u 6 node\n");
    expect(Object.fromEntries(accounts)).toEqual({ node: 6, five: 5 });
  });
});
