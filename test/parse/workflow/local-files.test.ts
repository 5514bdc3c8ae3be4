import { describe, expect, it } from "vitest";
import { otherCiSystem } from "../../../src/parse/workflow/other-systems.ts";
import { ciSystem, parseCiFile } from "../../../src/parse/workflow/parse.ts";
import { buildsOf, scansOf } from "./show.ts";

describe("a Makefile", () => {
  const text = `REGISTRY ?= ghcr.io/a
IMAGE := $(REGISTRY)/web
VERSION = $(shell git describe)

.PHONY: build
build: deps
	@docker build -t $(IMAGE):$(VERSION) \\
		-f build/Dockerfile .
	-trivy image --exit-code 1 $(IMAGE)
scan:
	trivy image --exit-code 1 --severity HIGH,CRITICAL $(IMAGE)
`;
  const file = parseCiFile("tools/Makefile", text);
  it("builds and scans in its recipes", () => {
    expect(buildsOf(file)).toEqual([
      {
        tool: "docker",
        job: "build",
        context: "tools",
        dockerfile: "tools/build/Dockerfile",
        tags: ["ghcr.io/a/web:${VERSION} !VERSION"],
      },
    ]);
    expect(scansOf(file)).toEqual(["trivy image ghcr.io/a/web never", "trivy image ghcr.io/a/web high"]);
  });
  it("has places to the token", () => {
    const [build] = file?.builds ?? [];
    expect(
      build && [
        text.slice(build.span.start, build.span.end).split("\n")[0],
        build.context && text.slice(build.context.span.start, build.context.span.end),
      ],
    ).toEqual(["docker build -t $(IMAGE):$(VERSION) \\", "."]);
  });
});

describe("a package.json", () => {
  it("builds in its scripts", () => {
    const text =
      '{\n  "name": "a",\n  "scripts": {\n    "image": "docker build --target prod -t \\"web:1\\" . && docker push web:1",\n    "test": "vitest"\n  }\n}\n';
    const file = parseCiFile("web/package.json", text);
    expect(buildsOf(file)).toEqual([{ tool: "docker", job: "image", context: "web", target: "prod", tags: ["web:1"] }]);
    const target = file?.builds[0]?.target;
    expect(target && text.slice(target.span.start, target.span.end)).toBe("prod");
  });
});

describe("the system of a path", () => {
  it.each([
    [".github/workflows/ci.yml", "github"],
    [".gitea/workflows/ci.yaml", "github"],
    [".forgejo/workflows/ci.yml", "github"],
    [".github/actions/x/action.yml", "github"],
    [".gitlab-ci.yml", "gitlab"],
    ["ci/build.gitlab-ci.yml", "gitlab"],
    ["docker-bake.hcl", "bake"],
    ["docker-bake.override.json", "bake"],
    ["web/package.json", "package"],
    ["Makefile", "makefile"],
    [".github/dependabot.yml", undefined],
    ["compose.yaml", undefined],
  ])("%s is %s", (path, system) => {
    expect(ciSystem(path)).toBe(system);
  });

  it.each([
    ["Jenkinsfile", "Jenkins"],
    ["ci/Jenkinsfile.release", "Jenkins"],
    [".circleci/config.yml", "CircleCI"],
    ["azure-pipelines.yml", "Azure Pipelines"],
    [".azure-pipelines/build.yaml", "Azure Pipelines"],
    [".travis.yml", "Travis CI"],
    ["bitbucket-pipelines.yml", "Bitbucket Pipelines"],
    [".drone.yml", "Drone"],
    [".woodpecker.yml", "Woodpecker"],
    [".woodpecker/build.yaml", "Woodpecker"],
    ["cloudbuild.yaml", "Google Cloud Build"],
    ["buildspec.yml", "AWS CodeBuild"],
    ["appveyor.yml", "AppVeyor"],
    [".buildkite/pipeline.yml", "Buildkite"],
    [".tekton/push.yaml", "Tekton"],
    [".teamcity/settings.kts", "TeamCity"],
    ["codefresh.yml", "Codefresh"],
    [".semaphore/semaphore.yml", "Semaphore"],
    [".cirrus.yml", "Cirrus CI"],
    [".github/workflows/ci.yml", undefined],
    [".gitlab-ci.yml", undefined],
    ["src/jenkinsfile_parser.py", undefined],
  ])("%s belongs to %s", (path, system) => {
    expect(otherCiSystem(path)).toBe(system);
  });
});
