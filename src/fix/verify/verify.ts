import type { Finding } from "../../engine/result.ts";
import type { Project } from "../../model/project.ts";
import type { Fix, Intent } from "../fix.ts";
import { composeViolations } from "./compose.ts";
import { dockerfileViolations } from "./dockerfile.ts";
import { inlineViolations } from "./inline.ts";
import { isStillThere, newFindings, tallyFindings, type Judged } from "./findings.ts";
import { newErrors } from "./parses.ts";
import { runViolations } from "./run-lines.ts";
import type { Violation } from "./violation.ts";

/** A fix, with the finding and the workload that it is made for. */
export interface FixFor {
  readonly fix: Fix;
  readonly finding: Finding;
  readonly workload: string;
}

/** Why a set of fixes must not be made; empty where all guards hold. */
export function verifyFixes(before: Judged, after: Judged, fixes: readonly FixFor[]): Violation[] {
  const was = tallyFindings(before);
  const is = tallyFindings(after);
  const intents = fixes.flatMap(({ fix }) => fix.intents);
  const violations = [
    ...newErrors(before.project, after.project),
    ...composeViolations(before.project.deployments, after.project.deployments, intents.filter(isFor("compose"))),
    ...textViolations(before.project, after.project, intents),
    ...inlineViolations(before.project.deployments, after.project.deployments, intents.filter(isFor("dockerfile"))),
    ...newFindings(was, is, after.findings),
  ];
  for (const { finding, workload } of fixes) {
    if (isStillThere(finding.rule, workload, was, is))
      violations.push({ file: finding.at.file, reason: `the finding of ${finding.rule} would stay` });
  }
  return violations;
}

function isFor<K extends Intent["kind"]>(kind: K): (intent: Intent) => intent is Extract<Intent, { readonly kind: K }> {
  return (intent): intent is Extract<Intent, { readonly kind: K }> => intent.kind === kind;
}

/** Dockerfiles and run lines, in every file whose text has changed. */
function textViolations(before: Project, after: Project, intents: readonly Intent[]): Violation[] {
  const runFiles = new Set(before.loaded.runLines.map(({ file }) => file));
  const violations: Violation[] = [];
  for (const [path, { text, kind }] of before.files) {
    const now = after.files.get(path)?.text;
    if (now === undefined || now === text) continue;
    if (before.loaded.dockerfiles.has(path)) {
      violations.push(
        ...dockerfileViolations(
          path,
          text,
          now,
          intents.filter(isFor("dockerfile")).filter(({ file }) => file === path),
        ),
      );
    } else if (runFiles.has(path)) {
      const mine = intents.filter(isFor("run")).filter(({ file }) => file === path);
      violations.push(...runViolations(path, text, now, kind === "markdown" ? "markdown" : "script", mine));
    }
  }
  return violations;
}
