import type { BuildModel, Stage } from "../../../model/build.ts";
import { commandsOf } from "../../../model/run-commands.ts";
import type { CommandInstruction, Instruction, PairInstruction } from "../../../parse/dockerfile/tree.ts";
import type { SourceFile } from "../../../source/source-file.ts";
import { basename } from "../../../util/path.ts";
import type { EditOp, Intent } from "../../fix.ts";
import { addMount, cannotPrepend, mountFlag, names, prepend, secretId } from "./mount.ts";
import { npmrcWithReference, writtenFiles } from "./written.ts";
import { removePairs } from "./pairs.ts";
import { readsVariable } from "../../../util/mentions.ts";

/** What moving a variable out of a Dockerfile comes to. */
export interface Moved {
  readonly ops: readonly EditOp[];
  readonly intents: readonly Intent[];
  /** RUN steps that are given the secret as a mount. */
  readonly mounted: number;
  /** It was in the environment of the image, which no longer has it. */
  readonly leavesEnvironment: readonly string[];
  readonly id: string;
}

/**
 * Takes a variable out of ARG and ENV and gives it to the RUN steps that use it as a secret mount.
 * A text says why it cannot be done.
 */
export function moveVariable(build: BuildModel, file: SourceFile, name: string): Moved | string {
  const ops: EditOp[] = [];
  const intents: Intent[] = [];
  const left = new Set<string>();
  let mounted = 0;
  const id = secretId(name);
  if (build.tree.stages.some(({ from }) => mentions(from.rest.text, name))) return `FROM uses ${name}`;
  for (const step of build.tree.globalArgs) {
    const reason = drop(step, new Set([name]), undefined);
    if (reason !== undefined) return reason;
  }
  for (const stage of build.stages) {
    const aliases = aliasesIn(stage, build, name);
    if (typeof aliases === "string") return aliases;
    const declared = aliases.size > 0;
    for (const step of stage.tree.instructions) {
      if (!declared) continue;
      if (step.keyword === "ARG" || step.keyword === "ENV") {
        const gone = new Set(step.pairs.map(({ key }) => key.value).filter((key) => aliases.has(key)));
        if (step.keyword === "ENV" && build.chain.includes(stage)) for (const key of gone) left.add(key);
        const reason = drop(step, gone, stage.index);
        if (reason !== undefined) return reason;
      } else if (step.keyword === "RUN") {
        // Done below.
      } else if (
        [...aliases].some((alias) => mentions(textOf(step), alias)) &&
        step.keyword !== "CMD" &&
        step.keyword !== "ENTRYPOINT" &&
        step.keyword !== "HEALTHCHECK"
      ) {
        return `${step.keyword} uses ${name}`;
      }
    }
    const reason = mountAll(stage, aliases);
    if (reason !== undefined) return reason;
  }
  return { ops, intents, mounted, leavesEnvironment: [...left], id };

  function drop(step: PairInstruction, gone: ReadonlySet<string>, stage: number | undefined): string | undefined {
    const mine = step.pairs.filter(({ key }) => gone.has(key.value));
    if (mine.length === 0) return undefined;
    const removed = removePairs(file, step, gone);
    if (!removed) return `a comment stands in the ${step.keyword} that holds ${name}`;
    ops.push(...removed);
    intents.push({
      kind: "dockerfile",
      file: file.path,
      change: mine.length === step.pairs.length ? "remove" : "change",
      keyword: step.keyword,
      stage,
    });
    return undefined;
  }

  function mountAll(stage: Stage, aliases: ReadonlySet<string>): string | undefined {
    if (aliases.size === 0) return undefined;
    const runs = stage.tree.instructions.filter((step): step is CommandInstruction => step.keyword === "RUN");
    const after = runs.filter((step) => step.span.start > firstDeclaration(stage, aliases));
    const used = after.filter((step) => [...aliases].some((alias) => names(step, alias)));
    const readers =
      used.length > 0
        ? [...used, ...after.filter((step) => !used.includes(step) && readsImplicitly(step, stage, name, used))]
        : after.filter((step) => runsOwnCode(step, stage, name));
    for (const step of readers) {
      const mine = [...aliases].filter((alias) => names(step, alias));
      const wanted = mine.length > 0 ? mine : [[...aliases][0] ?? name];
      const reference = npmrcWithReference(file, step, wanted);
      if (reference) {
        ops.push(...reference);
        intents.push({ kind: "dockerfile", file: file.path, change: "change", keyword: "RUN", stage: stage.index });
        continue;
      }
      const reason = cannotPrepend(step, stage);
      if (reason !== undefined) return reason;
      const kept = writtenFiles(commandsOf(step, stage), (text) => wanted.some((alias) => mentions(text, alias)));
      if (build.chain.includes(stage) && kept !== undefined) return `a RUN writes it to ${kept}, which stays in the image`;
      ops.push(addMount(file, step, mountFlag(id, step, stage, build)));
      ops.push(prepend(file, step, wanted.map((alias) => `export ${alias}="$(cat /run/secrets/${id})"`).join(" && ")));
      intents.push({ kind: "dockerfile", file: file.path, change: "change", keyword: "RUN", stage: stage.index });
      mounted++;
    }
    return undefined;
  }
}

