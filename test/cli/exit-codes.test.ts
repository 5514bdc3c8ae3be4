import { describe, expect, it } from "vitest";
import { repository, seaworthy } from "./seaworthy.ts";

const scanned =
  "on: push\njobs:\n  image:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: docker build -t app . && trivy image --exit-code 1 app\n";
const clean = 'FROM alpine:3.22\nUSER 10001\nHEALTHCHECK CMD /check\nENTRYPOINT ["tini", "--", "/srv"]\n';
const workflow = { ".github/workflows/image.yml": scanned };
const files = { ...workflow, Dockerfile: clean };

const folders = {
  clean: repository(files),
  high: repository({ ...workflow, Dockerfile: 'FROM alpine:3.22\nUSER root\nCMD ["/srv"]\n' }),
  error: repository({ ...files, "compose.yaml": "services:\n  a:\n   image: x\n  - b\n" }),
  "error and high": repository({
    ...workflow,
    Dockerfile: "FROM alpine:3.22\nUSER root\n",
    "compose.yaml": "include: [missing.yaml]\nservices: { web: { build: . } }\n",
  }),
  gap: repository({
    ...files,
    "compose.yaml":
      "services:\n  web: { image: 'shop:1', env_file: app.env, user: '5', read_only: true, init: true, cap_drop: [ALL], " +
      "security_opt: ['no-new-privileges:true'], mem_limit: 1g, cpus: 1, healthcheck: { test: check } }\n",
  }),
  "unknown in development": repository({ ...workflow, "Dockerfile.dev": 'FROM shop:1\nUSER 5\nCMD ["/srv"]\n' }),
  nothing: repository({ "README.md": "" }),
} as const;

type Folder = keyof typeof folders;
const cases: readonly (readonly [folder: Folder, args: readonly string[], code: number])[] = [
  ["clean", [], 0],
  ["clean", ["--exit-code", "9"], 0],
  ["high", [], 1],
  ["high", ["--fail-on-unknown", "--fail-on", "critical"], 1],
  ["high", ["--exit-code", "0"], 0],
  ["error", [], 3],
  ["error", ["--fail-on", "never"], 3],
  ["error", ["--exit-code", "9"], 3],
  ["error", ["--allow-gaps"], 0],
  ["error and high", [], 3],
  ["error and high", ["--allow-gaps"], 1],
  ["error and high", ["--allow-gaps", "--exit-code", "9"], 9],
  ["error and high", ["--allow-gaps", "--fail-on", "never"], 0],
  ["error and high", ["missing"], 2],
  ["gap", [], 0],
  ["gap", ["--fail-on-unknown"], 1],
  ["gap", ["--fail-on-unknown", "--exit-code", "9"], 9],
  ["gap", ["--fail-on-unknown", "--allow-gaps"], 1],
  ["unknown in development", ["--fail-on-unknown"], 0],
  ["nothing", [], 0],
  ["nothing", ["--fail-on-unknown"], 0],
];

describe("exit codes of errors, gaps and findings together", () => {
  it.each(cases)("%s %j: %i", (folder, args, code) => {
    expect(seaworthy(args, { cwd: folders[folder] }).code).toBe(code);
  });
});

describe("--target", () => {
  const staged = repository({
    Dockerfile: 'FROM alpine:3.22 AS build\nUSER root\nCMD ["/srv"]\nFROM alpine:3.22\nUSER 5\nCMD ["/srv"]\n',
  });
  it.each([
    ["build", 1],
    ["BUILD", 1],
    ["0", 1],
    ["1", 0],
  ])("%s", (stage, code) => {
    expect(seaworthy(["--target", stage], { cwd: staged }).code).toBe(code);
  });
  it("a stage that no Dockerfile has is a mistake, never a pass", () => {
    const { code, err } = seaworthy(["--target", "biuld"], { cwd: staged });
    expect(code).toBe(2);
    expect(err).toContain('has this stage (did you mean "build"?)');
    expect(seaworthy(["--target", "7"], { cwd: staged }).code).toBe(2);
  });
});
