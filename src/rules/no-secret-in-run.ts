import { commandSecrets } from "../model/secrets/build-commands.ts";
import { problemsOf, reasonOf } from "../model/secrets/secret-problems.ts";
import type { ImageInside } from "../model/image-inside.ts";
import { insideSecrets, reasonOfInside } from "../model/secrets/inside-secrets.ts";
import type { Workload } from "../model/workload.ts";
import { cannotKnow, defineRule, fail, notApplicable, pass, type Result, type RuleContext, type Remedy } from "./rule.ts";

export default defineRule({
  name: "no-secret-in-run",
  row: "secrets",
  gates: true,
  preset: "default",
  severity: "high",
  confidence: "high",
  kinds: ["dockerfile", "compose", "image"],
  docs: {
    summary: "Keep passwords, tokens and private keys out of RUN and the image's commands",
    why: "The text of every RUN is in the image's history, and what it writes is in a layer for good. A password set with `chpasswd` and a private key made by `ssh-keygen` are the same in every container of the image, and known to everyone who can pull it.",
    fix: "Give passwords and keys to the container when it starts, and make keys there. For a build step use `RUN --mount=type=secret` and read it in that command only, without writing it to a file.",
    derivation: "Attacker: read access to the image or the repository. Adds: a working password, token or private key. High.",
    limits:
      "Shell is parsed, other languages are not. A key that the same RUN removes again is none, and neither is one in a stage from which it is not copied. What is generated at random, and variables whose own ENV or ARG is found, are not found once more here.",
    references: ["https://docs.docker.com/build/building/secrets/"],
  },
  maps: { cis: ["4.10"], owasp: ["RULE #12"], cwe: [798, 321], trivy: ["DS-0031"], checkov: ["CKV2_DOCKER_17"] },
  check,
  examples: [
    {
      title: "chpasswd",
      kind: "dockerfile",
      files: { Dockerfile: "FROM debian:12\nRUN useradd app && echo 'app:⟦hunter2⟧' | chpasswd\n" },
      verdict: "fail",
    },
    {
      title: "passwd, useradd -p and a here-string",
      kind: "dockerfile",
      files: {
        Dockerfile:
          'FROM debian:12\nRUN echo "⟦dev⟧" | passwd dev --stdin\nRUN useradd -m -p ⟦ajLGz61mdCP76⟧ adv\nRUN chpasswd <<< "root:⟦toor⟧"\n',
      },
      verdict: "fail",
    },
    {
      title: "options of programs",
      kind: "dockerfile",
      files: {
        Dockerfile:
          "FROM debian:12\nRUN mysql -uroot -p⟦hunter2⟧ -e 'select 1' && curl -u bob:⟦s3cr3t⟧ https://example.com/x && sshpass -p ⟦hunter2⟧ ssh db true\nRUN docker login -u bob -p ⟦hunter2⟧ registry.example.com\n",
      },
      verdict: "fail",
    },
    {
      title: "a statement for a database",
      kind: "dockerfile",
      files: { Dockerfile: "FROM debian:12\nRUN psql --command \"CREATE USER docker WITH SUPERUSER PASSWORD '⟦hunter2⟧';\"\n" },
      verdict: "fail",
    },
    {
      title: "a setting that is written into a file",
      kind: "dockerfile",
      files: { Dockerfile: 'FROM debian:12\nRUN echo "rpcpassword=⟦hunter2⟧" >> /etc/coin.conf\n' },
      verdict: "fail",
    },
    {
      title: "an assignment",
      kind: "dockerfile",
      files: { Dockerfile: "FROM debian:12\nRUN export API_TOKEN=⟦9f8a7c6e5d⟧ && ./fetch\n" },
      verdict: "fail",
    },
    {
      title: "a key that stays",
      kind: "dockerfile",
      files: {
        Dockerfile:
          "FROM debian:12\nRUN ⟦ssh-keygen -A⟧\nRUN ⟦openssl req -x509 -nodes -newkey rsa:2048 -keyout /etc/ssl/private/app.key -out /etc/ssl/app.crt⟧ && chmod 600 /etc/ssl/private/app.key\n",
      },
      verdict: "fail",
    },
    {
      title: "a mounted secret that is written",
      kind: "dockerfile",
      files: {
        Dockerfile:
          'FROM node:22\nRUN --mount=type=secret,id=npm ⟦echo "//registry.npmjs.org/:_authToken=$(cat /run/secrets/npm)" > .npmrc⟧ && npm ci\n',
      },
      verdict: "fail",
    },
    {
      title: "the command of the image",
      kind: "dockerfile",
      files: { Dockerfile: 'FROM redis:7.4\nCMD ["redis-server", "--requirepass", "⟦hunter2⟧"]\n' },
      verdict: "fail",
    },
    {
      title: "the Dockerfile that a service builds",
      kind: "compose",
      files: {
        "compose.yaml": "services:\n  web:\n    build: .\n",
        Dockerfile: "FROM debian:12\nRUN echo root:⟦docker⟧ | chpasswd\n",
      },
      verdict: "fail",
    },
    {
      title: "a mounted secret that is only read",
      kind: "dockerfile",
      files: {
        Dockerfile:
          "FROM node:22\nRUN --mount=type=secret,id=npm NPM_TOKEN=$(cat /run/secrets/npm) npm ci\nRUN --mount=type=secret,id=npm,target=/root/.npmrc npm ci\n",
      },
      verdict: "pass",
    },
    {
      title: "made and removed",
      kind: "dockerfile",
      files: { Dockerfile: "FROM debian:12\nRUN openssl genrsa -out /tmp/k.pem 2048 && ./sign /tmp/k.pem && rm /tmp/k.pem\n" },
      verdict: "pass",
    },
    {
      title: "random, and a stand-in for a build step",
      kind: "dockerfile",
      files: {
        Dockerfile:
          'FROM ruby:3.4\nRUN echo "root:$(openssl rand -hex 16)" | chpasswd && SECRET_KEY_BASE=dummy rake assets:precompile && adduser --disabled-password app\n',
      },
      verdict: "pass",
    },
    {
      title: "nothing of a secret in the Dockerfile that a service builds",
      kind: "compose",
      files: {
        "compose.yaml": "services:\n  web:\n    build: .\n",
        Dockerfile: "FROM debian:12\nRUN apt-get install -y sshpass\n",
      },
      verdict: "pass",
    },
    {
      title: "an image that is not built here",
      kind: "compose",
      files: { "compose.yaml": "services:\n  db:\n    image: postgres:17\n" },
      verdict: "n/a",
    },
    {
      title: "built elsewhere",
      kind: "compose",
      files: { "compose.yaml": "services:\n  web:\n    build: https://github.com/acme/web.git\n" },
      verdict: "unknown",
    },
  ],
});

function check({ inside, build, buildGap, name, anchor }: Workload, { project }: RuleContext): Result {
  if (inside) return checkInside(inside);
  if (!build) return buildGap === undefined ? notApplicable("it is not built here") : cannotKnow(buildGap, anchor);
  const found = commandSecrets(build, project.files.get(build.dockerfile)?.text);
  if (found.length === 0) return pass("no secret in RUN or a command of the image");
  return fail(
    reasonOf(found),
    problemsOf<Remedy>(found, name, () => ({
      kind: "move-run-secret",
      title: "Give it to the container when it starts, or to the build as a secret mount",
      safety: "unsafe",
      breaks: "the build must be called with --secret",
    })),
  );
}

/** An image that was read. */
function checkInside(inside: ImageInside): Result {
  const found = insideSecrets(inside, ["run", "command"]);
  if (found.length === 0) return pass("no secret in the configuration, the history or a layer");
  return fail(reasonOfInside(found), found);
}
