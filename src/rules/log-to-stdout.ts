import { isLogPath } from "../catalog/log-paths.ts";
import { holdsData, logTargets } from "../model/log-targets.ts";
import type { Mount, Workload } from "../model/workload.ts";
import { pathWithin } from "../util/path.ts";
import { cannotKnow, defineRule, fail, pass, type Problem, type Result, type RuleContext } from "./rule.ts";

export default defineRule({
  name: "log-to-stdout",
  row: "logging",
  gates: true,
  preset: "default",
  severity: "low",
  confidence: "high",
  kinds: ["dockerfile", "compose", "run", "image"],
  docs: {
    summary: "Log to stdout and stderr",
    why: "The engine collects what a container writes to stdout and stderr. Logs in files are lost with the container, fill its disk, are seen by no `docker logs` and by no log shipper, and need a writable root.",
    fix: "Take the log-file option or the redirect away, or link the file: `ln -sf /dev/stdout /var/log/app.log`. Remove the volume on the log folder. Keep a logging driver other than `none`.",
    derivation: "Attacker: none needed. Adds: traces that are missing after an incident. Low.",
    limits:
      "Configuration files are not read: a program that is told there to write a file passes. A log folder that is mounted read-only is read, not written. What an image is known to write elsewhere counts only with a mount on it.",
    references: ["https://docs.docker.com/engine/logging/", "https://12factor.net/logs"],
  },
  maps: { cwe: [778], composeLint: ["CL-0014"] },
  check,
  examples: [
    {
      title: "a log-file option",
      kind: "dockerfile",
      files: {
        Dockerfile: 'FROM python:3.13-slim\nCMD ["gunicorn", ⟦"--access-logfile", "/var/log/app/access.log"⟧, "app:app"]\n',
      },
      verdict: "fail",
    },
    {
      title: "a redirect",
      kind: "dockerfile",
      files: { Dockerfile: "FROM python:3.13-slim\nCMD exec python app.py ⟦>> /var/log/app.log⟧ 2>&1\n" },
      verdict: "fail",
    },
    {
      title: "a redirect in the entrypoint script",
      kind: "dockerfile",
      files: {
        Dockerfile: 'FROM debian:12-slim\nCOPY run.sh /run.sh\nENTRYPOINT ["/run.sh"]\n',
        "run.sh": "#!/bin/sh\necho conf > /etc/app.conf\nexec app ⟦> /var/log/app.log⟧\n",
      },
      verdict: "fail",
    },
    {
      title: "a volume for logs",
      kind: "dockerfile",
      files: { Dockerfile: 'FROM alpine:3.22\nVOLUME ["/data", ⟦"/var/log/nginx"⟧]\nCMD ["nginx"]\n' },
      verdict: "fail",
    },
    {
      title: "a syslog daemon",
      kind: "dockerfile",
      files: { Dockerfile: "FROM debian:12-slim\nCMD ⟦rsyslogd⟧ && exec postfix start-fg\n" },
      verdict: "fail",
    },
    {
      title: "the log is linked to stdout",
      kind: "dockerfile",
      files: {
        Dockerfile:
          'FROM alpine:3.22\nRUN ln -sf /dev/stdout /var/log/app/out.log\nVOLUME /var/log/app\nCMD ["app", "--log-file", "/var/log/app/out.log"]\n',
      },
      verdict: "pass",
    },
    {
      title: "nothing sends logs elsewhere",
      kind: "dockerfile",
      files: { Dockerfile: 'FROM python:3.13-slim\nCMD ["gunicorn", "--access-logfile", "-", "app:app"]\n' },
      verdict: "pass",
    },
    {
      title: "a mounted log folder, and the driver none",
      kind: "compose",
      files: {
        "compose.yaml":
          "services:\n  app:\n    image: registry.example.com/app:1\n    volumes:\n      - ⟦./logs:/app/logs⟧\n  job:\n    image: alpine:3.22\n    logging:\n      driver: ⟦none⟧\n",
      },
      verdict: "fail",
    },
    {
      title: "a mount hides the links of nginx to stdout",
      kind: "compose",
      files: { "compose.yaml": "services:\n  web:\n    image: nginx:1.27\n    volumes:\n      - ⟦./logs:/var/log/nginx⟧\n" },
      verdict: "fail",
    },
    {
      title: "a mounted log folder of an image that does not log there",
      kind: "compose",
      files: {
        "compose.yaml":
          "services:\n  db:\n    image: postgres:17\n    volumes:\n      - ./logs:/var/log/postgresql\n  shipper:\n    image: registry.example.com/shipper:1\n    volumes:\n      - /var/log:/var/log:ro\n",
      },
      verdict: "pass",
    },
    {
      title: "a variable is the driver",
      kind: "compose",
      files: { "compose.yaml": "services:\n  app:\n    image: nginx:1.27\n    logging:\n      driver: ${DRIVER}\n" },
      verdict: "unknown",
    },
    {
      title: "on a run line",
      kind: "run",
      files: { "run.sh": "docker run ⟦--log-driver=none⟧ mongo:7 ⟦--logpath /var/log/mongod.log⟧\n" },
      verdict: "fail",
    },
    { title: "a run line without", kind: "run", files: { "run.sh": "docker run mongo:7\n" }, verdict: "pass" },
  ],
});

