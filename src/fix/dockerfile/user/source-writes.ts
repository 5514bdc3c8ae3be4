import type { BuildModel } from "../../../model/build.ts";
import { copiesOf } from "../../../model/copies.ts";
import type { Project } from "../../../model/project.ts";
import { joinPath, normalizePath, pathWithin } from "../../../util/path.ts";

const code = /\.(?:[cm]?[jt]sx?|py|rb|php|go|rs|java|kt|cs|pl|lua|ex|exs|scala|sh)$/i;
const tests = /(?:^|\/)(?:tests?|__tests__|spec|node_modules|vendor|docs?|examples?)\//i;
const writes =
  /writeFile|appendFile|createWriteStream|\bmkdirs?\b|makedirs|mkdirSync|\bopen\([^)\n]{0,200}["'][waxr]b?\+?b?["']|sqlite|better-sqlite|nedb|lowdb|leveldb|\bmulter\b|upload|os\.(?:Create|OpenFile|WriteFile|Mkdir)|ioutil\.WriteFile|FileOutputStream|FileWriter|Files\.(?:write|create|copy)|File\.(?:open|write|create|Write)|FileUtils|file_put_contents|fopen|FileHandler|transports\.File|write_text|write_bytes|to_csv|savefig|pickle\.dump|shelve|fs::(?:write|create)|File::create|renameSync|outputFile|\.save\(/;

/** Whether the sources that the build copies write files: false where all were seen and none does, undefined where they were not seen. */
export function sourcesWrite(build: BuildModel, project: Project): boolean | undefined {
  const { context } = build;
  if (context.kind !== "folder" || build.sources.length === 0) return undefined;
  let seen = 0;
  for (const source of build.sources) {
    if (source.unknown.length > 0 || /[*?[]/.test(source.path)) continue;
    const path = joinPath(context.path, source.path);
    const files = project.tree.isDirectory(path) || path === "" ? project.tree.filesBelow(path) : [path];
    for (const file of files) {
      if (!code.test(file) || tests.test(file)) continue;
      const text = project.files.get(file)?.text;
      if (text === undefined || text === "") return undefined;
      seen++;
      if (writes.test(text)) return true;
    }
  }
  return seen === 0 ? undefined : false;
}

const dataFolder =
  /^(?:data|db|database|storage|uploads?|media|logs?|tmp|temp|cache|\.cache|var|instance|files|backups?|sessions?|outputs?|downloads?|bootstrap\/cache|public\/uploads?|static\/uploads?|public\/storage|wp-content\/uploads)$/i;
const dataFile = /^[\w.-]+\.(?:db|sqlite3?|db3)$/i;

/** What is copied into the working folder and will be written there: data folders and database files. */
export function dataFolders(build: BuildModel, project: Project, workdir: string): string[] {
  const { context } = build;
  if (context.kind !== "folder") return [];
  const found = new Set<string>();
  for (const stage of build.chain) {
    for (const copy of copiesOf(stage, build.stages)) {
      const below = pathWithin(workdir, copy.destination);
      if (copy.from.kind !== "context" || below === undefined) continue;
      for (const source of copy.sources) {
        if (source.unknown.length > 0 || source.heredoc || /[*?[]/.test(source.path)) continue;
        const from = joinPath(context.path, normalizePath(`/${source.path}`).slice(1));
        if (!project.tree.isDirectory(from) && from !== "") continue;
        for (const file of project.tree.filesBelow(from)) {
          const inner = from === "" ? file : file.slice(from.length + 1);
          if (build.ignore?.ignores(context.path === "" ? file : file.slice(context.path.length + 1)) === true) continue;
          const target = below === "" ? inner : `${below}/${inner}`;
          if (dataFile.test(target)) found.add(joinPath(workdir, target));
          const parts = target.split("/");
          for (let depth = 1; depth < parts.length && depth <= 2; depth++) {
            const folder = parts.slice(0, depth).join("/");
            if (!dataFolder.test(folder)) continue;
            found.add(joinPath(workdir, folder));
            break;
          }
        }
      }
    }
  }
  return [...found].filter((path) => !/[\s"'$`\\;&|<>()*?[\]{}#!]/.test(path));
}
