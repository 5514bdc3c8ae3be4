import type { ShellCommand } from "../parse/shell/tree.ts";
import type { Origin } from "../source/origin.ts";
import { basename } from "../util/path.ts";
import type { BuildModel } from "./build.ts";
import { commandsOf, textOfRun } from "./run-commands.ts";

export interface SpecialModes {
  /** Where setuid bits are set and not taken away later. */
  readonly set: readonly Origin[];
  /** Where they are taken from all files. */
  readonly cleared: Origin | undefined;
}

/** Setuid bits that the steps of the final image set by `chmod`, `install -m` or `COPY --chmod`. */
export function specialModes(build: BuildModel): SpecialModes {
  let set: Origin[] = [];
  let cleared: Origin | undefined;
  const folders = new Set<string>();
  for (const stage of build.chain.toReversed()) {
    for (const step of stage.steps) {
      const at = (span: Origin["span"]): Origin => ({ file: build.dockerfile, span, how: "literal", via: [] });
      if (step.keyword === "COPY" || step.keyword === "ADD") {
        const flag = step.flags.find(({ name }) => name === "chmod");
        if (flag?.value !== undefined && isSpecial(flag.value)) set.push(at(flag.span));
        continue;
      }
      if (step.keyword === "WORKDIR") folders.add(withoutSlash(stage.expand(step.rest.text.trim(), step).text));
      if (step.keyword !== "RUN") continue;
      const text = textOfRun(step);
      if (text.includes("mkdir")) addFolders(text, folders);
      if (!mayMatter(text)) continue;
      for (const command of commandsOf(step, stage)) {
        if (clears(command)) {
          set = [];
          cleared = at(command.span);
        } else if (setsBit(command, folders)) set.push(at(command.span));
      }
    }
  }
  return { set, cleared };
}

function addFolders(text: string, folders: Set<string>): void {
  for (const made of text.matchAll(/\bmkdir\s+([^;&|\n]+)/g)) {
    for (const word of made[1]?.split(/\s+/) ?? []) if (word !== "") folders.add(withoutSlash(word));
  }
}

/** Most RUNs set no such mode: do not read their shell. */
function mayMatter(text: string): boolean {
  const maySet = text.includes("chmod") || (text.includes("install") && /\s(?:-m|--mode)/.test(text));
  return maySet && /\b0?[4-7][0-7]{3}\b|[-+=][rwxXt]*s\b/.test(text);
}

/** `find / -perm … -exec chmod a-s {} +` */
function clears({ name, args }: ShellCommand): boolean {
  if (basename(name?.value ?? "") !== "find" || args[0]?.value !== "/") return false;
  const words = args.map(({ value }) => value);
  const chmod = words.findIndex((word) => basename(word) === "chmod");
  return chmod > 0 && /^[ugoa]*-[rwxXst]*s/.test(words[chmod + 1] ?? "");
}

function withoutSlash(path: string): string {
  return path.replace(/\/$/, "");
}

function setsBit({ name, args }: ShellCommand, folders: ReadonlySet<string>): boolean {
  const program = basename(name?.value ?? "");
  if (program === "chmod") {
    const words = args.map(({ value }) => value).filter((value) => !/^-(?:[Rcfv]+$|-\w)/.test(value));
    const [mode = "", ...paths] = words;
    const recursive = args.some(({ value }) => /^-[cfv]*R|^--recursive$/.test(value));
    return isSpecial(mode) && !recursive && !paths.every((path) => isFolder(path) || folders.has(withoutSlash(path)));
  }
  if (program !== "install") return false;
  const at = args.findIndex(({ value }) => value === "-m" || value === "--mode");
  const mode = args[at + 1]?.value;
  return at >= 0 && mode !== undefined && isSpecial(mode);
}

/** Folders by their usual names: the bit does nothing on them. */
function isFolder(path: string): boolean {
  return /^\/(?:opt|s?bin|run|var|srv|home|tmp|data|mnt|usr|etc|app)?(?:\/(?:run|lib|local|bin|app|data|log|tmp))?\/?$|\/$/.test(
    path,
  );
}

/** `4755`, `06711`, `u+s`, `a=rxs`, `+s`. Setgid alone is meant for folders, whose new files take their group. */
function isSpecial(mode: string): boolean {
  if (/^[0-7]+$/.test(mode)) return (Number.parseInt(mode, 8) & 0o4000) !== 0;
  return mode.split(",").some((part) => /^(?:[goa]*[ua][ugoa]*)?[+=][rwxXt]*s/.test(part));
}