const title = "Send the log to stdout";

function check(workload: Workload, context: RuleContext): Result {
  const { loggingDriver, mounts, name } = workload;
  const targets = logTargets(workload, context.project);
  const problems: Problem[] = targets.map(({ what, at }) => ({
    message: `${name} ${what}.`,
    at,
    remedies: [{ kind: "log-to-stdout", title, safety: "manual" }],
  }));
  let reason = targets.map(({ what }) => what).join(", ");
  for (const item of mounts.items) {
    if (item.state !== "known" || !takesLogs(workload, item.value)) continue;
    reason ||= `a volume is mounted on the log folder ${item.value.target}`;
    problems.push({
      message: `${name} mounts a volume on its log folder ${item.value.target}.`,
      at: item.origin,
      remedies: [{ kind: "log-to-stdout", title, safety: "manual" }],
    });
  }
  if (loggingDriver.state === "known" && loggingDriver.value === "none") {
    reason ||= "the logging driver none drops all logs";
    problems.push({
      message: `The logging driver none drops all logs of ${name}.`,
      at: loggingDriver.origin,
      remedies: [{ kind: "remove-logging-driver", title: "Use the default driver", safety: "safe" }],
    });
  }
  if (problems.length > 0) return fail(reason, problems);
  if (loggingDriver.state === "unknown") return cannotKnow(loggingDriver.reason, loggingDriver.origin);
  return knownToStdout(workload)
    ? pass(`${workload.facts?.reference ?? "the image"} logs to stdout and stderr`)
    : pass("nothing sends logs elsewhere");
}

/** Folders in which images link log files to stdout: a mount hides the links. */
const linkFolders = [
  "/var/log/nginx",
  "/var/log/apache2",
  "/usr/local/openresty/nginx/logs",
  "/opt/bitnami/nginx/logs",
  "/opt/bitnami/apache/logs",
];

function takesLogs(workload: Workload, mount: Mount): boolean {
  const { target } = mount;
  if (mount.readOnly || mount.type === "tmpfs" || !isLogPath(target) || holdsData(target)) return false;
  const { facts } = workload;
  if (!facts || !knownToStdout(workload)) return true;
  if (linkFolders.some((folder) => pathWithin(target, folder) !== undefined || pathWithin(folder, target) !== undefined))
    return true;
  return (facts.logPaths ?? []).some((path) => pathWithin(target, path) !== undefined);
}

/** An image that runs as it comes; what is built on it, or run by an interpreter, may log anywhere. */
function knownToStdout({ facts, build }: Workload): boolean {
  return facts?.logs === "stdout" && !build && facts.kind !== "base" && facts.kind !== "runtime";
}
