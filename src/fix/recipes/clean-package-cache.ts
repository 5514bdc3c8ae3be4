import { leftCaches, type LeftCache } from "../../model/package-caches.ts";
import { readPackageCommand } from "../../model/package-commands.ts";
import { scriptCommands } from "../../model/script-commands.ts";
import type { BuildModel, Stage } from "../../model/build.ts";
import type { CommandInstruction } from "../../parse/dockerfile/tree.ts";
import type { SourceFile } from "../../source/source-file.ts";
import { dockerfileOf } from "../dockerfile/target.ts";
import type { EditOp, Outcome, Recipe, RecipeContext } from "../fix.ts";

/** Cleans the cache of a package manager in the RUN that fills it. */
export const cleanPackageCache: Recipe = { kind: "clean-package-cache", on: ["dockerfile", "compose"], render };

function render(context: RecipeContext): Outcome | undefined {
  const target = dockerfileOf(context);
  if ("reason" in target) return { kind: "refused", reason: target.reason };
  const { build, file } = target;
  const { at } = context;
  for (const stage of build.stages) {
    for (const step of stage.tree.instructions) {
      if (step.keyword !== "RUN" || at.span.start < step.span.start || at.span.end > step.span.end) continue;
      const left = leftCaches(step, stage).find(({ command }) => command.span.start === at.span.start);
      if (!left) return { kind: "refused", reason: "what it leaves is not clear" };
      if (step.command.form !== "shell" || step.heredocs.length > 0)
        return { kind: "refused", reason: "the RUN is no plain line of shell" };
      const obstacle = neededLater(build, stage, step, left.command.program);
      if (obstacle !== undefined) return { kind: "refused", reason: obstacle };
      const op = cleaning(left, file, step.command.span.end);
      if (typeof op === "string") return { kind: "refused", reason: op };
      const { program } = left.command;
      const ops =
        program === "apk" ? withoutCache(step, stage, file) : isPip.test(program) ? pipWithoutCache(step, stage, file) : [op];
      return {
        kind: "fix",
        fix: {
          title: `Leave no cache of ${left.name} in the layer`,
          safety: "safe",
          ops,
          intents: [{ kind: "dockerfile", file: file.path, change: "change", keyword: "RUN", stage: stage.index }],
          notes: [],
          secrets: [],
        },
      };
    }
  }
  return { kind: "refused", reason: "it stands in ONBUILD" };
}

/** A later step installs from the lists that this one fetches. */
function neededLater(build: BuildModel, stage: Stage, step: CommandInstruction, program: string): string | undefined {
  if (program !== "apk" && !/^apt(?:-get)?$/.test(program)) return undefined;
  const heirs = build.stages.filter((other) => other === stage || isBuiltOn(other, stage));
  for (const other of heirs) {
    for (const later of other.tree.instructions) {
      if (later.keyword !== "RUN" || (other === stage && later.span.start <= step.span.start)) continue;
      let updated = false;
      for (const command of scriptCommands(later, other)) {
        const call = readPackageCommand(command);
        if (call?.manager !== (program === "apk" ? "apk" : "apt")) continue;
        if (call.verb === "update" || call.options.some((option) => /^(?:--no-cache|--update(?:-cache)?|-U)$/.test(option)))
          updated = true;
        if (call.action === "install" && !updated)
          return "a later RUN installs from the lists that this one fetches: put both in one RUN";
      }
    }
  }
  return undefined;
}

function isBuiltOn(stage: Stage, other: Stage): boolean {
  for (let { base } = stage; base.kind === "stage"; base = base.stage.base) if (base.stage === other) return true;
  return false;
}

const isPip = /^pip[\d.]*$/;

function pipWithoutCache(step: CommandInstruction, stage: Stage, file: SourceFile): EditOp[] {
  return scriptCommands(step, stage).flatMap(({ program, args }): EditOp[] => {
    const verb = args.find(({ text }) => !text.startsWith("-"));
    if (
      !isPip.test(program) ||
      !verb ||
      !/^(?:install|wheel)$/.test(verb.text) ||
      args.some(({ text }) => text.startsWith("--no-cache"))
    )
      return [];
    return [{ kind: "edit", file: file.path, span: { start: verb.span.end, end: verb.span.end }, newText: " --no-cache-dir" }];
  });
}

/** All calls of apk in a RUN share one cache. */
function withoutCache(step: CommandInstruction, stage: Stage, file: SourceFile): EditOp[] {
  return scriptCommands(step, stage).flatMap((command): EditOp[] => {
    const call = readPackageCommand(command);
    const verb = command.args.find(({ text }) => !text.startsWith("-"));
    if (
      call?.manager !== "apk" ||
      !verb ||
      call.options.includes("--no-cache") ||
      !/^(?:add|update|upgrade|fix)$/.test(call.verb)
    )
      return [];
    return [{ kind: "edit", file: file.path, span: { start: verb.span.end, end: verb.span.end }, newText: " --no-cache" }];
  });
}

function cleaning({ command, cache }: LeftCache, file: SourceFile, end: number): EditOp | string {
  const insert = (at: number, newText: string): EditOp => ({
    kind: "edit",
    file: file.path,
    span: { start: at, end: at },
    newText,
  });
  const { program, args } = command;
  const verb = args.find(({ text }) => !text.startsWith("-"));
  if (/^pip[\d.]*$/.test(program) && verb) return insert(verb.span.end, " --no-cache-dir");
  if (program === "apk" && verb) return insert(verb.span.end, " --no-cache");
  if (/^apt(?:-get)?$/.test(program)) return atEnd(command, file, end, "rm -rf /var/lib/apt/lists/*", insert);
  if (/^(?:yum|dnf|microdnf)$/.test(program)) return atEnd(command, file, end, `${program} clean all`, insert);
  if (program === "npm") return atEnd(command, file, end, "npm cache clean --force", insert);
  return `nothing safe is known for ${cache.what}`;
}

/** Behind a chain of `&&` only: elsewhere the end of the RUN is not always reached. */
function atEnd(
  { command }: LeftCache["command"],
  file: SourceFile,
  end: number,
  clean: string,
  insert: (at: number, text: string) => EditOp,
): EditOp | string {
  const tail = file.text.slice(command.span.start, end);
  if (
    command.context !== "main" ||
    command.failure !== "kept" ||
    /;|\|\||(?:^|[^&])&(?!&)|[#`]|<</.test(tail) ||
    /\b(?:if|for|while|case|fi|done|esac)\b/.test(tail)
  )
    return "the RUN is no plain chain of commands";
  return insert(end, ` && ${clean}`);
}
