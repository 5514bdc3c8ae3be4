import { valueSecrets } from "../model/secrets/build-values.ts";
import { copiedSecrets } from "../model/secrets/copied-secrets.ts";
import { runLineValues } from "../model/secrets/run-line-secrets.ts";
import { uniquePlaces, type FoundSecret } from "../model/secrets/secret.ts";
import { problemsOf, reasonOf } from "../model/secrets/secret-problems.ts";
import { serviceOf, serviceValues } from "../model/secrets/service-secrets.ts";
import type { ImageInside } from "../model/image-inside.ts";
import { insideSecrets, reasonOfInside } from "../model/secrets/inside-secrets.ts";
import type { Workload } from "../model/workload.ts";
import { cannotKnow, defineRule, fail, pass, type Result, type RuleContext, type Remedy } from "./rule.ts";

/** Put together here, so that no scanner takes the examples for real ones. */
const token = `ghp_${"a1B2c3D4e5F6g7H8i9J0".repeat(2).slice(0, 36)}`;
const accessKey = `AKIA${"Q3EGT5W2YHN7ZK4P"}`;

export default defineRule({
  name: "no-secret-value",
  row: "secrets",
  gates: true,
  preset: "default",
  severity: "high",
  confidence: "high",
  kinds: ["dockerfile", "compose", "run", "image"],
  docs: {
    summary: "Write no tokens, keys or URL passwords anywhere",
    why: "Some secrets tell what they are by their form, whatever their name: tokens of GitHub, AWS, Slack and others, private keys, passwords in URLs and connection strings. Once in a file of the repository or in an image, they are known to everyone who can read it, and bots look for them.",
    fix: "Revoke it, then give the new one as a secret file. Put the password of a URL together at run time.",
    derivation: "Attacker: read access to the repository or the image. Adds: the secret itself. High.",
    limits:
      "Only forms that are told from ordinary text with near certainty count. The dummies of build steps (`user:pass@localhost` in a stage that only builds), documentation keys, comments, tests and examples are left out.",
    references: ["https://docs.docker.com/build/building/secrets/", "https://docs.docker.com/compose/how-tos/use-secrets/"],
  },
  maps: { cis: ["4.10"], owasp: ["RULE #12"], cwe: [798], composeLint: ["CL-0020", "CL-0021"], tally: ["tally/secrets-in-code"] },
  check,
  examples: [
    {
      title: "a token in ENV",
      kind: "dockerfile",
      files: { Dockerfile: `FROM debian:12\nENV GH=⟦${token}⟧\n` },
      verdict: "fail",
    },
    {
      title: "a URL password",
      kind: "dockerfile",
      files: { Dockerfile: "FROM debian:12\nENV DATABASE_URL=postgres://app:⟦hunter2⟧@db/app\n" },
      verdict: "fail",
    },
    {
      title: "in RUN and in a label",
      kind: "dockerfile",
      files: {
        Dockerfile: `FROM debian:12\nRUN git clone https://bob:⟦hunter2⟧@git.example.com/app.git\nLABEL owner=⟦${accessKey}⟧\n`,
      },
      verdict: "fail",
    },
    {
      title: "a build argument in a URL",
      kind: "dockerfile",
      files: { Dockerfile: "FROM debian:12\nARG PAT\nRUN git clone https://bob:⟦${PAT}⟧@git.example.com/app.git\n" },
      verdict: "fail",
    },
    {
      title: "in copied source",
      kind: "dockerfile",
      files: { Dockerfile: "FROM python:3.13\nCOPY app.py /\n", "app.py": `client = Client("⟦${token}⟧")\n` },
      verdict: "fail",
    },
    {
      title: "the user, the host and the database have the password's name",
      kind: "compose",
      files: {
        "compose.yaml":
          "services:\n  app:\n    image: app:1\n    environment:\n      - DB_URI=postgres://app:⟦app⟧@app:5432/app\n",
      },
      verdict: "fail",
    },
    {
      title: "connection strings",
      kind: "compose",
      files: {
        "compose.yaml":
          "services:\n  app:\n    image: app:1\n    environment:\n      DSN: app:⟦hunter2⟧@tcp(db:3306)/app\n      CONN: Server=db;User Id=sa;Password=⟦hunter2⟧;\n      JDBC: jdbc:mysql://db/app?user=app&password=⟦hunter2⟧\n",
      },
      verdict: "fail",
    },
    {
      title: "in a config and in build arguments",
      kind: "compose",
      files: {
        "compose.yaml": `services:\n  app:\n    image: app:1\n    build:\n      context: .\n      args:\n        SOURCE: https://x:⟦hunter2⟧@git.example.com/a.git\n    configs: [app]\nconfigs:\n  app:\n    content: |\n      url: amqp://app:⟦hunter2⟧@mq/\n`,
        Dockerfile: "FROM debian:12\n",
      },
      verdict: "fail",
    },
    {
      title: "a run line",
      kind: "run",
      files: { "run.sh": "docker run -e DATABASE_URL=mysql://app:⟦hunter2⟧@db/app app:1\n" },
      verdict: "fail",
    },
    {
      title: "no password in it",
      kind: "dockerfile",
      files: {
        Dockerfile:
          "FROM debian:12\nENV PROXY=http://proxy:3128 REPO=ssh://git@git.example.com/x IMAGE=a@sha256:00 MAIL=bob@example.com\nRUN --mount=type=secret,id=t git clone https://x:$(cat /run/secrets/t)@git.example.com/a\n",
      },
      verdict: "pass",
    },
    {
      title: "a dummy for a build step",
      kind: "dockerfile",
      files: {
        Dockerfile:
          'FROM node:22 AS build\nENV DATABASE_URL="postgresql://user:pass@localhost:5432/dummy"\nFROM node:22-slim\nCOPY --from=build /app /app\n',
      },
      verdict: "pass",
    },
    {
      title: "a variable in its place",
      kind: "compose",
      files: {
        "compose.yaml":
          "services:\n  app:\n    image: app:1\n    environment:\n      DATABASE_URL: postgres://app:${DB_PASSWORD}@db/app\n",
      },
      verdict: "pass",
    },
    {
      title: "nothing in a run line",
      kind: "run",
      files: { "run.sh": "docker run -e DATABASE_HOST=db app:1\n" },
      verdict: "pass",
    },
    {
      title: "built elsewhere",
      kind: "compose",
      files: { "compose.yaml": "services:\n  web:\n    build: https://github.com/acme/web.git\n" },
      verdict: "unknown",
    },
  ],
});

