import { mapSlice, type MappedText } from "../../source/mapped-text.ts";
import { joinPath } from "../../util/path.ts";
import { containerProgram } from "../run/program.ts";
import { parseRunArgs } from "../run/parse.ts";
import type { RunWord } from "../run/tree.ts";
import { runWords } from "../run/words.ts";
import { parseShell } from "../shell/parse.ts";
import type { ShellCommand } from "../shell/tree.ts";
import { trackVariables } from "../shell/variables.ts";
import { readBuild } from "./builders.ts";
import { wordText } from "./expressions.ts";
import { makeRecipe } from "./makefile.ts";
import { packageScript } from "./package-json.ts";
import { placePath } from "./paths.ts";
import { addRemote } from "./remote.ts";
import { scanOfCommand, scannerOfImage } from "./scanners/commands.ts";
import { addScan, envText, isPinned, type Outcome, type ScannerReference, type StepContext } from "./step.ts";
import type { CiText } from "./tree.ts";

const maxDepth = 4;

/** Finds builds and scans in the commands of a script, expressions already put in. */
export function readScript(context: StepContext, script: MappedText): void {
  if (!mayMatter(script.text)) return;
  const parsed = parseShell(script);
  const valuesAt = trackVariables(parsed, context.env);
  let here = context;
  let outer: StepContext | undefined;
  let lenient = false;
  for (const command of parsed.commands) {
    if (command.context !== "subshell" && outer) {
      here = outer;
      outer = undefined;
    }
    const words = runWords(command, valuesAt(command.span.start));
    const name = words[0]?.value;
    if (name === undefined) continue;
    if (name === "cd" || name === "pushd") {
      if (command.context === "subshell") outer ??= here;
      here = inFolder(here, words[1]);
    } else if (name === "set") {
      const options = words.map(({ value }) => value).join(" ");
      if (/-\w*o pipefail/.test(options)) here = { ...here, pipefail: true };
      if (/\+e\b/.test(options)) lenient = true;
      if (/ -\w*e/.test(options)) lenient = false;
    } else readCommand(here, command, words, lenient);
  }
}

/** Most scripts have nothing to do with images: they are not parsed. */
export function mayMatter(text: string): boolean {
  return /docker|podman|buildah|nerdctl|kaniko|trivy|grype|snyk|scanner|twistcli|wizcli|clair|\bjf\b|jfrog|\.sh\b|\bmake\b|\b(?:npm|pnpm|yarn)\b|\.\//.test(
    text,
  );
}

function inFolder(context: StepContext, word: RunWord | undefined): StepContext {
  if (!word) return context;
  const path = placePath(wordText(word, context.expressions), context.directory);
  return { ...context, directory: path?.text };
}

function readCommand(context: StepContext, command: ShellCommand, written: readonly RunWord[], lenient: boolean): void {
  const words = behindHelper(written);
  if (readBuild(context, words, command.span)) return;
  const outcome = outcomeOf(context, command, lenient);
  const text = (word: RunWord): CiText => wordText(word, context.expressions);
  const env = (name: string): CiText | undefined => {
    const own = command.assignments.find((each) => each.name === name)?.value;
    return own
      ? { text: own.value, unresolved: own.literal ? [] : [own.value], span: own.span }
      : envText(context, name, command.span);
  };
  const program = words[0]?.value ?? "";
  const known = containerProgram(program) ?? program;
  const found = scanOfCommand(known, { words: words.slice(1), env, text });
  if (found) {
    addScan(context, found, command.span, jobImage(context), outcome);
    return;
  }
  const line = parseRunArgs(words);
  if (line?.image) {
    const scanner = scannerOfImage(line.image.value);
    const image = text(line.image);
    const scan = scanner && scanOfCommand(scanner, { words: line.command, env, text });
    if (scan) addScan(context, scan, command.span, { pinned: isPinned(image.text), reference: image }, outcome);
    return;
  }
  followLocal({ ...context, outcome }, known, words);
}

