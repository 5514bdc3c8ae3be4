import { describe, expect, it } from "vitest";
import { parseCiFile } from "../../../src/parse/workflow/parse.ts";
import type { CiFile } from "../../../src/parse/workflow/tree.ts";
import { buildsOf, scansOf, showText } from "./show.ts";

const path = ".github/workflows/ci.yml";

function workflow(steps: string, more = "", files: Record<string, string> = {}): CiFile {
  const indented = steps.replace(/^/gm, "      ");
  const file = parseCiFile(
    path,
    `on: push\njobs:\n  ci:\n    runs-on: x\n${more}    steps:\n${indented}\n`,
    (name) => files[name],
  );
  if (!file) throw new Error("not read");
  return file;
}

describe("builds of GitHub Actions", () => {
  it("come from docker/build-push-action", () => {
    const steps = `- uses: docker/build-push-action@v6
  with:
    context: ./app
    file: ./app/prod.Dockerfile
    target: runtime
    push: true
    tags: |
      ghcr.io/a/b:1
      ghcr.io/a/b:\${{ github.sha }}
    build-args: |
      A=1
      B=\${{ secrets.X }}`;
    expect(buildsOf(workflow(steps))).toEqual([
      {
        tool: "build-push-action",
        job: "ci",
        context: "app",
        dockerfile: "app/prod.Dockerfile",
        target: "runtime",
        tags: ["ghcr.io/a/b:1", "ghcr.io/a/b:${{ github.sha }} !github.sha"],
        args: ["A=1", "B=${{ secrets.X }} !secrets.X"],
        push: true,
      },
    ]);
  });

  it("build the repository as Git has it without a context", () => {
    expect(buildsOf(workflow("- uses: docker/build-push-action@v6"))[0]).toMatchObject({ context: "git" });
    expect(
      buildsOf(workflow("- uses: docker/build-push-action@v6\n  with: { context: '{{defaultContext}}:sub' }"))[0],
    ).toMatchObject({ context: "git sub" });
  });

  it("come from commands, in the folder where they run", () => {
    const steps = `- run: |
    cd services/web
    docker build -f Dockerfile.prod -t web:1 --build-arg V=2 --target final .
- working-directory: api
  run: docker buildx build --push --tag=api .
- run: (cd x && docker build .); podman build y
- run: docker compose -f a.yml -f b.yml build web
- run: docker buildx bake -f bake.hcl --push release
- run: docker build https://github.com/a/b.git; docker build - < Dockerfile; docker build $DIR`;
    expect(buildsOf(workflow(steps))).toEqual([
      {
        tool: "docker",
        job: "ci",
        context: "services/web",
        dockerfile: "services/web/Dockerfile.prod",
        target: "final",
        tags: ["web:1"],
        args: ["V=2"],
      },
      { tool: "buildx", job: "ci", context: "api", tags: ["api"], push: true },
      { tool: "docker", job: "ci", context: "x" },
      { tool: "podman", job: "ci", context: "y" },
      { tool: "compose", job: "ci", context: "unknown", files: ["a.yml", "b.yml"], names: ["web"] },
      { tool: "bake", job: "ci", context: "unknown", push: true, files: ["bake.hcl"], names: ["release"] },
      { tool: "docker", job: "ci", context: "remote https://github.com/a/b.git" },
      { tool: "docker", job: "ci", context: "stdin -" },
      { tool: "docker", job: "ci", context: "unknown $DIR !DIR" },
    ]);
  });

  it("come from other actions", () => {
    const steps = `- uses: redhat-actions/buildah-build@v2
  with: { image: my, containerfiles: ./C, context: c }
- uses: docker/bake-action@v5
  with: { files: docker-bake.hcl, targets: a, push: true }
- uses: mr-smithers-excellent/docker-build-push@v6
  with: { image: a/b, dockerfile: D }`;
    expect(buildsOf(workflow(steps))).toEqual([
      { tool: "buildah", job: "ci", context: "c", dockerfile: "C", tags: ["my"] },
      { tool: "bake", job: "ci", context: "unknown", push: true, files: ["docker-bake.hcl"], names: ["a"] },
      { tool: "docker-build-push", job: "ci", context: "", dockerfile: "D", tags: ["a/b"], push: true },
    ]);
  });

  it("know tags that docker/metadata-action makes by their image", () => {
    const steps = `- id: meta
  uses: docker/metadata-action@v5
  with: { images: ghcr.io/a/b }
- uses: docker/build-push-action@v6
  with: { context: ., tags: "\${{ steps.meta.outputs.tags }}" }`;
    expect(buildsOf(workflow(steps))[0]).toMatchObject({
      tags: ["ghcr.io/a/b:${{ steps.meta.outputs.version }} !steps.meta.outputs.version"],
    });
  });

  it("run once for each combination of the matrix", () => {
    const matrix = `    strategy:
      matrix:
        os: [a, b]
        app: [web, api]
        exclude: [{ os: b, app: api }]
        include:
          - { app: web, file: web.Dockerfile }
          - { os: c, app: job, file: job.Dockerfile }
`;
    const steps = "- run: docker build -t ${{ matrix.app }}:${{ matrix.os }} -f ${{ matrix.file }} ${{ matrix.app }}";
    expect(buildsOf(workflow(steps, matrix)).map(({ context, tags, dockerfile }) => [context, tags, dockerfile])).toEqual([
      ["web", ["web:a"], "web.Dockerfile"],
      ["api", ["api:a"], "${{ matrix.file }} !matrix.file"],
      ["web", ["web:b"], "web.Dockerfile"],
      ["job", ["job:c"], "job.Dockerfile"],
    ]);
  });

  it("have the environment put in", () => {
    const file = parseCiFile(
      path,
      `on: push
env: { REG: ghcr.io/a }
jobs:
  ci:
    env: { IMG: "\${{ env.REG }}/b", TAG: "\${{ github.sha }}" }
    steps:
      - run: docker build -t $IMG:$TAG -t "\${{ env.IMG }}:\${{ inputs.x || 'dev' }}" $GITHUB_WORKSPACE/app
`,
    );
    expect(buildsOf(file)).toEqual([
      {
        tool: "docker",
        job: "ci",
        context: "app",
        tags: ["ghcr.io/a/b:${{ github.sha }} !github.sha", "ghcr.io/a/b:${{ inputs.x || 'dev' }} !inputs.x || 'dev'"],
      },
    ]);
  });
});

