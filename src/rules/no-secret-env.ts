import { envSecrets } from "../model/secrets/build-variables.ts";
import { problemsOf, reasonOf } from "../model/secrets/secret-problems.ts";
import type { ImageInside } from "../model/image-inside.ts";
import { insideSecrets, reasonOfInside } from "../model/secrets/inside-secrets.ts";
import type { Workload } from "../model/workload.ts";
import { cannotKnow, defineRule, fail, notApplicable, pass, type Result, type RuleContext, type Remedy } from "./rule.ts";

export default defineRule({
  name: "no-secret-env",
  row: "secrets",
  gates: true,
  preset: "default",
  severity: "high",
  confidence: "high",
  kinds: ["dockerfile", "compose", "image"],
  docs: {
    summary: "Keep secrets out of ENV and LABEL",
    why: "ENV and LABEL are part of the image's configuration: everyone who can pull the image reads them with `docker inspect`, and every process of the container has them in its environment. A value in a Dockerfile is in the repository's history too.",
    fix: "Take the value at run time from a secret file (`secrets:` in Compose, the `*_FILE` variables of many images), or with `RUN --mount=type=secret` where only a build step needs it.",
    derivation:
      "Attacker: read access to the image, the registry or the repository. Adds: the secret itself, with no further step. High.",
    limits:
      "Names are judged by their parts, with an allow list: `_FILE`, `_PATH`, `_VERSION`, `PUBLIC`, key fingerprints and switches are no secrets. Empty values, paths, addresses and values that say of themselves that they are a dummy pass; in a stage that only builds so do evident stand-ins such as `test`.",
    references: [
      "https://docs.docker.com/reference/build-checks/secrets-used-in-arg-or-env/",
      "https://docs.docker.com/build/building/secrets/",
    ],
  },
  maps: {
    cis: ["4.10"],
    owasp: ["RULE #12"],
    cwe: [798, 526],
    hadolint: ["DL3064"],
    trivy: ["DS-0031"],
    buildkit: ["SecretsUsedInArgOrEnv"],
    tally: ["buildkit/SecretsUsedInArgOrEnv"],
  },
  check,
  examples: [
    {
      title: "a password",
      kind: "dockerfile",
      files: { Dockerfile: "FROM debian:12\nENV DB_PASSWORD=⟦hunter2⟧\n" },
      verdict: "fail",
    },
    {
      title: "short names and the old form",
      kind: "dockerfile",
      files: { Dockerfile: "FROM debian:12\nENV VNC_PW \"⟦letmein⟧\"\nENV DBPASS=⟦root⟧ REPLICATION_PASS='⟦replica⟧'\n" },
      verdict: "fail",
    },
    {
      title: "a build argument that ENV keeps",
      kind: "dockerfile",
      files: { Dockerfile: "FROM debian:12\nARG PW\nENV MAIL_PASSWORD=⟦$PW⟧\n" },
      verdict: "fail",
    },
    {
      title: "a stage that is not used is in the repository all the same",
      kind: "dockerfile",
      files: { Dockerfile: "FROM debian:12 AS try\nENV API_KEY=⟦k3yofthekingdom⟧\nFROM debian:12-slim\n" },
      verdict: "fail",
    },
    {
      title: "a label",
      kind: "dockerfile",
      files: { Dockerfile: "FROM debian:12\nLABEL admin.password=⟦hunter2⟧\n" },
      verdict: "fail",
    },
    {
      title: "the Dockerfile that a service builds",
      kind: "compose",
      files: {
        "compose.yaml": "services:\n  web:\n    build: .\n",
        Dockerfile: "FROM node:22\nENV SESSION_SECRET=⟦keyboardcat⟧\n",
      },
      verdict: "fail",
    },
    {
      title: "names that only look like one",
      kind: "dockerfile",
      files: {
        Dockerfile:
          "FROM debian:12\nENV GPG_KEY=0D96DF4D4110E5C43FBFB17F2D347EA6AA65421D TINI_GPG_KEY=595E85A6B1B4779EA4DAAEC70B588DFF0527A9B7 AUTH_METHOD=ldap DISABLE_AUTH=false\nENV SSH_AUTH_SOCK=/tmp/agent ALLOW_EMPTY_PASSWORD=yes KEYCLOAK_URL=http://kc API_VERSION=v1 SECRET_NAME=db\nENV NEXT_PUBLIC_API_KEY=abc123 DB_PASSWORD_FILE=/run/secrets/db TOKEN_TTL=3600 PASSWORD_MIN_LENGTH=12 KEY_PREFIX=app TOKENIZERS_PARALLELISM=false\n",
      },
      verdict: "pass",
    },
    {
      title: "empty, a path, a dummy",
      kind: "dockerfile",
      files: {
        Dockerfile:
          'FROM debian:12\nENV DB_PASSWORD="" PRIVATE_KEY=/ssh/id_rsa SECRET_KEY_BASE=dummy\nENV AWS_SECRET_KEY=xxxxxxxxxx TWILIO_AUTH_TOKEN=your_auth_token\n',
      },
      verdict: "pass",
    },
    {
      title: "a stand-in where only a build needs it",
      kind: "dockerfile",
      files: {
        Dockerfile:
          "FROM ruby:3.4 AS build\nENV SECRET_KEY_BASE=test\nRUN rake assets\nFROM ruby:3.4-slim\nCOPY --from=build /app /app\n",
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
  const found = envSecrets(build, project.files.get(build.dockerfile)?.text);
  if (found.length === 0) return pass("no secret in ENV or LABEL");
  return fail(
    reasonOf(found),
    problemsOf<Remedy>(found, name, (secret) => ({
      kind: "move-env-secret",
      title: `Take ${secret.name} from a secret file at run time`,
      safety: "unsafe",
      breaks: "a program that finds the variable nowhere else",
      data: { name: secret.name },
    })),
  );
}

/** An image that was read. */
function checkInside(inside: ImageInside): Result {
  const found = insideSecrets(inside, ["env"]);
  if (found.length === 0) return pass("no secret in the configuration, the history or a layer");
  return fail(reasonOfInside(found), found);
}
