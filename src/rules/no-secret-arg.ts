import { argSecrets } from "../model/secrets/build-variables.ts";
import { problemsOf, reasonOf } from "../model/secrets/secret-problems.ts";
import { buildArgumentSecrets, serviceOf } from "../model/secrets/service-secrets.ts";
import type { ImageInside } from "../model/image-inside.ts";
import { insideSecrets, reasonOfInside } from "../model/secrets/inside-secrets.ts";
import type { Workload } from "../model/workload.ts";
import { cannotKnow, defineRule, fail, notApplicable, pass, type Result, type RuleContext, type Remedy } from "./rule.ts";

const compose = (args: string): string => `services:\n  web:\n    build:\n      context: .\n      args:\n${args}`;

export default defineRule({
  name: "no-secret-arg",
  row: "secrets",
  gates: true,
  preset: "default",
  severity: "high",
  confidence: "high",
  kinds: ["dockerfile", "compose", "image"],
  docs: {
    summary: "Give secrets to a build as mounts, not as arguments",
    why: "A build argument is recorded: `docker history` shows it beside every RUN that could see it, the build cache and the provenance keep it, and ENV or a file may carry it into the image.",
    fix: "Use `RUN --mount=type=secret,id=NAME` (with `env=NAME` where a program wants a variable) and give it with `--secret id=NAME` or the `secrets:` of a Compose build.",
    derivation: "Attacker: read access to the image or to the build's records. Adds: the secret itself. High.",
    limits:
      "An argument counts by its name, also without a default, as it has no other use than to be given a secret. Defaults that say of themselves that they are a dummy pass, and in a stage that only builds so do evident stand-ins.",
    references: [
      "https://docs.docker.com/reference/build-checks/secrets-used-in-arg-or-env/",
      "https://docs.docker.com/build/building/secrets/",
    ],
  },
  maps: {
    cis: ["4.10"],
    owasp: ["RULE #12"],
    cwe: [798, 538],
    hadolint: ["DL3064"],
    trivy: ["DS-0031"],
    buildkit: ["SecretsUsedInArgOrEnv"],
    tally: ["buildkit/SecretsUsedInArgOrEnv"],
  },
  check,
  examples: [
    {
      title: "no default",
      kind: "dockerfile",
      files: { Dockerfile: "FROM node:22\nARG ⟦NPM_TOKEN⟧\nRUN npm ci\n" },
      verdict: "fail",
    },
    {
      title: "a literal default",
      kind: "dockerfile",
      files: { Dockerfile: "FROM debian:12\nARG USER_PASS=⟦eG0kia⟧\n" },
      verdict: "fail",
    },
    {
      title: "before the first FROM",
      kind: "dockerfile",
      files: { Dockerfile: 'ARG password="⟦9zilla⟧"\nFROM debian:12\n' },
      verdict: "fail",
    },
    {
      title: "given by a service",
      kind: "compose",
      files: {
        "compose.yaml": compose("        DB_PASSWORD: ⟦hunter2⟧\n        API_TOKEN: ⟦${API_TOKEN}⟧\n"),
        Dockerfile: "FROM debian:12\n",
      },
      verdict: "fail",
    },
    {
      title: "a mount",
      kind: "dockerfile",
      files: { Dockerfile: "FROM node:22\nRUN --mount=type=secret,id=npm,env=NPM_TOKEN npm ci\n" },
      verdict: "pass",
    },
    {
      title: "a stage that is not used",
      kind: "dockerfile",
      files: { Dockerfile: "FROM node:22 AS publish\nARG NPM_TOKEN\nFROM node:22-slim\n" },
      verdict: "pass",
    },
    {
      title: "no secrets",
      kind: "dockerfile",
      files: {
        Dockerfile:
          "FROM debian:12\nARG AUTH_MODULE_VERSION=1\nARG SECRET_PASSPHRASE_FILE\nARG public_token\nARG SIGNING_KEY=0xBB572E0E2D182910\nARG SECRET_KEY_BASE=dummy\n",
      },
      verdict: "pass",
    },
    {
      title: "a switch given by a service",
      kind: "compose",
      files: { "compose.yaml": compose('        WITH_AUTH: "true"\n'), Dockerfile: "FROM debian:12\n" },
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

function check(workload: Workload, { project }: RuleContext): Result {
  if (workload.inside) return checkInside(workload.inside);
  const { build, buildGap, name, anchor } = workload;
  if (!build && buildGap === undefined) return notApplicable("it is not built here");
  const service = workload.kind === "compose" ? serviceOf(workload, project) : undefined;
  const given = service ? buildArgumentSecrets(service, project) : [];
  const declared = build ? argSecrets(build, project.files.get(build.dockerfile)?.text) : [];
  const found = [...given, ...declared];
  if (found.length > 0) {
    return fail(
      reasonOf(found),
      problemsOf<Remedy>(found, name, (secret) => ({
        kind: "use-secret-mount",
        title: `Give ${secret.name} as a secret mount of RUN`,
        safety: "unsafe",
        breaks: "the build must be called with --secret",
        data: { name: secret.name },
      })),
    );
  }
  return build ? pass("no secret is a build argument") : cannotKnow(buildGap ?? "", anchor);
}

/** An image that was read. */
function checkInside(inside: ImageInside): Result {
  const found = insideSecrets(inside, ["build-arg"]);
  if (found.length === 0) return pass("no secret in the configuration, the history or a layer");
  return fail(reasonOfInside(found), found);
}
