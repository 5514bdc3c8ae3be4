import { describe } from "vitest";
import { judge, service } from "./verdicts.ts";

function user(text: string, verdict: string): readonly [string, Readonly<Record<string, string>>, string] {
  return [text, service("image: nginx:1.29", `user: ${text}`), `web: non-root ${verdict}`];
}

describe("user of a service", () => {
  judge([
    user("1000", "pass"),
    user('"${UID:-1000}:${GID}"', "pass"),
    user('"${UID:-0}:${GID}"', "fail"),
    user('"${UID}:${GID:-1000}"', "unknown"),
    user('"${UID}"', "unknown"),
    user('"000"', "fail"),
    user('"+0:1000"', "fail"),
    user('"root:x"', "fail"),
  ]);
});

describe("the join of a service with what it builds", () => {
  const built = (user: string): string =>
    `FROM debian:12\nARG APP_UID=${user}\nUSER $APP_UID\nHEALTHCHECK CMD /check\nCMD ["/srv"]\n`;
  judge([
    ["the Dockerfile's user", { ...service("build: ."), Dockerfile: built("10001") }, "web: non-root pass, health-check pass"],
    [
      "a build argument that makes it root",
      { ...service("build: { context: ., args: { APP_UID: 0 } }"), Dockerfile: built("10001") },
      "web: non-root fail",
    ],
    ["the service undoes it", { ...service("build: .", "user: root"), Dockerfile: built("10001") }, "web: non-root fail"],
    ["the service repairs it", { ...service("build: .", 'user: "10001"'), Dockerfile: built("0") }, "web: non-root pass"],
    [
      "a name that the Dockerfile gave uid 0",
      { ...service("build: .", "user: app"), Dockerfile: 'FROM debian:12\nRUN useradd -o -u 0 app\nCMD ["/srv"]\n' },
      "web: non-root fail",
    ],
    [
      "its health check is switched off",
      { ...service("build: .", "healthcheck: { disable: true }"), Dockerfile: built("10001") },
      "web: health-check fail",
    ],
    [
      "only an interval leaves the Dockerfile's check",
      { ...service("build: .", "healthcheck: { interval: 5s }"), Dockerfile: built("10001") },
      "web: health-check pass",
    ],
  ]);
});
