import { rules } from "../../../src/rules/index.ts";
import type { Rule } from "../../../src/rules/rule.ts";
import { projectOf } from "../../rules/check-example.ts";

const names = [
  "no-secret-env",
  "no-secret-arg",
  "no-secret-in-run",
  "no-secret-copy",
  "no-runtime-env-secret",
  "no-secret-value",
];

/** What the secret rules point at in files, in order: "rule: text", with the severity where it is another one than high. */
export async function foundBy(files: Readonly<Record<string, string>>): Promise<string[]> {
  const runFiles = Object.keys(files).filter((path) => path.endsWith(".sh"));
  const project = await projectOf(files, runFiles);
  const found: string[] = [];
  for (const workload of project.workloads) {
    for (const rule of rules.filter((each: Rule) => names.includes(each.name) && each.kinds.includes(workload.kind))) {
      for (const { at, severity, message } of rule.check(workload, { project, preset: "default" }).problems) {
        const text = project.files.get(at.file)?.text.slice(at.span.start, at.span.end) ?? "";
        if (message.includes("hunter2")) throw new Error(`the message of ${rule.name} tells the secret`);
        found.push(`${rule.name.replace(/^no-/, "")}: ${text}${severity ? ` (${severity})` : ""}`);
      }
    }
  }
  return found;
}

/** The same for a Dockerfile's lines after FROM. */
export function foundInDockerfile(lines: string): Promise<string[]> {
  return foundBy({ Dockerfile: `FROM debian:12\n${lines}\n` });
}

/** The same for lines of one Compose service. */
export function foundInService(lines: string, files: Readonly<Record<string, string>> = {}): Promise<string[]> {
  return foundBy({ "compose.yaml": `services:\n  app:\n    image: app:1\n${lines}\n`, ...files });
}
