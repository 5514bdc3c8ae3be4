import { describe } from "vitest";
import { judge, type Case } from "./verdicts.ts";

function commands(title: string, verdict: string, ...lines: readonly string[]): Case {
  const run = lines.map((line) => `          ${line}\n`).join("");
  const workflow = `on: push\njobs:\n  image:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: |\n${run}`;
  return [
    title,
    { Dockerfile: 'FROM alpine:3.22\nCMD ["/srv"]\n', ".github/workflows/image.yml": workflow },
    `Dockerfile: scanning ${verdict}`,
  ];
}

const scan = "trivy image --exit-code 1 --severity HIGH,CRITICAL";

describe("which image a scan is of", () => {
  judge([
    commands("the one that was built", "pass", "docker build -t shop .", `${scan} shop`),
    commands("the same name in a registry", "pass", "docker build -t shop .", `${scan} localhost:5000/shop:ci`),
    commands(
      "a name that docker tag gave it",
      "pass",
      "docker build -t shop .",
      "docker tag shop:latest acme/web:1",
      `${scan} acme/web:1`,
    ),
    commands("a name that only a variable tells", "pass", 'docker build -t "$IMAGE" .', `${scan} acme/web:1`),
    commands("a name that no build gives", "pass", `${scan} acme/web:1`),
    commands("another one", "unknown", "docker build -t shop .", `${scan} acme/web:1`),
  ]);
});

describe("files of CI that cannot be read in full are no proof of absence", () => {
  const dockerfile = 'FROM alpine:3.22\nCMD ["/srv"]\n';
  const broken = "on: push\njobs:\n  image:\n    steps:\n      - run: trivy image\n   - {{\n";
  judge([
    ["a workflow", { Dockerfile: dockerfile, ".github/workflows/image.yml": broken }, "Dockerfile: scanning unknown"],
    ["a pipeline", { Dockerfile: dockerfile, ".gitlab-ci.yml": "image: [docker\n" }, "Dockerfile: scanning unknown"],
    [
      "one that speaks of no image does not matter",
      { Dockerfile: dockerfile, ".github/workflows/lint.yml": "on: push\njobs:\n  a:\n   - {{\n" },
      "Dockerfile: scanning fail",
    ],
  ]);
});

describe("what makes a scan count", () => {
  const build = "docker build -t shop .";
  judge([
    commands("HIGH and CRITICAL", "pass", build, `${scan} shop`),
    commands("CRITICAL alone", "pass", build, "trivy image --exit-code 1 --severity CRITICAL shop"),
    commands("LOW alone", "fail", build, "trivy image --exit-code 1 --severity LOW shop"),
    commands("no exit code", "fail", build, "trivy image --severity HIGH,CRITICAL shop"),
    commands("its failure is dropped", "fail", build, `${scan} shop || true`),
    commands("files are no image", "fail", build, "trivy fs --exit-code 1 ."),
    commands("the scanner's own image", "pass", build, "docker run --rm aquasec/trivy:0.67.0 image --exit-code 1 shop"),
    commands("grype", "pass", build, "grype shop --fail-on high"),
    commands("grype that only reports", "fail", build, "grype shop"),
    commands("scout", "pass", build, "docker scout cves --exit-code --only-severity critical,high shop"),
    commands("a linter is no scanner", "fail", build, "dockle --exit-code 1 shop"),
  ]);
});

