import type { Workload } from "../model/workload.ts";
import { defineRule, fail, notApplicable, pass, type Result } from "./rule.ts";

export default defineRule({
  name: "numeric-user",
  row: "non-root",
  gates: false,
  preset: "strict",
  severity: "low",
  confidence: "high",
  kinds: ["dockerfile"],
  docs: {
    summary: "Give USER as a number",
    why: "Kubernetes' `runAsNonRoot` cannot tell from a name that the user is not root and refuses to start the container. A name also depends on the image's /etc/passwd, which a volume or another base may change.",
    fix: "Write the uid, and the gid if there is one: `USER 10001:10001`.",
    derivation:
      "Attacker: none. Adds: a start that fails under a policy, or a user that is not the one that was meant. Low and advisory.",
    limits:
      "Strict preset only. A name whose uid is known passes: a RUN of the same Dockerfile fixes it (`useradd -u`), or the base is known to have that account (`node` is 1000). Kubernetes still asks for the number there.",
    references: ["https://kubernetes.io/docs/tasks/configure-pod-container/security-context/"],
  },
  maps: { hadolint: ["DL3066"] },
  check,
  examples: [
    {
      title: "a name that nobody gives a number",
      kind: "dockerfile",
      files: { Dockerfile: "FROM alpine:3.22\nRUN adduser -D app\nUSER ⟦app⟧\n" },
      verdict: "fail",
    },
    { title: "a number", kind: "dockerfile", files: { Dockerfile: "FROM alpine:3.22\nUSER 10001\n" }, verdict: "pass" },
    {
      title: "a name with a known number",
      kind: "dockerfile",
      files: { Dockerfile: "FROM alpine:3.22\nRUN adduser -D -u 10001 app\nUSER app\n" },
      verdict: "pass",
    },
    { title: "no USER", kind: "dockerfile", files: { Dockerfile: "FROM alpine:3.22\n" }, verdict: "n/a" },
  ],
});

function check({ user, name }: Workload): Result {
  if (user.state !== "known" || user.origin.note !== "USER" || user.value.root === true)
    return notApplicable("no user but root is written");
  if (user.value.uid !== undefined) return pass(`uid ${user.value.uid}`, user.origin);
  return fail(`${user.value.name ?? "the user"} is a name`, [
    {
      message: `USER of ${name} is the name ${user.value.name ?? ""}, whose number is not fixed here.`,
      at: user.origin,
      remedies: [{ kind: "numeric-user", title: "Write the uid", safety: "unsafe", breaks: "the number must be the account's" }],
    },
  ]);
}
