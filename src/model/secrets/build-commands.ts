import type { CommandInstruction, Instruction } from "../../parse/dockerfile/tree.ts";
import type { BuildModel, Stage } from "../build.ts";
import { copiesOf } from "../copies.ts";
import { commandsOf, textOfRun } from "../run-commands.ts";
import { secretKindOf } from "../../catalog/secret-names.ts";
import { allSteps, reachOf, type Reach } from "./build-variables.ts";
import type { CommandSecret } from "./command-secrets.ts";
import { keptSecrets } from "./mounted-secrets.ts";
import { keyHint, keysOfScript } from "./made-keys.ts";
import { literalAt, pinpoint } from "./place.ts";
import { uniquePlaces, type FoundSecret } from "./secret.ts";
import { mayHoldSecret, secretsOfScript } from "./shell-secrets.ts";
import { isDummy, isHarmless, isWeakDummy } from "./values.ts";

/** Secrets that RUN, CMD, ENTRYPOINT and HEALTHCHECK hold, and keys that RUN makes and leaves. */
export function commandSecrets(build: BuildModel, source: string | undefined): FoundSecret[] {
  const found: FoundSecret[] = [];
  for (const stage of build.stages) {
    for (const step of allSteps(stage)) {
      const command = commandStep(step);
      if (command) readStep(command, step.keyword, stage, build, source, found);
    }
  }
  return uniquePlaces(found);
}

function commandStep(step: Instruction): CommandInstruction | undefined {
  if (step.keyword === "RUN" || step.keyword === "CMD" || step.keyword === "ENTRYPOINT") return step;
  if (step.keyword === "HEALTHCHECK" && step.command) return { ...step, keyword: "CMD", command: step.command };
  return undefined;
}

function readStep(
  step: CommandInstruction,
  name: string,
  stage: Stage,
  build: BuildModel,
  source: string | undefined,
  found: FoundSecret[],
): void {
  const text = textOfRun(step);
  const mounts = step.flags.length > 0 && step.flags.some(({ value }) => value?.includes("type=secret") === true);
  const hinted = mayHoldSecret(text);
  const makesKey = step.keyword === "RUN" && keyHint.test(text);
  if (!mounts && !hinted && !makesKey) return;
  const reach = reachOf(build, stage);
  const commands = commandsOf(step, stage);
  if (hinted) {
    for (const secret of secretsOfScript(commands)) {
      if (secret.open || !isLiteral(secret, stage, step, reach, text)) continue;
      const place = literalAt(build.dockerfile, pinpoint(source, secret.span, secret.value));
      found.push({ what: `${name} holds ${secret.what}`, short: `${secret.what} in ${name}`, at: place, open: false });
    }
  }
  if (mounts) {
    for (const span of keptSecrets(step, commands)) {
      found.push({
        what: "RUN writes a mounted secret into the image",
        short: "a mounted secret is written into the image",
        at: literalAt(build.dockerfile, span),
        open: true,
      });
    }
  }
  if (!makesKey || reach === "unused") return;
  for (const { span, what, path } of keysOfScript(commands, text)) {
    if (reach === "copied" && !isCopied(path, stage, build)) continue;
    found.push({
      what: `${what} that stays in the image, the same for everyone who has it`,
      short: `${what} that stays in the image`,
      at: literalAt(build.dockerfile, span),
      open: false,
    });
  }
}

function isLiteral(secret: CommandSecret, stage: Stage, step: CommandInstruction, reach: Reach, text: string): boolean {
  if (secret.variable !== undefined) {
    // A variable with a secret's name is found where it is set.
    if (secretKindOf(secret.variable) !== undefined) return false;
    const { text: value, unknown } = stage.expand(`\${${secret.variable}}`, step);
    return unknown.length === 0 && !isHarmless("password", value);
  }
  if (secret.set === true) return true;
  if (isDummy(secret.value)) return false;
  return (
    !isWeakDummy(secret.value) ||
    (reach === "image" &&
      !(secret.assigned === true && /precompile|collectstatic|\b(?:npm|yarn|pnpm) (?:run )?build\b/.test(text)))
  );
}

/** A later stage copies the key, by its path or by a folder around it. */
function isCopied(path: string | undefined, stage: Stage, build: BuildModel): boolean {
  if (!path?.startsWith("/")) return false;
  return build.used.some((other) =>
    copiesOf(other, build.stages).some(
      (copy) =>
        copy.from.kind === "stage" &&
        copy.from.stage === stage &&
        copy.sources.some((source) => path === source.path || path.startsWith(`${source.path.replace(/\/+$/, "")}/`)),
    ),
  );
}
