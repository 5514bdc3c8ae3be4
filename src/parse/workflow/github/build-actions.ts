import type { MappedText } from "../../../source/mapped-text.ts";
import type { Span } from "../../../source/span.ts";
import { buildArg } from "../builders.ts";
import { placeContext, placePath } from "../paths.ts";
import { addBuild, type StepContext } from "../step.ts";
import { splitText, textOf } from "../text.ts";
import type { CiText } from "../tree.ts";

/** An input of the step, expressions put in; undefined where it is not given or empty. */
export interface StepInput {
  (name: string): MappedText | undefined;
}

/** Reads a step that uses an action which builds images; false where the action is none. `name` is owner/repo/path. */
export function readBuildAction(context: StepContext, name: string, input: StepInput, span: Span): boolean {
  const path = name.toLowerCase();
  if (path.endsWith("/build-push-action")) return addAction(context, "build-push-action", input, span, buildPush);
  if (path === "redhat-actions/buildah-build") return addAction(context, "buildah", input, span, buildah);
  if (path === "mr-smithers-excellent/docker-build-push") return addAction(context, "docker-build-push", input, span, smithers);
  if (path === "elgohr/publish-docker-github-action") return addAction(context, "publish-docker", input, span, elgohr);
  if (path === "aevea/action-kaniko" || path === "int128/kaniko-action") return addAction(context, "kaniko", input, span, kaniko);
  if (path.endsWith("/bake-action")) return addBake(context, input, span);
  return false;
}

/** Which inputs hold what. */
interface InputNames {
  readonly context: readonly string[];
  readonly dockerfile: readonly string[];
  readonly tags: readonly string[];
  readonly arguments: readonly string[];
  readonly target: string;
  /** Without a context the repository as Git has it is built. */
  readonly git: boolean;
  /** It always pushes. */
  readonly pushes: boolean;
}

const buildPush: InputNames = {
  context: ["context"],
  dockerfile: ["file"],
  tags: ["tags"],
  arguments: ["build-args"],
  target: "target",
  git: true,
  pushes: false,
};
const buildah: InputNames = {
  context: ["context"],
  dockerfile: ["containerfiles", "dockerfiles"],
  tags: ["image"],
  arguments: ["build-args"],
  target: "target",
  git: false,
  pushes: false,
};
const smithers: InputNames = {
  context: ["directory"],
  dockerfile: ["dockerfile"],
  tags: ["image"],
  arguments: ["buildArgs"],
  target: "target",
  git: false,
  pushes: true,
};
const elgohr: InputNames = {
  context: ["context", "workdir"],
  dockerfile: ["dockerfile"],
  tags: ["name"],
  arguments: ["buildargs"],
  target: "target",
  git: false,
  pushes: true,
};
const kaniko: InputNames = {
  context: ["context", "path"],
  dockerfile: ["file", "build_file"],
  tags: ["tags", "image"],
  arguments: ["build-args", "build_args"],
  target: "target",
  git: false,
  pushes: true,
};

function addAction(context: StepContext, tool: string, input: StepInput, span: Span, names: InputNames): true {
  const { expressions } = context;
  const first = (keys: readonly string[]): MappedText | undefined => keys.map(input).find((text) => text !== undefined);
  const one = (keys: readonly string[]): CiText | undefined => {
    const text = first(keys);
    return text && textOf(text, expressions);
  };
  const list = (keys: readonly string[], separators: string): CiText[] => {
    const text = first(keys);
    return text ? splitText(text, expressions, separators) : [];
  };
  const written = one(names.context);
  // `{{defaultContext}}:folder` is a folder of the repository as Git has it.
  const git = names.git && (written === undefined || written.text.startsWith("{{defaultContext}}"));
  const folder = git ? { text: written?.text.split(":")[1] ?? "", unresolved: [], span: written?.span ?? span } : written;
  const place = placeContext(folder ?? { text: ".", unresolved: [], span }, "");
  const dockerfile = one(names.dockerfile);
  addBuild(context, {
    tool,
    contextKind: git && place.kind === "folder" ? "git" : place.kind,
    context: place.path,
    dockerfile: dockerfile && (placePath(dockerfile, git ? place.path.text : "") ?? dockerfile),
    target: one([names.target]),
    tags: list(names.tags, "\n,"),
    buildArgs: list(names.arguments, "\n").map(buildArg),
    contexts: list(["build-contexts"], "\n").map(buildArg),
    push: names.pushes || one(["push"])?.text === "true",
    files: [],
    names: [],
    span,
  });
  return true;
}

function addBake(context: StepContext, input: StepInput, span: Span): true {
  const { expressions } = context;
  const list = (name: string): CiText[] => {
    const text = input(name);
    return text ? splitText(text, expressions, "\n,") : [];
  };
  const folder = input("workdir");
  const directory = folder && textOf(folder, expressions).text;
  addBuild(context, {
    tool: "bake",
    contextKind: "unknown",
    context: undefined,
    dockerfile: undefined,
    target: undefined,
    tags: [],
    buildArgs: [],
    push: input("push")?.text.trim() === "true",
    files: list("files").map((file) => placePath(file, directory ?? "") ?? file),
    names: list("targets"),
    span,
  });
  return true;
}
