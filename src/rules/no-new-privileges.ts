import { noNewPrivilegesOf } from "../model/security-options.ts";
import type { Workload } from "../model/workload.ts";
import { cannotKnow, defineRule, fail, pass, type Remedy, type Result } from "./rule.ts";

export default defineRule({
  name: "no-new-privileges",
  row: "privileges",
  gates: true,
  preset: "default",
  severity: "medium",
  confidence: "high",
  kinds: ["compose", "run"],
  docs: {
    summary: "Set no-new-privileges",
    why: "Without it a setuid program in the image (`su`, `mount`, `sudo`, one that an attacker leaves on a volume) turns a process that is not root into root, with all capabilities of the bounding set. With it no exec ever gains anything.",
    fix: "Add `no-new-privileges:true` to `security_opt`, or `--security-opt no-new-privileges` to the run line. Programs that drop privileges (gosu, su-exec, setpriv) keep working; `sudo`, `ping` with file capabilities and other programs that gain them do not.",
    derivation:
      "Attacker: code execution as another user than root, and a setuid program in the image. Adds: root in the container. Medium: two steps before the host.",
    limits:
      "Where an option is given several times the last one counts, as for the engine. A default in the engine's daemon.json is not seen.",
    references: [
      "https://docs.docker.com/reference/cli/docker/container/run/#security-opt",
      "https://www.kernel.org/doc/html/latest/userspace-api/no_new_privs.html",
    ],
  },
  maps: { cis: ["5.26"], owasp: ["RULE #4"], cwe: [250], kics: ["27fcc7d6", "610e266e"], composeLint: ["CL-0003"] },
  check,
  examples: [
    {
      title: "not set",
      kind: "compose",
      files: { "compose.yaml": "services:\n  ⟦web⟧:\n    image: nginx:1.27\n" },
      verdict: "fail",
    },
    {
      title: "an override file turns it off",
      kind: "compose",
      files: {
        "compose.yaml": "services:\n  web:\n    image: nginx:1.27\n    security_opt:\n      - no-new-privileges:true\n",
        "compose.override.yaml": "services:\n  web:\n    security_opt:\n      - ⟦no-new-privileges:false⟧\n",
      },
      verdict: "fail",
    },
    {
      title: "a value that the engine refuses",
      kind: "compose",
      files: {
        "compose.yaml": 'services:\n  web:\n    image: nginx:1.27\n    security_opt:\n      - ⟦"no-new-privileges: true"⟧\n',
      },
      verdict: "fail",
    },
    {
      title: "set",
      kind: "compose",
      files: { "compose.yaml": "services:\n  web:\n    image: nginx:1.27\n    security_opt:\n      - no-new-privileges\n" },
      verdict: "pass",
    },
    {
      title: "set with a value",
      kind: "compose",
      files: { "compose.yaml": "services:\n  web:\n    image: nginx:1.27\n    security_opt: [no-new-privileges=true]\n" },
      verdict: "pass",
    },
    {
      title: "an option behind a variable",
      kind: "compose",
      files: { "compose.yaml": "services:\n  web:\n    image: nginx:1.27\n    security_opt:\n      - ${OPT}\n" },
      verdict: "unknown",
    },
    { title: "not set on a run line", kind: "run", files: { "run.sh": "docker run ⟦nginx:1.27⟧\n" }, verdict: "fail" },
    {
      title: "set on a run line",
      kind: "run",
      files: { "run.sh": "docker run --security-opt=no-new-privileges nginx:1.27\n" },
      verdict: "pass",
    },
    {
      title: "options out of sight",
      kind: "run",
      files: { "run.sh": "docker run $DOCKER_OPTS nginx:1.27\n" },
      verdict: "unknown",
    },
  ],
});

function check(workload: Workload): Result {
  const fact = noNewPrivilegesOf(workload);
  if (fact.state === "unknown") return cannotKnow(fact.reason, fact.origin);
  if (fact.state === "unset") {
    return fail("no-new-privileges is not set", [
      {
        message: `${workload.name} does not set no-new-privileges, so a setuid program in it makes root of any user.`,
        at: workload.anchor,
        remedies: [remedyFor(workload)],
      },
    ]);
  }
  if (fact.value === true) return pass("no-new-privileges is set", fact.origin);
  const message =
    fact.value === "refused"
      ? `The engine refuses this value of no-new-privileges of ${workload.name}; write true.`
      : `${workload.name} switches no-new-privileges off.`;
  return fail(
    fact.value === "refused" ? "no-new-privileges has a value that the engine refuses" : "no-new-privileges is switched off",
    [{ message, at: fact.origin, remedies: [remedyFor(workload)] }],
  );
}

function remedyFor({ facts, build }: Workload): Remedy {
  const title = "Set no-new-privileges";
  // What holds for the image holds for what is built on it only where it is known to work.
  if (facts?.noNewPrivileges === true && !build) return { kind: "set-no-new-privileges", title, safety: "safe" };
  const breaks =
    facts?.noNewPrivileges === false && facts.noNewPrivilegesNote !== undefined
      ? facts.noNewPrivilegesNote
      : "programs that gain privileges: sudo, su, and those with file capabilities";
  return { kind: "set-no-new-privileges", title, safety: "unsafe", breaks };
}
