import path from "node:path";
import { LOCK_FILE, renderLock, type LockEntry } from "../catalog/lock.ts";
import { EnvironmentError } from "./errors.ts";
import { loadProject } from "./load-project.ts";
import type { CheckRequest } from "./request.ts";
import { readSettings } from "./settings.ts";
import { findTarget } from "./target.ts";

export interface LockOutcome {
  /** Absolute path of seaworthy.lock. */
  readonly file: string;
  readonly text: string;
  /** References with facts from the engine, from the lock before, and with none. */
  readonly fresh: readonly string[];
  readonly kept: readonly string[];
  readonly unknown: readonly string[];
}

const defaultPlatform = "linux/amd64";

/** What seaworthy.lock should say of the images of a repository, as the local engine knows them. */
export async function lockImages(request: CheckRequest): Promise<LockOutcome> {
  const target = findTarget(request);
  const loaded = await loadProject({ ...request, engine: true }, target, readSettings(request, target));
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
  return { file: path.join(target.top, LOCK_FILE), text: renderLock(entries), ...outcome };
}
