import { describe } from "vitest";
import { judge, type Case } from "./verdicts.ts";

function user(steps: string, verdict: string, base = "debian:12"): Case {
  return [steps.replaceAll("\n", " · "), `FROM ${base}\n${steps}\nCMD ["/srv"]\n`, `Dockerfile: non-root ${verdict}`];
}

describe("the user part is what counts, and 0 in any spelling is root", () => {
  judge(["0", "000", "+0", "-0", "0:0", "00:1000", "root", "root:x", '"0"'].map((text) => user(`USER ${text}`, "fail")));
  judge(["1000", "01000", "app", "1000:0", "app:root", '"1000"', "nobody"].map((text) => user(`USER ${text}`, "pass")));
});

describe("variables and accounts", () => {
  judge([
    user("USER $NOPE", "fail"),
    user("ARG APP_UID=0\nUSER ${APP_UID}", "fail"),
    user("ARG APP_UID=7\nUSER ${APP_UID}", "pass"),
    user("ENV user=root\nUSER ${user}", "fail"),
    user("ARG U=7\nENV U=0\nUSER $U", "fail"),
    user("USER ${U:-1000}", "pass"),
    user("RUN useradd -o -u 0 app\nUSER app", "fail"),
    user("RUN useradd -ou 0 app\nUSER app", "fail"),
    user("ARG ID=0\nRUN useradd -o -u $ID app\nUSER app", "fail"),
    user("RUN useradd app && usermod -o -u 0 app\nUSER app", "fail"),
    user("RUN echo 'app:x:0:0::/:/bin/sh' >> /etc/passwd\nUSER app", "fail"),
    [
      "an ARG before the first FROM is not in scope",
      'ARG U=7\nFROM debian:12\nUSER $U\nCMD ["/srv"]\n',
      "Dockerfile: non-root fail",
    ],
    ["unless it is declared again", 'ARG U=7\nFROM debian:12\nARG U\nUSER $U\nCMD ["/srv"]\n', "Dockerfile: non-root pass"],
  ]);
});

describe("text that only looks like an instruction", () => {
  judge([
    user("USER 7\nRUN a \\\n# USER 0\n && b", "pass"),
    user("USER 7\nRUN <<EOF\nUSER 0\nEOF", "pass"),
    user("USER 7\nONBUILD USER 0", "pass"),
  ]);
});

describe("stages and bases", () => {
  judge([
    [
      "another stage does not taint",
      'FROM debian:12 AS a\nUSER root\nFROM debian:12\nUSER 7\nCMD ["/srv"]\n',
      "Dockerfile: non-root pass",
    ],
    ["an alias hands its user down", 'FROM debian:12 AS Base\nUSER 7\nFROM base\nCMD ["/srv"]\n', "Dockerfile: non-root pass"],
    ["so does ONBUILD", 'FROM debian:12 AS base\nUSER 7\nONBUILD USER 0\nFROM base\nCMD ["/srv"]\n', "Dockerfile: non-root fail"],
    user("COPY srv /srv", "fail", "scratch"),
    user("COPY srv /srv", "fail", "gcr.io/distroless/static-debian12"),
    user("COPY srv /srv", "pass", "gcr.io/distroless/static-debian12:nonroot"),
    user("COPY srv /srv", "unknown", "registry.example.com/base:1"),
    user("COPY site /usr/share/nginx/html", "pass", "nginxinc/nginx-unprivileged:1.29"),
  ]);
});

describe("entrypoints that hand over", () => {
  function script(last: string, verdict: string): Case {
    const files = {
      Dockerfile: 'FROM debian:12\nCOPY start.sh /start.sh\nENTRYPOINT ["/start.sh"]\nCMD ["/srv"]\n',
      "start.sh": `#!/bin/sh\nset -e\n${last}\n`,
    };
    return [last, files, `Dockerfile: non-root ${verdict}`];
  }
  judge([
    script('exec gosu app "$@"', "pass"),
    script('exec su-exec 1000:1000 "$@"', "pass"),
    script('exec setpriv --reuid=1000 --clear-groups "$@"', "pass"),
    script('exec gosu root "$@"', "fail"),
    script('exec "$@"', "fail"),
    script('gosu app "$@"', "fail"),
    [
      "a script of another language",
      {
        Dockerfile: 'FROM debian:12\nCOPY start.py /start.py\nENTRYPOINT ["/start.py"]\n',
        "start.py": "#!/usr/bin/python3\nimport os\n",
      },
      "Dockerfile: non-root unknown",
    ],
    ["a known one", { "compose.yaml": "services: { db: { image: 'postgres:17' } }\n" }, "db: non-root pass"],
    [
      "a known one that is replaced",
      { "compose.yaml": "services: { db: { image: 'postgres:17', entrypoint: [postgres] } }\n" },
      "db: non-root fail",
    ],
    ["a supervisor stays root", 'FROM debian:12\nCMD ["supervisord", "-n"]\n', "Dockerfile: non-root fail, init-process pass"],
  ]);
});
