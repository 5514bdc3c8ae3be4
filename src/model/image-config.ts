import type { CommandForm, Instruction } from "../parse/dockerfile/tree.ts";
import type { How, Origin } from "../source/origin.ts";
import { accountsOf } from "./accounts.ts";
import type { ExternalBase, Stage } from "./build.ts";
import { known, unknown, unset, type Fact } from "./fact.ts";
import type { FactSource, ImageFacts } from "./image-facts.ts";
import { shellAt } from "./run-commands.ts";
import { parseUser, type Accounts } from "./users.ts";
import type { CommandValue, Health, UserValue } from "./workload.ts";

/** What the built image is configured with: the Dockerfile's own word, else the base's, else unset or unknown. */
export interface ImageConfig {
  readonly user: Fact<UserValue>;
  readonly entrypoint: Fact<CommandValue>;
  readonly command: Fact<CommandValue>;
  readonly health: Fact<Health>;
  readonly accounts: Accounts;
}

export function configOfBuild(file: string, chain: readonly Stage[], base: ExternalBase): ImageConfig {
  const accounts = accountsOf(chain, base.kind === "image" ? base.facts?.users : undefined);
  const inherited = configOfBase(base, baseOrigin(chain, base), accounts);
  return {
    user: userOf(file, chain, accounts) ?? inherited.user,
    ...commandsOfBuild(file, chain, inherited),
    health: healthOf(file, chain) ?? inherited.health,
    accounts,
  };
}

function baseOrigin(chain: readonly Stage[], base: ExternalBase): Origin {
  const from = chain.at(-1)?.from ?? { file: "", span: { start: 0, end: 0 }, how: "literal", via: [] };
  return base.kind === "image" && base.facts ? factOrigin(from, base.facts) : from;
}

/** The origin of a fact on an image: the place that names the image, and where the fact was learnt. */
export function factOrigin(place: Origin, facts: ImageFacts): Origin {
  const how: Record<FactSource, How> = { lock: "lock", engine: "engine", registry: "image", catalog: "catalog" };
  return { ...place, how: how[facts.source], note: `${facts.source}: ${facts.reference}` };
}

/** The configuration that an image without its Dockerfile is known to have. */
export function configOfFacts(
  facts: ImageFacts | undefined,
  origin: Origin,
  reason: string,
  accounts: Accounts,
): Omit<ImageConfig, "accounts"> {
  if (!facts) {
    const missing = unknown(reason, origin);
    return { user: missing, entrypoint: missing, command: missing, health: missing };
  }
  const silent = (what: string): Fact<never> => unknown(`${facts.source} does not say ${what} of ${facts.reference}`, origin);
  return {
    user:
      facts.user === undefined
        ? (startUser(facts, origin, accounts) ?? silent("the user"))
        : known(parseUser(facts.user ?? "", accounts), origin),
    entrypoint: facts.entrypoint === undefined ? silent("the entrypoint") : commandFact(facts.entrypoint, facts, origin),
    command: facts.command === undefined ? silent("the command") : commandFact(facts.command, facts, origin),
    health: facts.health === undefined ? silent("the health check") : healthFact(facts.health, origin),
  };
}

function startUser(facts: ImageFacts, origin: Origin, accounts: Accounts): Fact<UserValue> | undefined {
  if (facts.start === undefined) return undefined;
  if (facts.start !== "non-root") return known(parseUser("", accounts), origin);
  const { uid, name } = facts.account ?? {};
  return known({ text: name ?? String(uid ?? ""), uid, name, group: undefined, root: false }, origin);
}

function configOfBase(base: ExternalBase, origin: Origin, accounts: Accounts): Omit<ImageConfig, "accounts"> {
  if (base.kind === "image") return configOfFacts(base.facts, origin, `nothing is known of the image ${base.ref.text}`, accounts);
  if (base.kind === "scratch") {
    return {
      user: unset({ text: "", uid: 0, name: undefined, group: undefined, root: true }, origin),
      entrypoint: unset<CommandValue>(undefined, origin),
      command: unset<CommandValue>(undefined, origin),
      health: unset<Health>(undefined, origin),
    };
  }
  const reason = base.kind === "context" ? `the base is the build context ${base.name}` : `the base is not known: ${base.reason}`;
  return configOfFacts(undefined, origin, reason, accounts);
}

