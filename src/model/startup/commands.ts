import { parseShell } from "../../parse/shell/parse.ts";
import type { ShellCommand, ShellWord } from "../../parse/shell/tree.ts";
import { mapSlice, type MappedText } from "../../source/mapped-text.ts";
import type { Origin } from "../../source/origin.ts";
import type { Span } from "../../source/span.ts";
import type { BuildModel } from "../build.ts";
import type { Fact } from "../fact.ts";
import { findProgramFile } from "../image-files.ts";
import type { Project } from "../project.ts";
import type { CommandValue, Workload } from "../workload.ts";

/** A command that runs when the container starts. */
export interface StartCommand {
  readonly command: ShellCommand;
  readonly at: (span: Span) => Origin;
  /** It is what the container ends up running, not a step on the way. */
  readonly main: boolean;
}

const shell = /(?:^|\/)(?:ba|da|a|k|z)?sh$/;
const maxFiles = 8;
const maxScript = 200_000;

/** The commands of entrypoint and command as far as they are written here, those in scripts of the repository included. */
export function startCommands(workload: Workload, project: Project): StartCommand[] {
  const found: StartCommand[] = [];
  const seen = new Set<string>();
  for (const fact of [workload.entrypoint, workload.command]) {
    for (const start of writtenCommands(fact, workload.build)) {
      found.push(start);
      followFiles(start.command, workload, project, seen, found);
    }
  }
  return found;
}

function writtenCommands(fact: Fact<CommandValue>, build: BuildModel | undefined): StartCommand[] {
  if (fact.state !== "known") return [];
  const { value, origin } = fact;
  const form = build && origin.file === build.dockerfile ? formAt(build, origin.span) : undefined;
  if (form) {
    const at = (span: Span): Origin => ({ ...origin, span });
    if (form.form === "shell") return scriptCommands(form.script, at);
    return wordCommands(
      form.words.map(({ value: text, span }) => ({ text, span })),
      form.span,
      at,
      true,
    );
  }
  if (value.form === "shell" || value.origins === undefined) return [];
  const places = value.origins;
  // Spans of a file that is not at hand by offset: each word stands for its whole place.
  const at = (span: Span): Origin =>
    places.find((place) => place.span.start <= span.start && span.end <= place.span.end) ?? origin;
  return wordCommands(
    value.words.map((text, index) => ({ text, span: places[index]?.span ?? origin.span })),
    origin.span,
    at,
    false,
  );
}

function formAt(build: BuildModel, span: Span) {
  for (const stage of build.chain) {
    for (const step of stage.steps) {
      if ((step.keyword === "CMD" || step.keyword === "ENTRYPOINT") && step.command.span.start === span.start)
        return step.command;
    }
  }
  return undefined;
}

interface PlacedWord {
  readonly text: string;
  readonly span: Span;
}

/** Words of an exec form; the script of `sh -c` is read. `exact`: a script's offsets are offsets into the file. */
function wordCommands(words: readonly PlacedWord[], span: Span, at: StartCommand["at"], exact: boolean): StartCommand[] {
  const [first, flag, script] = words;
  if (first && flag && script && shell.test(first.text) && /^-[a-z]*c$/.test(flag.text)) {
    if (exact) return scriptCommands(mapSlice(script.text, script.span.start + 1), at);
    return scriptCommands(mapSlice(script.text, 0), () => at(script.span));
  }
  const all = words.map(({ text, span: place }): ShellWord => ({ raw: text, value: text, literal: true, span: place }));
  // A command that starts with an option is nothing but arguments of the entrypoint.
  const bare = first?.text.startsWith("-") === true;
  const name = bare ? undefined : all[0];
  const args = bare ? all : all.slice(1);
  return [
    {
      command: {
        name,
        args,
        assignments: [],
        redirects: [],
        span,
        after: undefined,
        wrappers: [],
        user: undefined,
        failure: "kept",
        context: "main",
      },
      at,
      main: true,
    },
  ];
}

function scriptCommands(text: MappedText, at: StartCommand["at"]): StartCommand[] {
  const { commands, last } = parseShell(text);
  const main = new Set(last);
  return commands.map((command) => ({ command, at, main: main.has(command) }));
}

/** Words that are files of the image: scripts are read, those that they call too. */
function followFiles(
  command: ShellCommand,
  workload: Workload,
  project: Project,
  seen: Set<string>,
  found: StartCommand[],
): void {
  for (const word of [command.name, ...command.args.slice(0, 4)]) {
    const program = word?.value;
    if (program === undefined || seen.size >= maxFiles || !mayBeScript(program, word === command.name)) continue;
    const file = findProgramFile(workload, project.loaded, program);
    if (!file || seen.has(file.path) || file.text.text.length > maxScript) continue;
    seen.add(file.path);
    if (!isShellScript(file.text.text, program)) continue;
    const at = (span: Span): Origin => ({ file: file.file, span, how: "literal", via: [] });
    for (const start of scriptCommands(file.text, at)) {
      found.push(start);
      followFiles(start.command, workload, project, seen, found);
    }
  }
}

/** Arguments are looked up only where they look like a script; most words are none. */
function mayBeScript(text: string, first: boolean): boolean {
  if (!/^[\w./][\w./-]*$/.test(text)) return false;
  return (
    /\.(?:sh|bash)$/.test(text) ||
    /\/[^./]+$/.test(text) ||
    (first && /entry|start|run|init|boot|launch|cmd|main|server/.test(text))
  );
}

function isShellScript(text: string, program: string): boolean {
  const shebang = /^\uFEFF?#!\s*(\S+)(?:[ \t]+(\S+))?/.exec(text.slice(0, 200));
  if (!shebang) return /\.(?:sh|bash)$/.test(program);
  return shell.test(shebang[1]?.endsWith("/env") ? (shebang[2] ?? "") : (shebang[1] ?? ""));
}
