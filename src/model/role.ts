import { enclosingPath } from "../util/scope.ts";
import type { BuildModel } from "./build.ts";
import type { Role } from "./workload.ts";

export interface RoleGuess {
  readonly role: Role;
  readonly reason: string;
}

const developmentWords = new Set(
  "dev devel develop development local localhost debug devcontainer sandbox playground demo example examples sample samples".split(
    " ",
  ),
);
const testWords = new Set(
  "test tests testing e2e spec specs integration fixture fixtures testdata ci mock mocks bench benchmark benchmarks".split(" "),
);

/** Folders whose name alone makes everything below them development or test. `ci` as a folder holds production images often enough. */
const developmentFolders = new Set(
  "dev develop development local .devcontainer devcontainer examples example samples sample demo demos docs-examples sandbox playground".split(
    " ",
  ),
);
const testFolders = new Set(
  "test tests testing e2e __tests__ fixtures testdata integration-tests integration_tests spec cypress playwright".split(" "),
);

/**
 * The role that names below the given PATH tell: folders, the file's own name (`Dockerfile.dev`, `compose.test.yaml`,
 * `docker-compose.override.yml`) and the stage.
 */
export function roleOfPath(file: string, scope: readonly string[]): RoleGuess {
  const inner = belowScope(file, scope);
  const parts = inner.split("/");
  const name = parts.pop() ?? "";
  for (const folder of parts) {
    const lower = folder.toLowerCase();
    if (testFolders.has(lower)) return { role: "test", reason: `it lies in the folder ${folder}` };
    if (developmentFolders.has(lower)) return { role: "development", reason: `it lies in the folder ${folder}` };
  }
  return roleOfName(name, "the file's name") ?? { role: "production", reason: "nothing says otherwise" };
}

function belowScope(file: string, scope: readonly string[]): string {
  const above = enclosingPath(file, scope);
  if (above === file) return file.slice(file.lastIndexOf("/") + 1);
  return above ? file.slice(above.length + 1) : file;
}

/** `Dockerfile.dev`, `docker-compose-test.yml`, a stage `dev`: by whole words of the name. */
export function roleOfName(name: string, what: string): RoleGuess | undefined {
  const words = name
    .toLowerCase()
    .replace(/\.(?:ya?ml|dockerfile)$/, "")
    .split(/[^a-z0-9]+/)
    .filter(
      (word) => word !== "" && word !== "dockerfile" && word !== "containerfile" && word !== "compose" && word !== "docker",
    );
  if (words.some((word) => word === "prod" || word === "production" || word === "release")) return undefined;
  for (const word of words) {
    if (testWords.has(word)) return { role: "test", reason: `${what} says ${word}` };
    if (developmentWords.has(word)) return { role: "development", reason: `${what} says ${word}` };
  }
  return undefined;
}

/**
 * The role of a Dockerfile's stage: names tell first, then whether it has a command at all. The last stage is what is built where
 * nobody says otherwise, whatever it is called: `elsewhere` tells that all known builds name another one.
 */
export function dockerfileRole(build: BuildModel, scope: readonly string[], elsewhere = false): RoleGuess {
  const byPath = roleOfPath(build.dockerfile, scope);
  if (byPath.role !== "production") return byPath;
  const last = build.target.index === build.stages.length - 1;
  const byStage =
    build.target.name !== undefined && (!last || elsewhere) ? roleOfName(build.target.name, "the stage's name") : undefined;
  if (byStage) return byStage;
  return isBaseImage(build) ? { role: "base", reason: "it has no command of its own, and the base's is a shell" } : byPath;
}

/** Nothing in the Dockerfile gives a command, and the base's command is a shell or REPL. */
function isBaseImage(build: BuildModel): boolean {
  const own = build.chain.some((stage) => stage.steps.some((step) => step.keyword === "CMD" || step.keyword === "ENTRYPOINT"));
  if (own) return false;
  const { base } = build;
  return base.kind === "image" && (base.facts?.pid1 === "shell" || base.facts?.pid1 === "repl");
}