describe("the same value in two notations", () => {
  it("is one text", () => {
    const steps =
      "- run: docker build -t a:$GITHUB_SHA .\n- uses: aquasecurity/trivy-action@v1\n  with: { image-ref: 'a:${{github.sha}}' }";
    const file = workflow(steps);
    expect([file.builds[0]?.tags[0]?.text, file.scans[0]?.subject?.text]).toEqual(["a:${{ github.sha }}", "a:${{ github.sha }}"]);
  });
});

describe("local actions, workflows and scripts", () => {
  it("are read with what they are given", () => {
    const action = `inputs: { image: { default: none }, dir: { default: . } }
runs:
  using: composite
  steps: [{ shell: bash, run: "docker build -t \${{ inputs.image }} \${{ inputs.dir }}" }]
`;
    const file = workflow("- uses: ./.github/actions/build\n  with: { image: web }", "", {
      ".github/actions/build/action.yml": action,
    });
    expect(buildsOf(file)).toEqual([{ tool: "docker", job: "ci", context: "", tags: ["web"] }]);
    const [build] = file.builds;
    expect(build && [build.file, action.slice(build.span.start, build.span.end)]).toEqual([
      ".github/actions/build/action.yml",
      "docker build -t ${{ inputs.image }} ${{ inputs.dir }}",
    ]);
  });

  it("are followed through called workflows", () => {
    const called = `on: { workflow_call: { inputs: { image: { type: string } } } }
jobs:
  scan:
    steps: [{ uses: aquasecurity/trivy-action@v1, with: { image-ref: "\${{ inputs.image }}", exit-code: 1 } }]
`;
    const text = "on: push\njobs:\n  call:\n    uses: ./.github/workflows/scan.yml\n    with: { image: web:1 }\n";
    const file = parseCiFile(path, text, (name) => (name === ".github/workflows/scan.yml" ? called : undefined));
    expect(file?.scans).toMatchObject([
      { job: "call/scan", file: ".github/workflows/scan.yml", failsOn: "low", subject: { text: "web:1" } },
    ]);
  });

  it("are followed into scripts, Makefiles and package scripts", () => {
    const file = workflow("- run: ./ci/build.sh\n- run: make image\n- run: npm run image", "", {
      "ci/build.sh": "#!/bin/sh\ndocker build a\n",
      Makefile: "IMG = web\nimage:\n\tdocker build -t $(IMG) b\n",
      "package.json": '{ "scripts": { "image": "docker build c" } }',
    });
    expect(file.builds.map((build) => [build.file, build.context?.text])).toEqual([
      ["ci/build.sh", "a"],
      ["Makefile", "b"],
      ["package.json", "c"],
    ]);
  });

  it("end where they call themselves", () => {
    const text = "on: push\njobs:\n  a:\n    uses: ./.github/workflows/ci.yml\n  b:\n    steps: [{ run: docker build . }]\n";
    expect(parseCiFile(path, text, () => text)?.builds.length).toBe(6);
  });

  it("are recorded where they lie elsewhere", () => {
    const text = `on: push
jobs:
  image-scan:
    uses: org/shared/.github/workflows/check.yml@v1
    with: { image: web:1, level: high }
  lint:
    uses: org/shared/.github/workflows/lint.yml@v1
  ci:
    steps:
      - uses: org/image-scan-action@v2
      - uses: actions/checkout@v4
      - uses: github/codeql-action/analyze@v3
      - run: bash "$SHARED/audit-image.sh" web:1
`;
    const remotes = parseCiFile(path, text)?.remotes.map(({ kind, uses, images, namedScan }) => [
      kind,
      uses.text,
      images.map(showText),
      namedScan,
    ]);
    expect(remotes).toEqual([
      ["workflow", "org/shared/.github/workflows/check.yml@v1", ["web:1"], true],
      ["workflow", "org/shared/.github/workflows/lint.yml@v1", [], false],
      ["action", "org/image-scan-action@v2", [], true],
      ["script", "$SHARED/audit-image.sh", ["web:1"], true],
    ]);
  });
});

