import type { CommandValue, Workload } from "../model/workload.ts";
import type { Fact } from "../model/fact.ts";
import { defineRule, fail, notApplicable, pass, type Problem, type Result } from "./rule.ts";

export default defineRule({
  name: "exec-form",
  row: "init-process",
  gates: false,
  preset: "default",
  severity: "low",
  confidence: "high",
  kinds: ["dockerfile", "compose"],
  docs: {
    summary: "Write CMD and ENTRYPOINT in exec form",
    why: "Shell form wraps the command in `/bin/sh -c`: the shell becomes process 1, takes no signal on and ignores what `docker run IMAGE ARGS` gives to an ENTRYPOINT. An image without a shell cannot run it at all.",
    fix: 'Write the words as a JSON array: `CMD ["gunicorn", "app:app"]`. Where a shell is wanted, name it and end in exec: `CMD ["sh", "-c", "exec gunicorn $ARGS"]`.',
    derivation:
      "Attacker: none needed. Adds: lost signals, so a killed shutdown. Low and advisory: the row init-process judges what really becomes process 1.",
    limits: "A SHELL that the Dockerfile sets on purpose is taken as intended.",
    references: ["https://docs.docker.com/reference/build-checks/json-args-recommended/"],
  },
  maps: {
    hadolint: ["DL3025"],
    kics: ["b86987e1"],
    buildkit: ["JSONArgsRecommended"],
    tally: ["buildkit/JSONArgsRecommended"],
  },
  check,
  examples: [
    {
      title: "shell form",
      kind: "dockerfile",
      files: { Dockerfile: "FROM python:3.13-slim\nCMD ⟦python app.py⟧\n" },
      verdict: "fail",
    },
    {
      title: "shell form in the Dockerfile that a service builds",
      kind: "compose",
      files: {
        "compose.yaml": "services:\n  web:\n    build: .\n",
        Dockerfile: "FROM python:3.13-slim\nENTRYPOINT ⟦gunicorn app:app⟧\n",
      },
      verdict: "fail",
    },
    {
      title: "exec form",
      kind: "dockerfile",
      files: { Dockerfile: 'FROM python:3.13-slim\nCMD ["gunicorn", "app:app"]\n' },
      verdict: "pass",
    },
    {
      title: "the service has a command of its own",
      kind: "compose",
      files: {
        "compose.yaml": 'services:\n  web:\n    build: .\n    command: ["gunicorn", "app:app"]\n',
        Dockerfile: "FROM python:3.13-slim\nCMD python app.py\n",
      },
      verdict: "pass",
    },
    { title: "no command", kind: "dockerfile", files: { Dockerfile: "FROM python:3.13-slim\n" }, verdict: "n/a" },
  ],
});

function check(workload: Workload): Result {
  const problems = [...shellForm(workload, workload.entrypoint), ...shellForm(workload, workload.command)];
  if (problems.length > 0) return fail("shell form", problems);
  const written = [workload.entrypoint, workload.command].some((fact) => fact.state === "known" && fact.origin.how === "literal");
  return written ? pass("exec form") : notApplicable("the Dockerfile sets no command");
}

function shellForm(workload: Workload, fact: Fact<CommandValue>): Problem[] {
  if (fact.state !== "known" || fact.origin.note === undefined || fact.value.form !== "shell") return [];
  if (fact.origin.note !== "CMD" && fact.origin.note !== "ENTRYPOINT") return [];
  const [shell = "", flag = ""] = fact.value.shell;
  if (shell !== "/bin/sh" || flag !== "-c") return [];
  return [
    {
      message: `${fact.origin.note} of ${workload.name} is in shell form, so a shell is started in front of it.`,
      at: fact.origin,
      remedies: [
        {
          kind: "exec-form",
          title: "Write it as a JSON array",
          safety: "unsafe",
          breaks: "variables and operators that the shell expands",
        },
      ],
    },
  ];
}
