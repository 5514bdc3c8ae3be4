import type { BuildModel } from "../../model/build.ts";

/** Whether a RUN of the final image matches. */
export function runsAnything(build: BuildModel, pattern: RegExp): boolean {
  return build.chain.some((stage) =>
    stage.steps.some(
      (step) =>
        step.keyword === "RUN" && (pattern.test(step.rest.text) || step.heredocs.some(({ body }) => pattern.test(body.text))),
    ),
  );
}