function commandFact(value: readonly string[] | string | null, facts: ImageFacts, origin: Origin): Fact<CommandValue> {
  if (value === null || value.length === 0) return unset<CommandValue>(undefined, origin);
  if (typeof value === "string") return known({ form: "shell", script: value, shell: facts.shell ?? ["/bin/sh", "-c"] }, origin);
  return known({ form: "exec", words: value }, origin);
}

function healthFact(value: readonly string[] | true | null, origin: Origin): Fact<Health> {
  if (value === null) return unset<Health>(undefined, origin);
  if (value === true) return known({ disabled: false, test: undefined }, origin);
  if (value[0] === "NONE") return known({ disabled: true, test: undefined }, origin);
  return known({ disabled: false, test: testCommand(value) }, origin);
}

/** `["CMD", …]`, `["CMD-SHELL", script]` or plain words. */
export function testCommand(test: readonly string[]): CommandValue {
  const [kind, ...rest] = test;
  if (kind === "CMD") return { form: "exec", words: rest };
  if (kind === "CMD-SHELL") return { form: "shell", script: rest.join(" "), shell: ["/bin/sh", "-c"] };
  return { form: "exec", words: test };
}

function userOf(file: string, chain: readonly Stage[], accounts: Accounts): Fact<UserValue> | undefined {
  for (const stage of chain) {
    const step = stage.steps.findLast((candidate) => candidate.keyword === "USER");
    if (!step || step.keyword !== "USER") continue;
    const word = step.words[0];
    const origin: Origin = { file, span: word ? word.span : step.span, how: "literal", via: [], note: "USER" };
    const expanded = stage.expand(word?.raw ?? "", step);
    if (expanded.unknown.length > 0)
      return unknown(
        `USER ${word?.raw ?? ""}: ${expanded.unknown.map((name) => `$${name}`).join(", ")} has no value here`,
        origin,
      );
    return known(parseUser(expanded.text, accounts), expanded.text === word?.value ? origin : { ...origin, how: "interpolated" });
  }
  return undefined;
}

/** ENTRYPOINT resets a CMD that the stage only inherits. */
function commandsOfBuild(
  file: string,
  chain: readonly Stage[],
  inherited: Omit<ImageConfig, "accounts">,
): { entrypoint: Fact<CommandValue>; command: Fact<CommandValue> } {
  let command: Fact<CommandValue> | undefined;
  for (const stage of chain) {
    const cmd = lastOf(stage, "CMD");
    if (cmd && !command) command = formFact(file, stage, cmd);
    const entry = lastOf(stage, "ENTRYPOINT");
    if (!entry) continue;
    const entrypoint = formFact(file, stage, entry);
    return { entrypoint, command: command ?? unset<CommandValue>(undefined, entrypoint.origin) };
  }
  return { entrypoint: inherited.entrypoint, command: command ?? inherited.command };
}

function lastOf(
  stage: Stage,
  keyword: "CMD" | "ENTRYPOINT",
): (Instruction & { keyword: "RUN" | "CMD" | "ENTRYPOINT" | "SHELL" }) | undefined {
  const step = stage.steps.findLast((candidate) => candidate.keyword === keyword);
  return step && "command" in step && step.keyword !== "HEALTHCHECK" ? step : undefined;
}

function formFact(file: string, stage: Stage, step: Instruction & { readonly command: CommandForm }): Fact<CommandValue> {
  const origin: Origin = { file, span: step.command.span, how: "literal", via: [], note: step.keyword };
  const value = formValue(step.command, stage, step);
  // `ENTRYPOINT []` and an empty CMD take the inherited one away.
  if (value.form === "exec" ? value.words.length === 0 : value.script.trim() === "")
    return unset<CommandValue>(undefined, origin);
  return known(value, origin);
}

function formValue(form: CommandForm, stage: Stage, step: Instruction): CommandValue {
  if (form.form === "exec") return { form: "exec", words: form.words.map((word) => word.value) };
  return { form: "shell", script: form.script.text, shell: shellAt(stage, step) };
}

function healthOf(file: string, chain: readonly Stage[]): Fact<Health> | undefined {
  for (const stage of chain) {
    const step = stage.steps.findLast((candidate) => candidate.keyword === "HEALTHCHECK");
    if (!step || step.keyword !== "HEALTHCHECK") continue;
    const origin: Origin = { file, span: step.span, how: "literal", via: [], note: "HEALTHCHECK" };
    return known({ disabled: step.command === undefined, test: step.command && formValue(step.command, stage, step) }, origin);
  }
  return undefined;
}
