import { answerScans, ciOrigin, type ScanAnswer } from "../model/image-scans.ts";
import type { Workload } from "../model/workload.ts";
import type { Origin } from "../source/origin.ts";
import { cannotKnow, defineRule, fail, notApplicable, pass, type Problem, type Result, type RuleContext } from "./rule.ts";

const dockerfile = "FROM ⟦alpine:3.22⟧\nCOPY run.sh /\n";
const plain = "FROM alpine:3.22\nCOPY run.sh /\n";
const build = "      - uses: docker/build-push-action@v6\n        with:\n          context: .\n          tags: app:ci\n";
const workflow = (steps: string): string =>
  `on: push\njobs:\n  image:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n${build}${steps}`;
const trivy = (settings: string): string =>
  `      - uses: aquasecurity/trivy-action@0.33.1\n        with:\n          image-ref: app:ci\n${settings}`;

export default defineRule({
  name: "ci-image-scan",
  row: "scanning",
  gates: true,
  preset: "default",
  severity: "medium",
  confidence: "medium",
  kinds: ["dockerfile", "compose"],
  docs: {
    summary: "Scan the image in CI and fail on HIGH or CRITICAL",
    why: "An image ages: packages that were clean at the last build get known flaws. Only a scan that can fail the pipeline keeps them from being shipped; a scan that only reports is read once and then forgotten.",
    fix: "Scan the image that the pipeline builds, before it is pushed, and let HIGH and CRITICAL fail: Trivy with `exit-code: 1` and `severity: HIGH,CRITICAL`, Grype with `--fail-on high`, Docker Scout with `exit-code: true`.",
    derivation: "Attacker: a public exploit for a package of the image. Adds: the time until somebody notices. Medium.",
    limits:
      "GitHub Actions and GitLab CI are read; files of another CI system, remote workflows and folders outside a repository make it unknown. A scan of another image does not count. Scans of the file system or of the source are no image scans.",
    references: ["https://docs.docker.com/scout/", "https://trivy.dev/docs/latest/"],
  },
  maps: { cis: ["4.4"], cwe: [1104] },
  check,
  examples: [
    {
      title: "built and never scanned",
      kind: "dockerfile",
      files: { Dockerfile: dockerfile, ".github/workflows/ci.yml": workflow("") },
      verdict: "fail",
    },
    { title: "no CI at all", kind: "dockerfile", files: { Dockerfile: dockerfile }, verdict: "fail" },
    {
      title: "a scan that never fails",
      kind: "dockerfile",
      files: { Dockerfile: dockerfile, ".github/workflows/ci.yml": workflow(trivy("          severity: HIGH,CRITICAL\n")) },
      verdict: "fail",
    },
    {
      title: "a service whose image is not scanned",
      kind: "compose",
      files: {
        "compose.yaml": "services:\n  ⟦web⟧:\n    build: .\n",
        Dockerfile: plain,
        ".github/workflows/ci.yml": workflow(""),
      },
      verdict: "fail",
    },
    {
      title: "a scan that fails on HIGH",
      kind: "dockerfile",
      files: {
        Dockerfile: plain,
        ".github/workflows/ci.yml": workflow(trivy('          severity: HIGH,CRITICAL\n          exit-code: "1"\n')),
      },
      verdict: "pass",
    },
    {
      title: "the image of a service is scanned",
      kind: "compose",
      files: {
        "compose.yaml": "services:\n  web:\n    build: .\n",
        Dockerfile: plain,
        ".github/workflows/ci.yml": workflow(trivy('          severity: HIGH,CRITICAL\n          exit-code: "1"\n')),
      },
      verdict: "pass",
    },
    {
      title: "another CI system",
      kind: "dockerfile",
      files: { Dockerfile: plain, Jenkinsfile: "pipeline {}\n" },
      verdict: "unknown",
    },
    {
      title: "an image from elsewhere",
      kind: "compose",
      files: { "compose.yaml": "services:\n  db:\n    image: postgres:17\n" },
      verdict: "n/a",
    },
  ],
});

function check(workload: Workload, { project }: RuleContext): Result {
  if (!workload.build) {
    if (workload.buildGap === undefined) return notApplicable("it is not built here");
    return cannotKnow(workload.buildGap, workload.anchor);
  }
  if (!project.git) return cannotKnow("the folder is in no repository, so no CI of it is seen", workload.anchor);
  const answer = answerScans(workload, project);
  const failing = answer.scans.filter((scan) => scan.failsOn === "high" || scan.failsOn === "medium" || scan.failsOn === "low");
  const [good] = failing;
  if (good)
    return pass(
      `${good.tool} scans the image and fails on ${good.failsOn === "high" ? "HIGH" : good.failsOn.toUpperCase()}`,
      ciOrigin(good),
    );
  const critical = answer.scans.find((scan) => scan.failsOn === "critical");
  if (critical)
    return {
      ...pass(`${critical.tool} scans the image and fails on CRITICAL alone`, ciOrigin(critical)),
      problems: [remark(workload, ciOrigin(critical))],
    };
  return judgeOthers(workload, answer);
}

function judgeOthers(workload: Workload, answer: ScanAnswer): Result {
  const open = answer.scans.find((scan) => scan.failsOn === "unknown");
  if (open) return cannotKnow(`${open.tool} scans the image; ${open.reason}`, ciOrigin(open));
  const [unclear] = answer.unclear.filter((scan) => scan.failsOn !== "never");
  if (unclear) return cannotKnow(`${unclear.tool} scans an image, and it is not clear which`, ciOrigin(unclear));
  const [remote] = answer.remotes;
  if (remote) return cannotKnow(`${remote.uses.text} is elsewhere and may scan the image`, ciOrigin(remote));
  const [other] = answer.unread;
  if (other) return cannotKnow(other.reason, wholeFile(other.path));
  const [useless] = answer.scans;
  if (useless)
    return missing(
      workload,
      `${useless.tool} scans the image and never fails: ${useless.reason}`,
      ciOrigin(useless),
      "this scan lets everything through",
    );
  const [built] = answer.builds;
  if (built) return missing(workload, "CI builds the image and does not scan it", ciOrigin(built), "it is built here");
  const [file] = answer.files;
  if (file === undefined) return missing(workload, "the repository has no CI, so nothing scans the image", undefined, "");
  return missing(workload, "no workflow scans the image", wholeFile(file), "CI that does not scan");
}

function wholeFile(file: string): Origin {
  return { file, span: { start: 0, end: 0 }, how: "literal", via: [] };
}

function missing(workload: Workload, reason: string, related: Origin | undefined, note: string): Result {
  const problem: Problem = {
    message: `Nothing keeps the image of ${workload.name} from being shipped with known flaws: ${reason}.`,
    at: workload.anchor,
    ...(related === undefined ? {} : { related: [{ at: related, message: note }] }),
    remedies: [
      {
        kind: "add-image-scan",
        title: "Add a workflow that scans the image",
        safety: "unsafe",
        breaks: "the pipeline fails while flaws are open",
      },
    ],
  };
  return fail(reason, [problem]);
}

function remark(workload: Workload, at: Origin): Problem {
  return { message: `The scan of ${workload.name} fails on CRITICAL alone, so HIGH is shipped.`, at, severity: "low" };
}
