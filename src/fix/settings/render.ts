import type { Outcome, RecipeContext } from "../fix.ts";
import { renderForService } from "./service.ts";
import { renderForRunLine } from "./run-line.ts";
import type { Description, Setting } from "./setting.ts";

/** A fix that makes the settings for a Compose service or a run line. */
export function renderSettings(
  context: RecipeContext,
  settings: readonly Setting[],
  description: Description,
): Outcome | undefined {
  if (context.workload.kind === "compose") return renderForService(context, settings, description);
  if (context.workload.kind === "run") return renderForRunLine(context, settings, description);
  return undefined;
}

export function refuse(reason: string): Outcome {
  return { kind: "refused", reason };
}