/** The variable in a stage and those that ENV makes of it alone. */
function aliasesIn(stage: Stage, build: BuildModel, name: string): Set<string> | string {
  const aliases = new Set<string>();
  for (const step of stage.tree.instructions) {
    if (step.keyword !== "ARG" && step.keyword !== "ENV") continue;
    for (const { key, value } of step.pairs) {
      if (key.value === name) aliases.add(name);
      else if (step.keyword === "ENV" && value && aliases.size > 0 && [...aliases].some((alias) => mentions(value.raw, alias))) {
        if (!/^["']?\$\{?\w+\}?["']?$/.test(value.raw)) return `ENV ${key.value} is put together with it`;
        aliases.add(key.value);
      }
    }
  }
  for (const child of build.stages) {
    if (
      aliases.size > 0 &&
      child.base.kind === "stage" &&
      child.base.stage === stage &&
      child.tree.instructions.some((step) => step.keyword === "RUN" && [...aliases].some((alias) => names(step, alias)))
    ) {
      return `the stage ${child.name ?? child.index} takes it from the stage that it is built on`;
    }
  }
  return aliases;
}

function firstDeclaration(stage: Stage, aliases: ReadonlySet<string>): number {
  return (
    stage.tree.instructions.find(
      (step) => (step.keyword === "ARG" || step.keyword === "ENV") && step.pairs.some(({ key }) => aliases.has(key.value)),
    )?.span.start ?? 0
  );
}

/** `.npmrc` holds a reference that the package manager puts the variable into. */
function readsImplicitly(step: CommandInstruction, stage: Stage, name: string, used: readonly CommandInstruction[]): boolean {
  if (!used.some((other) => /\.npmrc/.test(other.rest.text)) && !/NPM|NODE_AUTH|YARN/i.test(name)) return false;
  return commandsOf(step, stage).some(
    (command) =>
      /^(?:npm|yarn|pnpm)$/.test(basename(command.name?.value ?? "")) &&
      command.args.every(({ value }) => !/^(?:config|cache|run|start|test|build)$/.test(value)),
  );
}

const forRegistries =
  /NPM|NODE_AUTH|YARN|PIP|PYPI|GIT|REGISTRY|NEXUS|ARTIFACTORY|NUGET|MAVEN|GEM|BUNDLE|COMPOSER|CARGO|PACKAGE|FURY|SIDEKIQ/i;
const installer = /^(?:npm|yarn|pnpm|pip\d?|poetry|pipenv|uv|bundle|gem|composer|go|cargo|mvn|gradle|dotnet|nuget)$/;
const runner =
  /^(?:node|nodejs|ts-node|tsx|python[\d.]*|ruby|php|perl|deno|bun|make|rake|rails|gulp|grunt|vite|next|nuxt|webpack|tsc|mvnw|gradlew|java)$/;

/** It runs something that may look at its environment: the app's own code, or package managers where the name is one of theirs. */
function runsOwnCode(step: CommandInstruction, stage: Stage, name: string): boolean {
  return commandsOf(step, stage).some(({ name: word, args }) => {
    if (!word) return false;
    const program = basename(word.value);
    const verb = args.find(({ value }) => !value.startsWith("-"))?.value;
    const installs =
      installer.test(program) &&
      /^(?:install|ci|i|add|sync|download|mod|get|restore|fetch|global|config|update)$/.test(verb ?? "install");
    if (forRegistries.test(name)) return installs;
    if (installer.test(program)) return !installs;
    if (/^(?:ba|da|a)?sh$/.test(program)) return verb !== undefined && args[0]?.value !== "-c";
    return (
      (runner.test(program) && args.length > 0 && !args.some(({ value }) => /^(?:-V|--version|-v)$/.test(value))) ||
      isOwnProgram(word.value)
    );
  });
}

function isOwnProgram(path: string): boolean {
  return path.includes("/") && !/^\/(?:usr\/(?:local\/)?)?s?bin\/|^\/etc\//.test(path);
}

function mentions(text: string, name: string): boolean {
  return readsVariable(text, name);
}

function textOf(step: Instruction): string {
  return step.rest.text + step.flags.map(({ value }) => value ?? "").join(" ");
}
