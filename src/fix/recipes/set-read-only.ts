import type { Recipe, RecipeContext } from "../fix.ts";
import type { SecretSource } from "../../model/workload.ts";
import { planWrites, type Writes } from "../needs/writes.ts";
import { refuse, renderSettings } from "../settings/render.ts";
import { volumeName } from "../settings/volume-name.ts";
import type { Setting } from "../settings/setting.ts";

/** Makes the root filesystem read-only, with all that is written on a tmpfs or a volume; never without. */
export const setReadOnly: Recipe = {
  kind: "set-read-only",
  render: (context) => {
    const { workload, project } = context;
    if (workload.secrets.items.some((item) => item.state === "known" && isCopiedIn(item.value)))
      return refuse("Compose cannot put a secret from the environment into a container whose root is read-only");
    const plan = planWrites(workload, project);
    if (!plan.ok) return refuse(plan.reason);
    const { readOnlyRoot } = workload;
    const written = readOnlyRoot.state === "known" ? { written: readOnlyRoot.origin } : {};
    const settings: Setting[] = [
      { kind: "set", path: ["read_only"], value: "true", flags: ["--read-only"], ...written },
      ...settingsForWrites(context, plan.writes),
    ];
    const paths = [...plan.writes.tmpfs.map((entry) => entry.split(":")[0] ?? entry), ...plan.writes.volumes];
    return renderSettings(context, settings, {
      title: `Make the root filesystem of ${workload.name} read-only${paths.length === 0 ? "" : `, with room to write at ${paths.join(", ")}`}`,
      safety: "unsafe",
      breaks: `writes to other paths than those that are ${plan.writes.evidence}`,
    });
  },
};

/** Compose copies what is no file of the host into the container before it starts; it mounts files. */
function isCopiedIn({ kind }: SecretSource): boolean {
  return kind === "environment" || kind === "content";
}

/** Adds the paths that a container which is read-only already cannot write. */
export const addTmpfs: Recipe = {
  kind: "add-tmpfs",
  render: (context) => {
    const { workload, project, remedy } = context;
    const plan = planWrites(workload, project);
    if (!plan.ok) return refuse(plan.reason);
    const settings = settingsForWrites(context, plan.writes);
    if (settings.length === 0) return refuse("nothing is missing");
    return renderSettings(context, settings, {
      title: remedy.title,
      safety: "unsafe",
      ...(remedy.breaks === undefined ? {} : { breaks: remedy.breaks }),
    });
  },
};

export function settingsForWrites({ workload, project }: RecipeContext, { tmpfs, volumes }: Writes): Setting[] {
  const settings: Setting[] = [];
  if (tmpfs.length > 0)
    settings.push({ kind: "append", path: ["tmpfs"], items: tmpfs, flags: tmpfs.map((entry) => `--tmpfs ${entry}`) });
  if (volumes.length > 0) {
    const named = volumes.map((path) => ({ path, name: volumeName(workload, project, path) }));
    const items = named.map(({ path, name }) => `${name}:${path}`);
    settings.push({ kind: "append", path: ["volumes"], items, flags: items.map((item) => `--volume ${item}`) });
    for (const { name } of named) settings.push({ kind: "volume", name });
  }
  return settings;
}
