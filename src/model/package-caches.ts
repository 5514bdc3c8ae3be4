import { PACKAGE_CACHES, type PackageCache } from "../catalog/package-caches.ts";
import type { CommandInstruction } from "../parse/dockerfile/tree.ts";
import { expandBraces } from "../util/glob.ts";
import { normalizePath } from "../util/path.ts";
import type { Stage } from "./build.ts";
import { readPackageCommand } from "./package-commands.ts";
import { scriptCommands, type ScriptCommand } from "./script-commands.ts";

/** A command of a RUN whose cache stays in the layer. */
export interface LeftCache {
  readonly cache: PackageCache;
  readonly command: ScriptCommand;
  /** As people call it: `apt-get update`. */
  readonly name: string;
}

type CacheName = keyof typeof PACKAGE_CACHES;
/** What a command does to a cache: fills it or cleans it. */
type Effect = { readonly cache: CacheName; readonly fills: boolean; readonly name: string };

/** The caches that a RUN leaves in its layer: filled, not under a mount, and not cleaned later in the same RUN. */
export function leftCaches(step: CommandInstruction, stage: Stage): LeftCache[] {
  const script = scriptCommands(step, stage);
  const mounts = mountTargets(step, stage);
  const left = new Map<CacheName, LeftCache>();
  for (const command of script) {
    const effect = effectOf(command);
    if (effect?.fills === false) left.delete(effect.cache);
    else if (effect) {
      const cache = withFolders(PACKAGE_CACHES[effect.cache], command);
      if (!isMounted(cache, mounts)) left.set(effect.cache, { cache, command, name: effect.name });
    }
    if (left.size === 0) continue;
    const removed = removedPaths(command);
    for (const [key, { cache }] of left)
      if (cache.folders.some((folder) => removed.some((path) => holds(path, folder, cache.name)))) left.delete(key);
  }
  return [...left.values()];
}

function effectOf(command: ScriptCommand): Effect | undefined {
  const call = readPackageCommand(command);
  if (!call) return effectOfLanguage(command);
  const name = `${command.program} ${call.verb}`;
  const fills: Effect = { cache: call.manager, fills: true, name };
  const cleans: Effect = { ...fills, fills: false };
  switch (call.manager) {
    case "apt":
      return call.action === "update" ? fills : call.action === "clean" ? cleans : undefined;
    case "apk":
      if (call.verb === "cache")
        return call.packages.some(({ text }) => text === "clean" || text === "purge") ? cleans : undefined;
      return (call.action === "install" || call.action === "update") && !call.options.includes("--no-cache") ? fills : undefined;
    case "dnf":
      if (call.action === "clean")
        return call.packages.some(({ text }) => /^(?:all|metadata|dbcache)$/.test(text)) ? cleans : undefined;
      return call.action === "install" || call.action === "update" ? fills : undefined;
    case "zypper":
      if (call.action === "clean") return cleans;
      return call.action === "install" || call.action === "update" || call.action === "remove" ? fills : undefined;
    case "pacman":
      if (call.action === "clean") return cleans;
      return call.action === "install" && !/^-U|^--upgrade/.test(call.verb) ? fills : undefined;
  }
}

function effectOfLanguage(command: ScriptCommand): Effect | undefined {
  const { program } = command;
  const letter = program[0];
  if (letter !== "p" && letter !== "n" && letter !== "y") return undefined;
  const { args } = command;
  if (/^python[\d.]*$/.test(program) && args[0]?.text === "-m" && args[1]) {
    return /^pip[\d.]*$/.test(args[1].text)
      ? pipEffect({ ...command, program: `${program} -m ${args[1].text}`, args: args.slice(2) })
      : undefined;
  }
  if (/^pip[\d.]*$/.test(program)) return pipEffect(command);
  if (program === "npm") return npmEffect(command);
  return program === "yarn" || program === "yarnpkg" ? yarnEffect(command) : undefined;
}

/** Words that are no options, values of options left out as far as they are written with `=`. */
function wordsOf({ args }: ScriptCommand): string[] {
  return args.map(({ text }) => text).filter((text) => !text.startsWith("-"));
}

