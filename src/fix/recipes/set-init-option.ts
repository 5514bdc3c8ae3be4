import type { Recipe } from "../fix.ts";
import { renderSettings } from "../settings/render.ts";

/** `init: true` for a service, `--init` for a run line. */
export const setInitOption: Recipe = {
  kind: "set-init",
  on: ["compose", "run"],
  render: (context) => {
    const { workload } = context;
    const { init } = workload;
    const written = init.state === "known" ? { written: init.origin } : {};
    return renderSettings(context, [{ kind: "set", path: ["init"], value: "true", flags: ["--init"], ...written }], {
      title: `Run ${workload.name} with an init`,
      safety: "safe",
    });
  },
};