describe("where CI hides a scan", () => {
  const file = 'FROM alpine:3.22\nCMD ["/srv"]\n';
  const matrix =
    "on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    strategy: { matrix: { app: [api, web] } }\n    steps:\n" +
    "      - run: docker build -t acme/${{ matrix.app }} ./${{ matrix.app }}\n      - run: trivy image --exit-code 1 acme/${{ matrix.app }}\n";
  const called =
    "on: { workflow_call: { inputs: { image: { type: string } } } }\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n" +
    "      - run: docker build -t ${{ inputs.image }} .\n      - run: trivy image --exit-code 1 ${{ inputs.image }}\n";
  const calls = (path: string): string => `on: push\njobs:\n  a:\n    uses: ${path}\n    with: { image: shop }\n`;
  const pipeline = "build:\n  script: [docker build -t shop .]\n";
  judge([
    [
      "a matrix",
      { "api/Dockerfile": file, "web/Dockerfile": file, ".github/workflows/a.yml": matrix },
      "api/Dockerfile: scanning pass; web/Dockerfile: scanning pass",
    ],
    [
      "a workflow of the repository",
      { Dockerfile: file, ".github/workflows/a.yml": calls("./.github/workflows/b.yml"), ".github/workflows/b.yml": called },
      "Dockerfile: scanning pass",
    ],
    [
      "a workflow from elsewhere",
      { Dockerfile: file, ".github/workflows/a.yml": calls("acme/ci/.github/workflows/b.yml@v1") },
      "Dockerfile: scanning unknown",
    ],
    ["another CI system", { Dockerfile: file, Jenkinsfile: "pipeline {}\n" }, "Dockerfile: scanning unknown"],
    ["no CI at all", { Dockerfile: file }, "Dockerfile: scanning fail"],
    [
      "extends in GitLab",
      {
        Dockerfile: file,
        ".gitlab-ci.yml": `${pipeline}.scan:\n  script: [trivy image --exit-code 1 shop]\nscan: { extends: .scan }\n`,
      },
      "Dockerfile: scanning pass",
    ],
    [
      "a reference in GitLab",
      {
        Dockerfile: file,
        ".gitlab-ci.yml": `${pipeline}.scan:\n  script: [trivy image --exit-code 1 shop]\nscan:\n  script: [!reference [.scan, script]]\n`,
      },
      "Dockerfile: scanning pass",
    ],
    [
      "a job that may fail",
      {
        Dockerfile: file,
        ".gitlab-ci.yml": `${pipeline}scan:\n  allow_failure: true\n  script: [trivy image --exit-code 1 shop]\n`,
      },
      "Dockerfile: scanning fail",
    ],
    [
      "an include of GitLab from elsewhere",
      { Dockerfile: file, ".gitlab-ci.yml": `include: [{ project: acme/ci, file: /scan.yml }]\n${pipeline}` },
      "Dockerfile: scanning unknown",
    ],
    [
      "a Makefile",
      {
        Dockerfile: file,
        Makefile: "ci:\n\tdocker build -t shop .\n\ttrivy image --exit-code 1 shop\n",
        ".github/workflows/a.yml": calls("x").replace(
          "uses: x\n    with: { image: shop }",
          "runs-on: ubuntu-24.04\n    steps: [{ run: make ci }]",
        ),
      },
      "Dockerfile: scanning pass",
    ],
  ]);
});

describe("where a workflow has to lie", () => {
  const dockerfile = 'FROM alpine:3.22\nCMD ["/srv"]\n';
  const workflow =
    "on: push\njobs:\n  image:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: docker build -t shop .\n      - run: trivy image --exit-code 1 --severity HIGH,CRITICAL shop\n";
  judge([
    [
      "GitHub runs only those at the top",
      { Dockerfile: dockerfile, "examples/.github/workflows/image.yml": workflow },
      "Dockerfile: scanning fail",
    ],
    [
      "GitLab too",
      { Dockerfile: dockerfile, "examples/.gitlab-ci.yml": "scan:\n  script: [trivy image shop]\n" },
      "Dockerfile: scanning fail",
    ],
    [
      "Gitea's are read like GitHub's",
      { Dockerfile: dockerfile, ".gitea/workflows/image.yml": workflow },
      "Dockerfile: scanning pass",
    ],
    ["and Forgejo's", { Dockerfile: dockerfile, ".forgejo/workflows/image.yml": workflow }, "Dockerfile: scanning pass"],
  ]);
});
