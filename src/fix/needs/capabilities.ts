import { dockerDefaultCapabilities } from "../../catalog/capabilities.ts";
import { readCapabilities } from "../../model/capability-set.ts";
import type { CapabilityNeed } from "../../model/image-facts.ts";
import type { Workload } from "../../model/workload.ts";
import { runsAnything } from "./run-texts.ts";
import { givesSecretsByFile } from "./run-as.ts";
import { ownStart } from "./start.ts";

export type CapabilityPlan =
  | { readonly ok: true; readonly add: readonly string[]; readonly source: string }
  | { readonly ok: false; readonly reason: string };

const waits = "nobody knows which capabilities it needs: it waits for prove";

/** What has to be added back once all capabilities are dropped; of those that it has today. */
export function planCapabilities(workload: Workload): CapabilityPlan {
  const { user, build } = workload;
  const facts = ownStart(workload);
  const asUser = user.state === "known" && user.value.root !== true;
  if (asUser && build && (!facts || facts.kind === "base" || facts.kind === "runtime")) {
    if (runsAnything(build, /\b(?:setcap|sudo)\b/))
      return { ok: false, reason: "its image has programs with capabilities of their own: it waits for prove" };
    return { ok: true, add: [], source: `it runs as ${user.value.text}` };
  }
  const need = asUser || facts?.start === "non-root" ? facts?.capabilitiesAsUser : facts?.capabilities;
  if (!need) return { ok: false, reason: waits };
  return { ok: true, add: addedBack(workload, need), source: need.source };
}

/** Never one that it does not have today: what the default set lacks is there only if it is added already. */
function addedBack(workload: Workload, need: CapabilityNeed): string[] {
  const known = new Set(readCapabilities(workload.capAdd).map(({ name }) => name));
  const defaults = new Set(dockerDefaultCapabilities());
  const wanted = need.capabilities.filter((name) => holds(need.when?.[name], workload));
  const names = wanted.map((name) => (name === "DAC_READ_SEARCH" ? "DAC_OVERRIDE" : name));
  // A secret file of the host belongs to whoever made it: root reads it only with this one.
  const secrets =
    workload.secrets.items.some((item) => item.state !== "known" || item.value.kind === "file") || givesSecretsByFile(workload);
  if (secrets && names.length > 0) names.push("DAC_OVERRIDE");
  return [...new Set(names)].filter((name) => defaults.has(name) && !known.has(name)).toSorted();
}

/** Whether a condition of the catalog may hold here; one that nobody can judge does. */
function holds(condition: string | undefined, { mounts, facts }: Workload): boolean {
  if (condition === undefined) return true;
  const written = mounts.items.filter((item) => item.state !== "known" || !item.value.readOnly);
  if (/^in place of|own apache2 package/.test(condition)) return false;
  if (/^a bind mount|^root-owned bind/.test(condition))
    return written.some((item) => item.state !== "known" || isDataBind(item.value, facts?.volumes ?? []));
  return !/not root-owned|not owned by root/.test(condition) || written.length > 0;
}

/** A host folder (or a volume of which nobody knows who filled it) where the image keeps its data. */
function isDataBind({ type, target }: { readonly type: string; readonly target: string }, volumes: readonly string[]): boolean {
  return (
    type === "bind" &&
    (volumes.length === 0 ||
      volumes.some((path) => target === path || target.startsWith(`${path}/`) || path.startsWith(`${target}/`)))
  );
}
