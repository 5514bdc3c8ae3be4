import type { Stage } from "../../../model/build.ts";
import { copiesOf, type Copy, type CopySource } from "../../../model/copies.ts";
import { commandsOf } from "../../../model/run-commands.ts";
import type { CommandInstruction, CopyInstruction } from "../../../parse/dockerfile/tree.ts";
import { compileGlob } from "../../../util/glob.ts";
import { basename, joinPath, normalizePath, pathWithin } from "../../../util/path.ts";
import { removeInstruction } from "../edit.ts";
import { addIgnored } from "../ignore-file.ts";
import type { DockerfileTarget } from "../target.ts";
import type { FileOp, Intent, Outcome, RecipeContext } from "../../fix.ts";
import { giveToBuilds } from "./compose-build.ts";
import { addMount, mountFlag, secretId } from "./mount.ts";

/** Files that one kind of build step reads: which, and where the mount puts the file. */
interface BuildFile {
  readonly file: RegExp;
  readonly programs: RegExp;
  readonly target?: string;
}

const buildFiles: readonly BuildFile[] = [
  { file: /^\.(?:npmrc|yarnrc(?:\.yml)?)$/, programs: /^(?:npm|yarn|pnpm)$/ },
  { file: /^pip\.conf$/, programs: /^(?:pip\d?|python\d?)$/, target: "/etc/pip.conf" },
  { file: /^\.netrc$/, programs: /^(?:git|go|pip\d?|curl|wget|bundle|composer)$/, target: "/root/.netrc" },
  { file: /^\.git-credentials$/, programs: /^(?:git|go|npm|yarn)$/, target: "/root/.git-credentials" },
  { file: /^settings\.xml$/, programs: /^(?:mvn|mvnw)$/, target: "/root/.m2/settings.xml" },
  { file: /^auth\.json$/, programs: /^composer$/ },
  { file: /^credentials$/, programs: /^(?:aws|python\d?|terraform)$/, target: "/root/.aws/credentials" },
  { file: /^nuget\.config$/i, programs: /^(?:dotnet|nuget)$/ },
  { file: /^\.(?:condarc|pypirc)$/, programs: /^(?:conda|pip\d?|twine)$/ },
  {
    file: /^id_(?:rsa|dsa|ecdsa|ed25519)$/,
    programs: /^(?:git|go|npm|yarn|pip\d?|composer|bundle|ssh|scp|cargo)$/,
    target: "/root/.ssh/",
  },
];

/** Keeps a copied secret file out of the image: as a mount for the build step that reads it, else out of the context. */
export function keepOut(context: RecipeContext, target: DockerfileTarget): Outcome {
  const found = findCopy(context, target);
  if (typeof found === "string") return { kind: "refused", reason: found };
  const { copy, source, stage, step, file } = found;
  if (file !== undefined && normalizePath(source.path) !== file) {
    // All of a folder is copied: the file stays out of it.
    const ignored = addIgnored(context, target.build, [file]);
    if (typeof ignored === "string") return { kind: "refused", reason: ignored };
    const known = buildFiles.find((candidate) => candidate.file.test(basename(file)));
    const inner = pathWithin(normalizePath(`/${source.path}`).slice(1), file);
    const mount =
      known && inner !== undefined && source.unknown.length === 0
        ? asMount(context, target, found, known, joinPath(copy.destination, inner), { ops: ignored, intents: [] })
        : undefined;
    return mount ?? fixOf(`Keep ${file} out of the build context`, ignored, [], file);
  }
  const name = basename(source.path.replace(/\/+$/, ""));
  const known = buildFiles.find((candidate) => candidate.file.test(name));
  if (known && source.unknown.length === 0) {
    const removed = withoutSource(target, step, source);
    if (typeof removed === "string") return { kind: "refused", reason: removed };
    const mount = asMount(context, target, found, known, joinPath(copy.destination, copy.folder ? name : ""), removed);
    if (mount) return mount;
  }
  return outOfContext(context, target, { stage, step, source }, name);
}

