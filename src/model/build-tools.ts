import { isBuildPackage } from "../catalog/build-packages.ts";
import { compileGlob } from "../util/glob.ts";
import { packageName, readPackageCommand, type PackageCommand } from "./package-commands.ts";
import type { Argument, ScriptCommand } from "./script-commands.ts";

/** A compiler, build system or header package that a RUN installs and leaves in its layer. */
export interface LeftTool {
  readonly name: string;
  readonly word: Argument;
}

/** What one RUN leaves of the build packages that it installs. Only what the same RUN removes again is gone from the layer. */
export function leftTools(script: readonly ScriptCommand[]): LeftTool[] {
  let left: (LeftTool & { readonly group: string | undefined })[] = [];
  /** Packages that `apt-mark auto` gives up to the next autoremove; `all` for every one. */
  let given: Set<string> | "all" = new Set();
  for (const command of script) {
    // `apt-mark showmanual | xargs apt-mark auto`.
    if (command.program === "xargs" && /(?:^| )apt-mark auto$/.test(command.args.map(({ text }) => text).join(" ")))
      given = "all";
    if (command.program === "apt-mark") {
      given = giveUp(command, given);
      continue;
    }
    if (command.program === "dpkg" || command.program === "rpm") {
      if (command.args.some(({ text }) => /^(?:-[rPe]|--remove|--purge|--erase)$/.test(text))) left = without(left, command.args);
      continue;
    }
    const call = readPackageCommand(command);
    if (!call) continue;
    if (call.action === "install") left.push(...installed(call, command));
    else if (call.action === "remove" || call.action === "autoremove") {
      left = without(left, call.packages);
      if (sweeps(call)) left = given === "all" ? [] : left.filter((tool) => given === "all" || !given.has(tool.name));
    } else if (call.verb === "history" && call.packages[0]?.text === "undo") left = [];
  }
  return left;
}

/** `apt-get purge --auto-remove` and `autoremove` take what nothing needs any more. */
function sweeps(call: PackageCommand): boolean {
  return (
    call.manager === "apt" && (call.action === "autoremove" || call.options.some((option) => /^--auto-?remove$/.test(option)))
  );
}

function installed(call: PackageCommand, command: ScriptCommand): (LeftTool & { readonly group: string | undefined })[] {
  if (call.verb === "build-dep" || call.verb === "builddep") {
    return [{ name: call.verb, word: { text: call.verb, span: command.span }, group: undefined }];
  }
  return call.packages
    .map((word) => ({ name: packageName(word.text), word, group: call.group }))
    .filter(({ name }) => isBuildPackage(name));
}

function without<T extends LeftTool & { readonly group: string | undefined }>(
  left: readonly T[],
  removed: readonly Argument[],
): T[] {
  const matchers = removed.map(({ text }) => matcherOf(packageName(text)));
  return left.filter(
    (tool) => !matchers.some((matches) => matches(tool.name) || (tool.group !== undefined && matches(tool.group))),
  );
}

function matcherOf(pattern: string): (name: string) => boolean {
  if (!pattern.includes("*")) return (name) => name === pattern;
  return compileGlob(pattern.replaceAll(".*", "*"));
}

function giveUp({ args }: ScriptCommand, given: ReadonlySet<string> | "all"): Set<string> | "all" {
  const [verb, ...rest] = args.filter(({ text }) => !text.startsWith("-"));
  if (verb?.text !== "auto" || given === "all") return given === "all" ? "all" : new Set(given);
  const names = rest.map(({ text }) => packageName(text));
  return names.some((name) => name === ".*" || name === "*" || name.includes("$")) ? "all" : new Set([...given, ...names]);
}
