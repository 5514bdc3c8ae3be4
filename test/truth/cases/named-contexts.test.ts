import { describe } from "vitest";
import { judge } from "./verdicts.ts";

const from = 'FROM base\nCMD ["/srv"]\n';

function workflow(...steps: readonly string[]): string {
  return `on: push\njobs:\n  image:\n    runs-on: ubuntu-24.04\n    steps:\n      ${steps.join("\n      ")}\n`;
}

function compose(...lines: readonly string[]): string {
  return ["services:", "  web:", "    build:", "      context: .", "      additional_contexts:", ...lines, ""].join("\n");
}

describe("a named context stands in for what FROM and COPY --from name", () => {
  judge([
    [
      "an image, in Compose",
      { Dockerfile: from, "compose.yaml": compose("        base: docker-image://alpine:latest") },
      "web: base-image fail, non-root fail",
    ],
    [
      "a folder to copy from, in Compose",
      { Dockerfile: "FROM alpine:3.22\nCOPY --from=assets logo.svg /\n", "compose.yaml": compose("        assets: ./assets") },
      "web: base-image pass, dockerignore pass",
    ],
    [
      "an image, in bake",
      {
        Dockerfile: from,
        "docker-bake.hcl": 'target "web" {\n  contexts = {\n    base = "docker-image://alpine:3.22"\n  }\n}\n',
      },
      "Dockerfile: base-image pass, non-root fail",
    ],
    [
      "another target, in bake",
      { Dockerfile: from, "docker-bake.hcl": 'target "web" {\n  contexts = { base = "target:base" }\n}\n' },
      "Dockerfile: base-image unknown, non-root unknown",
    ],
    [
      "an image, in docker/build-push-action",
      {
        Dockerfile: from,
        ".github/workflows/image.yml": workflow(
          "- uses: docker/build-push-action@v6",
          "  with:",
          "    context: .",
          "    build-contexts: |",
          "      base=docker-image://alpine:3.22",
        ),
      },
      "Dockerfile: base-image pass",
    ],
    [
      "a folder to copy from, on a command line",
      {
        Dockerfile: "FROM alpine:3.22\nCOPY --from=assets logo.svg /\n",
        ".github/workflows/image.yml": workflow("- run: docker buildx build --build-context assets=./assets -t web ."),
      },
      "Dockerfile: base-image pass",
    ],
  ]);
});
