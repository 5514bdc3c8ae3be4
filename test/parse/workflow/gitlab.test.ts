import { describe, expect, it } from "vitest";
import { parseCiFile } from "../../../src/parse/workflow/parse.ts";
import type { CiFile } from "../../../src/parse/workflow/tree.ts";
import { buildsOf, scansOf, showText } from "./show.ts";

function pipeline(text: string, files: Record<string, string> = {}): CiFile {
  const file = parseCiFile(".gitlab-ci.yml", text, (name) => files[name]);
  if (!file) throw new Error("not read");
  return file;
}

describe("builds of GitLab CI", () => {
  it("come from scripts with the pipeline's variables", () => {
    const text = `variables:
  REG: registry.example.com
  IMAGE: $REG/app
build:
  variables: { DIR: services/web }
  before_script: [cd $DIR]
  script:
    - docker build -t $IMAGE:$CI_COMMIT_SHA .
    - |
      docker push x
      docker build -t $IMAGE:2 $CI_PROJECT_DIR/api
.hidden:
  script: docker build hidden
`;
    expect(buildsOf(pipeline(text))).toEqual([
      { tool: "docker", job: "build", context: "services/web", tags: ["registry.example.com/app:$CI_COMMIT_SHA !CI_COMMIT_SHA"] },
      { tool: "docker", job: "build", context: "api", tags: ["registry.example.com/app:2"] },
    ]);
  });

  it("come from kaniko and buildah", () => {
    const text = `build:
  image: { name: "gcr.io/kaniko-project/executor:debug", entrypoint: [""] }
  script:
    - /kaniko/executor --context "\${CI_PROJECT_DIR}/web" --dockerfile "\${CI_PROJECT_DIR}/web/Dockerfile" --destination r/web:1 --build-arg A=1
    - buildah bud -f C -t x api
`;
    expect(buildsOf(pipeline(text))).toEqual([
      {
        tool: "kaniko",
        job: "build",
        context: "web",
        dockerfile: "web/Dockerfile",
        tags: ["r/web:1"],
        args: ["A=1"],
        push: true,
      },
      { tool: "buildah", job: "build", context: "api", dockerfile: "C", tags: ["x"] },
    ]);
  });

  it("follow extends, anchors and references", () => {
    const text = `.base: { variables: { A: one, B: two }, script: [docker build $A] }
.more: &more
  - docker build $B
one: { extends: .base, variables: { A: three } }
two: { extends: [.base], script: *more }
three:
  extends: .base
  script:
    - !reference [.base, script]
    - !reference [one, variables, A]
    - docker build four
`;
    expect(buildsOf(pipeline(text)).map(({ job, context }) => [job, context])).toEqual([
      ["one", "three"],
      ["two", "two"],
      ["three", "one"],
      ["three", "four"],
    ]);
  });

  it("come from local includes, with places in their file", () => {
    const part = "build: { script: [docker build a] }\n";
    const file = pipeline("include:\n  - local: /ci/part.yml\n  - ci/none.yml\nbuild: { needs: [x] }\n", { "ci/part.yml": part });
    expect(file.builds.map((build) => [build.file, part.slice(build.span.start, build.span.end)])).toEqual([
      ["ci/part.yml", "docker build a"],
    ]);
    expect(file.errors.map(({ message }) => message)).toEqual(["The included file ci/none.yml is not there."]);
  });

  it("stand behind a header document", () => {
    expect(buildsOf(pipeline("spec: { inputs: { a: {} } }\n---\nbuild: { script: [docker build a] }\n"))).toHaveLength(1);
  });
});

describe("scans of GitLab CI", () => {
  it.each([
    ["", "trivy image app:1 high"],
    ["  allow_failure: true\n", "trivy image app:1 never"],
    ["  allow_failure: { exit_codes: 3 }\n", "trivy image app:1 unknown"],
    ["  when: manual\n", "trivy image app:1 never"],
    ["  when: manual\n  allow_failure: false\n", "trivy image app:1 high"],
  ])("%j", (more, expected) => {
    const text = `scan:\n  image: aquasec/trivy:0.5\n${more}  script:\n    - trivy image --exit-code 1 --severity HIGH,CRITICAL app:1\n`;
    const file = pipeline(text);
    expect(scansOf(file)).toEqual([expected]);
    expect(file.scans[0]).toMatchObject({ pinned: false, reference: { text: "aquasec/trivy:0.5" } });
  });

  it("of GitLab's own kind only report", () => {
    expect(scansOf(pipeline("include:\n  - template: Security/Container-Scanning.gitlab-ci.yml\n"))).toEqual([
      "gitlab image - never",
    ]);
    expect(scansOf(pipeline("include:\n  - component: gitlab.com/components/container-scanning/container-scanning@3\n"))).toEqual(
      ["gitlab image - never"],
    );
    const named =
      "include: { template: Jobs/Container-Scanning.gitlab-ci.yml }\nvariables: { TAG: x }\ncontainer_scanning: { variables: { CS_IMAGE: app:$TAG } }\n";
    expect(scansOf(pipeline(named))).toEqual(["gitlab image - never", "gitlab image app:x never"]);
  });

  it("that are included from elsewhere are recorded", () => {
    const text = `include:
  - project: group/templates
    file: [/image-scan.yml, /lint.yml]
  - remote: https://example.com/trivy.yml
  - component: example.com/a/build@1
    inputs: { image: app:1 }
  - template: Security/SAST.gitlab-ci.yml
`;
    expect(pipeline(text).remotes.map(({ uses, images, namedScan }) => [uses.text, images.map(showText), namedScan])).toEqual([
      ["/image-scan.yml", [], true],
      ["/lint.yml", [], false],
      ["https://example.com/trivy.yml", [], true],
      ["example.com/a/build@1", ["app:1"], false],
    ]);
  });
});
