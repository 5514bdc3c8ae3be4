import { deploymentFile, type ComposeProject } from "../../load/compose/project.ts";
import { scalarAt } from "../../model/compose/read.ts";
import { inlineName } from "../dockerfile/inline.ts";
import type { DockerfileIntent } from "../fix.ts";
import { dockerfileViolations } from "./dockerfile.ts";
import type { Violation } from "./violation.ts";

/** What differs in Dockerfiles that stand in Compose files, as Compose hands them to the engine, although no intent names it. */
export function inlineViolations(
  before: readonly ComposeProject[],
  after: readonly ComposeProject[],
  intents: readonly DockerfileIntent[],
): Violation[] {
  const later = new Map(after.flatMap((project) => textsOf(project)).map((inline) => [inline.key, inline]));
  return before
    .flatMap((project) => textsOf(project))
    .flatMap(({ key, name, text }) => {
      const now = later.get(key)?.text;
      return now === undefined || now === text
        ? []
        : dockerfileViolations(
            name,
            text,
            now,
            intents.filter(({ file }) => file === name),
          );
    });
}

function textsOf(project: ComposeProject): { readonly key: string; readonly name: string; readonly text: string }[] {
  return project.services.flatMap((service) => {
    const scalar = scalarAt(service.value, "build", "dockerfile_inline");
    if (!scalar) return [];
    const key = `${deploymentFile(project)} ${service.name}`;
    return [{ key, name: inlineName(scalar.origin.file, service.name), text: scalar.text }];
  });
}