interface FoundCopy {
  readonly copy: Copy;
  readonly source: CopySource;
  readonly stage: Stage;
  readonly step: CopyInstruction;
  /** The secret file from the context's top, where it is in the repository. */
  readonly file: string | undefined;
}

/** The COPY that brings the secret: the finding lies in it, or in the file that it takes. */
function findCopy({ at }: RecipeContext, { build }: DockerfileTarget): FoundCopy | string {
  let wider: FoundCopy | undefined;
  const folder = build.context.kind === "folder" ? build.context.path : undefined;
  const inside = at.file !== build.dockerfile && folder !== undefined ? pathWithin(folder, at.file) : undefined;
  for (const stage of build.stages) {
    for (const copy of copiesOf(stage, build.stages)) {
      const { step } = copy;
      if (
        copy.from.kind !== "context" ||
        (step.keyword !== "COPY" && step.keyword !== "ADD") ||
        !stage.tree.instructions.includes(step)
      )
        continue;
      const source = copy.sources.find(({ word, path, heredoc }) => {
        if (word === undefined || heredoc) return false;
        if (inside === undefined) return word.span.start <= at.span.start && at.span.end <= word.span.end;
        const from = normalizePath(`/${path}`).slice(1);
        return from === inside || pathWithin(from, inside) !== undefined || compileGlob(from)(inside);
      });
      if (!source) continue;
      const found = { copy, source, stage, step, file: inside };
      // One that names the file comes before one that takes its folder.
      if (inside === undefined || normalizePath(`/${source.path}`).slice(1) === inside) return found;
      wider ??= found;
    }
  }
  return wider ?? "the secret is written in the Dockerfile itself, or copied from another stage or image";
}

/** A mount for the build steps that read the file, once it is `removed` from what is copied. Undefined: none reads it. */
function asMount(
  { project }: RecipeContext,
  { file, build }: DockerfileTarget,
  { stage, step, source, file: inside }: FoundCopy,
  known: BuildFile,
  destination: string,
  removed: Removed,
): Outcome | undefined {
  const folder = build.context.kind === "folder" ? build.context.path : "";
  const path = joinPath(folder, inside ?? normalizePath(`/${source.path}`).slice(1));
  const name = basename(path);
  const id = secretId(name.replace(/^\./, ""));
  const readers = stage.tree.instructions.filter(
    (other): other is CommandInstruction =>
      other.keyword === "RUN" &&
      other.span.start > step.span.start &&
      commandsOf(other, stage).some((command) => known.programs.test(basename(command.name?.value ?? ""))),
  );
  if (readers.length === 0) return undefined;
  const place = destination.endsWith(name)
    ? destination
    : known.target === undefined
      ? destination
      : known.target.endsWith("/")
        ? known.target + name
        : known.target;
  const ops: FileOp[] = [
    ...removed.ops,
    ...readers.map((run) => addMount(file, run, mountFlag(id, run, stage, build, { target: place }))),
  ];
  const intents: Intent[] = [
    ...removed.intents,
    ...readers.map((): Intent => ({ kind: "dockerfile", file: file.path, change: "change", keyword: "RUN", stage: stage.index })),
  ];
  for (const run of stage.tree.instructions) {
    // A later `rm` of the file has nothing left to do; the file it names is a mount in none of these steps.
    if (run.keyword !== "RUN" || !isRemoval(run, stage, name) || readers.includes(run)) continue;
    if (!new RegExp(String.raw`rm\s+-\w*f`).test(run.rest.text)) {
      ops.push(removeInstruction(file, run));
      intents.push({ kind: "dockerfile", file: file.path, change: "remove", keyword: "RUN", stage: stage.index });
    }
  }
  const given = giveToBuilds(project, build.dockerfile, variableOf(id), id, path);
  if (typeof given === "string") return { kind: "refused", reason: given };
  for (const run of readers)
    if (isMixedRemoval(run, stage, name))
      return { kind: "refused", reason: `a RUN that would get it as a mount removes ${name}, which a mount does not allow` };
  return {
    kind: "fix",
    fix: {
      title: `Give ${name} to the build as a secret mount`,
      safety: "unsafe",
      breaks: "the build must be called with --secret",
      ops: [...ops, ...given.ops],
      intents: [...intents, ...given.intents],
      notes: [
        `Build with: docker build --secret id=${id},src=${path} ${folder === "" ? "." : folder}`,
        "Rotate what is in the file if an image with it was ever shared.",
      ],
      secrets: [],
    },
  };
}

