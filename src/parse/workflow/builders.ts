import type { RunWord } from "../run/tree.ts";
import { readSubcommand } from "../run/program.ts";
import type { Span } from "../../source/span.ts";
import { lastOption, readArguments, type Arguments } from "./arguments.ts";
import { wordText } from "./expressions.ts";
import { placeContext, placePath } from "./paths.ts";
import { addBuild, addTag, type StepContext } from "./step.ts";
import type { CiBuild, CiBuildArg, CiText } from "./tree.ts";

const buildValues =
  "f file t tag target build-arg add-host allow annotation attest build-context builder cache-from cache-to call " +
  "cgroup-parent iidfile label metadata-file network no-cache-filter o output platform progress provenance sbom secret " +
  "shm-size ssh ulimit m memory memory-swap c cpu-shares cpu-period cpu-quota cpuset-cpus cpuset-mems isolation " +
  "security-opt authfile format arch os variant v volume manifest userns cap-add cap-drop device dns from ignorefile jobs " +
  "logfile runtime timestamp creds cert-dir signature-policy retry env";

const aliases = { f: "file", t: "tag", o: "output" };

/** Reads a command line as an image build; false where it is none. */
export function readBuild(context: StepContext, words: readonly RunWord[], span: Span): boolean {
  const program = words[0]?.value ?? "";
  if (/(?:^|\/)buildah$/.test(program)) return readBuildah(context, words, span);
  if (/(?:^|\/)kaniko\/executor$|^executor$/.test(program)) return readKaniko(context, words.slice(1), span);
  if (/(?:^|\/)docker-compose$/.test(program)) return readCompose(context, words.slice(1), span);
  const subcommand = readSubcommand(words);
  if (!subcommand) return false;
  const verbs = subcommand.verbs.map(({ value }) => value).join(" ");
  const rest = words.slice(subcommand.rest);
  switch (verbs) {
    case "build":
    case "image build":
    case "builder build":
      return addDockerBuild(context, subcommand.program, rest, span);
    case "buildx build":
    case "buildx b":
      return addDockerBuild(context, "buildx", rest, span);
    case "buildx bake":
      return readBake(context, rest, span);
    case "tag":
    case "image tag":
      return readTag(context, rest);
    case "compose":
      return readCompose(context, rest, span);
    default:
      return false;
  }
}

function readBuildah(context: StepContext, words: readonly RunWord[], span: Span): boolean {
  const verb = words[1]?.value;
  if (verb !== "bud" && verb !== "build" && verb !== "build-using-dockerfile") return false;
  return addDockerBuild(context, "buildah", words.slice(2), span);
}

function addDockerBuild(context: StepContext, tool: string, words: readonly RunWord[], span: Span): boolean {
  const read = readArguments(words, { values: buildValues, aliases });
  const text = (word: RunWord): CiText => wordText(word, context.expressions);
  const operand = read.operands.at(-1);
  if (!operand) return false;
  const place = placeContext(text(operand), context.directory);
  // `"${options[@]}"`: whatever is not written may stand in there.
  const open = read.operands.slice(0, -1).find(({ unresolved }) => unresolved.length > 0);
  const file = lastOption(read, "file") ?? open;
  const push =
    read.flags.has("push") || (read.options.get("output") ?? []).some(({ value }) => /type=registry|push=true/.test(value));
  addBuild(context, {
    tool,
    contextKind: place.kind,
    context: place.path,
    dockerfile: file && pathOf(context, text(file)),
    target: optionText(read, "target", text) ?? (open && text(open)),
    tags: (read.options.get("tag") ?? (open ? [open] : [])).map(text),
    buildArgs: readBuildArgs(read, text),
    contexts: (read.options.get("build-context") ?? []).map((word) => buildArg(text(word))),
    push,
    files: [],
    names: [],
    span,
  });
  return true;
}

/** `docker tag SOURCE TARGET`: one more name of an image that was built before. */
function readTag(context: StepContext, words: readonly RunWord[]): boolean {
  const [source, target] = words.map((word) => wordText(word, context.expressions));
  if (source && target) addTag(context, source, target);
  return true;
}

