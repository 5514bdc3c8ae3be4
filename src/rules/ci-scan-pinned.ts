import { ciOrigin, relatedScans } from "../model/image-scans.ts";
import type { Workload } from "../model/workload.ts";
import { cannotKnow, defineRule, fail, notApplicable, pass, type Problem, type Result, type RuleContext } from "./rule.ts";

const commit = "18f2510ee396bbf400402947b394f2dd8c87dbb0";
const digest = `sha256:${"a".repeat(64)}`;
const plain = "FROM alpine:3.22\nCOPY run.sh /\n";
const compose = "services:\n  web:\n    build: .\n";
const workflow = (steps: string): string =>
  `on: push\njobs:\n  image:\n    runs-on: ubuntu-latest\n    steps:\n      - run: docker build -t app:ci .\n${steps}`;
const action = (ref: string): string =>
  workflow(
    `      - uses: aquasecurity/trivy-action@${ref}\n        with:\n          image-ref: app:ci\n          exit-code: "1"\n`,
  );

export default defineRule({
  name: "ci-scan-pinned",
  row: "scanning",
  gates: false,
  preset: "default",
  severity: "medium",
  confidence: "high",
  kinds: ["dockerfile", "compose"],
  docs: {
    summary: "Pin the scanner to a commit or digest",
    why: "A scanner runs in the pipeline with its secrets and its right to push. Tags and branches move: who takes over the action's repository or its release process moves them to code of his own, and every pipeline runs it. Scanners were hijacked just so in 2026.",
    fix: "Name the full commit of an action (`uses: OWNER/ACTION@<40 hex digits> # v1.2.3`) or the digest of an image. Renovate and Dependabot keep both up to date.",
    derivation:
      "Attacker: control over a tag of the scanner. Adds: the pipeline's secrets and everything that it publishes. Medium: it takes a compromised publisher, and then costs everything.",
    limits:
      "Only how the scanner itself is named is judged, not other actions of the workflow. A program that a script installed is not judged.",
    references: ["https://docs.github.com/en/actions/reference/security/secure-use#using-third-party-actions"],
  },
  maps: { cwe: [1357, 829] },
  check,
  examples: [
    {
      title: "a tag",
      kind: "dockerfile",
      files: { Dockerfile: plain, ".github/workflows/ci.yml": action("⟦0.33.1⟧") },
      verdict: "fail",
    },
    {
      title: "a branch",
      kind: "compose",
      files: { "compose.yaml": compose, Dockerfile: plain, ".github/workflows/ci.yml": action("⟦master⟧") },
      verdict: "fail",
    },
    {
      title: "a scan of the files is run by the same kind of code",
      kind: "dockerfile",
      files: {
        Dockerfile: plain,
        ".github/workflows/ci.yml": workflow(
          "      - uses: aquasecurity/trivy-action@⟦v0⟧\n        with:\n          scan-type: fs\n",
        ),
      },
      verdict: "fail",
    },
    {
      title: "the scanner's image by tag",
      kind: "dockerfile",
      files: {
        Dockerfile: plain,
        ".github/workflows/ci.yml": workflow("      - run: docker run ⟦aquasec/trivy:0.65.0⟧ image app:ci\n"),
      },
      verdict: "fail",
    },
    {
      title: "a commit",
      kind: "dockerfile",
      files: { Dockerfile: plain, ".github/workflows/ci.yml": action(`${commit} # 0.33.1`) },
      verdict: "pass",
    },
    {
      title: "a digest",
      kind: "compose",
      files: {
        "compose.yaml": compose,
        Dockerfile: plain,
        ".github/workflows/ci.yml": workflow(`      - run: docker run aquasec/trivy:0.65.0@${digest} image app:ci\n`),
      },
      verdict: "pass",
    },
    {
      title: "a program that was installed somehow",
      kind: "dockerfile",
      files: { Dockerfile: plain, ".github/workflows/ci.yml": workflow("      - run: trivy image app:ci\n") },
      verdict: "unknown",
    },
    {
      title: "nothing scans",
      kind: "dockerfile",
      files: { Dockerfile: plain, ".github/workflows/ci.yml": workflow("") },
      verdict: "n/a",
    },
  ],
});

function check(workload: Workload, { project }: RuleContext): Result {
  if (!workload.build) return notApplicable("it is not built here");
  const scans = relatedScans(workload, project);
  if (scans.length === 0) return notApplicable("no scanner runs in CI");
  const loose = scans.filter((scan) => scan.pinned === false);
  if (loose.length > 0)
    return fail(
      `${[...new Set(loose.map((scan) => scan.tool))].join(", ")} is not pinned to a commit or digest`,
      loose.map(problemOf),
    );
  const pinned = scans.find((scan) => scan.pinned);
  if (pinned) return pass("the scanner is pinned to a commit or digest", ciOrigin(pinned));
  return cannotKnow("how the scanner was installed is not seen", ...scans.slice(0, 1).map(ciOrigin));
}

function problemOf(scan: ReturnType<typeof relatedScans>[number]): Problem {
  const { reference } = scan;
  const what = reference === undefined || reference.text === "" ? "a name without version" : reference.text;
  return {
    message: `The scanner ${scan.tool} is named by ${what}, which can be moved to other code.`,
    at: ciOrigin({ file: scan.file, span: reference === undefined || reference.text === "" ? scan.span : reference.span }),
    remedies: [{ kind: "pin-scanner", title: "Name its full commit or digest", safety: "manual" }],
  };
}
