import path from "node:path";
import { LOCK_FILE, renderLock, type LockEntry } from "../catalog/lock.ts";
import { EnvironmentError } from "./errors.ts";
import { loadProject } from "./load-project.ts";
import { askRegistries, type RegistryProblem, type RegistryRequest } from "./registry-facts.ts";
import type { CheckRequest } from "./request.ts";
import { readSettings } from "./settings.ts";
import { findTarget } from "./target.ts";

export interface LockOutcome {
  /** Absolute path of seaworthy.lock. */
  readonly file: string;
  readonly text: string;
  /** References with new facts, with facts from the lock before, and with none. */
  readonly fresh: readonly string[];
  readonly kept: readonly string[];
  readonly unknown: readonly string[];
  /** What the registries said in place of facts. */
  readonly problems: readonly RegistryProblem[];
}

const defaultPlatform = "linux/amd64";

/** What seaworthy.lock should say of the images of a repository, as their registries know them; with `engine`, as the local engine does. */
export async function lockImages(request: CheckRequest, registry?: RegistryRequest): Promise<LockOutcome> {
  const target = findTarget(request);
  const settings = readSettings(request, target);
  let problems: readonly RegistryProblem[] = [];
  const loaded = registry
    ? await loadProject(request, target, settings, {
        async ask(references) {
          const answer = await askRegistries(references, registry);
          problems = answer.problems;
          return { facts: answer.facts, errors: [] };
        },
      })
    : await loadProject({ ...request, engine: true }, target, settings);
  const [failure] = loaded.errors;
  if (failure) throw new EnvironmentError(failure.message, failure.hint);
  const entries: LockEntry[] = [];
  const outcome: Record<"fresh" | "kept" | "unknown", string[]> = { fresh: [], kept: [], unknown: [] };
  for (const reference of [...loaded.references].toSorted()) {
    const facts = loaded.engine.get(reference);
    const before = loaded.lock?.entries.filter((entry) => entry.reference === reference) ?? [];
    const platform = facts?.platform ?? defaultPlatform;
    if (facts) entries.push({ reference, platform, facts });
    entries.push(...before.filter((entry) => !facts || entry.platform !== platform));
    (facts ? outcome.fresh : before.length > 0 ? outcome.kept : outcome.unknown).push(reference);
  }
  return { file: path.join(target.top, LOCK_FILE), text: renderLock(entries), problems, ...outcome };
}
