import type { BuildModel, Stage } from "../../../model/build.ts";
import { workdirAt } from "../../../model/copies.ts";
import type { Project } from "../../../model/project.ts";
import { scriptCommands } from "../../../model/script-commands.ts";
import { basename, joinPath, normalizePath } from "../../../util/path.ts";
import { startSteps } from "../start/steps.ts";
import { sourcesWrite } from "../user/source-writes.ts";
import { nodeShape } from "./node.ts";
import { neededSources } from "./sources.ts";

/** How one stage that builds and runs becomes two. */
export interface Shape {
  /** Image of the new stage. */
  readonly base: string;
  /** The file that is taken over, and stays where it is. */
  readonly artefact: string;
  readonly workdir: string;
  /** `NAME=value` for the stage that builds. */
  readonly env: string | undefined;
  /** The last line of the stage that builds. */
  readonly last?: string;
  readonly breaks: string;
}

/** The shape of a single stage that compiles what it runs; a text says why it is none that can be split. */
export function shapeOf(build: BuildModel, project: Project): Shape | string {
  const { target } = build;
  if (build.stages.length !== 1 || target.base.kind !== "image") return "it has several stages already, or its base is not known";
  const { command, entrypoint } = startSteps(build);
  const start = entrypoint ?? command;
  if (start?.command.form !== "exec") return "what it starts is not in exec form";
  const words = [...start.command.words, ...(entrypoint && command?.command.form === "exec" ? command.command.words : [])].map(
    ({ value }) => value,
  );
  if (
    target.steps.some(
      ({ keyword }) =>
        keyword === "USER" || keyword === "VOLUME" || keyword === "HEALTHCHECK" || keyword === "ONBUILD" || keyword === "SHELL",
    )
  ) {
    return "USER, VOLUME or HEALTHCHECK stand in it";
  }
  const name = basename(target.base.ref.normalized);
  const { tag = "" } = target.base.ref;
  if (name === "golang") return goShape(build, target, words, project);
  if (name === "maven") return javaShape(build, target, words, tag);
  if (name === "node") return nodeShape(build, target, words, target.base.ref.text, tag, project);
  if (name === "rust") return rustShape(build, target, words, tag, project);
  return "no runtime image is known for what it builds";
}

function goShape(build: BuildModel, target: Stage, words: readonly string[], project: Project): Shape | string {
  const built = commandsIn(target).find(({ program, args }) => program === "go" && args.some(({ text }) => text === "build"));
  if (!built) return "no RUN builds the program";
  const folder = workdirAt(target, undefined);
  const option = built.args.findIndex(({ text }) => text === "-o");
  const out = option < 0 ? undefined : built.args[option + 1]?.text;
  if (out === undefined || /[$*]/.test(out)) return "go build names no file with -o";
  const artefact = out.startsWith("/") ? normalizePath(out) : joinPath(folder, out);
  if (startedFile(words[0] ?? "", folder) !== artefact && !isFoundByName(words[0] ?? "", artefact))
    return "what it starts is not what go build makes";
  if (
    target.env.get("CGO_ENABLED")?.value === "1" ||
    commandsIn(target).some(
      ({ program, args }) =>
        /^(?:apk|apt|apt-get)$/.test(program) && args.some(({ text }) => /^(?:gcc|g\+\+|build-base|musl-dev)$|-dev$/.test(text)),
    )
  ) {
    return "it links C libraries";
  }
  const obstacle = runsAlone(build, project);
  if (obstacle !== undefined) return obstacle;
  const set =
    target.env.get("CGO_ENABLED")?.value === "0" ||
    /CGO_ENABLED=0/.test(built.command.assignments.map(({ name, value }) => `${name}=${value?.value ?? ""}`).join(" "));
  return {
    base: "gcr.io/distroless/static-debian12:nonroot",
    artefact,
    workdir: folder,
    env: set ? undefined : "CGO_ENABLED=0",
    breaks: "tools and files of the large image that the program uses when it runs",
  };
}

function rustShape(build: BuildModel, target: Stage, words: readonly string[], tag: string, project: Project): Shape | string {
  if (!/bookworm/.test(tag))
    return "the Debian release of its base is not named, so no runtime image with the same libc is known";
  if (
    !commandsIn(target).some(
      ({ program, args }) =>
        program === "cargo" &&
        args.some(({ text }) => text === "build") &&
        args.some(({ text }) => text === "--release" || text === "-r"),
    )
  )
    return "no RUN builds the program";
  const folder = workdirAt(target, undefined);
  const artefact = startedFile(words[0] ?? "", folder);
  if (!/\/target\/(?:[\w-]+\/)?release\/[\w-]+$/.test(artefact)) return "what it starts is not what cargo build makes";
  if (commandsIn(target).some(({ program, args }) => program === "apt-get" && args.some(({ text }) => text.endsWith("-dev"))))
    return "it links C libraries";
  const obstacle = runsAlone(build, project);
  if (obstacle !== undefined) return obstacle;
  return {
    base: "gcr.io/distroless/cc-debian12:nonroot",
    artefact,
    workdir: folder,
    env: undefined,
    breaks: "tools and files of the large image that the program uses when it runs",
  };
}

function javaShape(build: BuildModel, target: Stage, words: readonly string[], tag: string): Shape | string {
  const version = /eclipse-temurin-(\d+)/.exec(tag)?.[1];
  if (version === undefined) return "the Java version of its base is not named";
  if (
    !commandsIn(target).some(
      ({ program, args }) => /^mvnw?$/.test(program) && args.some(({ text }) => /^(?:package|install|verify)$/.test(text)),
    )
  )
    return "no RUN builds the program";
  const at = words.indexOf("-jar");
  const jar = words[at + 1] ?? "";
  if (words[0] !== "java" || at < 0 || !jar.endsWith(".jar") || /[*$]/.test(jar)) return "it does not start one jar by name";
  const folder = workdirAt(build.target, undefined);
  return {
    base: `eclipse-temurin:${version}-jre`,
    artefact: startedFile(jar, folder),
    workdir: folder,
    env: undefined,
    breaks: "tools and files of the build that the program uses when it runs",
  };
}

function commandsIn(stage: Stage) {
  return stage.steps.flatMap((step) => (step.keyword === "RUN" ? scriptCommands(step, stage) : []));
}

function startedFile(program: string, folder: string): string {
  return program.startsWith("/") ? normalizePath(program) : joinPath(folder, program);
}

/** Folders that the search path of every image holds. */
function isFoundByName(program: string, artefact: string): boolean {
  return /^\/(?:usr\/(?:local\/)?)?s?bin\/[^/]+$/.test(artefact) && basename(artefact) === program;
}

/** Nothing but the binary is needed when it runs, as far as its sources say; why not otherwise. */
function runsAlone(build: BuildModel, project: Project): string | undefined {
  const needed = neededSources(build, project);
  if (needed !== undefined) return needed;
  return sourcesWrite(build, project) === false ? undefined : "it may write files, and a minimal image has no place for them";
}
