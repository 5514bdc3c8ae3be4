import type { Finding } from "../../engine/result.ts";
import type { Fix, FixOptions, Outcome } from "../../fix/fix.ts";
import { renderRemedy } from "../../fix/render.ts";
import type { State } from "./state.ts";

/** A fix that may be made for a finding. */
export interface Candidate {
  readonly key: string;
  readonly finding: Finding;
  readonly workload: string;
  readonly kind: string;
  readonly fix: Fix;
}

/** What stands in the way of a finding's fix. */
export type Reason =
  | { readonly kind: "unsafe"; readonly title: string; readonly breaks: string | undefined }
  /** `tried`: there was a fix, and a guard or the file system was against it. */
  | { readonly kind: "refused"; readonly reason: string; readonly tried?: true }
  | { readonly kind: "advice"; readonly title: string; readonly lines: readonly string[] }
  | { readonly kind: "none" };

export interface Offered {
  readonly candidates: readonly Candidate[];
  /** By fingerprint, for findings without a candidate. */
  readonly reasons: ReadonlyMap<string, Reason>;
}

/** Renders the remedies of all open findings; one fix for each finding. `closed` tells why a fix is out of the question. */
export function findCandidates(
  state: State,
  unsafe: boolean,
  options: FixOptions,
  closed: (candidate: Candidate) => string | undefined,
): Offered {
  const candidates: Candidate[] = [];
  const reasons = new Map<string, Reason>();
  for (const finding of state.open) {
    const tried: Reason[] = [];
    let found = false;
    for (const offered of finding.remedies ?? []) {
      const { outcome, remedy, workload } = renderRemedy(state.project, finding, offered, options);
      const reason = reasonFor(outcome, unsafe);
      if (reason || outcome.kind !== "fix") {
        if (reason) tried.push(reason);
        continue;
      }
      const candidate = {
        key: `${finding.fingerprint} ${workload} ${remedy.kind}`,
        finding,
        workload,
        kind: remedy.kind,
        fix: outcome.fix,
      };
      const shut = closed(candidate);
      if (shut !== undefined) {
        tried.push({ kind: "refused", reason: shut, tried: true });
        continue;
      }
      candidates.push(candidate);
      found = true;
      break;
    }
    if (!found) reasons.set(finding.fingerprint, strongest(tried));
  }
  return { candidates, reasons };
}

function reasonFor(outcome: Outcome, unsafe: boolean): Reason | undefined {
  if (outcome.kind === "refused") return { kind: "refused", reason: outcome.reason };
  if (outcome.kind === "advice") return outcome;
  const { title, safety, breaks, notes } = outcome.fix;
  if (safety === "manual") return { kind: "advice", title, lines: notes };
  return safety === "unsafe" && !unsafe ? { kind: "unsafe", title, breaks } : undefined;
}

/** What helps most to know. */
function strongest(tried: readonly Reason[]): Reason {
  for (const kind of ["unsafe", "refused", "advice"] as const) {
    const found = tried.find((reason) => reason.kind === kind);
    if (found) return found;
  }
  return { kind: "none" };
}