describe("steps that never run or never fail", () => {
  const scan = "- uses: aquasecurity/trivy-action@v1\n  with: { image-ref: a, exit-code: 1, severity: 'HIGH,CRITICAL' }\n";
  it.each([
    ["", "", ["trivy image a high"]],
    ["  continue-on-error: true", "", ["trivy image a never"]],
    ["  continue-on-error: ${{ inputs.soft }}", "", ["trivy image a unknown"]],
    ["  if: false", "", []],
    ["", "    continue-on-error: true\n", ["trivy image a never"]],
    ["", "    if: ${{ false }}\n", []],
  ])("%j %j", (step, job, expected) => {
    expect(scansOf(workflow(scan + step, job))).toEqual(expected);
  });

  it("depend on the shell", () => {
    const run = "trivy image --exit-code 1 a";
    expect(scansOf(workflow(`- run: ${run} | tee log`))).toEqual(["trivy image a never"]);
    expect(scansOf(workflow(`- run: ${run} | tee log\n  shell: bash`))).toEqual(["trivy image a low"]);
    expect(scansOf(workflow(`- run: |\n    set -o pipefail\n    ${run} | tee log`))).toEqual(["trivy image a low"]);
    expect(scansOf(workflow(`- run: ${run} || true`))).toEqual(["trivy image a never"]);
    expect(scansOf(workflow(`- run: ${run} || exit 1`))).toEqual(["trivy image a low"]);
    expect(scansOf(workflow(`- run: |\n    set +e\n    ${run}`))).toEqual(["trivy image a unknown"]);
    expect(scansOf(workflow(`- run: ${run}\n  shell: pwsh`))).toEqual([]);
  });
});

describe("SARIF uploads", () => {
  it.each([
    ["", false],
    ["  if: always()", true],
    ["  if: ${{ !cancelled() }}", true],
    ["  if: success() || failure()", true],
    ["  if: github.ref == 'refs/heads/main'", false],
  ])("%j", (condition, always) => {
    const steps = `- uses: aquasecurity/trivy-action@0123456789012345678901234567890123456789\n- uses: github/codeql-action/upload-sarif@v3\n${condition}`;
    const file = workflow(steps);
    expect(file.uploads.map((upload) => [upload.always, upload.scan])).toEqual([[always, 0]]);
    expect(file.scans[0]?.pinned).toBe(true);
  });
});

describe("places", () => {
  it("are exact in every form of YAML text", () => {
    const text = `on: push
jobs:
  ci:
    needs: [a, b]
    steps:
      - run: |
          echo 1
            docker build   one
      - run: >-
          docker build
          two
      - run: "docker build --label \\"a b\\" three"
      - run: 'docker build --label ''a b'' four'
      - uses: aquasecurity/trivy-action@v0.1 # note
        with: { image-ref: "five:1", exit-code: '1' }
`;
    const file = parseCiFile(path, text);
    const cut = (span: { start: number; end: number } | undefined): string => (span ? text.slice(span.start, span.end) : "");
    expect(file?.builds.map(({ span, context }) => [cut(span), cut(context?.span)])).toEqual([
      ["docker build   one", "one"],
      ["docker build\n          two", "two"],
      ['docker build --label \\"a b\\" three', "three"],
      ["docker build --label ''a b'' four", "four"],
    ]);
    const scan = file?.scans[0];
    expect([cut(scan?.span), cut(scan?.reference?.span), cut(scan?.subject?.span), scan?.needs]).toEqual([
      "aquasecurity/trivy-action@v0.1",
      "v0.1",
      "five:1",
      ["a", "b"],
    ]);
  });
});

describe("a file that is no workflow", () => {
  it("is an error with its place", () => {
    const file = parseCiFile(path, "jobs:\n  a: [docker\n  b: {");
    expect(file?.errors.length).toBe(1);
    expect(file?.builds).toEqual([]);
  });
  it("is not read under another name", () => {
    expect(parseCiFile("notes.yml", "a: 1")).toBeUndefined();
  });
});
