import {
  DEPENDENCY_INSTALLERS,
  isDevelopmentName,
  isDevelopmentTool,
  type DependencyInstaller,
} from "../catalog/dependency-installers.ts";
import { joinPath, pathWithin } from "../util/path.ts";
import type { ScriptCommand } from "./script-commands.ts";

/** An install of dependencies that takes those for development too and leaves them in its layer. */
export interface DevInstall {
  readonly command: ScriptCommand;
  /** `npm ci installs devDependencies too`. */
  readonly reason: string;
  readonly remedy: string;
  /** Whether it does so is not known. */
  readonly open: boolean;
}

export interface DevInputs {
  /** Working folder at the start of the RUN. */
  readonly folder: string;
  /** The text of a file of the image; undefined where it is not known. */
  readonly read: (path: string) => string | undefined;
  /** Programs that an earlier command configured to leave development out; commands of this RUN add to it. */
  readonly configured: Set<string>;
}

/** Commands that install development dependencies which the same RUN does not remove again. */
export function devInstalls(script: readonly ScriptCommand[], inputs: DevInputs): DevInstall[] {
  const result: DevInstall[] = [];
  let folder = inputs.folder;
  let inner = folder;
  for (const [index, command] of script.entries()) {
    const main = command.command.context === "main";
    if (main) inner = folder;
    if (command.program === "cd") {
      inner = resolve(inner, command.args[0]?.text ?? "");
      if (main) folder = inner;
      continue;
    }
    if (configures(command)) inputs.configured.add(command.program);
    const found = inputs.configured.has(command.program) ? undefined : readInstall(command, inner, inputs);
    if (found && !removedLater(script.slice(index + 1), inner, manifestOf(found.command))) result.push(found);
  }
  return result;
}

/** `bundle config set --local without development`, `npm config set omit dev`. */
function configures(command: ScriptCommand): boolean {
  const { program } = command;
  if (program !== "bundle" && program !== "npm") return false;
  const text = command.args.map((arg) => arg.text).join(" ");
  if (program === "bundle") return /^config\b.*\b(?:without|only)\b/.test(text);
  return /^(?:config )?set (?:omit[ =]dev|only[ =]prod|production[ =]true)/.test(text);
}

function manifestOf(command: ScriptCommand): string | undefined {
  return DEPENDENCY_INSTALLERS.get(command.program)?.manifest;
}

function resolve(folder: string, path: string): string {
  return path.startsWith("/") ? path : joinPath(folder, path);
}

function readInstall(written: ScriptCommand, folder: string, inputs: DevInputs): DevInstall | undefined {
  const command = withoutInterpreter(written);
  if (/^pip[\d.]*$/.test(command.program)) return readPip(command);
  if (command.program === "pipenv") return readPipenv(command);
  const installer = DEPENDENCY_INSTALLERS.get(command.program);
  const call = installer && readCall(command, installer);
  if (installer && call && call.tools.length > 0) {
    return {
      command,
      reason: `${call.tools.join(", ")} ${call.tools.length > 1 ? "are" : "is"} installed globally`,
      remedy: "only where the app is built",
      open: false,
    };
  }
  if (!installer || !call?.installs || call.production) return undefined;
  const name = `${command.program}${call.verb === "" ? "" : ` ${call.verb}`}`;
  const reason = `${name} installs ${installer.what} too`;
  if (call.unknown !== undefined)
    return {
      command,
      reason: `${name} may install ${installer.what}: $${call.unknown} is not known here`,
      remedy: installer.remedy,
      open: true,
    };
  const manifest = inputs.read(joinPath(resolve(folder, call.folder), installer.manifest));
  const has = manifest === undefined ? undefined : installer.hasDevelopment(manifest);
  if (has === false) return undefined;
  if (has === undefined && installer.unseen === "unknown") {
    return {
      command,
      reason: `${name} may install ${installer.what}: ${installer.manifest} is not in sight`,
      remedy: installer.remedy,
      open: true,
    };
  }
  return { command, reason, remedy: installer.remedy, open: false };
}

/** `php composer.phar install`, `python -m pip install`, `corepack yarn install`. */
function withoutInterpreter(command: ScriptCommand): ScriptCommand {
  const { program } = command;
  if (!/^(?:php$|python|composer\.phar$|corepack$)/.test(program)) return command;
  const { args } = command;
  const first = args[0]?.text ?? "";
  if (program === "composer.phar") return { ...command, program: "composer" };
  if (program === "php") {
    const at = args.findIndex(({ text }) => /(?:^|\/)composer(?:\.phar)?$/.test(text));
    return at < 0 ? command : { ...command, program: "composer", args: args.slice(at + 1) };
  }
  if (/^python[\d.]*$/.test(program) && first === "-m") return { ...command, program: args[1]?.text ?? "", args: args.slice(2) };
  if (program === "corepack" && first !== "") return { ...command, program: first, args: args.slice(1) };
  return command;
}

