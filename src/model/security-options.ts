import type { Origin } from "../source/origin.ts";
import { known, unknown, unset, type Fact } from "./fact.ts";
import type { Workload } from "./workload.ts";

/** One option as the engine splits it: at the first `=`, else at the first `:`. */
export interface SecurityOption {
  readonly key: string;
  /** Undefined for a bare word. */
  readonly value: string | undefined;
  readonly text: string;
  readonly origin: Origin;
}

export function securityOptionsOf(workload: Workload): SecurityOption[] {
  return workload.securityOpt.items.flatMap((item) => (item.state === "known" ? [splitOption(item.value, item.origin)] : []));
}

function splitOption(text: string, origin: Origin): SecurityOption {
  const at = text.includes("=") ? text.indexOf("=") : text.indexOf(":");
  return at < 0
    ? { key: text, value: undefined, text, origin }
    : { key: text.slice(0, at), value: text.slice(at + 1), text, origin };
}

/** Values that Go reads as a boolean; all else the engine refuses. */
const booleans: Readonly<Record<string, boolean>> = {
  "1": true,
  t: true,
  T: true,
  TRUE: true,
  true: true,
  True: true,
  "0": false,
  f: false,
  F: false,
  FALSE: false,
  false: false,
  False: false,
};

/** Whether no-new-privileges is on: the last option that names it counts. Unknown where an option that is not known may come after it. */
export function noNewPrivilegesOf(workload: Workload): Fact<boolean | "refused"> {
  const { securityOpt, anchor } = workload;
  let result: Fact<boolean | "refused"> = unset(false, anchor);
  for (const item of securityOpt.items) {
    if (item.state === "unknown") {
      result = unknown(item.reason, item.origin);
      continue;
    }
    if (item.state !== "known") continue;
    const { key, value } = splitOption(item.value, item.origin);
    if (key !== "no-new-privileges") continue;
    result = known(value === undefined ? true : (booleans[value] ?? "refused"), item.origin);
  }
  if (result.state === "unset" && !securityOpt.complete)
    return unknown(securityOpt.reason ?? "more options are out of sight", securityOpt.origin);
  return result;
}

/** Options that take confinement away, each with what it takes; where a key is given several times the last counts, but any `label` does. */
export function unconfinedOptions(workload: Workload): { readonly option: SecurityOption; readonly what: string }[] {
  const options = securityOptionsOf(workload);
  const found: { readonly option: SecurityOption; readonly what: string }[] = [];
  const lastOf = (key: string): SecurityOption | undefined =>
    options.findLast((option) => option.key === key && option.value !== undefined);
  for (const [key, what] of [
    ["seccomp", "the seccomp filter"],
    ["apparmor", "the AppArmor profile"],
    ["systempaths", "the masks over /proc and /sys"],
  ] as const) {
    const option = lastOf(key);
    if (option?.value === "unconfined") found.push({ option, what });
  }
  const label = options.find(
    (option) =>
      (option.key === "label" && option.value === "disable") || (option.key === "disable" && option.value === undefined),
  );
  if (label) found.push({ option: label, what: "SELinux confinement" });
  return found;
}
