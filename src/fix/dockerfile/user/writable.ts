import type { BuildModel, Stage } from "../../../model/build.ts";
import { copiesOf, workdirAt } from "../../../model/copies.ts";
import type { Project } from "../../../model/project.ts";
import { commandsOf } from "../../../model/run-commands.ts";
import type { Workload } from "../../../model/workload.ts";
import { basename, joinPath, normalizePath, pathWithin } from "../../../util/path.ts";
import { sourcesWrite, dataFolders } from "./source-writes.ts";

/** What the user must own, at most this much. */
export interface Owned {
  /** Folders that may have to be made; only the folder itself changes hands. */
  readonly folders: readonly string[];
  /** With all that is in them. */
  readonly trees: readonly string[];
  /** Those of both that are there already. */
  readonly present: ReadonlySet<string>;
  /** The app writes where it stands, and that is a folder of the system. */
  readonly writesAt: string | undefined;
}

const systemPath =
  /^\/(?:$|(?:bin|boot|dev|etc|lib|lib32|lib64|proc|root|sbin|sys|tmp|usr|run|opt|home|var|mnt|media|srv)$|(?:bin|boot|dev|etc|lib\w*|proc|root|sbin|sys|tmp|usr)\/)/;
const dataName =
  /(?:^|[-_])(?:data|db|database|storage|uploads?|media|logs?|tmp|temp|cache|state|sessions?|spool|backups?|downloads?|outputs?|files|work|instance|store|volume|persist(?:ent)?|queue|pid|run)$/i;

/** Paths of the image that the main process may write to, as far as it can be told from here. */
export function ownedPaths(workload: Workload, build: BuildModel, project: Project): Owned {
  const folders = new Set<string>();
  const trees = new Set<string>();
  for (const path of volumesOf(workload, build)) trees.add(path);
  const present = new Set(madeFolders(build));
  for (const path of present) folders.add(path);
  for (const path of namedByEnv(build)) folders.add(path);
  const special = ofKnownImage(build);
  for (const path of special) {
    trees.add(path);
    present.add(path);
  }
  const workdir = workdirAt(build.target, undefined);
  present.add(workdir);
  const owns = ownsWorkdir(build, project, workdir);
  if (owns) {
    folders.add(workdir);
    for (const path of dataFolders(build, project, workdir)) {
      trees.add(path);
      present.add(path);
    }
  }
  const allTrees = [...trees].filter(
    (path) => ![...trees].some((other) => other !== path && pathWithin(other, path) !== undefined),
  );
  return {
    folders: [...folders].filter((path) => !allTrees.some((tree) => pathWithin(tree, path) !== undefined)),
    trees: allTrees,
    present,
    writesAt: special.length === 0 && !owns && sourcesWrite(build, project) === true ? workdir : undefined,
  };
}

function volumesOf(workload: Workload, build: BuildModel): string[] {
  const paths: string[] = [];
  for (const stage of build.chain) {
    for (const step of stage.steps) {
      if (step.keyword === "VOLUME")
        for (const word of step.words) paths.push(plain(stage, word.raw, word.value, step.json, step));
    }
  }
  for (const item of workload.mounts.items) {
    if (item.state === "known" && !item.value.readOnly && (item.value.type === "volume" || item.value.type === "anonymous"))
      paths.push(item.value.target);
  }
  return paths.map((path) => normalizePath(path)).filter((path) => isOwnable(path));
}

function plain(stage: Stage, raw: string, value: string, json: boolean, step: Parameters<Stage["expand"]>[1]): string {
  const expanded = stage.expand(json ? value : raw, step);
  return expanded.unknown.length + expanded.undefined.length > 0 ? "" : expanded.text;
}

