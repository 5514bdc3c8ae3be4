import type { Candidate } from "./candidates.ts";

/** Kinds of fixes that build on what others decide, with the kinds that they wait for. */
const after: Readonly<Record<string, ReadonlySet<string>>> = {
  "add-healthcheck": new Set(["split-stages", "use-slim-base", "exec-form"]),
  "drop-capabilities": new Set(["set-user"]),
  "set-read-only": new Set(["set-user"]),
  "add-tmpfs": new Set(["set-user"]),
  "set-init": new Set(["split-stages", "use-slim-base"]),
  "set-user": new Set(["split-stages", "use-slim-base", "exec-form"]),
  "use-slim-base": new Set(["split-stages"]),
  "add-image-scan": new Set(["use-secret-mount", "move-env-secret", "move-run-secret", "keep-out-of-context"]),
};

/** Without the fixes that have to wait for another one of the same workload. */
export function inOrder(candidates: readonly Candidate[]): readonly Candidate[] {
  return candidates.filter((candidate) => {
    const { kind } = candidate;
    if (candidates.some((other) => isBelow(other, candidate))) return false;
    if (wrapsStart(candidate))
      return !candidates.some((other) => !wrapsStart(other) && !waitsFor(other, candidate) && sharesWorkload(other, candidate));
    if (candidates.some((other) => waitsFor(candidate, other) && sharesWorkload(other, candidate))) return false;
    const first = after[kind];
    if (!first) return true;
    return !candidates.some((other) => first.has(other.kind) && sharesWorkload(other, candidate));
  });
}

function sharesWorkload(a: Candidate, b: Candidate): boolean {
  return a.finding.workloads.some((id) => b.finding.workloads.includes(id));
}

/** A container with a read-only root takes no secret from the environment: the secret weighs more. */
function waitsFor({ kind }: Candidate, other: Candidate): boolean {
  return kind === "set-read-only" && other.kind === "use-secret-file" && changes(other, "read_only");
}

function changes({ fix }: Candidate, key: string): boolean {
  return fix.intents.some((intent) => intent.kind === "compose" && intent.path[2] === key);
}

/** It writes down how the image starts, who starts it, and what its health check reads: all that is settled first. */
function wrapsStart(candidate: Candidate): boolean {
  return candidate.kind === "use-secret-file" && changes(candidate, "entrypoint");
}

/** The user of an earlier stage of the same Dockerfile is chosen first: a stage that is built on it then takes the same account. */
function isBelow(other: Candidate, candidate: Candidate): boolean {
  if (other.kind !== "set-user" || candidate.kind !== "set-user") return false;
  const [one, two] = [userPlace(other), userPlace(candidate)];
  return one !== undefined && two !== undefined && one.file === two.file && one.stage < two.stage;
}

function userPlace({ fix }: Candidate): { readonly file: string; readonly stage: number } | undefined {
  const found = fix.intents.flatMap((intent) => (intent.kind === "dockerfile" && intent.stage !== undefined ? [intent] : []));
  const [first] = found;
  return first && { file: first.file, stage: Math.min(...found.map(({ stage }) => stage ?? 0)) };
}
