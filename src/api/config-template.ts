/** The text that `seaworthy init` writes: every key, with what it does where it is left out. */
export function configTemplate(baseline: boolean): string {
  return `# yaml-language-server: $schema=./node_modules/seaworthy/schema/config.schema.json
# Configuration of seaworthy. Every key is optional.

# Rules that later versions add do not gate until this is raised.
ruleset: "2026.11"

# default or strict. Strict also wants digests, numeric users and limits for processes and logs.
# preset: strict

# Lowest severity that makes the exit code 1: low, medium, high, critical or never.
# failOn: high

# Findings in this file are accepted; new ones are not.
${baseline ? "" : "# "}baseline: .seaworthy-baseline.json

# Rules of your own for secrets in images, and what is no secret.
# secretConfig: .seaworthy-secrets.yaml

# Report only these rules, or leave some out.
# select: [no-privileged, non-root-user]
# ignore: [slim-base]

# Severity of a rule (off, low, medium, high, critical), and exceptions with a reason and an end.
# rules:
#   memory-limit:
#     severity: high
#   no-docker-socket:
#     ignore:
#       - workload: traefik
#         reason: The proxy reads container labels
#         until: 2027-06-30

# What runs in production, where the file names do not tell.
# deployments:
#   - files: [compose.yaml, compose.prod.yaml]
#     envFile: .env.production
#     profiles: [web]

# Scripts and pages whose docker run lines are checked too.
# runFiles: [scripts/deploy.sh, README.md]

# Limits that fix gives to what has none.
# limits:
#   memory: 512m
#   cpus: 1
#   pids: 200

# Roles of workloads: production, development, test, job or base.
# roles:
#   "compose.yaml#mailhog": development
`;
}