const revokeSecret: Remedy = {
  kind: "revoke-secret",
  title: "Revoke it and give the new one as a secret file",
  safety: "manual",
};

const useSecretFile: Remedy = {
  kind: "use-secret-file",
  title: "Give it as a secret file",
  safety: "unsafe",
  breaks: "the program must read the file",
};

function check(workload: Workload, { project }: RuleContext): Result {
  if (workload.inside) return checkInside(workload.inside);
  const found: FoundSecret[] = [];
  const { build, buildGap, kind, name, anchor } = workload;
  if (kind === "run") found.push(...runLineValues(workload, project));
  const service = kind === "compose" ? serviceOf(workload, project) : undefined;
  const given = service ? serviceValues(service, project) : [];
  found.push(...given);
  if (build)
    found.push(...valueSecrets(build, project.files.get(build.dockerfile)?.text), ...copiedSecrets(build, project).values);
  const places = uniquePlaces(found);
  if (places.length > 0) {
    return fail(
      reasonOf(places),
      problemsOf<Remedy>(places, name, (secret) => (given.includes(secret) ? useSecretFile : revokeSecret)),
    );
  }
  return buildGap === undefined ? pass("nothing has the form of a token, a key or a URL password") : cannotKnow(buildGap, anchor);
}

/** An image that was read. */
function checkInside(inside: ImageInside): Result {
  const found = insideSecrets(inside, ["label"]);
  if (found.length === 0) return pass("no secret in the configuration, the history or a layer");
  return fail(reasonOfInside(found), found);
}
