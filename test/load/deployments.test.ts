import { describe, expect, it } from "vitest";
import { deploymentFile } from "../../src/load/compose/project.ts";
import { loadFiles } from "./repository.ts";
import type { LoadRequest } from "../../src/load/request.ts";

const whole = "services:\n  web:\n    image: nginx:1.27\n";
const overlay = "services:\n  web:\n    restart: always\n";

async function deploymentsOf(files: Record<string, string>, request: Partial<LoadRequest> = {}): Promise<string[]> {
  const { deployments } = await loadFiles(files, request);
  return deployments.map((project) => `${deploymentFile(project)}: ${project.files.join(" + ")}`).toSorted();
}

describe("what is a deployment", () => {
  it("is the base with its automatic override", async () => {
    expect(await deploymentsOf({ "compose.yaml": whole, "compose.override.yaml": overlay })).toEqual([
      "compose.yaml: compose.yaml + compose.override.yaml",
    ]);
  });
  it("takes the base that docker compose takes, and what is left over alone", async () => {
    const files = { "compose.yml": whole, "docker-compose.yml": whole, "docker-compose.override.yml": overlay };
    expect(await deploymentsOf(files)).toEqual([
      "compose.yml: compose.yml + docker-compose.override.yml",
      "docker-compose.yml: docker-compose.yml",
    ]);
  });
  it("joins a neighbour to its base and names it by the neighbour", async () => {
    expect(await deploymentsOf({ "a/compose.yaml": whole, "a/compose.prod.yaml": overlay })).toEqual([
      "a/compose.prod.yaml: a/compose.yaml + a/compose.prod.yaml",
      "a/compose.yaml: a/compose.yaml",
    ]);
  });
  it("leaves a neighbour alone that is complete in itself", async () => {
    expect(await deploymentsOf({ "compose.yaml": whole, "compose.test.yaml": whole })).toEqual([
      "compose.test.yaml: compose.test.yaml",
      "compose.yaml: compose.yaml",
    ]);
  });
  it("joins by stem where both forms are there", async () => {
    expect(
      await deploymentsOf({ "compose.yaml": whole, "docker-compose.yml": whole, "docker-compose.ci.yml": overlay }),
    ).toContain("docker-compose.ci.yml: docker-compose.yml + docker-compose.ci.yml");
  });
  it("does not take a file for one that another includes or extends", async () => {
    const files = {
      "compose.yaml":
        "include:\n  - db/compose.yaml\nservices:\n  web:\n    extends:\n      file: common-compose.yaml\n      service: base\n",
      "common-compose.yaml": "services:\n  base:\n    image: nginx:1.27\n",
      "db/compose.yaml": whole.replace("web", "db"),
    };
    expect(await deploymentsOf(files)).toEqual(["compose.yaml: compose.yaml"]);
  });
  it("is what the user names, in place of what lies beside it", async () => {
    const files = { "compose.yaml": whole, "compose.prod.yaml": overlay, "other/compose.yaml": whole };
    const deployments = [{ files: ["compose.yaml", "compose.prod.yaml"] }];
    expect(await deploymentsOf(files, { deployments })).toEqual([
      "compose.yaml: compose.yaml + compose.prod.yaml",
      "other/compose.yaml: other/compose.yaml",
    ]);
    expect(await deploymentsOf(files, { deployments, scope: [] })).toEqual(["compose.yaml: compose.yaml + compose.prod.yaml"]);
  });
  it("holds to the scope", async () => {
    const files = { "a/compose.yaml": whole, "b/compose.yaml": whole, "b/compose.override.yaml": overlay };
    expect(await deploymentsOf(files, { scope: ["a"] })).toEqual(["a/compose.yaml: a/compose.yaml"]);
    expect(await deploymentsOf(files, { scope: ["b/compose.override.yaml"] })).toEqual([
      "b/compose.yaml: b/compose.yaml + b/compose.override.yaml",
    ]);
  });
  it("gives profiles that always run to their deployment", async () => {
    const text = `${whole}  job:\n    image: x:1\n    profiles: [tools]\n`;
    const deployments = [{ files: ["compose.yaml"], profiles: ["tools"] }];
    const { deployments: loaded } = await loadFiles({ "compose.yaml": text }, { deployments });
    expect(loaded[0]?.services.map((service) => [service.name, service.profiles]).toSorted()).toEqual([
      ["job", []],
      ["web", []],
    ]);
  });
});