function pipEffect(command: ScriptCommand): Effect | undefined {
  const [verb = "", next = ""] = wordsOf(command);
  const name = `${command.program} ${verb}`;
  if (verb === "cache") return next === "purge" ? { cache: "pip", fills: false, name } : undefined;
  if (verb !== "install" && verb !== "wheel") return undefined;
  const off =
    command.args.some(({ text }) => /^--no-cache(?:-dir)?$|^--no-index$/.test(text)) || isOn(command.env("PIP_NO_CACHE_DIR"));
  return off ? undefined : { cache: "pip", fills: true, name };
}

/** A variable without known value is taken for what it is there for. */
function isOn(value: string | undefined | null): boolean {
  if (value === null) return true;
  return value !== undefined && !/^(?:|0|off|no|false|f|n)$/i.test(value.trim());
}

function npmEffect(command: ScriptCommand): Effect | undefined {
  const [verb = "", next = ""] = wordsOf(command);
  const name = `npm ${verb}`;
  if (verb === "cache") return /^(?:clean|clear|rm)$/.test(next) ? { cache: "npm", fills: false, name } : undefined;
  return /^(?:install|i|ci|add|clean-install|install-clean|ic|update|up|upgrade)$/.test(verb)
    ? { cache: "npm", fills: true, name }
    : undefined;
}

function yarnEffect(command: ScriptCommand): Effect | undefined {
  const [verb = "", next = ""] = wordsOf(command);
  const name = verb === "" ? command.program : `${command.program} ${verb}`;
  if (verb === "cache") return /^clean|^clear/.test(next) ? { cache: "yarn", fills: false, name } : undefined;
  if (verb === "" && command.args.some(({ text }) => /^(?:-v|--version|-h|--help)$/.test(text))) return undefined;
  return /^(?:|install|add)$/.test(verb) || (verb === "global" && next === "add")
    ? { cache: "yarn", fills: true, name }
    : undefined;
}

function withFolders(cache: PackageCache, command: ScriptCommand): PackageCache {
  const given = (cache.folderVariables ?? []).flatMap((name) => command.env(name) ?? []);
  for (const [index, { text }] of command.args.entries()) {
    const value =
      cache.folderOption?.exec(text)?.[1] ?? cache.folderOption?.exec(`${text}=${command.args[index + 1]?.text ?? ""}`)?.[1];
    if (value !== undefined) given.push(value);
  }
  return given.length === 0 ? cache : { ...cache, folders: [...cache.folders, ...given] };
}

/** Targets of cache and tmpfs mounts: what lies there is in no layer. */
function mountTargets(step: CommandInstruction, stage: Stage): string[] {
  const targets: string[] = [];
  for (const flag of step.flags) {
    if (flag.name !== "mount" || flag.value === undefined) continue;
    if (!/(?:^|,)type=(?:cache|tmpfs)(?:,|$)/.test(flag.value)) continue;
    const target = /(?:^|,)(?:target|dst|destination)=([^,]*)/.exec(flag.value)?.[1];
    if (target !== undefined) targets.push(stage.expand(target, step).text);
  }
  return targets;
}

function isMounted(cache: PackageCache, targets: readonly string[]): boolean {
  return targets.some(
    (target) =>
      cache.folders.some((folder) => holds(target, folder, cache.name)) || (cache.name === "yarn" && target.includes("yarn")),
  );
}

/** Paths that a command deletes. */
function removedPaths(command: ScriptCommand): string[] {
  const { program } = command;
  if (program !== "rm" && program !== "find") return [];
  const texts = command.args.map(({ text }) => text);
  if (program === "find" && !texts.some((text) => text === "-delete" || text === "rm")) return [];
  return texts.filter((text) => !text.startsWith("-")).flatMap(expandBraces);
}

/** `/var/lib/apt/lists/*`, `/var/lib/apt` and `/var/lib` all hold the lists. */
function holds(path: string, folder: string, name: string): boolean {
  if (path.includes(`${name} cache dir`) || path.includes("npm config get cache")) return true;
  const clean = homeless(normalizePath(path.replace(/(?:\/[^/]*[*?[][^/]*)+\/?$/, "").replace(/\/+$/, "")));
  const wanted = homeless(normalizePath(folder));
  return clean !== "" && clean !== "/" && (clean === wanted || wanted.startsWith(`${clean}/`));
}

function homeless(path: string): string {
  return path.replace(/^(?:\$HOME|\$\{HOME\}|\/root|\/home\/[^/]+|\/github\/home)(?=\/|$)/, "~");
}
