import type { BuildModel } from "../../../model/build.ts";
import type { Project } from "../../../model/project.ts";
import { joinPath } from "../../../util/path.ts";

const code = /\.(?:go|rs)$/;
const aside =
  /(?:^|\/)(?:go\.(?:mod|sum|work)|Cargo\.(?:toml|lock)|rust-toolchain(?:\.toml)?|Dockerfile[\w.-]*|[\w.-]*\.dockerignore|\.dockerignore|\.git\w*|\.github|Makefile|LICENSE[\w.]*|[\w.-]+\.md|compose[\w.-]*\.ya?ml|docker-compose[\w.-]*\.ya?ml|\.golangci\.ya?ml|\.editorconfig|\.env[\w.]*)$/i;
const tests = /(?:^|\/)(?:tests?|testdata|docs?|examples?|\.github|benches|vendor)\//i;
const runs = /\bexec\.Command\b|Command::new|\bplugin\.Open\b/;

const unseen = "its sources were not seen, so nobody knows what it reads when it runs";

/** What besides the binary the program may need when it runs, as a reason; undefined where its sources need nothing. */
export function neededSources(build: BuildModel, project: Project): string | undefined {
  const { context } = build;
  if (context.kind !== "folder") return unseen;
  let seen = 0;
  for (const source of build.sources) {
    if (source.unknown.length > 0 || /[*?[]/.test(source.path)) continue;
    const path = joinPath(context.path, source.path);
    const files = project.tree.isDirectory(path) || path === "" ? project.tree.filesBelow(path) : [path];
    for (const file of files) {
      const inner = context.path === "" ? file : file.slice(context.path.length + 1);
      if (tests.test(inner) || build.ignore?.ignores(inner) === true || aside.test(inner)) continue;
      if (!code.test(inner)) return `${inner} is copied too, and the program may read it when it runs`;
      const text = project.files.get(file)?.text;
      if (text === undefined) return unseen;
      if (runs.test(text)) return "it runs other programs";
      seen++;
    }
  }
  return seen === 0 ? unseen : undefined;
}