/** Folders that RUN makes and that look as if something were to be written there. */
function madeFolders(build: BuildModel): string[] {
  const found: string[] = [];
  for (const stage of build.chain) {
    for (const step of stage.steps) {
      if (step.keyword !== "RUN" || !/\b(?:mkdir|install)\b/.test(step.rest.text)) continue;
      const commands = commandsOf(step, stage);
      const entered = new Set(
        commands
          .filter(({ name }) => name?.value === "cd" || name?.value === "rm")
          .flatMap(({ args }) => args.map(({ value }) => value)),
      );
      for (const { name, args } of commands) {
        const program = basename(name?.value ?? "");
        if (program !== "mkdir" && !(program === "install" && args.some(({ value }) => /^-\w*d/.test(value)))) continue;
        for (const word of args) {
          const { text, unknown, undefined: missing } = stage.expand(word.raw, step);
          if (
            text.startsWith("-") ||
            /^\d+$/.test(text) ||
            unknown.length + missing.length > 0 ||
            entered.has(word.value) ||
            /[{}*?$`]/.test(text)
          )
            continue;
          const path = text.startsWith("/") ? normalizePath(text) : joinPath(workdirAt(stage, step), text);
          if (
            isOwnable(path) &&
            (dataName.test(basename(path)) || /^\/(?:data|run|var\/(?:run|log|lib|cache|tmp|spool|lock|opt))\//.test(path)) &&
            !isCopied(build, path)
          )
            found.push(path);
        }
      }
    }
  }
  return found;
}

/** `ENV DATA_DIR=/data`. */
function namedByEnv(build: BuildModel): string[] {
  const found: string[] = [];
  for (const stage of build.chain) {
    for (const step of stage.steps) {
      if (step.keyword !== "ENV") continue;
      for (const { key, value } of step.pairs) {
        if (
          !/(?:DATA|STORAGE|UPLOADS?|CACHE|LOGS?|STATE|TMP|TEMP|DOWNLOADS?)_?(?:DIR|PATH|HOME|FOLDER|ROOT)$|^(?:HF_HOME|TRANSFORMERS_CACHE|XDG_(?:CACHE|DATA|CONFIG|STATE)_HOME)$/.test(
            key.value,
          ) ||
          !value
        )
          continue;
        const { text, unknown, undefined: missing } = stage.expand(value.raw, step);
        if (
          unknown.length + missing.length === 0 &&
          text.startsWith("/") &&
          !/\.\w{1,5}$/.test(text) &&
          isOwnable(normalizePath(text))
        )
          found.push(normalizePath(text));
      }
    }
  }
  return found;
}

function isOwnable(path: string): boolean {
  return path.startsWith("/") && !systemPath.test(path) && !/[\s"'$`\\;&|<>()*?[\]{}#!]/.test(path);
}

function isCopied(build: BuildModel, path: string): boolean {
  return build.chain.some((stage) =>
    copiesOf(stage, build.stages).some((copy) => copy.destination === path && copy.from.kind === "stage"),
  );
}

/** What servers write in the images made for them. */
function ofKnownImage(build: BuildModel): string[] {
  if (build.base.kind !== "image") return [];
  const name = basename(build.base.ref.normalized);
  const { facts } = build.base;
  if (/^nginx$/.test(build.base.ref.normalized.replace(/^docker\.io\/library\//, "")) || name === "nginx") {
    const templates = build.chain.some((stage) =>
      copiesOf(stage, build.stages).some((copy) => /\/etc\/nginx\/templates/.test(copy.destination)),
    );
    return ["/var/cache/nginx", "/var/log/nginx", "/run", ...(templates ? ["/etc/nginx/conf.d"] : [])];
  }
  if (name === "httpd") return ["/usr/local/apache2/logs"];
  if (name === "tomcat") return ["conf", "logs", "temp", "webapps", "work"].map((part) => `/usr/local/tomcat/${part}`);
  if (facts === undefined || facts.kind === "base" || facts.kind === "runtime") return [];
  return [
    ...(facts.volumes ?? []),
    ...(facts.undeclaredVolumes ?? []),
    ...(facts.writable ?? []).map((entry) => entry.split(":")[0] ?? ""),
  ].filter((path) => path.startsWith("/") && !/^\/(?:tmp|run|var\/run|dev)(?:\/|$)/.test(path));
}

/** The app may make files where it stands, unless all its sources were seen and none writes. */
function ownsWorkdir(build: BuildModel, project: Project, workdir: string): boolean {
  return (isOwnable(workdir) || isOwnApp(workdir)) && sourcesWrite(build, project) !== false;
}

/** `/usr/src/app` is an app's own although it lies below /usr. */
function isOwnApp(path: string): boolean {
  return /^\/(?:usr\/src|usr\/local\/src|usr\/local\/app|usr\/app|opt|home|srv|var\/www)\/[\w./-]+$|^\/usr\/app$/.test(path);
}
