import { describe, expect, test } from "vitest";
import { expandValue } from "../../../src/model/startup/expand-value.ts";
import { startupOf } from "../../../src/model/startup/of.ts";
import type { Startup } from "../../../src/model/startup/startup.ts";
import { projectOf } from "../../rules/check-example.ts";
import { workloadOf } from "../show.ts";

type Files = Readonly<Record<string, string>>;

function showPid1({ pid1 }: Startup): string {
  switch (pid1.kind) {
    case "init":
      return `init ${pid1.program}`;
    case "program":
      return `program ${pid1.words.join(" ")}`;
    case "shell":
    case "unknown":
      return `${pid1.kind}: ${pid1.reason}`;
    default:
      return pid1.kind;
  }
}

function showHandover({ handover }: Startup): string {
  if (handover.kind === "dropped") return `dropped to ${handover.account}`;
  return handover.kind === "none" ? "none" : `${handover.kind}: ${handover.reason}`;
}

async function startupOfDockerfile(dockerfile: string, files: Files = {}): Promise<Startup> {
  const project = await projectOf({ Dockerfile: `${dockerfile}\n`, ...files });
  return startupOf(workloadOf(project, "Dockerfile"), project);
}

async function startupOfService(settings: string, files: Files = {}): Promise<Startup> {
  const project = await projectOf({
    "compose.yaml": `services:\n  app:\n    ${settings.replaceAll("\n", "\n    ")}\n`,
    ...files,
  });
  return startupOf(workloadOf(project, "app"), project);
}

describe("process 1 of a Dockerfile", () => {
  test.each([
    ['CMD ["/app", "-v"]', "program /app -v"],
    ["CMD /app", "shell: a shell starts app without exec"],
    ["CMD exec /app -v", "program /app -v"],
    ['CMD ["sh", "-c", "exec /app"]', "program /app"],
    ['CMD ["bash", "-c", "/app"]', "program /app"],
    ['CMD ["bash", "-c", "migrate && /app"]', "shell: a shell starts app without exec"],
    ['CMD ["bash", "-c", "migrate && exec /app"]', "program /app"],
    ['SHELL ["/bin/bash", "-c"]\nCMD /app', "program /app"],
    ['ENTRYPOINT ["/e"]\nCMD ["c"]', "program /e c"],
    ['ENTRYPOINT ["tini", "--"]\nCMD ["/app"]', "init tini"],
    ['ENTRYPOINT ["/usr/bin/dumb-init"]\nCMD ["/app"]', "init dumb-init"],
    ['CMD ["/usr/bin/supervisord", "-n"]', "init supervisord"],
    ['ENTRYPOINT ["/init"]', "init init"],
    ['CMD ["env", "A=1", "nice", "/app"]', "program /app"],
    ['CMD ["gosu", "app", "/app"]', "program /app"],
    ['ENTRYPOINT ["sh", "-c", "exec \\"$0\\" \\"$@\\""]\nCMD ["/app", "x"]', "program /app x"],
    ["RUN x", "nothing"],
  ])("%j", async (steps, expected) => {
    expect(showPid1(await startupOfDockerfile(`FROM scratch\n${steps}`))).toBe(expected);
  });

  test("an unknown base hides its entrypoint, unless the Dockerfile sets one", async () => {
    expect(showPid1(await startupOfDockerfile('FROM acme/x:1\nCMD ["/app"]'))).toBe(
      "unknown: nothing is known of the image acme/x:1",
    );
    expect(showPid1(await startupOfDockerfile('FROM acme/x:1\nENTRYPOINT ["/app"]'))).toBe("program /app");
    expect(showPid1(await startupOfDockerfile("FROM acme/x:1\nENTRYPOINT exec /app"))).toBe("program /app");
  });
});

