import type { CommandInstruction, Instruction } from "../../parse/dockerfile/tree.ts";
import type { ShellCommand } from "../../parse/shell/tree.ts";
import { basename } from "../../util/path.ts";
import type { BuildModel, Stage } from "../build.ts";
import { copiesOf } from "../copies.ts";
import { commandsOf, textOfRun } from "../run-commands.ts";
import { secretKindOf } from "../../catalog/secret-names.ts";
import { allSteps, reachOf, type Reach } from "./build-variables.ts";
import type { CommandSecret } from "./command-secrets.ts";
import { keptSecrets } from "./mounted-secrets.ts";
import { keyHint, keysOfScript } from "./made-keys.ts";
import { findNamedValues } from "./named-values.ts";
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
  if (hinted) addHeredocs(step, name, commands, build, found);
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

/** Here-documents of RUN that are data: settings for a file, lines for chpasswd. */
function addHeredocs(
  step: CommandInstruction,
  name: string,
  commands: readonly ShellCommand[],
  build: BuildModel,
  found: FoundSecret[],
): void {
  for (const { body, bodySpan } of step.heredocs) {
    if (commands.some(({ span }) => bodySpan.start <= span.start && span.end <= bodySpan.end)) continue;
    const at = (start: number, end: number) =>
      literalAt(build.dockerfile, { start: bodySpan.start + start, end: bodySpan.start + end });
    for (const value of findNamedValues(body.text)) {
      if (isDummy(value.value) || /[$`]/.test(value.value)) continue;
      found.push({
        what: `a here-document of ${name} has a literal ${value.name}`,
        short: `${value.name} in ${name}`,
        at: at(value.start, value.end),
        open: false,
      });
    }
    if (!commands.some((command) => basename(command.name?.value ?? "") === "chpasswd")) continue;
    for (const match of body.text.matchAll(/^[\w.-]+:([^\s:$`]+)/gm)) {
      const end = match.index + match[0].length;
      found.push({
        what: `${name} holds the password for chpasswd`,
        short: `the password for chpasswd in ${name}`,
        at: at(end - (match[1] ?? "").length, end),
        open: false,
      });
    }
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
