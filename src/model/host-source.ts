import { normalizePath } from "../util/path.ts";
import type { Mount } from "./workload.ts";

/** What of the host a mount brings in. */
export type HostSource =
  /** Absolute, `/var/run` as `/run`; a home as `~`. A variable further down stands as `*`. */
  | { readonly kind: "path"; readonly path: string }
  /** Below the folder of the deployment or of the script. */
  | { readonly kind: "inside" }
  /** It leaves the repository upward by so many levels; `rest` is what follows. */
  | { readonly kind: "climbing"; readonly levels: number; readonly rest: string }
  /** It starts with variables that have no value here; `tail` is what follows the last of them. */
  | { readonly kind: "variable"; readonly names: readonly string[]; readonly tail: string };

const mark = "\uFFFC";

/** So many levels above the repository a mount without more to its path is as good as the root of the host. */
const farLevels = 3;

export function climbsFar(source: HostSource): boolean {
  return source.kind === "climbing" && source.levels >= farLevels;
}

/** Variables that mean the same on every host. */
const meanings: Readonly<Record<string, string>> = {
  HOME: "~",
  XDG_RUNTIME_DIR: "/run/user/1000",
  PWD: ".",
  CURDIR: ".",
  pwd: ".",
  USER: "user",
  USERNAME: "user",
  LOGNAME: "user",
  UID: "1000",
  "id -u": "1000",
  whoami: "user",
};

/** Where on the host a mount comes from; undefined where it brings in nothing of the host. */
export function hostSourceOf(mount: Mount): HostSource | undefined {
  if (mount.device !== undefined) return locate(mount.device);
  if (mount.source === undefined) return undefined;
  if (mount.type === "bind" || mount.type === "npipe") return locate(mount.source);
  // A volume or a path: the variable decides.
  return mount.type === "volume" && mount.unresolved !== undefined ? locate(mount.source) : undefined;
}

function locate(written: string): HostSource {
  const names: string[] = [];
  const text = written
    .replaceAll("\\", "/")
    .replaceAll(
      /\$\{(\w+)[^}]*\}|\$(\w+)|\$\(([^)]*)\)|`([^`]*)`/g,
      (whole, braced?: string, plain?: string, command?: string, quoted?: string) => {
        const name = braced ?? plain ?? (command ?? quoted ?? "").trim();
        const meaning = meanings[name];
        if (meaning !== undefined) return meaning;
        names.push(braced ?? plain ?? whole);
        return mark;
      },
    );
  const first = text.indexOf(mark);
  if (first >= 0 && isOpen(text.slice(0, first)))
    return { kind: "variable", names, tail: text.slice(text.lastIndexOf(mark) + 1) };
  return place(text.replaceAll(mark, "*"));
}

/** Nothing before the variable says where the path leads. */
function isOpen(before: string): boolean {
  return /^(?:\/|\/run\/|\/var\/run\/)?[^/]*$/.test(before) && !/^[~.]/.test(before);
}

function place(text: string): HostSource {
  const drive = /^[A-Za-z]:/.exec(text)?.[0];
  if (drive !== undefined) return { kind: "path", path: drive + normalizePath(text.slice(2)) };
  if (text.startsWith("~")) {
    const below = normalizePath(`/${text.slice(1)}`);
    return { kind: "path", path: below === "/" ? "~" : `~${below}` };
  }
  const path = normalizePath(text);
  if (path.startsWith("/")) return { kind: "path", path: path.replace(/^\/var\/run(?=\/|$)/, "/run") };
  const climbed = /^(?:\.\.(?:\/|$))+/.exec(path)?.[0];
  if (climbed === undefined) return { kind: "inside" };
  return {
    kind: "climbing",
    levels: climbed.split("..").length - 1,
    rest: `/${path.slice(climbed.length)}`.replace(/^\/var\/run(?=\/|$)/, "/run"),
  };
}

/** Why it cannot be told what a mount brings in. */
export function openMount(mount: Mount, source: HostSource): string {
  if (source.kind !== "variable")
    return `${mount.source ?? ""} leads out of the repository, so what is mounted at ${mount.target} is not known`;
  return `${namesOf(source.names)} ${source.names.length > 1 ? "have" : "has"} no value here, so what is mounted at ${mount.target} is not known`;
}

function namesOf(names: readonly string[]): string {
  return [...new Set(names)].map((name) => (/^\w+$/.test(name) ? `$${name}` : name)).join(", ");
}
