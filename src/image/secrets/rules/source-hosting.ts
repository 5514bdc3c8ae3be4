import { secretForms } from "../../../catalog/secret-forms.ts";
import { formRule, type SecretRule } from "./rule.ts";

const fineGrained = secretForms.find(({ needles }) => needles[0] === "github_pat_");

/** Hosts of source code, and what builds it. */
export const hostingRules: readonly SecretRule[] = [
  formRule("GitHub token", { id: "github-token", severity: "critical", entropy: 3 }),
  formRule("GitHub token", {
    id: "github-fine-grained-token",
    severity: "critical",
    entropy: 3,
    ...(fineGrained === undefined ? {} : { anchors: fineGrained.needles, pattern: fineGrained.pattern }),
  }),
  formRule("GitLab token", { id: "gitlab-token", severity: "critical", entropy: 3 }),
  formRule("Atlassian token", { id: "atlassian-token", severity: "critical", entropy: 3.5 }),
  formRule("Sourcegraph token", { id: "sourcegraph-token", severity: "high", entropy: 3 }),
  formRule("SonarQube token", { id: "sonarqube-token", severity: "high", entropy: 3 }),
  formRule("Buildkite token", { id: "buildkite-token", severity: "high", entropy: 3 }),
  formRule("CircleCI token", { id: "circleci-token", severity: "high", entropy: 3 }),
  formRule("Linear key", { id: "linear-key", severity: "medium", entropy: 3.5 }),
];
