import type { BuildModel } from "../../model/build.ts";
import type { Outcome, RecipeContext } from "../fix.ts";

/**
 * What to write where the image does not read secret files by itself: the entries, and the lines of an app that read the file. `reason`: why
 * it was not done.
 */
export function adviseSecretFile({ workload }: RecipeContext, name: string, id: string, reason?: string): Outcome {
  const lines =
    workload.kind === "compose"
      ? [`secrets: [${id}]  # at the service`, `secrets: { ${id}: { file: ./secrets/${id}.txt } }  # at the top`]
      : [`--mount type=bind,src=FILE,dst=/run/secrets/${id},readonly`];
  lines.push(...reading(workload.build, name, id), "Rotate the old secret: it stays in the history of the repository.");
  if (reason !== undefined) lines.push(`Not done here: ${reason}.`);
  return { kind: "advice", title: `Give ${name} as a secret file and read it from /run/secrets/${id}`, lines };
}

/** The line of an app of one's own that reads a secret file, where its language is known. */
export function readInApp(build: BuildModel | undefined, id: string): string | undefined {
  return languageOf(build) === undefined ? undefined : reading(build, "", id)[0];
}

function reading(build: BuildModel | undefined, name: string, id: string): string[] {
  const path = `/run/secrets/${id}`;
  switch (languageOf(build)) {
    case "node":
      return [`const value = require("node:fs").readFileSync("${path}", "utf8").trim();`];
    case "python":
      return [`value = open("${path}").read().strip()`];
    case "ruby":
      return [`value = File.read("${path}").strip`];
    case "php":
      return [`$value = trim(file_get_contents("${path}"));`];
    case "golang":
      return [`value, err := os.ReadFile("${path}")`];
    default:
      return [`export ${name}="$(cat ${path})"  # in the entrypoint, before exec`];
  }
}

function languageOf(build: BuildModel | undefined): string | undefined {
  for (const stage of build?.used.toReversed() ?? []) {
    const name = stage.base.kind === "image" ? stage.base.ref.normalized.split("/").at(-1) : undefined;
    if (name !== undefined && /^(?:node|python|ruby|php|golang)$/.test(name)) return name;
  }
  return undefined;
}
