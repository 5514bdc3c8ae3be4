import type { Recipe } from "../fix.ts";
import { renderSettings } from "../settings/render.ts";

/** Takes an option away that switches confinement off. */
export const removeSecurityOption: Recipe = {
  kind: "remove-security-option",
  render: (context) => {
    const { workload, at, remedy } = context;
    return renderSettings(context, [{ kind: "remove", at }], {
      title: `Take ${String(remedy.data?.["option"])} from ${workload.name}`,
      safety: "unsafe",
      breaks: remedy.breaks ?? "what the default policy denies",
    });
  },
};
