import { copiedSecrets } from "../model/secrets/copied-secrets.ts";
import { reasonOf } from "../model/secrets/secret-problems.ts";
import type { ImageInside } from "../model/image-inside.ts";
import { insideSecrets, reasonOfInside } from "../model/secrets/inside-secrets.ts";
import type { Workload } from "../model/workload.ts";
import { cannotKnow, defineRule, fail, notApplicable, pass, type Result, type RuleContext } from "./rule.ts";

const key = `-----BEGIN ${"PRIVATE KEY"}-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSj\n-----END ${"PRIVATE KEY"}-----\n`;

export default defineRule({
  name: "no-secret-copy",
  row: "secrets",
  gates: true,
  preset: "default",
  severity: "high",
  confidence: "medium",
  kinds: ["dockerfile", "compose", "image"],
  docs: {
    summary: "Copy no env files, keys and credentials into the image",
    why: "What COPY brings is in a layer for good: a later `rm` hides it from the container, not from anyone who unpacks the image.",
    fix: "Keep such files out with .dockerignore, mount them at run time (`secrets:`), and give a build step what it needs with `RUN --mount=type=secret`.",
    derivation: "Attacker: read access to the image. Adds: every password, token or key of the file. High.",
    limits:
      "Env, key and configuration files of the repository are judged by what is in them, files that are not there by their names. Tests, examples, documentation, foreign modules and what .dockerignore keeps out do not count. In other source only tokens of a known form count: see no-secret-value. In an image that was read (`seaworthy image`) every file of every layer is looked at, those that a later layer deletes too.",
    references: [
      "https://docs.docker.com/build/building/secrets/",
      "https://docs.docker.com/build/concepts/context/#dockerignore-files",
    ],
  },
  maps: { cis: ["4.10"], owasp: ["RULE #12"], cwe: [538, 312], trivy: ["DS-0031"], tally: ["tally/secrets-in-code"] },
  check,
  examples: [
    {
      title: "an env file that is not in the repository",
      kind: "dockerfile",
      files: { Dockerfile: "FROM node:22\nCOPY ⟦.env⟧ /app/\n" },
      verdict: "fail",
    },
    {
      title: "an env file with a password",
      kind: "dockerfile",
      files: { Dockerfile: "FROM node:22\nCOPY . /app\n", ".env": "PORT=80\nDB_PASSWORD=⟦hunter2⟧\n" },
      verdict: "fail",
    },
    {
      title: "a private key",
      kind: "dockerfile",
      files: {
        Dockerfile: "FROM debian:12\nCOPY tls/server.key /etc/ssl/\n",
        "tls/server.key": `⟦${key.slice(0, 27)}⟧${key.slice(27)}`,
      },
      verdict: "fail",
    },
    {
      title: "a login for a registry",
      kind: "dockerfile",
      files: {
        Dockerfile: "FROM node:22\nCOPY package.json .npmrc ./\n",
        "package.json": "{}",
        ".npmrc": "//registry.npmjs.org/:_authToken=⟦0123456789abcdef0123⟧\n",
      },
      verdict: "fail",
    },
    {
      title: "a default in a template",
      kind: "dockerfile",
      files: {
        Dockerfile: "FROM debian:12\nCOPY root /\n",
        "root/etc/app/parameters.yml": "parameters:\n  user: ${USER:-app}\n  secret: ${SECRET:-⟦ovmpmAWXRC⟧}\n",
      },
      verdict: "fail",
    },
    {
      title: "a here-document",
      kind: "dockerfile",
      files: { Dockerfile: "FROM debian:12\nCOPY <<EOF /etc/app.conf\npassword = ⟦hunter2⟧\nEOF\n" },
      verdict: "fail",
    },
    {
      title: "the Dockerfile that a service builds",
      kind: "compose",
      files: { "compose.yaml": "services:\n  web:\n    build: .\n", Dockerfile: "FROM debian:12\nCOPY ⟦id_rsa⟧ /root/.ssh/\n" },
      verdict: "fail",
    },
    {
      title: "kept out",
      kind: "dockerfile",
      files: { Dockerfile: "FROM node:22\nCOPY . /app\n", ".env": "DB_PASSWORD=hunter2\n", ".dockerignore": ".env\n" },
      verdict: "pass",
    },
    {
      title: "nothing secret in it",
      kind: "dockerfile",
      files: {
        Dockerfile: "FROM node:22\nCOPY .env .npmrc /app/\n",
        ".env": "PORT=80\n",
        ".npmrc": "//registry.npmjs.org/:_authToken=${NPM_TOKEN}\n",
      },
      verdict: "pass",
    },
    {
      title: "an example and a public key",
      kind: "dockerfile",
      files: {
        Dockerfile: "FROM node:22\nCOPY .env.example release.pub /app/\n",
        ".env.example": "DB_PASSWORD=changeme\n",
        "release.pub": "",
      },
      verdict: "pass",
    },
    {
      title: "nothing of it in the Dockerfile that a service builds",
      kind: "compose",
      files: { "compose.yaml": "services:\n  web:\n    build: .\n", Dockerfile: "FROM debian:12\nCOPY run.sh /\n", "run.sh": "" },
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
  const found = copiedSecrets(build, project).copied;
  if (found.length === 0) return pass("no env file, key or credentials are copied");
  return fail(
    reasonOf(found),
    found.map((secret) => ({
      // A file name stands first, and its case counts.
      message: `${secret.what} (${name}).`,
      at: secret.at,
      ...(secret.related ? { related: secret.related } : {}),
      remedies: [
        {
          kind: "keep-out-of-context",
          title: "Keep it out with .dockerignore and mount it at run time",
          safety: "unsafe",
          breaks: "what reads the file in the image no longer finds it",
          data: { path: secret.name ?? secret.at.file },
        },
      ],
    })),
  );
}

/** An image that was read. */
function checkInside(inside: ImageInside): Result {
  const found = insideSecrets(inside, ["file"]);
  if (found.length === 0)
    return inside.unread === undefined
      ? pass("no secret in the configuration, the history or a layer")
      : cannotKnow(inside.unread);
  return fail(reasonOfInside(found), found);
}
