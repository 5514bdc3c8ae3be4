import type { BuildModel, Stage } from "../../model/build.ts";
import type { Instruction } from "../../parse/dockerfile/tree.ts";
import type { Span } from "../../source/span.ts";
import { giveToBuilds } from "../dockerfile/secrets/compose-build.ts";
import { keepOut } from "../dockerfile/secrets/copied.ts";
import { replaceLiteral } from "../dockerfile/secrets/literal.ts";
import { moveVariable } from "../dockerfile/secrets/variable.ts";
import { dockerfileOf, type DockerfileTarget } from "../dockerfile/target.ts";
import type { Outcome, Recipe, RecipeContext } from "../fix.ts";

/** Takes secrets out of ARG, ENV, RUN and COPY: a build step gets them as a mount, a container when it starts. */
export const useSecretMount: Recipe = { kind: "use-secret-mount", on: ["dockerfile", "compose"], render };
export const moveEnvSecret: Recipe = { kind: "move-env-secret", on: ["dockerfile", "compose"], render };
export const moveRunSecret: Recipe = { kind: "move-run-secret", on: ["dockerfile", "compose"], render };
export const keepOutOfContext: Recipe = { kind: "keep-out-of-context", on: ["dockerfile", "compose"], render };
export const revokeSecret: Recipe = { kind: "revoke-secret", on: ["dockerfile", "compose"], render };

function render(context: RecipeContext): Outcome | undefined {
  const { at, remedy } = context;
  const target = dockerfileOf(context);
  if ("reason" in target) return { kind: "refused", reason: target.reason };
  const { build } = target;
  const given = typeof remedy.data?.["name"] === "string" ? remedy.data["name"] : undefined;
  if (remedy.kind === "keep-out-of-context") return keepOut(context, target);
  if (at.file !== build.dockerfile) {
    // A build argument that Compose gives is repaired with the ARG that takes it.
    return remedy.kind === "use-secret-mount" && given !== undefined ? move(context, target, given) : undefined;
  }
  const place = stepAt(build, at.span);
  if (!place) return { kind: "refused", reason: "it stands in ONBUILD or outside every instruction" };
  const { step, stage } = place;
  switch (step.keyword) {
    case "ARG":
    case "ENV": {
      const name = step.pairs.find(({ span }) => span.start <= at.span.start && at.span.end <= span.end)?.key.value ?? given;
      return name === undefined ? undefined : move(context, target, name);
    }
    case "RUN":
      return stage ? inRun(context, target, stage, step) : undefined;
    case "COPY":
    case "ADD":
      return stage ? keepOut(context, target) : undefined;
    case "CMD":
    case "ENTRYPOINT":
    case "HEALTHCHECK":
      return advice([
        `Read it from a file when the container starts: $(cat /run/secrets/NAME), and give the file with secrets: in Compose.`,
        rotate,
      ]);
    default:
      return { kind: "refused", reason: `${step.keyword} cannot take a secret from elsewhere` };
  }
}

const rotate = "Rotate the old secret: it stays in the history of the repository and of images that were built.";

function advice(lines: readonly string[]): Outcome {
  return { kind: "advice", title: "Keep the secret out of the image", lines };
}

interface Place {
  readonly step: Instruction;
  readonly stage: Stage | undefined;
}

function stepAt(build: BuildModel, span: Span): Place | undefined {
  const inside = (step: Instruction): boolean => step.span.start <= span.start && span.end <= step.span.end;
  for (const stage of build.stages) {
    const step = stage.tree.instructions.find(inside);
    if (step) return step.keyword === "ONBUILD" ? undefined : { step, stage };
  }
  const global = build.tree.globalArgs.find(inside);
  return global && { step: global, stage: undefined };
}

