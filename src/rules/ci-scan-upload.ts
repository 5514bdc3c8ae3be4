import { ciOrigin, relatedScans, uploadsOf } from "../model/image-scans.ts";
import type { Workload } from "../model/workload.ts";
import { defineRule, fail, notApplicable, pass, type Result, type RuleContext } from "./rule.ts";

const plain = "FROM alpine:3.22\nCOPY run.sh /\n";
const scan = (exitCode: string): string =>
  `on: push\njobs:\n  image:\n    runs-on: ubuntu-latest\n    steps:\n      - run: docker build -t app:ci .\n      - uses: aquasecurity/trivy-action@0.33.1\n        with:\n          image-ref: app:ci\n          format: sarif\n          output: trivy.sarif\n${exitCode}`;
const failing = scan('          exit-code: "1"\n');
const upload = "      - uses: github/codeql-action/upload-sarif@v3\n        with:\n          sarif_file: trivy.sarif\n";
const marked = upload.replace(/github\S+/, "⟦$&⟧");
const when = (condition: string): string => upload.replace("        with:", `        if: ${condition}\n        with:`);

export default defineRule({
  name: "ci-scan-upload",
  row: "scanning",
  gates: false,
  preset: "default",
  severity: "low",
  confidence: "high",
  kinds: ["dockerfile", "compose"],
  docs: {
    summary: "Upload the scan's results when it fails too",
    why: "A step without a condition is skipped once an earlier one has failed. The SARIF of a scan that found something is then never uploaded: results are lost just when there are any, and the dashboard shows the last clean run.",
    fix: "Give the upload step `if: always()` or `if: ${{ !cancelled() }}`.",
    derivation: "Attacker: none. Adds: blindness; findings are seen in a log only. Low and advisory.",
    limits: "GitHub Actions only, and only uploads that follow a scan which can fail in the same job.",
    references: ["https://docs.github.com/en/actions/reference/workflows-and-actions/expressions#status-check-functions"],
  },
  maps: { cwe: [778] },
  check,
  examples: [
    {
      title: "no condition",
      kind: "dockerfile",
      files: { Dockerfile: plain, ".github/workflows/ci.yml": failing + marked },
      verdict: "fail",
    },
    {
      title: "a condition that does not cover failure",
      kind: "compose",
      files: {
        "compose.yaml": "services:\n  web:\n    build: .\n",
        Dockerfile: plain,
        ".github/workflows/ci.yml": failing + when("⟦github.ref == 'refs/heads/main'⟧"),
      },
      verdict: "fail",
    },
    {
      title: "always()",
      kind: "dockerfile",
      files: { Dockerfile: plain, ".github/workflows/ci.yml": failing + when("always()") },
      verdict: "pass",
    },
    {
      title: "!cancelled()",
      kind: "compose",
      files: {
        "compose.yaml": "services:\n  web:\n    build: .\n",
        Dockerfile: plain,
        ".github/workflows/ci.yml": failing + when("${{ !cancelled() }}"),
      },
      verdict: "pass",
    },
    {
      title: "a scan that never fails loses nothing",
      kind: "dockerfile",
      files: { Dockerfile: plain, ".github/workflows/ci.yml": scan("") + upload },
      verdict: "pass",
    },
    {
      title: "nothing is uploaded",
      kind: "dockerfile",
      files: { Dockerfile: plain, ".github/workflows/ci.yml": failing },
      verdict: "n/a",
    },
  ],
});

function check(workload: Workload, { project }: RuleContext): Result {
  if (!workload.build) return notApplicable("it is not built here");
  const uploads = uploadsOf(relatedScans(workload, project), project);
  const [first] = uploads;
  if (!first) return notApplicable("no results of a scan are uploaded");
  const lost = uploads.filter(
    ({ upload: { always }, scan: { failsOn } }) => !always && failsOn !== "never" && failsOn !== "unknown",
  );
  if (lost.length === 0) return pass("results are uploaded when the scan fails too", ciOrigin(first.upload));
  return fail(
    "results are not uploaded when the scan fails",
    lost.map(({ upload: step, scan: { tool } }) => ({
      message: `The results of ${tool} are not uploaded when it finds something: the step is skipped once the scan has failed.`,
      at: ciOrigin({ file: step.file, span: step.condition?.span ?? step.span }),
      remedies: [{ kind: "upload-always", title: "Upload with if: always()", safety: "safe" as const }],
    })),
  );
}
