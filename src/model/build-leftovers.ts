import { compileCommand, isToolchainPath, mayCompile } from "../catalog/compile-commands.ts";
import type { Loaded } from "../load/loaded.ts";
import type { CommandInstruction } from "../parse/dockerfile/tree.ts";
import type { Origin } from "../source/origin.ts";
import type { BuildModel, Stage } from "./build.ts";
import { leftTools, type LeftTool } from "./build-tools.ts";
import { workdirAt } from "./copies.ts";
import { devInstalls, removesModules } from "./dev-dependencies.ts";
import { findImageFile } from "./image-files.ts";
import { readPackageCommand } from "./package-commands.ts";
import { isPosixShell, shellAt } from "./run-commands.ts";
import { scriptCommands, type ScriptCommand } from "./script-commands.ts";

/** Something that only the build needs and that stays in the final image. */
export interface Leftover {
  readonly kind: "tools" | "development" | "compilation";
  /** A clause: `gcc and make are installed and stay`. */
  readonly reason: string;
  readonly remedy: string;
  readonly at: Origin;
}

export interface Leftovers {
  readonly found: readonly Leftover[];
  /** What may leave something and is not known. */
  readonly open: readonly { readonly reason: string; readonly at: Origin }[];
}

/** What the RUN steps of the final FROM chain leave behind. Other stages leave nothing unless it is copied. */
export function buildLeftovers(build: BuildModel, loaded: Loaded): Leftovers {
  const found: Leftover[] = [];
  const open: { reason: string; at: Origin }[] = [];
  const configured = new Set<string>();
  for (const stage of build.chain.toReversed()) {
    for (const step of stage.steps) {
      if (step.keyword !== "RUN") continue;
      const run = readRun(step, stage, build, loaded, configured);
      found.push(...run.found);
      open.push(...run.open);
    }
  }
  return { found, open };
}

function readRun(step: CommandInstruction, stage: Stage, build: BuildModel, loaded: Loaded, configured: Set<string>): Leftovers {
  const place = (span: Origin["span"]): Origin => ({ file: build.dockerfile, span, how: "literal", via: [] });
  const [shell = ""] = shellAt(stage, step);
  if (step.command.form === "shell" && !isPosixShell([shell]))
    return { found: [], open: [{ reason: `RUN of ${shell} is not read`, at: place(step.span) }] };
  const script = scriptCommands(step, stage);
  const folder = workdirAt(stage, step);
  const tools = leftTools(script);
  const installs = devInstalls(script, { folder, read: (path) => findImageFile(build, loaded, path)?.text.text, configured });
  const found: Leftover[] = [];
  const [first] = tools;
  if (first)
    found.push({
      kind: "tools",
      reason: toolsReason(tools),
      remedy: "another stage, or the RUN that installs them",
      at: place(first.word.span),
    });
  for (const { command, reason, remedy, open } of installs) {
    if (!open) found.push({ kind: "development", reason, remedy, at: place(command.span) });
  }
  const compiled = tools.length > 0 ? undefined : compilation(script, folder);
  if (compiled)
    found.push({
      kind: "compilation",
      reason: `${compiled.name} runs in the final stage`,
      remedy: "another stage",
      at: place(compiled.command.span),
    });
  return {
    found,
    open: installs.filter((install) => install.open).map(({ command, reason }) => ({ reason, at: place(command.span) })),
  };
}

function toolsReason(tools: readonly LeftTool[]): string {
  const names = [...new Set(tools.map(({ name }) => name))];
  const list =
    names.length > 3
      ? `${names.slice(0, 3).join(", ")} and ${names.length - 3} more`
      : names.join(", ").replace(/, ([^,]+)$/, " and $1");
  return `${list} ${names.length > 1 ? "stay" : "stays"} in the image`;
}

/** The first command that compiles or bundles with tools that the same RUN does not take away again. */
function compilation(
  script: readonly ScriptCommand[],
  folder: string,
): { readonly name: string; readonly command: ScriptCommand } | undefined {
  for (const [index, command] of script.entries()) {
    if (!mayCompile(command.program)) continue;
    const compiled = compileCommand(
      command.program,
      command.args.map(({ text }) => text),
    );
    if (!compiled) continue;
    const rest = script.slice(index + 1);
    if (compiled.script ? removesModules(rest, folder) : rest.some(removesTools)) continue;
    return { name: compiled.name, command };
  }
  return undefined;
}

/** Packages are removed, or a toolchain that was unpacked by hand. */
function removesTools(command: ScriptCommand): boolean {
  if (command.program === "rm") return command.args.some(({ text }) => isToolchainPath(text));
  if (command.program === "rustup") return command.args.some(({ text }) => text === "uninstall");
  const call = readPackageCommand(command);
  return call?.action === "remove" || call?.action === "autoremove";
}
