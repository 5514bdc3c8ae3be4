import { leftCaches, type LeftCache } from "../../model/package-caches.ts";
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
      const op = cleaning(left, file, step.command.span.end);
      if (typeof op === "string") return { kind: "refused", reason: op };
      return {
        kind: "fix",
        fix: {
          title: `Leave no cache of ${left.name} in the layer`,
          safety: "safe",
          ops: [op],
          intents: [{ kind: "dockerfile", file: file.path, change: "change", keyword: "RUN", stage: stage.index }],
          notes: [],
          secrets: [],
        },
      };
    }
  }
  return { kind: "refused", reason: "it stands in ONBUILD" };
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
