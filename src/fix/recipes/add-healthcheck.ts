import { insertAfter, insertBefore } from "../dockerfile/edit.ts";
import { portOf } from "../dockerfile/health/port.ts";
import { portCheck, suggestedCheck } from "../dockerfile/health/tool.ts";
import { endOfWork } from "../dockerfile/place.ts";
import { jsonArray } from "../dockerfile/start/exec-words.ts";
import { dockerfileOf } from "../dockerfile/target.ts";
import type { Outcome, Recipe, RecipeContext } from "../fix.ts";

/** A HEALTHCHECK for a Dockerfile, with a tool that is in the image. */
export const addHealthcheck: Recipe = { kind: "add-healthcheck", on: ["dockerfile", "compose"], render };

function render(context: RecipeContext): Outcome | undefined {
  const { workload, project } = context;
  if (!workload.build) return undefined;
  const target = dockerfileOf(context);
  if ("reason" in target) return refused(target.reason);
  const { build, file } = target;
  const { health } = workload;
  if (health.state === "known" && health.value.disabled) {
    return {
      kind: "advice",
      title: "The health check is switched off on purpose",
      lines: ["Take HEALTHCHECK NONE or the setting of the service out, or write a check of its own."],
    };
  }
  if (workload.role === "job") return refused("it runs once and ends");
  const inherited = workload.command.origin.how !== "literal" && workload.entrypoint.origin.how !== "literal";
  const known = suggestedCheck(build, inherited);
  const port = portOf(workload, build, project);
  if (!known && port === undefined) return refused("nothing says on which port it listens");
  const words = known ? undefined : portCheck(build, port ?? 0);
  const test = known
    ? known[0] === "CMD-SHELL"
      ? `CMD ${known[1] ?? ""}`
      : `CMD ${jsonArray(known.slice(1))}`
    : words && `CMD ${jsonArray(words)}`;
  if (test === undefined) {
    return {
      kind: "advice",
      title: "Add a health check",
      lines: [
        'No tool in the image can make a check. Give the program a check of its own and name it: HEALTHCHECK CMD ["/app", "healthcheck"].',
      ],
    };
  }
  const line = `HEALTHCHECK --interval=30s --timeout=5s --start-period=30s ${test}`;
  const place = endOfWork(build.target);
  const op =
    place.side === "before" ? insertBefore(file, place.instruction, [line]) : insertAfter(file, place.instruction, [line]);
  return {
    kind: "fix",
    fix: {
      title: known ? "Add the health check that is known for the base" : `Check that port ${port ?? ""} answers`,
      safety: "unsafe",
      breaks: "a check that fails makes the container unhealthy, and what waits for it does not start",
      ops: [op],
      intents: [{ kind: "dockerfile", file: file.path, change: "add", keyword: "HEALTHCHECK", stage: build.target.index }],
      notes: known ? [] : ["It asks whether the port answers. A path of the app that tests what it needs says more."],
      secrets: [],
    },
  };
}

function refused(reason: string): Outcome {
  return { kind: "refused", reason };
}
