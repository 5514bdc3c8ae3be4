import { describe, expect, test } from "vitest";
import { answerScans, relatedScans, uploadsOf } from "../../src/model/image-scans.ts";
import { projectOf } from "../rules/check-example.ts";
import { workloadOf } from "./show.ts";

const dockerfile = 'FROM alpine:3.22\nCMD ["x"]\n';
const job = (steps: string, name = "image"): string => `  ${name}:\n    runs-on: ubuntu-latest\n    steps:\n${steps}`;
const workflow = (...jobs: string[]): string => `on: push\njobs:\n${jobs.join("")}`;
const build = (context: string, tag: string): string => `      - run: docker build -t ${tag} ${context}\n`;
const scan = (image: string): string => `      - run: trivy image --exit-code 1 ${image}\n`;

async function answer(files: Record<string, string>, id: string): Promise<string[]> {
  const project = await projectOf(files);
  const { scans, unclear, builds, remotes, unread } = answerScans(workloadOf(project, id), project);
  return [
    ...builds.map(({ context }) => `builds ${context?.text === "" ? "." : context?.text}`),
    ...scans.map(({ subject }) => `scans ${subject?.text}`),
    ...unclear.map(({ subject }) => `perhaps ${subject?.text}`),
    ...remotes.map(({ uses }) => `remote ${uses.text}`),
    ...unread.map(({ reason }) => reason),
  ];
}

describe("whose image a scan is of", () => {
  test("the only image of the repository, whatever the scan calls it", async () => {
    expect(
      await answer({ Dockerfile: dockerfile, ".github/workflows/ci.yml": workflow(job(scan("anything:1"))) }, "Dockerfile"),
    ).toEqual(["scans anything:1"]);
  });

  const two = (...jobs: string[]): Record<string, string> => ({
    "api/Dockerfile": dockerfile,
    "web/Dockerfile": dockerfile,
    ".github/workflows/ci.yml": workflow(...jobs),
  });

  test("by the tag of the build", async () => {
    const files = two(job(build("api", "acme/api:1") + build("web", "acme/web:1") + scan("acme/api:1")));
    expect(await answer(files, "api/Dockerfile")).toEqual(["builds api", "scans acme/api:1"]);
    expect(await answer(files, "web/Dockerfile")).toEqual(["builds web"]);
  });

  test("by the job where only one image is built", async () => {
    const files = two(job(build("api", "$TAG") + scan("$TAG"), "one"), job(build("web", "$TAG"), "two"));
    expect(await answer(files, "api/Dockerfile")).toEqual(["builds api", "scans $TAG"]);
    expect(await answer(files, "web/Dockerfile")).toEqual(["builds web"]);
  });

  test("it is not clear where both are built in one job", async () => {
    const files = two(job(build("api", "$A") + build("web", "$B") + scan("$C")));
    expect(await answer(files, "web/Dockerfile")).toEqual(["builds web", "perhaps $C"]);
  });

  test("by the folder in the image's name", async () => {
    const files = two(job(scan("registry.example/acme/web:1")));
    expect(await answer(files, "web/Dockerfile")).toEqual(["scans registry.example/acme/web:1"]);
    expect(await answer(files, "api/Dockerfile")).toEqual(["perhaps registry.example/acme/web:1"]);
  });

  test("by the image that a service gives its build", async () => {
    const files = {
      ...two(job(scan("acme/shop:1"))),
      "compose.yaml": "services:\n  shop:\n    image: acme/shop:2\n    build: api\n  site:\n    build: web\n",
    };
    expect(await answer(files, "shop")).toEqual(["scans acme/shop:1"]);
    expect(await answer(files, "site")).toEqual(["perhaps acme/shop:1"]);
  });
});

describe("what is out of sight", () => {
  test("other CI systems and remote workflows that scan by their name", async () => {
    const remote = "on: push\njobs:\n  a:\n    uses: acme/ci/.github/workflows/image-scan.yml@v1\n";
    expect(
      await answer({ Dockerfile: dockerfile, Jenkinsfile: "pipeline {}\n", ".github/workflows/ci.yml": remote }, "Dockerfile"),
    ).toEqual(["remote acme/ci/.github/workflows/image-scan.yml@v1", "Jenkinsfile belongs to Jenkins, which is not read"]);
  });
});

describe("scanners and uploads around it", () => {
  const upload = "      - uses: github/codeql-action/upload-sarif@v3\n";
  test("a scan of the files counts for every image, a scan of another image for none", async () => {
    const files = {
      "api/Dockerfile": dockerfile,
      "web/Dockerfile": dockerfile,
      ".github/workflows/ci.yml": workflow(
        job(build("api", "a:1") + build("web", "w:1") + scan("a:1") + "      - run: trivy fs .\n"),
      ),
    };
    const project = await projectOf(files);
    expect(relatedScans(workloadOf(project, "web/Dockerfile"), project).map(({ kind }) => kind)).toEqual(["filesystem"]);
    expect(relatedScans(workloadOf(project, "api/Dockerfile"), project).map(({ kind }) => kind)).toEqual(["image", "filesystem"]);
  });

  test("an upload belongs to the scan before it in its job", async () => {
    const files = {
      Dockerfile: dockerfile,
      ".github/workflows/ci.yml": workflow(job(scan("a:1") + upload), job(upload, "other")),
    };
    const project = await projectOf(files);
    const scans = relatedScans(workloadOf(project, "Dockerfile"), project);
    expect(uploadsOf(scans, project).map((found) => [found.upload.job, found.upload.always, found.scan.subject?.text])).toEqual([
      ["image", false, "a:1"],
    ]);
  });
});
