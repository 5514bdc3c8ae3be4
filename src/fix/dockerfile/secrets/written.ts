import type { CommandInstruction } from "../../../parse/dockerfile/tree.ts";
import type { ShellCommand } from "../../../parse/shell/tree.ts";
import type { SourceFile } from "../../../source/source-file.ts";
import { basename } from "../../../util/path.ts";
import type { EditOp } from "../../fix.ts";

/** A file that commands put something into and leave there; undefined where none. */
export function writtenFiles(commands: readonly ShellCommand[], uses: (text: string) => boolean): string | undefined {
  for (const [index, command] of commands.entries()) {
    const used =
      command.args.some((word) => uses(word.raw)) || command.redirects.some(({ body }) => body !== undefined && uses(body.raw));
    if (!used) continue;
    const program = basename(command.name?.value ?? "");
    const words = command.args.map(({ value }) => value);
    const next = commands[index + 1];
    let target = command.redirects.find(({ operator, fd }) => /^(?:>|>>|>\|)$/.test(operator) && fd !== 2)?.target?.value;
    if (target === undefined && next?.after === "|" && basename(next.name?.value ?? "") === "tee")
      target = next.args.findLast(({ value }) => !value.startsWith("-"))?.value;
    if (target === undefined && program === "sed" && words.some((word) => /^-\w*i|^--in-place/.test(word))) target = words.at(-1);
    if (target === undefined && program === "git" && words.includes("config") && words.includes("--global"))
      target = "~/.gitconfig";
    if (target === undefined && /^(?:npm|pnpm|yarn)$/.test(program) && words.includes("config") && words.includes("set"))
      target = "~/.npmrc";
    if (
      target === undefined &&
      /^(?:pip\d?|poetry|composer|bundle|bundler|gem|aws|docker|helm|gcloud|az)$/.test(program) &&
      /^(?:config|configure|login|auth)$/.test(words[0] ?? "")
    )
      target = `the settings of ${program}`;
    // git keeps the URL that it cloned from.
    if (target === undefined && program === "git" && words.includes("clone")) target = cloned(words);
    if (target === undefined || /^(?:&|\/dev\/|\/proc\/|\/run\/)/.test(target)) continue;
    const gone = target;
    if (!commands.slice(index + 1).some((later) => removes(later, gone))) return target;
  }
  return undefined;
}

function cloned(words: readonly string[]): string {
  const plain = words.filter((word) => !word.startsWith("-"));
  const folder = plain.at(-1) ?? "";
  return /[:/]/.test(folder) && /:\/\//.test(folder)
    ? `${basename(folder).replace(/\.git$/, "")}/.git/config`
    : `${folder}/.git/config`;
}

function removes(command: ShellCommand, target: string): boolean {
  const program = basename(command.name?.value ?? "");
  const words = command.args.map(({ value }) => value);
  const name = basename(target);
  if (/^(?:rm|shred|unlink)$/.test(program)) {
    return words.some(
      (word) =>
        word === target ||
        basename(word) === name ||
        target.startsWith(`${word.replace(/\/$/, "")}/`) ||
        (target.endsWith(".git/config") && /(?:^|\/)\.git\/?$/.test(word)),
    );
  }
  return (
    program === "git" &&
    words.some((word) => /^--(?:unset|unset-all|remove-section)$/.test(word) || word === "set-url") &&
    /git/.test(target)
  );
}

/**
 * `echo "//registry.npmjs.org/:_authToken=${NPM_TOKEN}" > .npmrc`: in single quotes the file keeps the reference, and npm puts the
 * variable in when it reads it. The edits, or undefined where the RUN is something else.
 */
export function npmrcWithReference(
  file: SourceFile,
  step: CommandInstruction,
  variables: readonly string[],
): readonly EditOp[] | undefined {
  if (step.command.form !== "shell" || step.heredocs.length > 0) return undefined;
  const written = file.text.slice(step.command.span.start, step.command.span.end);
  const match = /^(?:echo|printf)\s+(?:-\w+\s+)?(")([^"'`\\]*)(")\s*>{1,2}\s*\S*\.npmrc\s*$/.exec(written);
  const text = match?.[2];
  if (!match || text === undefined) return undefined;
  const all = [...text.matchAll(/\$(?:\{(\w+)\}|(\w+))/g)];
  if (all.length === 0 || all.some(([, braced, bare]) => bare !== undefined || !variables.includes(braced ?? "")))
    return undefined;
  const open = step.command.span.start + match[0].indexOf('"');
  const close = open + text.length + 1;
  return [open, close].map((at) => ({ kind: "edit" as const, file: file.path, span: { start: at, end: at + 1 }, newText: "'" }));
}
