import type { Project } from "../../model/project.ts";
import type { Violation } from "./violation.ts";

/** Errors that were not there before: a file that does not parse any more, a reference that leads nowhere. */
export function newErrors(before: Project, after: Project): Violation[] {
  const known = new Map<string, number>();
  for (const { file, message } of before.errors) known.set(`${file}\0${message}`, (known.get(`${file}\0${message}`) ?? 0) + 1);
  const violations: Violation[] = [];
  for (const { file, message } of after.errors) {
    const key = `${file}\0${message}`;
    const count = known.get(key) ?? 0;
    if (count === 0) violations.push({ file, reason: `it would bring an error: ${message}` });
    else known.set(key, count - 1);
  }
  return violations;
}
