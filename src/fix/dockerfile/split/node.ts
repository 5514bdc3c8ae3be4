import type { BuildModel, Stage } from "../../../model/build.ts";
import { copiesOf, workdirAt } from "../../../model/copies.ts";
import { findImageFile } from "../../../model/image-files.ts";
import type { Project } from "../../../model/project.ts";
import { scriptCommands, type ScriptCommand } from "../../../model/script-commands.ts";
import { joinPath, pathWithin } from "../../../util/path.ts";
import type { Shape } from "./shape.ts";

/** From npm 7 on (Node 16), `npm prune` knows `--omit`. */
const firstMajor = 16;

/**
 * One stage that installs with npm, perhaps builds, and starts `node FILE`: the app's folder goes to a second stage on the very
 * same image, without what only development needs. Native modules run on, since nothing below them changes.
 */
export function nodeShape(
  build: BuildModel,
  target: Stage,
  words: readonly string[],
  reference: string,
  tag: string,
  project: Project,
): Shape | string {
  const [program, script = ""] = words;
  if (program !== "node" || !/^[\w./][\w./-]*$/.test(script)) return "it does not start node with a file";
  if (Number(/^\d+/.exec(tag)?.[0] ?? 0) < firstMajor) return "the version of its npm is not known to prune modules";
  if (target.tree.from.image.raw !== reference) return "its reference is put together from variables";
  const folder = workdirAt(target, undefined);
  if (folder === "/" || pathWithin(folder, script.startsWith("/") ? script : joinPath(folder, script)) === undefined)
    return "the app does not live in a folder of its own";
  if (
    target.steps.some(
      (step) => step.keyword === "WORKDIR" && workdirAt(target, step) !== "/" && workdirAt(target, step) !== folder,
    )
  )
    return "it works in several folders";
  if (copiesOf(target, build.stages).some(({ destination }) => pathWithin(folder, destination) === undefined))
    return "it copies files to places outside the app's folder";
  const commands = target.steps.flatMap((step) => (step.keyword === "RUN" ? scriptCommands(step, target) : []));
  const other = commands.find((command) => !staysInFolder(command));
  if (other) return `a RUN calls ${other.program || "something"}, which may change more than the app's folder`;
  if (!commands.some(isInstall)) return "no RUN installs with npm";
  const manifest = findImageFile(build, project.loaded, joinPath(folder, "package.json"))?.text.text;
  if (manifest === undefined) return "package.json was not seen";
  if (/"workspaces"\s*:/.test(manifest)) return "it has workspaces";
  return {
    base: reference,
    artefact: folder,
    workdir: folder,
    env: undefined,
    last: "RUN npm prune --omit=dev",
    breaks: "modules of devDependencies that the program loads when it runs",
  };
}

function isInstall({ program, args }: ScriptCommand): boolean {
  const operands = args.filter(({ text }) => !text.startsWith("-"));
  return program === "npm" && /^(?:ci|clean-install|install|i)$/.test(operands[0]?.text ?? "") && operands.length === 1;
}

/** npm in the app's folder, and programs that its modules bring. */
function staysInFolder(command: ScriptCommand): boolean {
  const { program, args } = command;
  if (command.command.redirects.length > 0) return false;
  if (args.some(({ text }) => /^(?:-g|--global|--location(?:=.*)?|--prefix(?:=.*)?|-C)$/.test(text))) return false;
  if (program === "npm") return isInstall(command) || /^(?:run|run-script|test|cache|prune)$/.test(args[0]?.text ?? "");
  return program === "npx" || program === "tsc" || program === "echo";
}
