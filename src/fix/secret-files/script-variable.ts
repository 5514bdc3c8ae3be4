import { startupOf } from "../../model/startup/of.ts";
import type { Project } from "../../model/project.ts";
import type { Workload } from "../../model/workload.ts";
import type { FileVariable } from "./file-variable.ts";

/** `NAME_FILE` where a script of the repository that starts the service hands the variable to `file_env`, as official images do. */
export function scriptVariable(workload: Workload, project: Project, name: string): FileVariable | undefined {
  if (!workload.build || !/^\w+$/.test(name)) return undefined;
  const call = new RegExp(String.raw`^\s*file_env\s+(["']?)${name}\1(?=[\s;]|$)`, "m");
  for (const { file } of startupOf(workload, project).trail) {
    const text = project.files.get(file)?.text ?? "";
    // The function is what it is in those images: it adds _FILE to the name, and gives the file's text to the variable.
    if (!call.test(text) || !/^\s*(?:function\s+)?file_env\s*\(\)/m.test(text) || !/_FILE\b/.test(text)) continue;
    return { name: `${name}_FILE`, valueFor: (path) => path };
  }
  return undefined;
}