function optionText(read: Arguments, name: string, text: (word: RunWord) => CiText): CiText | undefined {
  const word = lastOption(read, name);
  return word && text(word);
}

function readBuildArgs(read: Arguments, text: (word: RunWord) => CiText): CiBuildArg[] {
  return (read.options.get("build-arg") ?? []).map((word) => buildArg(text(word)));
}

/** `NAME=value` or `NAME`. */
export function buildArg(text: CiText): CiBuildArg {
  const equals = text.text.indexOf("=");
  if (equals === -1) return { name: text.text, value: undefined };
  const span =
    text.span.end - text.span.start >= text.text.length ? { start: text.span.start + equals + 1, end: text.span.end } : text.span;
  return { name: text.text.slice(0, equals), value: { ...text, text: text.text.slice(equals + 1), span } };
}

/** A path from the top where it is known, else as written. */
function pathOf(context: StepContext, text: CiText): CiText {
  return placePath(text, context.directory) ?? text;
}

const kanikoValues =
  "c context f dockerfile d destination build-arg target label cache-repo registry-mirror customPlatform snapshot-mode snapshotMode " +
  "context-sub-path digest-file git image-name-with-digest-file kaniko-dir log-format oci-layout-path registry-certificate tar-path tarPath verbosity v";

function readKaniko(context: StepContext, words: readonly RunWord[], span: Span): boolean {
  const read = readArguments(words, { values: kanikoValues, aliases: { c: "context", f: "dockerfile", d: "destination" } });
  const text = (word: RunWord): CiText => wordText(word, context.expressions);
  const written = optionText(read, "context", text);
  const sub = lastOption(read, "context-sub-path");
  const folder = written && { ...written, text: written.text.replace(/^dir:\/\//, "") };
  const place = folder && placeContext(folder, context.directory);
  const inner = place?.kind === "folder" && sub ? placePath(text(sub), place.path.text) : undefined;
  const file = optionText(read, "dockerfile", text);
  addBuild(context, {
    tool: "kaniko",
    contextKind: place?.kind ?? "unknown",
    context: inner ?? place?.path,
    dockerfile: file && (placePath(file, place?.kind === "folder" ? place.path.text : context.directory) ?? file),
    target: optionText(read, "target", text),
    tags: (read.options.get("destination") ?? []).map(text),
    buildArgs: readBuildArgs(read, text),
    push: !read.flags.has("no-push") && read.options.has("destination"),
    files: [],
    names: [],
    span,
  });
  return true;
}

/** Builds whose contexts stand in other files. */
function addIndirect(context: StepContext, tool: string, files: CiText[], names: CiText[], push: boolean, span: Span): true {
  const none: Pick<CiBuild, "context" | "dockerfile" | "target" | "tags" | "buildArgs"> = {
    context: undefined,
    dockerfile: undefined,
    target: undefined,
    tags: [],
    buildArgs: [],
  };
  addBuild(context, { tool, contextKind: "unknown", ...none, push, files, names, span });
  return true;
}

function readBake(context: StepContext, words: readonly RunWord[], span: Span): boolean {
  const values = "f file set builder call metadata-file progress provenance sbom allow var list";
  const read = readArguments(words, { values, aliases });
  const text = (word: RunWord): CiText => wordText(word, context.expressions);
  const files = (read.options.get("file") ?? []).map((word) => pathOf(context, text(word)));
  return addIndirect(context, "bake", files, read.operands.map(text), read.flags.has("push"), span);
}

const composeValues =
  "f file p project-name profile env-file project-directory ansi parallel progress build-arg m memory builder ssh";

function readCompose(context: StepContext, words: readonly RunWord[], span: Span): boolean {
  const read = readArguments(words, { values: composeValues, aliases });
  const [verb, ...services] = read.operands;
  const builds = verb?.value === "build" || ((verb?.value === "up" || verb?.value === "run") && read.flags.has("build"));
  if (!builds) return false;
  const text = (word: RunWord): CiText => wordText(word, context.expressions);
  const files = (read.options.get("file") ?? []).map((word) => pathOf(context, text(word)));
  return addIndirect(context, "compose", files, services.map(text), read.flags.has("push"), span);
}
