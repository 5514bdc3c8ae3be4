import { describe, expect, it } from "vitest";
import { parseCiFile } from "../../../src/parse/workflow/parse.ts";
import { buildsOf } from "./show.ts";

const hcl = `# images
variable "TAG" { default = "1.2" }
variable "REGISTRY" {
  default = "ghcr.io/a"
}
variable "NONE" {}
group "default" {
  targets = ["web", "api"]
}
target "_common" {
  args = { A = "1", B = TAG }
  platforms = ["linux/amd64"]
}
target "web" {
  inherits   = ["_common"]
  context    = "./web"
  dockerfile = "prod.Dockerfile"
  target     = "runtime"
  tags       = ["\${REGISTRY}/web:\${TAG}", "web:\${NONE}"] // two
  args = {
    B = "2"
  }
  labels = { "x.y" = "}" }
}
target "api" {
  context = NONE
  tags = [join("/", [REGISTRY, "api"])]
  output = equal("a", "b") ? ["type=registry"] : []
}
`;

describe("bake files", () => {
  it("in HCL are read with inheritance and variables", () => {
    expect(buildsOf(parseCiFile("docker-bake.hcl", hcl))).toEqual([
      {
        tool: "bake",
        job: "web",
        context: "web",
        dockerfile: "web/prod.Dockerfile",
        target: "runtime",
        tags: ["ghcr.io/a/web:1.2", "web:${NONE} !NONE"],
        args: ["A=1", "B=2"],
        names: ["web"],
      },
      {
        tool: "bake",
        job: "api",
        context: "unknown ${NONE} !NONE",
        tags: ['join("/", [REGISTRY, "api"]) !join("/", [REGISTRY, "api"])'],
        names: ["api"],
      },
    ]);
  });

  it("in JSON are read alike, from the folder where they lie", () => {
    const text = `{ "variable": { "T": { "default": "3" } },
      "target": { "web": { "context": "w", "tags": ["web:\${T}"], "args": { "A": null } }, "git": { "context": "https://github.com/a/b.git" }, "top": {} } }`;
    const file = parseCiFile("deploy/docker-bake.json", text);
    expect(buildsOf(file)).toEqual([
      { tool: "bake", job: "web", context: "deploy/w", tags: ["web:3"], args: ["A="], names: ["web"] },
      { tool: "bake", job: "git", context: "remote https://github.com/a/b.git", names: ["git"] },
      { tool: "bake", job: "top", context: "deploy", names: ["top"] },
    ]);
  });

  it("give places to the token", () => {
    const cut = (span: { start: number; end: number } | undefined): string => (span ? hcl.slice(span.start, span.end) : "");
    const build = parseCiFile("docker-bake.hcl", hcl)?.builds[0];
    expect([cut(build?.span), cut(build?.context?.span), cut(build?.tags[0]?.span)]).toEqual([
      '"web"',
      '"./web"',
      '"${REGISTRY}/web:${TAG}"',
    ]);
  });

  it("that inherit in a circle end", () => {
    const text = 'target "a" {\n inherits = ["b"]\n context = "x"\n}\ntarget "b" {\n inherits = ["a"]\n context = "y"\n}\n';
    expect(buildsOf(parseCiFile("docker-bake.hcl", text)).map(({ context }) => context)).toEqual(["x", "y"]);
  });
});
