import { toPlain } from "../../load/compose/plain.ts";
import { deploymentFile, type ComposeProject } from "../../load/compose/project.ts";
import type { ComposeIntent } from "../fix.ts";
import { keepsItems, plainDifferences, type Difference } from "./plain-differences.ts";
import type { Violation } from "./violation.ts";

const plainOptions = { top: "/top", home: "/home" } as const;

/** What differs in the merged deployments although no intent names it. */
export function composeViolations(
  before: readonly ComposeProject[],
  after: readonly ComposeProject[],
  intents: readonly ComposeIntent[],
): Violation[] {
  const violations: Violation[] = [];
  const later = new Map(after.map((project) => [keyOf(project), project]));
  for (const project of before) {
    const name = deploymentFile(project);
    const now = later.get(keyOf(project));
    later.delete(keyOf(project));
    if (!now) {
      violations.push({ file: name, reason: `${name} would not be a deployment any more` });
      continue;
    }
    if (sameSources(project, now)) continue;
    for (const difference of plainDifferences(toPlain(project, plainOptions), toPlain(now, plainOptions))) {
      const reason = unintended(difference, intents);
      if (reason !== undefined) violations.push({ file: name, reason });
    }
  }
  for (const project of later.values())
    violations.push({ file: deploymentFile(project), reason: `${deploymentFile(project)} would become a deployment` });
  return violations;
}

function keyOf(project: ComposeProject): string {
  return `${project.name ?? ""}\0${project.files.join("\0")}`;
}

/** Nothing that it was read from has changed, so neither has it. */
function sameSources(before: ComposeProject, after: ComposeProject): boolean {
  if (before.sources.size !== after.sources.size) return false;
  for (const [path, source] of before.sources) if (after.sources.get(path)?.text !== source.text) return false;
  return true;
}

function unintended({ path, before, after }: Difference, intents: readonly ComposeIntent[]): string | undefined {
  const name = path.join(".");
  const covering = intents.filter((intent) => startsWith(path, intent.path));
  if (covering.length === 0) return `it would also change ${name}`;
  if (!covering.some((intent) => intent.removes) && !keepsItems(before, after)) return `it would take something out of ${name}`;
  return undefined;
}

export function startsWith(path: readonly string[], start: readonly string[]): boolean {
  return start.length <= path.length && start.every((part, index) => path[index] === part);
}
