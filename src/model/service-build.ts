import { readBuildSection } from "../load/build-section.ts";
import type { ComposeProject, ComposeService } from "../load/compose/project.ts";
import type { Loaded } from "../load/loaded.ts";
import type { DockerfileTree } from "../parse/dockerfile/tree.ts";
import type { Origin } from "../source/origin.ts";
import type { BuildContext } from "./build.ts";
import { makeBuild } from "./build-model.ts";
import { mapAt, scalarAt, unresolvedReason } from "./compose/read.ts";
import type { ServiceBuild } from "./compose/service.ts";
import type { ImageFactsLookup } from "./image-facts.ts";
import { parseInlineDockerfile } from "./inline-dockerfile.ts";
import type { GivenArg } from "./variables.ts";

/** Joins a service with the Dockerfile stage that it builds. */
export function makeServiceBuild(
  service: ComposeService,
  project: ComposeProject,
  loaded: Loaded,
  facts: ImageFactsLookup,
): ServiceBuild {
  const section = readBuildSection(project, service);
  if (section.kind === "none") return { build: undefined, gap: undefined };
  if (section.kind === "remote") return { build: undefined, gap: "it is built from a remote context, which is not read" };
  if (section.kind === "unknown") return { build: undefined, gap: section.reason };
  if (section.kind === "outside") return { build: undefined, gap: `${section.path} leads out of the repository` };
  const place = service.value.entries.get("build")?.value.origin ?? service.keyOrigin;
  const source = section.kind === "inline" ? inlineSource(service, loaded) : fileSource(section.dockerfile, loaded);
  if (!source) {
    if (section.kind !== "file") return { build: undefined, gap: "the inline Dockerfile could not be read" };
    const missing = !loaded.tree.has(section.dockerfile);
    return { build: undefined, gap: `${section.dockerfile} ${missing ? "does not exist" : "could not be read"}`, missing };
  }
  const target = scalarAt(service.value, "build", "target");
  if (target && target.unresolved.length > 0) return { build: undefined, gap: unresolvedReason(target.unresolved) };
  const context: BuildContext =
    section.context === undefined
      ? { kind: "unknown", reason: "the build context leads out of the repository", origin: place }
      : { kind: "folder", path: section.context, origin: contextOrigin(service, place), stated: true };
  const result = makeBuild({
    file: source.file,
    tree: source.tree,
    loaded,
    facts,
    given: givenArgs(service),
    contexts: namedContexts(service),
    ...(target ? { target: { name: target.text, origin: target.origin } } : {}),
    context,
  });
  return result.ok ? { build: result.build, gap: undefined } : { build: undefined, gap: result.reason };
}

interface DockerfileSource {
  readonly file: string;
  readonly tree: DockerfileTree;
}

function fileSource(path: string, loaded: Loaded): DockerfileSource | undefined {
  const tree = loaded.dockerfiles.get(path);
  return tree ? { file: path, tree } : undefined;
}

function inlineSource(service: ComposeService, loaded: Loaded): DockerfileSource | undefined {
  const scalar = scalarAt(service.value, "build", "dockerfile_inline");
  if (!scalar) return undefined;
  return { file: scalar.origin.file, tree: parseInlineDockerfile(scalar, loaded.files.get(scalar.origin.file)) };
}

function contextOrigin(service: ComposeService, place: Origin): Origin {
  return scalarAt(service.value, "build", "context")?.origin ?? place;
}

function givenArgs(service: ComposeService): Map<string, GivenArg> {
  const given = new Map<string, GivenArg>();
  for (const [name, entry] of mapAt(service.value, "build", "args")?.entries ?? []) {
    const { value } = entry;
    if (value.type !== "scalar") continue;
    // `ARG:` without a value is taken from the shell that builds; where that has none the Dockerfile's default stays.
    if (value.value === null) continue;
    given.set(name, { value: value.unresolved.length > 0 ? null : value.text, origin: value.origin });
  }
  return given;
}

function namedContexts(service: ComposeService): Map<string, string> {
  const contexts = new Map<string, string>();
  for (const [name, entry] of mapAt(service.value, "build", "additional_contexts")?.entries ?? []) {
    if (entry.value.type === "scalar") contexts.set(name.toLowerCase(), entry.value.text);
  }
  return contexts;
}