describe("scripts of the repository", () => {
  const start = async (script: string, command = '["/app"]'): Promise<Startup> =>
    startupOfDockerfile(`FROM scratch\nENV RUN_AS=web\nCOPY start.sh /start.sh\nENTRYPOINT ["/start.sh"]\nCMD ${command}`, {
      "start.sh": script,
    });

  test.each([
    ['#!/bin/sh\nset -e\nexec "$@"\n', "program /app", "none"],
    ["#!/bin/sh\nexec /server $PORT\n", "program /server $PORT", "none"],
    ["#!/bin/sh\n/server\n", "shell: a shell starts server without exec", "none"],
    ['#!/bin/sh\nexec gosu app "$@"\n', "program /app", "dropped to app"],
    ['#!/bin/sh\nexec su-exec "$RUN_AS" "$@"\n', "program /app", "dropped to web"],
    ['#!/bin/sh\nexec su-exec ${USER_ID:-1000} "$@"\n', "program /app", "dropped to 1000"],
    [
      '#!/bin/sh\nexec su-exec $NOWHERE "$@"\n',
      "program /app",
      "unknown: the account $NOWHERE that it hands over to is not known here",
    ],
    ['#!/bin/sh\nexec gosu root "$@"\n', "program /app", "none"],
    ['#!/bin/sh\nif [ "$(id -u)" = 0 ]; then\n  exec gosu app "$0" "$@"\nfi\nexec "$@"\n', "program /app", "dropped to app"],
    ['#!/bin/sh\nexec tini -- "$@"\n', "init tini", "none"],
    ['#!/bin/sh\nif [ -n "$X" ]; then exec /one; fi\nexec /two\n', "unknown: the script ends in different ways", "none"],
    ['#!/bin/sh\nif [ "$1" = help ]; then echo usage; exit; fi\nexec "$@"\n', "program /app", "none"],
    [
      "#!/usr/bin/env python3\nprint()\n",
      "unknown: start.sh is a script of python3, not of a shell",
      "unknown: start.sh is a script of python3, not of a shell",
    ],
    ['#!/bin/sh\ngosu app "$@"\n', "shell: a shell starts app without exec", "kept: the shell in front keeps its user"],
  ])("%j", async (script, pid1, handover) => {
    const startup = await start(script);
    expect([showPid1(startup), showHandover(startup)]).toEqual([pid1, handover]);
  });

  test("a script that starts another", async () => {
    const startup = await startupOfDockerfile('FROM scratch\nCOPY . /\nENTRYPOINT ["/a.sh"]\nCMD ["/app"]', {
      "a.sh": '#!/bin/sh\nexec /b.sh "$@"\n',
      "b.sh": '#!/bin/sh\nexec gosu web "$@"\n',
    });
    expect([showPid1(startup), showHandover(startup)]).toEqual(["program /app", "dropped to web"]);
    expect(startup.trail.map(({ file, note }) => `${file}: ${note}`)).toEqual([
      "Dockerfile: /a.sh /app",
      "a.sh: /b.sh /app",
      "b.sh: /app",
    ]);
  });

  test("scripts that start each other end", async () => {
    const startup = await startupOfDockerfile('FROM scratch\nCOPY . /\nENTRYPOINT ["/a.sh"]', {
      "a.sh": "#!/bin/sh\nexec /b.sh\n",
      "b.sh": "#!/bin/sh\nexec /a.sh\n",
    });
    expect(showPid1(startup)).toBe("unknown: the scripts call each other without end");
  });

  test("the place is the command in the script", async () => {
    const script = "#!/bin/sh\nset -e\n/server --now\n";
    const { pid1 } = await start(script);
    expect([pid1.at.file, script.slice(pid1.at.span.start, pid1.at.span.end)]).toEqual(["start.sh", "/server --now"]);
  });
});

describe("images that the catalog knows", () => {
  test.each([
    ["image: postgres:17", "image", "dropped to postgres"],
    ["image: postgres:17\ncommand: [postgres, -c, max_connections=10]", "image", "dropped to postgres"],
    ["image: redis:7\ncommand: redis-server --save ''", "image", "dropped to redis"],
    [
      "image: redis:7\ncommand: [sh, -c, 'exec redis-server']",
      "program redis-server",
      "unknown: the entrypoint of redis:7 is given another command than its own",
    ],
    ["image: nginx:1.27", "image", "kept: the master process of nginx:1.27 stays root"],
    ["image: node:22\ncommand: [node, a.js]", "program node a.js", "none"],
    ["image: node:22\ncommand: [npm, start]", "program npm start", "none"],
    ["image: node:22\nentrypoint: [tini, --]\ncommand: [node, a.js]", "init tini", "none"],
    ["image: gcr.io/distroless/nodejs22-debian12\ncommand: [app.js]", "program /nodejs/bin/node app.js", "none"],
    ["image: postgres:17\nentrypoint: [/bin/true]", "program /bin/true", "none"],
    [
      "image: acme/x:1\ncommand: [run]",
      "unknown: nothing is known of the image acme/x:1",
      "unknown: nothing is known of the image acme/x:1",
    ],
  ])("%j", async (settings, pid1, handover) => {
    const startup = await startupOfService(settings);
    expect([showPid1(startup), showHandover(startup)]).toEqual([pid1, handover]);
  });

  test("an entrypoint of the service takes the image's command away", async () => {
    const files = { Dockerfile: 'FROM scratch\nCOPY x /\nENTRYPOINT ["/e"]\nCMD ["c"]\n' };
    expect(showPid1(await startupOfService("build: .", files))).toBe("program /e c");
    expect(showPid1(await startupOfService("build: .\nentrypoint: /other", files))).toBe("program /other");
    expect(showPid1(await startupOfService("build: .\ncommand: d", files))).toBe("program /e d");
  });
});

describe("values in scripts", () => {
  const values = new Map([
    ["A", "1"],
    ["E", ""],
  ]);
  test.each([
    ["plain", "plain"],
    ["$A-${A}", "1-1"],
    ["${A:-2}", "1"],
    ["${B:-2}", "2"],
    ["${B-2}", "2"],
    ["${E:-3}", "3"],
    ["$B", undefined],
    ["$(id -u)", undefined],
    ["`id`", undefined],
    ["$1", undefined],
  ])("%s is %s", (text, expected) => {
    expect(expandValue(text, values)).toBe(expected);
  });
});
