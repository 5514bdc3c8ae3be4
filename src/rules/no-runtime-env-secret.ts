import { runLineSecrets } from "../model/secrets/run-line-secrets.ts";
import { messageOf, reasonOf } from "../model/secrets/secret-problems.ts";
import { serviceOf, serviceSecrets } from "../model/secrets/service-secrets.ts";
import type { Workload } from "../model/workload.ts";
import { cannotKnow, defineRule, fail, pass, type Result, type RuleContext } from "./rule.ts";

const compose = (text: string): string => `services:\n  db:\n    image: postgres:17\n${text}`;

export default defineRule({
  name: "no-runtime-env-secret",
  row: "secrets",
  gates: true,
  preset: "default",
  severity: "high",
  confidence: "high",
  kinds: ["compose", "run"],
  docs: {
    summary: "Give secrets to containers as files, not as variables",
    why: "A variable can be read with `docker inspect`, in /proc of every process, in crash reports and debug pages, and every child process inherits it. So can the words of a command. A literal one is in the repository for everyone who ever cloned it.",
    fix: "Use `secrets:` in Compose and the `*_FILE` variable of the image (`POSTGRES_PASSWORD_FILE: /run/secrets/db_password`), or read the file in the entrypoint.",
    derivation:
      "Literal: read access to the repository gives the secret: High. Set elsewhere (`${VAR}`): access to the engine, to the process list or to an error page is needed: Medium.",
    limits:
      "Names are judged by their parts, with an allow list: `_FILE`, `_PATH`, `PUBLIC`, switches and addresses without a password are no secrets. Where an env_file is missing, what is seen can fail, and the rest is unknown.",
    references: ["https://docs.docker.com/compose/how-tos/use-secrets/", "https://docs.docker.com/engine/swarm/secrets/"],
  },
  maps: { owasp: ["RULE #12"], cwe: [526, 798], composeLint: ["CL-0020", "CL-0021"] },
  check,
  examples: [
    {
      title: "a literal",
      kind: "compose",
      files: { "compose.yaml": compose("    environment:\n      POSTGRES_PASSWORD: ⟦hunter2⟧\n") },
      verdict: "fail",
    },
    {
      title: "in a list, and a default",
      kind: "compose",
      files: {
        "compose.yaml": compose(
          "    environment:\n      - POSTGRES_PASSWORD=⟦hunter2⟧\n      - API_TOKEN=⟦${API_TOKEN:-abcdef}⟧\n",
        ),
      },
      verdict: "fail",
    },
    {
      title: "set elsewhere, and passed through",
      kind: "compose",
      files: { "compose.yaml": compose("    environment:\n      POSTGRES_PASSWORD: ⟦${DB_PASSWORD}⟧\n      ⟦API_KEY⟧:\n") },
      verdict: "fail",
    },
    {
      title: "an env_file",
      kind: "compose",
      files: { "compose.yaml": compose("    env_file: db.env\n"), "db.env": "TZ=UTC\nPOSTGRES_PASSWORD=⟦replace-me⟧\n" },
      verdict: "fail",
    },
    {
      title: "a command and a health check",
      kind: "compose",
      files: {
        "compose.yaml":
          "services:\n  cache:\n    image: redis:7.4\n    command: [redis-server, --requirepass, ⟦hunter2⟧]\n    healthcheck:\n      test: [CMD, redis-cli, -a, ⟦hunter2⟧, ping]\n",
      },
      verdict: "fail",
    },
    {
      title: "a run line",
      kind: "run",
      files: { "run.sh": "docker run -e POSTGRES_PASSWORD=⟦hunter2⟧ -e ⟦API_TOKEN⟧ postgres:17\n" },
      verdict: "fail",
    },
    {
      title: "what is seen fails although an env_file is missing",
      kind: "compose",
      files: { "compose.yaml": compose("    env_file: none.env\n    environment:\n      POSTGRES_PASSWORD: ⟦hunter2⟧\n") },
      verdict: "fail",
    },
    {
      title: "a secret file",
      kind: "compose",
      files: {
        "compose.yaml": `${compose("    environment:\n      POSTGRES_PASSWORD_FILE: /run/secrets/db\n      POSTGRES_USER: app\n    secrets: [db]\n")}secrets:\n  db:\n    file: db.txt\n`,
      },
      verdict: "pass",
    },
    {
      title: "names that only look like one",
      kind: "compose",
      files: {
        "compose.yaml": compose(
          '    environment:\n      SASL_CREDENTIALS_SOURCE: USER_INFO\n      BASIC_AUTH_CREDENTIALS_PROVIDER: file\n      SECRET_PARAM_X: y\n      PUBLIC_API_TOKEN_URL: https://example.com\n      PGPASSFILE: /root/.pgpass\n      MYSQL_ALLOW_EMPTY_PASSWORD: "yes"\n      PRIVATE_SUBNET: 10.0.0.0/8\n',
        ),
      },
      verdict: "pass",
    },
    {
      title: "a run line without one",
      kind: "run",
      files: { "run.sh": "docker run -e POSTGRES_PASSWORD_FILE=/run/secrets/db -e TZ=UTC postgres:17\n" },
      verdict: "pass",
    },
    {
      title: "a missing env_file",
      kind: "compose",
      files: { "compose.yaml": compose("    env_file: none.env\n") },
      verdict: "unknown",
    },
    {
      title: "an env-file of a run line",
      kind: "run",
      files: { "run.sh": "docker run --env-file db.env postgres:17\n" },
      verdict: "unknown",
    },
  ],
});

function check(workload: Workload, { project }: RuleContext): Result {
  const service = workload.kind === "compose" ? serviceOf(workload, project) : undefined;
  const found = workload.kind === "run" ? runLineSecrets(workload, project) : service ? serviceSecrets(service, project) : [];
  if (found.length > 0) {
    return fail(
      reasonOf(found),
      found.map((secret) => ({
        message: messageOf(secret, workload.name),
        at: secret.at,
        ...(secret.open ? { severity: "medium" } : {}),
        remedies: [
          {
            kind: "use-secret-file",
            title: `Give ${secret.name ?? "it"} as a secret file`,
            safety: "unsafe",
            breaks: "the program must read the file",
            data: { name: secret.name },
          },
        ],
      })),
    );
  }
  if (!workload.env.complete) return cannotKnow(workload.env.reason ?? "variables are missing here", workload.env.origin);
  return pass("no secret in the environment or the command");
}
