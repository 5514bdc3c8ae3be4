import { basename } from "../../util/path.ts";
import { readHcl } from "./bake/hcl.ts";
import { readBakeJson } from "./bake/json.ts";
import { addBakeTargets } from "./bake/targets.ts";
import { firstStep, readGithubAction, readGithubWorkflow } from "./github/workflow.ts";
import { readGitlabPipeline } from "./gitlab/pipeline.ts";
import { makeRules } from "./makefile.ts";
import { packageScripts } from "./package-json.ts";
import { readScript } from "./script.ts";
import { newDraft, type CiDraft, type CiFile, type CiSystem, type LocalFiles } from "./tree.ts";

/** The system whose file a path is, as far as such files are read. */
export function ciSystem(path: string): CiSystem | undefined {
  if (/(?:^|\/)\.(?:github|gitea|forgejo)\/workflows\/[^/]+\.ya?ml$/.test(path)) return "github";
  if (isAction(path)) return "github";
  const name = basename(path);
  if (/\.gitlab-ci\.ya?ml$/.test(name)) return "gitlab";
  if (/^docker-bake(?:\.[\w-]+)*\.(?:hcl|json)$/.test(name)) return "bake";
  if (name === "package.json") return "package";
  if (/^(?:GNU)?[Mm]akefile$/.test(name) || name.endsWith(".mk")) return "makefile";
  return undefined;
}

function isAction(path: string): boolean {
  return /(?:^|\/)action\.ya?ml$/.test(path);
}

const noFiles: LocalFiles = () => undefined;

/**
 * Reads a CI file: what it builds, scans and uploads. Never throws; undefined where the path names no file that is read.
 * `system` overrules what the path says.
 */
export function parseCiFile(
  path: string,
  text: string,
  files: LocalFiles = noFiles,
  system: CiSystem | undefined = ciSystem(path),
): CiFile | undefined {
  if (system === undefined) return undefined;
  const draft = newDraft(path);
  const local = limited(files);
  switch (system) {
    case "github":
      if (isAction(path)) readGithubAction(draft, text, local);
      else readGithubWorkflow(draft, text, local);
      break;
    case "gitlab":
      readGitlabPipeline(draft, text, local);
      break;
    case "bake":
      readBake(draft, text, local);
      break;
    case "package":
      for (const { name, script } of packageScripts(text)) {
        readScript({ ...firstStep(draft, local), directory: folderOf(path), job: name }, script);
      }
      break;
    case "makefile":
      for (const { targets, recipe } of makeRules(text)) {
        readScript({ ...firstStep(draft, local), directory: folderOf(path), job: targets[0] ?? "" }, recipe);
      }
      break;
  }
  return { ...draft, system };
}

/** Files that use files multiply: five levels of ten are 100,000. */
const mostFiles = 500;

function limited(files: LocalFiles): LocalFiles {
  let left = mostFiles;
  return (path) => {
    const text = left > 0 ? files(path) : undefined;
    if (text !== undefined) left--;
    return text;
  };
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}

function readBake(draft: CiDraft, text: string, local: LocalFiles): void {
  const context = firstStep(draft, local);
  if (draft.path.endsWith(".json")) {
    const { targets, errors } = readBakeJson(text);
    draft.errors.push(...errors);
    addBakeTargets(context, targets);
  } else addBakeTargets(context, readHcl(text).targets);
}
