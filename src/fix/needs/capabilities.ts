import { dockerDefaultCapabilities } from "../../catalog/capabilities.ts";
import { needHere } from "../../model/capability-need.ts";
import { readCapabilities } from "../../model/capability-set.ts";
import type { CapabilityNeed } from "../../model/image-facts.ts";
import type { Project } from "../../model/project.ts";
import type { Workload } from "../../model/workload.ts";
import { isForOwner } from "../secret-files/new-file.ts";
import { runsAnything } from "./run-texts.ts";
import { givesSecretsByFile } from "./run-as.ts";
import { commandText, ownProgram, ownStart } from "./start.ts";

export type CapabilityPlan =
  | { readonly ok: true; readonly add: readonly string[]; readonly source: string; readonly breaks?: string }
  | { readonly ok: false; readonly reason: string };

const waits = "nobody knows which capabilities it needs: it waits for prove";

/** Programs that get root or capabilities from their file. */
const gainsPower = /\b(?:setcap|sudo|su|gosu|su-exec|ping)\b/;

/** What has to be added back once all capabilities are dropped; of those that it has today. */
export function planCapabilities(workload: Workload, project: Project): CapabilityPlan {
  const { user, build, facts } = workload;
  const own = ownStart(workload) ?? ownProgram(workload);
  const asUser = user.state === "known" && user.value.root !== true;
  if (asUser && build && (!own || own.kind === "base" || own.kind === "runtime")) {
    if (runsAnything(build, /\b(?:setcap|sudo)\b/))
      return { ok: false, reason: "its image has programs with capabilities of their own: it waits for prove" };
    return { ok: true, add: [], source: `it runs as ${user.value.text}` };
  }
  // Whatever is started in an image whose server needs none as another user than root has none to lose.
  if (asUser && !build && facts?.capabilitiesAsUser?.capabilities.length === 0 && !gainsPower.test(commandText(workload)))
    return { ok: true, add: [], source: `it runs as ${user.value.text}` };
  const need = asUser || own?.start === "non-root" ? own?.capabilitiesAsUser : own?.capabilities;
  if (!need) return { ok: false, reason: waits };
  const add = addedBack(workload, need, project);
  const made = need.capabilities.includes("DAC_OVERRIDE") && !add.includes("DAC_OVERRIDE") && bindsFolder(workload);
  return {
    ok: true,
    add,
    source: need.source,
    ...(made ? { breaks: "a folder of the host that another user than root made" } : {}),
  };
}

function bindsFolder({ mounts }: Workload): boolean {
  return mounts.items.some((item) => item.state === "known" && item.value.type === "bind" && !item.value.readOnly);
}

/** Never one that it does not have today: what the default set lacks is there only if it is added already. */
function addedBack(workload: Workload, need: CapabilityNeed, project: Project): string[] {
  const known = new Set(readCapabilities(workload.capAdd).map(({ name }) => name));
  const defaults = new Set(dockerDefaultCapabilities());
  const { sure, perhaps } = needHere(need, workload, project.tree);
  const names = new Set([...sure, ...perhaps]);
  // A secret file of the host belongs to whoever made it: root reads it only with this one.
  const secrets =
    workload.secrets.items.some((item) => item.state !== "known" || isForOwner(item.value)) || givesSecretsByFile(workload);
  const root = workload.user.state !== "known" || workload.user.value.root === true;
  if (root && (secrets || keepsAppendOnlyFolder(workload))) names.add("DAC_OVERRIDE");
  return [...names].filter((name) => defaults.has(name) && !known.has(name)).toSorted();
}

/**
 * Redis and Valkey keep their append-only log from version 7 on in a folder that their account alone enters. At the next start the
 * entrypoint looks through it as root, and stops where it may not.
 */
function keepsAppendOnlyFolder(workload: Workload): boolean {
  const reference = workload.facts?.reference ?? "";
  if (!/(?:^|\/)(?:redis|valkey)(?:[:@]|$)/.test(reference) || /:[1-6](?:\.|-|$)/.test(reference)) return false;
  const text = commandText(workload);
  return /--appendonly\s+yes\b/i.test(text) || /\.conf\b/.test(text);
}
