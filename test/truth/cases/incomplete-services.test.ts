import { describe } from "vitest";
import { judge, service } from "./verdicts.ts";

const open =
  "base-image unknown, non-root unknown, secrets unknown, read-only unknown, capabilities unknown, privileges unknown, " +
  "health-check unknown, scanning n/a, dockerignore n/a, image-size unknown, init-process unknown, logging unknown, resource-limits unknown";

describe("what a service lacks may stand where nobody looked", () => {
  judge([
    ["an overlay whose base is not here", { "compose.prod.yaml": "services:\n  web:\n    restart: always\n" }, `web: ${open}`],
    [
      "what an overlay says counts",
      { "compose.prod.yaml": "services:\n  web:\n    privileged: true\n    read_only: true\n" },
      "web: privileges fail, capabilities fail, read-only pass",
    ],
    [
      "a service that extends a missing file",
      service("image: node:22", "extends: { file: common.yaml, service: web }"),
      "web: base-image pass, image-size fail, read-only unknown, capabilities unknown, init-process unknown, non-root unknown",
    ],
    [
      "a service that extends in a circle",
      { "compose.yaml": "services:\n  web:\n    extends: api\n    image: node:22\n  api:\n    extends: web\n" },
      "web: read-only unknown; api: read-only unknown",
    ],
  ]);
});

describe("env files that are not here", () => {
  judge([
    ["missing", service("image: nginx:1.29", "env_file: app.env"), "web: secrets unknown"],
    ["optional", service("image: nginx:1.29", "env_file: [{ path: app.env, required: false }]"), "web: secrets unknown"],
    [
      "what is seen can fail",
      service("image: nginx:1.29", "env_file: app.env", "environment: { DB_PASSWORD: tr0ub4dor }"),
      "web: secrets fail",
    ],
  ]);
});
