import type { BuildModel, Stage } from "../../../model/build.ts";
import { commandsOf } from "../../../model/run-commands.ts";
import type { CommandInstruction } from "../../../parse/dockerfile/tree.ts";
import type { SourceFile } from "../../../source/source-file.ts";
import type { Span } from "../../../source/span.ts";
import { basename } from "../../../util/path.ts";
import type { EditOp } from "../../fix.ts";
import { addMount, cannotPrepend, mountFlag, secretId } from "./mount.ts";
import { writtenFiles } from "./written.ts";

export interface Replaced {
  readonly ops: readonly EditOp[];
  readonly id: string;
}

/** Puts `$(cat /run/secrets/ID)` in the place of a literal in RUN. A text says why it cannot be done. */
export function replaceLiteral(
  build: BuildModel,
  stage: Stage,
  step: CommandInstruction,
  file: SourceFile,
  at: Span,
  name: string | undefined,
): Replaced | string {
  const obstacle = cannotPrepend(step, stage);
  if (obstacle !== undefined) return obstacle.replace("a RUN that uses it", "it");
  const value = file.text.slice(at.start, at.end);
  const commands = commandsOf(step, stage);
  const command =
    commands.find(({ span }) => span.start <= at.start && at.end <= span.end) ??
    commands.find(({ args }) => args.some(({ span }) => span.start <= at.start && at.end <= span.end));
  if (!command || value === "" || /[\s\\]/.test(value)) return "its place in the command is not clear";
  if (command.context === "nested-script") return "it stands in a script inside the command";
  const word = [
    ...command.args,
    ...command.assignments.flatMap((assignment) => assignment.value ?? []),
    ...command.redirects.flatMap(({ target }) => target ?? []),
  ].find(({ span }) => span.start <= at.start && at.end <= span.end);
  if (!word) return "its place in the command is not clear";
  const kept = writtenFiles(commands, (text) => text.includes(value));
  if (kept !== undefined) return `the command writes it to ${kept}, which stays in the image: write it when the container starts`;
  const id = freeId(
    secretId(name ?? nameFor(basename(command.name?.value ?? ""), file.text.slice(Math.max(0, at.start - 300), at.start))),
    file.text,
  );
  const quotes = quotesAt(file.text.slice(word.span.start, at.start));
  if (quotes === undefined) return "its place in the command is not clear";
  const read = `$(cat /run/secrets/${id})`;
  const ops: EditOp[] = [addMount(file, step, mountFlag(id, step, stage, build))];
  if (quotes !== "single") {
    ops.push({ kind: "edit", file: file.path, span: at, newText: quotes === "none" ? `"${read}"` : read });
    return { ops, id };
  }
  // Single quotes are closed before it and opened again behind it, where something is left in them.
  const first = file.text[at.start - 1] === "'";
  const last = file.text[at.end] === "'";
  const span = { start: first ? at.start - 1 : at.start, end: last ? at.end + 1 : at.end };
  ops.push({ kind: "edit", file: file.path, span, newText: `${first ? "" : "'"}"${read}"${last ? "" : "'"}` });
  return { ops, id };
}

/** Another secret of the Dockerfile may have that id. */
function freeId(id: string, text: string): string {
  const taken = (candidate: string): boolean => new RegExp(`\\bid=${candidate.replaceAll(".", "\\.")}\\b(?![.-])`).test(text);
  let free = id;
  for (let number = 2; taken(free); number++) free = `${id}_${number}`;
  return free;
}

function nameFor(program: string, before: string): string {
  const host = /\/\/[^\s/]*$/.test(before) ? "url_credentials" : undefined;
  if (host !== undefined) return host;
  if (/^(?:echo|printf|chpasswd|passwd|useradd|usermod|perl|openssl|yes)$/.test(program)) return "login_password";
  return `${program === "" ? "build" : program}_secret`;
}

/** Whether the end of a shell word's beginning stands in quotes. Undefined where that is not plain. */
function quotesAt(text: string): "none" | "single" | "double" | undefined {
  let state: "none" | "single" | "double" = "none";
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    if (char === "`" || (char === "$" && (text[at + 1] === "(" || text[at + 1] === "'"))) return undefined;
    if (char === "\\" && state !== "single") at++;
    else if (char === "'" && state !== "double") state = state === "single" ? "none" : "single";
    else if (char === '"' && state !== "single") state = state === "double" ? "none" : "double";
  }
  return state;
}
