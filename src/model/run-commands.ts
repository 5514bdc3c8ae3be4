import type { CommandForm, CommandInstruction, Instruction, StageTree } from "../parse/dockerfile/tree.ts";
import { parseShell } from "../parse/shell/parse.ts";
import type { ShellCommand, ShellWord } from "../parse/shell/tree.ts";
import type { Stage } from "./build.ts";
import { createStepCache } from "./step-cache.ts";
import { valueAt, type Change } from "./step-history.ts";

const cache = createStepCache<StageTree, readonly ShellCommand[]>();

/** All simple commands of a RUN, CMD, ENTRYPOINT or HEALTHCHECK, heredoc scripts included; empty for a shell that is not POSIX-like. */
export function commandsOf(step: CommandInstruction, stage: Stage): readonly ShellCommand[] {
  const cached = cache.get(stage.tree, step);
  if (cached) return cached;
  const commands = isPosixShell(shellAt(stage, step)) ? readCommands(step) : [];
  cache.set(stage.tree, step, commands);
  return commands;
}

function readCommands(step: CommandInstruction): readonly ShellCommand[] {
  if (step.command.form === "exec") return execCommands(step.command);
  const { script } = step.command;
  const interpreter = step.heredocs.length > 0 ? heredocInterpreter(script.text) : undefined;
  if (interpreter === undefined) return parseShell(script).commands;
  if (!interpreter) return [];
  return step.heredocs
    .filter((heredoc) => isShellScript(heredoc.body.text))
    .flatMap((heredoc) => parseShell(heredoc.body).commands);
}

/** The text of a RUN with its heredocs, for a cheap look before its shell is parsed. */
export function textOfRun(step: CommandInstruction): string {
  return step.heredocs.length === 0
    ? step.rest.text
    : [step.rest.text, ...step.heredocs.map((heredoc) => heredoc.body.text)].join("\n");
}

/** True: the heredocs are scripts of a shell; false: of another language; undefined: they are data of an ordinary command. */
function heredocInterpreter(text: string): boolean | undefined {
  const rest = text.replaceAll(/\d*<<-?\s*(?:"[^"]*"|'[^']*'|\\?[\w.-]+)/g, "").trim();
  if (rest === "") return true;
  if (/^(?:\/usr\/bin\/env\s+|\/usr\/bin\/|\/bin\/)?(?:ba|da|a|k|z)?sh(?:\s+-[a-z]+)*(?:\s+-)?$/.test(rest)) return true;
  return undefined;
}

function isShellScript(body: string): boolean {
  const shebang = /^\s*#!\s*(\S+)(?:[ \t]+(\S+))?/.exec(body);
  if (!shebang) return true;
  const program = shebang[1]?.endsWith("/env") ? shebang[2] : shebang[1];
  return /(?:^|\/)(?:ba|da|a|k|z)?sh$/.test(program ?? "");
}

function execCommands(form: CommandForm & { form: "exec" }): readonly ShellCommand[] {
  const words = form.words.map((word): ShellWord => ({ raw: word.value, value: word.value, literal: true, span: word.span }));
  const script = words[2];
  const [program, flag] = words;
  if (program && flag && script && /(?:^|\/)(?:ba|da|a|k|z)?sh$/.test(program.value) && /^-[a-z]*c$/.test(flag.value)) {
    const inner = parseShell({
      text: script.value,
      segments: [{ at: 0, source: script.span.start + 1 }],
      sourceEnd: script.span.end,
    });
    return inner.commands;
  }
  const [name, ...args] = words;
  return [
    {
      name,
      args,
      assignments: [],
      redirects: [],
      span: form.span,
      after: undefined,
      wrappers: [],
      user: undefined,
      failure: "kept",
      context: "main",
    },
  ];
}

const shells = new WeakMap<Stage, [Change<readonly string[]>, ...Change<readonly string[]>[]]>();

/** The shell of shell forms at a step: the last SHELL before it, the base's, else /bin/sh -c. */
export function shellAt(stage: Stage, step: Instruction | undefined): readonly string[] {
  return valueAt(shells.get(stage) ?? readShells(stage), step);
}

function readShells(stage: Stage): [Change<readonly string[]>, ...Change<readonly string[]>[]] {
  const { base } = stage;
  const inherited =
    base.kind === "stage" ? shellAt(base.stage, undefined) : base.kind === "image" ? base.facts?.shell : undefined;
  const changes: [Change<readonly string[]>, ...Change<readonly string[]>[]] = [
    { at: -1, value: inherited ?? ["/bin/sh", "-c"] },
  ];
  for (const step of stage.steps) {
    if (step.keyword === "SHELL" && step.command.form === "exec")
      changes.push({ at: step.span.start, value: step.command.words.map((word) => word.value) });
  }
  shells.set(stage, changes);
  return changes;
}

/** Whether RUN of this shell can be read. */
export function isPosixShell(shell: readonly string[]): boolean {
  return /(?:^|\/)(?:ba|da|a|k|z)?sh$/.test(shell[0] ?? "");
}
