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
