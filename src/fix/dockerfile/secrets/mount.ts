import type { BuildModel, Stage } from "../../../model/build.ts";
import { shellAt, textOfRun } from "../../../model/run-commands.ts";
import { parseUser } from "../../../model/users.ts";
import type { CommandInstruction, Instruction } from "../../../parse/dockerfile/tree.ts";
import type { SourceFile } from "../../../source/source-file.ts";
import type { EditOp } from "../../fix.ts";
import { lineEnding } from "../edit.ts";
import { readsVariable } from "../../../util/mentions.ts";

/** Options of the mount beside its id. */
export interface MountOptions {
  /** Where the file is put; /run/secrets/ID without. */
  readonly target?: string;
}

/** `--mount=type=secret,…` for a RUN. */
export function mountFlag(id: string, step: Instruction, stage: Stage, build: BuildModel, options: MountOptions = {}): string {
  const parts = [`id=${id}`, ...(options.target === undefined ? [] : [`target=${options.target}`]), "required=true"];
  const user = userAt(stage, step, build);
  // The file belongs to root and is closed to others.
  if (user !== undefined) parts.push(/^\d+$/.test(user) ? `uid=${user}` : "mode=0444");
  return `--mount=type=secret,${parts.join(",")}`;
}

/** Adds a mount to a RUN. */
export function addMount(file: SourceFile, step: Instruction, flag: string): EditOp {
  const { end } = step.keywordSpan;
  return { kind: "edit", file: file.path, span: { start: end, end }, newText: ` ${flag}` };
}

/** Whether shell text can be put in front of what a RUN does; the reason where not. */
export function cannotPrepend(step: CommandInstruction, stage: Stage): string | undefined {
  if (step.command.form !== "shell") return "a RUN that uses it is in exec form";
  if (!/(?:^|\/)(?:ba|da|a|k|z)?sh$/.test(shellAt(stage, step)[0] ?? ""))
    return "a RUN that uses it runs in a shell that is not POSIX";
  const script = step.command.script.text.trim();
  const bare = /^<<-?\s*\S+$/.test(script);
  if (bare && step.heredocs.length !== 1) return "a RUN that uses it has several scripts";
  const body = step.heredocs[0]?.body.text ?? "";
  if (bare && /^\s*#!/.test(body) && !/^\s*#!\s*\S*(?:\/|env )(?:ba|da|a|k|z)?sh\b/.test(body))
    return "a RUN that uses it is in another language";
  return undefined;
}

/** Shell text in front of what a RUN does. */
export function prepend(file: SourceFile, step: CommandInstruction, command: string): EditOp {
  const bare = step.command.form === "shell" && /^<<-?\s*\S+$/.test(step.command.script.text.trim());
  const heredoc = step.heredocs[0];
  if (bare && heredoc) {
    const body = heredoc.body.text;
    const shebang = /^\s*#!/.test(body) ? body.indexOf("\n") + 1 : 0;
    const at = heredoc.bodySpan.start + shebang;
    return { kind: "edit", file: file.path, span: { start: at, end: at }, newText: command + lineEnding(file.text) };
  }
  const at = step.command.span.start;
  return { kind: "edit", file: file.path, span: { start: at, end: at }, newText: `${command} && ` };
}

/** The user of a step where it is not root: its number, else its name. */
function userAt(stage: Stage, step: Instruction, build: BuildModel): string | undefined {
  let current: Stage | undefined = stage;
  let until: Instruction | undefined = step;
  while (current) {
    const steps: readonly Instruction[] = until ? current.steps.slice(0, current.steps.indexOf(until)) : current.steps;
    const user = steps.findLast(({ keyword }) => keyword === "USER");
    if (user?.keyword === "USER") {
      const { text } = current.expand(user.words[0]?.raw ?? "", user);
      const value = parseUser(text, build.accounts);
      return value.root === true ? undefined : String(value.uid ?? value.name ?? "");
    }
    until = undefined;
    if (current.base.kind === "stage") current = current.base.stage;
    else {
      const facts = current.base.kind === "image" ? current.base.facts : undefined;
      const value = typeof facts?.user === "string" ? parseUser(facts.user, build.accounts) : undefined;
      return value && value.root !== true ? String(value.uid ?? value.name ?? "") : undefined;
    }
  }
  return undefined;
}

/** Whether a RUN names a variable. */
export function names(step: CommandInstruction, name: string): boolean {
  return readsVariable(textOfRun(step), name);
}

/** An id that the Dockerfile does not use yet for something else. */
export function secretId(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9_.-]+/g, "_");
}