function move(context: RecipeContext, { build, file }: DockerfileTarget, name: string): Outcome {
  const moved = moveVariable(build, file, name);
  if (typeof moved === "string") return { kind: "refused", reason: moved };
  const given =
    moved.mounted > 0 || argumentOf(context, name)
      ? giveToBuilds(context.project, build.dockerfile, name, moved.id)
      : { ops: [], intents: [] };
  if (typeof given === "string") return { kind: "refused", reason: given };
  if (moved.ops.length + given.ops.length === 0) return { kind: "refused", reason: `${name} is not declared here` };
  const notes = [rotate];
  if (moved.mounted > 0) notes.push(`Build with: ${name}=… docker build --secret id=${moved.id},env=${name} .`);
  const gone = moved.leavesEnvironment;
  const isCompose = context.workload.kind === "compose";
  if (gone.length > 0) {
    const file = context.workload.facts?.fileEnv?.includes(gone[0] ?? "") === true;
    notes.push(
      file
        ? `Give ${gone.join(", ")} to the container when it starts: ${gone[0] ?? ""}_FILE=/run/secrets/${moved.id} with a secret${isCompose ? " of the service" : ""}.`
        : `Give ${gone.join(", ")} to the container when it starts: mount a secret and let the program read /run/secrets/${moved.id}, or set the variable there.`,
    );
  }
  const breaks = [
    ...(moved.mounted > 0 ? ["the build must be called with --secret"] : []),
    ...(gone.length > 0 ? [`${gone.join(", ")} is no longer set in the container unless it is given when it starts`] : []),
  ].join("; ");
  return {
    kind: "fix",
    fix: {
      title: moved.mounted > 0 ? `Give ${name} to the build as a secret mount` : `Take ${name} out of the Dockerfile`,
      safety: "unsafe",
      breaks: breaks === "" ? "a build step that looks for the variable" : breaks,
      ops: [...moved.ops, ...given.ops],
      intents: [...moved.intents, ...given.intents],
      notes,
      secrets: valuesOf(build, name),
    },
  };
}

function argumentOf({ workload }: RecipeContext, name: string): boolean {
  return workload.buildArgs.items.some((item) => item.state === "known" && item.value.name === name);
}

/** What a diff must not show: the values that go. */
function valuesOf(build: BuildModel, name: string): string[] {
  const steps = [...build.tree.globalArgs, ...build.stages.flatMap((stage) => stage.tree.instructions)];
  return steps.flatMap((step) => {
    if (step.keyword !== "ARG" && step.keyword !== "ENV") return [];
    return step.pairs.flatMap(({ key, value }) =>
      key.value === name && value && value.value !== "" && !value.value.includes("$") ? [value.value] : [],
    );
  });
}

function inRun(
  context: RecipeContext,
  { build, file }: DockerfileTarget,
  stage: Stage,
  step: Instruction & { keyword: "RUN" | "CMD" | "ENTRYPOINT" | "SHELL" },
): Outcome {
  const { at, remedy } = context;
  const name = typeof remedy.data?.["name"] === "string" ? remedy.data["name"] : undefined;
  if (/^\s*(?:\S*\/)?(?:ssh-keygen|openssl|dropbearkey|keytool|gpg)\b/.test(file.text.slice(at.span.start, at.span.end))) {
    return advice([
      "Make the key when the container starts, if it is not there yet, and keep it in a volume; or give it as a secret.",
      "Make a new key: the old one is known to everyone who has the image.",
    ]);
  }
  const replaced = replaceLiteral(build, stage, step, file, at.span, name);
  if (typeof replaced === "string") return { kind: "refused", reason: replaced };
  const given = giveToBuilds(context.project, build.dockerfile, replaced.id.toUpperCase(), replaced.id);
  if (typeof given === "string") return { kind: "refused", reason: given };
  return {
    kind: "fix",
    fix: {
      title: "Give the secret to RUN as a mount",
      safety: "unsafe",
      breaks: "the build must be called with --secret",
      ops: [...replaced.ops, ...given.ops],
      intents: [{ kind: "dockerfile", file: file.path, change: "change", keyword: "RUN", stage: stage.index }, ...given.intents],
      notes: [rotate, `Build with: docker build --secret id=${replaced.id},src=FILE .`],
      secrets: [file.text.slice(at.span.start, at.span.end)],
    },
  };
}
