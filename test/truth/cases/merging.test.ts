import { describe } from "vitest";
import { judge, type Case } from "./verdicts.ts";

const image = "image: nginx:1.29";
const nnp = "security_opt: ['no-new-privileges:true']";

function over(title: string, base: string, override: string, expected: string): Case {
  const files = {
    "compose.yaml": `services:\n  web:\n    ${image}\n    ${base}\n`,
    "compose.override.yaml": `services:\n  web:\n    ${override}\nvolumes: { data: {} }\n`,
  };
  return [title, files, `web: ${expected}`];
}

describe("an override is part of what runs", () => {
  judge([
    over("it may undo hardening", nnp, "security_opt: ['no-new-privileges:false']", "privileges fail"),
    over("!reset takes a setting away", `privileged: true\n    ${nnp}`, "privileged: !reset false", "privileges pass"),
    over("!override replaces a list", "cap_drop: [ALL]\n    cap_add: [SYS_ADMIN]", "cap_add: !override []", "capabilities pass"),
    over(
      "volumes key on the target",
      `${nnp}\n    volumes: ['/var/run/docker.sock:/s']`,
      "volumes: ['data:/s']",
      "privileges pass",
    ),
    over("lists append", `${nnp}\n    volumes: ['data:/s']`, "volumes: ['/var/run/docker.sock:/t']", "privileges fail"),
  ]);
});

describe("include, extends, anchors and documents", () => {
  judge([
    [
      "include with an env file of its own",
      {
        "compose.yaml": `include:\n  - { path: db/compose.yaml, env_file: db/db.env }\nservices: { web: { ${image} } }\n`,
        "db/compose.yaml": "services: { db: { image: 'postgres:${TAG}', privileged: '${P}' } }\n",
        "db/db.env": "TAG=latest\nP=true\n",
      },
      "db: base-image fail, privileges fail",
    ],
    [
      "extends of another file",
      {
        "compose.yaml": `services:\n  web:\n    extends: { file: common.yaml, service: base }\n    ${image}\n`,
        "common.yaml": "services: { base: { read_only: true, pid: host } }\n",
      },
      "web: read-only pass, privileges fail",
    ],
    [
      "merge keys",
      {
        "compose.yaml":
          "x-a: &a { read_only: true }\nx-b: &b { init: true }\nservices:\n  web:\n    <<: [*a, *b]\n    image: nginx:latest\n",
      },
      "web: read-only pass, init-process pass, base-image fail",
    ],
    [
      "several documents are one file",
      { "compose.yaml": `services: { web: { ${image} } }\n---\nservices: { web: { privileged: true } }\n` },
      "web: privileges fail",
    ],
    ["a file of version 1 is no pass", { "docker-compose.yml": "web:\n  image: nginx\n  privileged: true\n" }, "web: absent"],
    [
      "a neighbour for production is joined to its base, without the override",
      {
        "compose.yaml": `services: { web: { ${image}, ${nnp} } }\n`,
        "compose.override.yaml": "services: { web: { privileged: true } }\n",
        "compose.prod.yaml": "services: { web: { read_only: true } }\n",
      },
      "compose.prod.yaml#web: read-only pass, privileges pass; compose.yaml#web: read-only fail, privileges fail",
    ],
    [
      "a neighbour that is complete stands alone",
      {
        "compose.yaml": `services: { web: { ${image}, privileged: true } }\n`,
        "compose.prod.yaml": `services: { web: { ${image}, ${nnp} } }\n`,
      },
      "compose.prod.yaml#web: privileges pass; compose.yaml#web: privileges fail",
    ],
  ]);
});

describe("which stage is built", () => {
  const Dockerfile = 'FROM debian:12 AS app\nUSER 0\nCMD ["/srv"]\nFROM app AS check\nUSER 7\nCMD ["/check"]\n';
  const run = (line: string): string => `on: push\njobs:\n  image:\n    runs-on: ubuntu-24.04\n    steps:\n      - ${line}\n`;
  judge([
    [
      "build.target",
      { Dockerfile, "compose.yaml": "services: { web: { build: { context: ., target: app } } }\n" },
      "web: non-root fail",
    ],
    [
      "a target that no stage has",
      { Dockerfile, "compose.yaml": "services: { web: { build: { context: ., target: nope } } }\n" },
      "web: non-root unknown",
    ],
    [
      "--target in CI",
      { Dockerfile, ".github/workflows/image.yml": run("run: docker build --target app .") },
      "Dockerfile@app: non-root fail",
    ],
    [
      "target of the action",
      { Dockerfile, ".github/workflows/image.yml": run("{ uses: docker/build-push-action@v6, with: { target: app } }") },
      "Dockerfile@app: non-root fail",
    ],
    ["bake", { Dockerfile, "docker-bake.hcl": 'target "web" {\n  target = "app"\n}\n' }, "Dockerfile@app: non-root fail"],
    [
      "a package script",
      { Dockerfile, "package.json": '{"scripts":{"image":"docker build --target app ."}}' },
      "Dockerfile@app: non-root fail",
    ],
    [
      "dockerfile_inline",
      {
        "compose.yaml":
          'services:\n  web:\n    build:\n      dockerfile_inline: |\n        FROM alpine:latest\n        USER 7\n        CMD ["/srv"]\n',
      },
      "web: base-image fail, non-root pass",
    ],
  ]);
});
