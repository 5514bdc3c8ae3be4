import { scalar, quoted } from "../yaml/write.ts";
import type { Recipe, RecipeContext } from "../fix.ts";
import { planRunAs, type RunAs } from "../needs/run-as.ts";
import { planWrites, tmpfsEntries, withOwner } from "../needs/writes.ts";
import { refuse, renderSettings } from "../settings/render.ts";
import type { Setting } from "../settings/setting.ts";
import { settingsForWrites } from "./set-read-only.ts";

/** `user:` or `--user` for an image that is known to work as another user. */
export const setUserOption: Recipe = {
  kind: "set-user",
  on: ["compose", "run"],
  render: (context) => {
    const { workload } = context;
    if (workload.build) return undefined;
    const plan = planRunAs(workload);
    if (!plan.ok) return refuse(plan.reason);
    const settings = settingsForUser(context, plan.runAs);
    if (!settings) return refuse("nobody knows which paths it writes: it waits for prove");
    return renderSettings(context, settings, {
      title: `Run ${workload.name} as ${plan.runAs.user}`,
      safety: "unsafe",
      breaks: "files and folders that only root may read or write; ports below 1024 on Docker before 20.10",
    });
  },
};

/** The user, and for an image that does not hand its folders over itself, room to write that the user owns. */
export function settingsForUser(context: RecipeContext, runAs: RunAs): readonly Setting[] | undefined {
  const { workload, project } = context;
  const { user } = workload;
  const text = /^\d/.test(runAs.user) ? quoted(runAs.user) : scalar(runAs.user);
  const written =
    user.state === "known" && user.origin.how !== "catalog" && user.origin.how !== "lock" && user.origin.how !== "engine"
      ? { written: user.origin }
      : {};
  const own: Setting = { kind: "set", path: ["user"], value: text, flags: [`--user ${runAs.user}`], ...written };
  if (workload.facts?.start === "drops") return [own, ...ownTmpfs(context, runAs)];
  const writes = planWrites(workload, project, runAs);
  if (!writes.ok) return undefined;
  // Only folders that the user does not own already; everybody may write /tmp.
  const tmpfs = writes.writes.tmpfs.filter((entry) => !/^\/tmp(?::|$)/.test(entry));
  if (writes.writes.volumes.length > 0) return undefined;
  return [own, ...ownTmpfs(context, runAs), ...settingsForWrites(context, { ...writes.writes, tmpfs })];
}

/** A tmpfs that is there belongs to root. */
function ownTmpfs({ workload }: RecipeContext, runAs: RunAs): Setting[] {
  if (workload.kind !== "compose") return [];
  const needed = new Set(
    (workload.facts?.writable ?? []).map((entry) => (entry.split(":")[0] ?? "").replace(/^\/var\/run(?=\/|$)/, "/run")),
  );
  return tmpfsEntries(workload).flatMap(({ path, text, origin }): Setting[] => {
    const owned = withOwner(text, runAs);
    return needed.has(path) && owned !== text && !/uid=|mode=/.test(text)
      ? [{ kind: "replace", at: origin, newText: quoted(owned) }]
      : [];
  });
}
