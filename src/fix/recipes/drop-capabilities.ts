import { readCapabilities } from "../../model/capability-set.ts";
import type { Recipe, RecipeContext } from "../fix.ts";
import { planCapabilities } from "../needs/capabilities.ts";
import { planRunAs } from "../needs/run-as.ts";
import { refuse, renderSettings } from "../settings/render.ts";
import type { Setting } from "../settings/setting.ts";
import { settingsForUser } from "./set-user-option.ts";

/** Drops all capabilities and adds back what is known to be needed; nothing where the image works as another user. */
export const dropCapabilities: Recipe = {
  kind: "drop-capabilities",
  render: (context) => {
    const { workload } = context;
    const { privileged, user } = workload;
    if (privileged.state === "known" && privileged.value) return refuse("it is privileged, which gives all capabilities back");
    const written = readCapabilities(workload.capDrop).find(({ refused, text }) => refused && /all/i.test(text));
    const drop: Setting[] =
      written && workload.kind === "compose"
        ? [{ kind: "replace", at: written.origin, newText: "ALL" }]
        : [{ kind: "append", path: ["cap_drop"], items: ["ALL"], flags: ["--cap-drop ALL"] }];
    const asRoot = user.state !== "known" || user.value.root === true;
    const asUser = asRoot ? userSettings(context) : undefined;
    if (asUser) {
      return renderSettings(context, [...drop, ...asUser.settings], {
        title: `Drop all capabilities of ${workload.name} and start it as ${asUser.user}, which needs none`,
        safety: "unsafe",
        breaks: "folders of the host that the user cannot write; work at the start that only root may do",
      });
    }
    const plan = planCapabilities(workload, context.project);
    if (!plan.ok) return refuse(plan.reason);
    const { add } = plan;
    const back: Setting[] =
      add.length === 0 ? [] : [{ kind: "append", path: ["cap_add"], items: add, flags: add.map((name) => `--cap-add ${name}`) }];
    return renderSettings(context, [...drop, ...back], {
      title: `Drop all capabilities of ${workload.name}${add.length === 0 ? "" : ` but ${add.join(", ")}`}`,
      safety: "unsafe",
      breaks: `what needs another capability (${plan.source})${plan.breaks === undefined ? "" : `; ${plan.breaks}`}`,
    });
  },
};

/** Only where the image then needs no capability at all: else nothing is won over its own way to drop root. */
function userSettings(context: RecipeContext): { readonly settings: readonly Setting[]; readonly user: string } | undefined {
  const { workload } = context;
  const need = workload.facts?.capabilitiesAsUser;
  if (need?.capabilities.length !== 0) return undefined;
  const plan = planRunAs(workload);
  if (!plan.ok) return undefined;
  const settings = settingsForUser(context, plan.runAs);
  return settings && { settings, user: plan.runAs.user };
}