interface Call {
  readonly installs: boolean;
  readonly verb: string;
  readonly production: boolean;
  /** A variable that decides it and has no known value. */
  readonly unknown: string | undefined;
  readonly folder: string;
  /** Tools for development that are installed globally. */
  readonly tools: readonly string[];
}

function readCall(command: ScriptCommand, installer: DependencyInstaller): Call {
  const operands: string[] = [];
  const options: string[] = [];
  let folder = "";
  for (let index = 0; index < command.args.length; index++) {
    const text = command.args[index]?.text ?? "";
    if (!text.startsWith("-")) {
      if (text !== "true" && text !== "false") operands.push(text);
      continue;
    }
    const valued = installer.valued.includes(text);
    const value = valued ? (command.args[++index]?.text ?? "") : "";
    const option = valued ? `${text}=${value}` : text;
    options.push(option);
    const inside = /^(?:--prefix|--cwd|-C|--dir|--working-dir|-d|--directory|--project)=(.*)$/.exec(option)?.[1];
    if (inside !== undefined) folder = inside;
  }
  const [verb = "", ...rest] = operands;
  const global = options.some((option) => /^(?:-g|--global|--location=global)$/.test(option)) || verb === "global";
  const tools =
    global && installer.manifest === "package.json" && /^(?:install|i|add|global)$/.test(verb)
      ? rest.filter(isDevelopmentTool)
      : [];
  const focus = verb === "workspaces" && rest[0] === "focus";
  const installs = !global && (focus || (installer.verbs.includes(verb) && (!installer.operands || rest.length === 0)));
  const development = options.some((option) => installer.development?.test(option) ?? false);
  const byEnvironment = readEnvironment(command, installer);
  const production =
    !development && (options.some((option) => installer.production.test(option)) || byEnvironment === "production");
  const unknown = production || development || byEnvironment === "production" ? undefined : byEnvironment?.unknown;
  return { installs, verb: focus ? "workspaces focus" : verb, production, unknown, folder, tools };
}

function readEnvironment(
  command: ScriptCommand,
  installer: DependencyInstaller,
): "production" | { readonly unknown: string } | undefined {
  let open: string | undefined;
  for (const [name, pattern] of Object.entries(installer.environment)) {
    const value = command.env(name);
    if (value === null) open = name;
    else if (value !== undefined && pattern.test(value)) return "production";
  }
  return open === undefined ? undefined : { unknown: open };
}

function readPip(command: ScriptCommand): DevInstall | undefined {
  if (!command.args.some(({ text }) => text === "install")) return undefined;
  for (const [index, { text }] of command.args.entries()) {
    const file =
      /^(?:--requirement=|-r)(.+)$/.exec(text)?.[1] ??
      (/^(?:-r|--requirement)$/.test(text) ? command.args[index + 1]?.text : undefined);
    const extras = /^(?:-e)?[./][^[]*\[([^\]]*)\]/.exec(text)?.[1];
    const what =
      file !== undefined && isDevelopmentName(file)
        ? file
        : extras !== undefined && isDevelopmentName(extras.replaceAll(" ", ""))
          ? `[${extras}]`
          : undefined;
    if (what !== undefined)
      return {
        command,
        reason: `${command.program} install takes ${what}`,
        remedy: "the requirements of production",
        open: false,
      };
  }
  return undefined;
}

function readPipenv(command: ScriptCommand): DevInstall | undefined {
  const verb = command.args.find(({ text }) => text === "install" || text === "sync")?.text;
  const dev = command.args.some(({ text }) => text === "--dev" || text === "-d");
  return verb !== undefined && dev
    ? { command, reason: `pipenv ${verb} --dev installs dev-packages`, remedy: "pipenv install without --dev", open: false }
    : undefined;
}

/** A prune, a production install, or `rm` of the modules or of the whole folder. */
function removedLater(rest: readonly ScriptCommand[], folder: string, manifest: string | undefined): boolean {
  return rest.some((written) => {
    const command = withoutInterpreter(written);
    if (command.program === "rm") return command.args.some(({ text }) => removes(text, folder));
    const installer = DEPENDENCY_INSTALLERS.get(command.program);
    if (!installer || installer.manifest !== manifest) return false;
    const call = readCall(command, installer);
    return call.production && (call.installs || call.verb === "prune" || call.verb === "deploy");
  });
}

function removes(path: string, folder: string): boolean {
  if (/(?:^|\/)(?:node_modules|vendor|\.venv)(?:\/\*?)?$/.test(path)) return true;
  return path.startsWith("/") && path !== "/" && pathWithin(path.replace(/\/\*?$/, ""), folder) !== undefined;
}

/** Whether the rest of a RUN gets rid of the modules with which it bundled JavaScript. */
export function removesModules(rest: readonly ScriptCommand[], folder: string): boolean {
  return removedLater(rest, folder, "package.json");
}