/** The command that a helper of the script runs: `run_step "Building" -- docker build .` */
function behindHelper(words: readonly RunWord[]): readonly RunWord[] {
  const mark = words.findIndex(({ value }) => value === "--");
  const next = words[mark + 1];
  if (mark < 1 || !next || containerProgram(words[0]?.value ?? "") !== undefined) return words;
  const known = containerProgram(next.value) !== undefined || /^(?:ba)?sh$|^(?:trivy|grype|snyk|buildah)$|\.sh$/.test(next.value);
  return known ? words.slice(mark + 1) : words;
}

/** A scanner that is the image of the job itself, as GitLab jobs have it. */
function jobImage({ image }: StepContext): ScannerReference {
  if (!image || scannerOfImage(image.text) === undefined) return { pinned: undefined, reference: undefined };
  return { pinned: isPinned(image.text), reference: image };
}

function outcomeOf(context: StepContext, command: ShellCommand, lenient: boolean): Outcome | undefined {
  if (context.outcome?.failsOn === "never") return context.outcome;
  switch (command.failure) {
    case "ignored":
      return { failsOn: "never", reason: "the command's exit status is dropped" };
    case "piped":
      return context.pipefail ? context.outcome : { failsOn: "never", reason: "a pipe without pipefail drops its exit status" };
    case "handled":
      return { failsOn: "unknown", reason: "the script handles its exit status" };
    case "kept":
      return lenient ? { failsOn: "unknown", reason: "the script goes on after a failure (set +e)" } : context.outcome;
  }
}

/** Scripts of the repository, Makefile targets and package scripts that the command runs. */
function followLocal(context: StepContext, program: string, words: readonly RunWord[]): void {
  const { directory } = context;
  if (context.depth >= maxDepth || directory === undefined) return;
  if (program === "make") {
    const folder = words[words.findIndex(({ value }) => value === "-C") + 1];
    const path = joinPath(directory, words.some(({ value }) => value === "-C") ? (folder?.value ?? "") : "", "Makefile");
    const text = context.local(path);
    if (text === undefined) return;
    for (const { value } of words.slice(1)) {
      const recipe = makeRecipe(text, value);
      if (recipe) readScript({ ...context, file: path, depth: context.depth + 1 }, recipe);
    }
    return;
  }
  if (program === "npm" || program === "pnpm" || program === "yarn") {
    const path = joinPath(directory, "package.json");
    const text = context.local(path);
    const name = words.slice(1).find(({ value }) => value !== "run" && value !== "run-script" && !value.startsWith("-"))?.value;
    const script = text === undefined || name === undefined ? undefined : packageScript(text, name);
    if (script) readScript({ ...context, file: path, depth: context.depth + 1 }, script);
    return;
  }
  const shell = /^(?:ba|da)?sh$/.test(program);
  const file = shell ? words.slice(1).find(({ value }) => !value.startsWith("-")) : words[0];
  if (!file || !(shell || file.value.includes("/") || file.value.endsWith(".sh"))) return;
  const path = placePath(wordText(file, context.expressions), directory)?.text;
  const text = path === undefined ? undefined : context.local(path);
  if (path !== undefined && text !== undefined && !text.includes("\u0000")) {
    if (!shell && !/^#!.*sh\b/.test(text) && !path.endsWith(".sh")) return;
    readScript({ ...context, file: path, depth: context.depth + 1, pipefail: false }, mapSlice(text, 0));
  } else if (/(?:scan|audit|vuln|trivy|grype)[\w-]*(?:\.\w+)?$/i.test(file.value) && path !== file.value) {
    const rest = words
      .slice(words.indexOf(file) + 1)
      .map((word) => ({ name: "image", value: wordText(word, context.expressions) }));
    addRemote(context, "script", wordText(file, context.expressions), rest);
  }
}
