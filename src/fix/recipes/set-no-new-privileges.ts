import { noNewPrivilegesOf } from "../../model/security-options.ts";
import type { Recipe } from "../fix.ts";
import { renderSettings } from "../settings/render.ts";
import type { Setting } from "../settings/setting.ts";

const option = "no-new-privileges:true";

/** Adds the option, or corrects the one that is there. */
export const setNoNewPrivileges: Recipe = {
  kind: "set-no-new-privileges",
  render: (context) => {
    const { workload, remedy } = context;
    const written = noNewPrivilegesOf(workload);
    const setting: Setting =
      written.state === "known" && workload.kind === "compose"
        ? { kind: "replace", at: written.origin, newText: option }
        : { kind: "append", path: ["security_opt"], items: [option], flags: [`--security-opt ${option}`] };
    const gone: Setting[] = written.state === "known" && workload.kind === "run" ? [{ kind: "remove", at: written.origin }] : [];
    const safety = remedy.safety === "safe" ? "safe" : "unsafe";
    return renderSettings(context, [...gone, setting], {
      title: `Set no-new-privileges for ${workload.name}`,
      safety,
      ...(remedy.breaks === undefined ? {} : { breaks: remedy.breaks }),
    });
  },
};