function variableOf(id: string): string {
  return id.toUpperCase().replaceAll(/[^A-Z0-9_]/g, "_");
}

function isRemoval(run: CommandInstruction, stage: Stage, name: string): boolean {
  const commands = commandsOf(run, stage);
  return (
    commands.length === 1 &&
    commands.every(
      (command) => basename(command.name?.value ?? "") === "rm" && command.args.some(({ value }) => basename(value) === name),
    )
  );
}

function isMixedRemoval(run: CommandInstruction, stage: Stage, name: string): boolean {
  return commandsOf(run, stage).some(
    (command) => basename(command.name?.value ?? "") === "rm" && command.args.some(({ value }) => basename(value) === name),
  );
}

interface Removed {
  readonly ops: readonly FileOp[];
  readonly intents: readonly Intent[];
}

/** The COPY without the source at the finding, or none at all. */
function withoutSource({ file, build }: DockerfileTarget, step: CopyInstruction, source: CopySource): Removed | string {
  const stage = build.stages.find(({ tree }) => tree.instructions.includes(step))?.index;
  const index = step.sources.findIndex((candidate) => candidate === source.word);
  const word = step.sources[index];
  if (!word || step.json) return "COPY is written as a JSON array";
  if (step.sources.length === 1)
    return {
      ops: [removeInstruction(file, step)],
      intents: [{ kind: "dockerfile", file: file.path, change: "remove", keyword: step.keyword, stage }],
    };
  const next = step.sources[index + 1] ?? step.destination;
  if (!next || /\n[ \t]*#/.test(file.text.slice(word.span.start, next.span.start))) return "a comment stands in the COPY";
  return {
    ops: [{ kind: "edit", file: file.path, span: { start: word.span.start, end: next.span.start }, newText: "" }],
    intents: [{ kind: "dockerfile", file: file.path, change: "change", keyword: step.keyword, stage }],
  };
}

/** The file is needed when the container runs, if at all: a COPY that names it goes, and it stays out of the context. */
function outOfContext(
  context: RecipeContext,
  target: DockerfileTarget,
  { step, source }: Pick<FoundCopy, "stage" | "step" | "source">,
  name: string,
): Outcome {
  const named = /^(?:\.env(?:\..+)?|.*\.(?:pem|key|p12|pfx|jks|keystore)|id_\w+|credentials|\..*rc)$/i.test(name);
  if (!named) return { kind: "refused", reason: `${source.path} holds more than the secret` };
  const removed = withoutSource(target, step, source);
  if (typeof removed === "string") return { kind: "refused", reason: removed };
  const ignored =
    target.build.context.kind === "folder"
      ? addIgnored(context, target.build, [normalizePath(`/${source.path}`).slice(1)], { step, word: source.word })
      : [];
  return fixOf(
    `Do not copy ${name} into the image`,
    [...removed.ops, ...(typeof ignored === "string" ? [] : ignored)],
    removed.intents,
    name,
  );
}

function fixOf(title: string, ops: readonly FileOp[], intents: readonly Intent[], name: string): Outcome {
  return {
    kind: "fix",
    fix: {
      title,
      safety: "unsafe",
      breaks: "what reads the file in the image no longer finds it",
      ops,
      intents,
      notes: [
        `Give ${name} to the container when it starts: as a secret (secrets: in Compose), or mounted read-only.`,
        "Rotate what is in the file if an image with it was ever shared.",
      ],
      secrets: [],
    },
  };
}
