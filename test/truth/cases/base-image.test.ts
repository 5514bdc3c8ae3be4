import { describe } from "vitest";
import { judge, service } from "./verdicts.ts";

const digest = `sha256:${"a".repeat(64)}`;

describe("a digest pins, with variables beside it too", () => {
  judge([
    ["a variable for the tag", `ARG TAG\nFROM node:\${TAG}@${digest}\n`, "Dockerfile: base-image pass"],
    ["a variable for the digest", "ARG DIGEST\nFROM node@sha256:${DIGEST}\n", "Dockerfile: base-image pass"],
    ["a variable for the registry", `ARG HUB\nFROM \${HUB}/node@${digest}\n`, "Dockerfile: base-image pass"],
    ["in Compose", service(`image: "nginx:\${TAG}@${digest}"`), "web: base-image pass"],
    ["the digest in Compose", service('image: "nginx@sha256:${DIGEST}"'), "web: base-image pass"],
    ["a tag without value is not known", service('image: "nginx:${TAG}"'), "web: base-image unknown"],
  ]);
});

describe("a digest in a run line", () => {
  judge([["a variable for the tag", { "run.sh": `docker run nginx:$TAG@${digest}\n` }, "run.sh:1: base-image pass"]], {
    runFiles: ["run.sh"],
  });
});
