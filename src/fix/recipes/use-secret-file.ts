import { deploymentFile } from "../../load/compose/project.ts";
import { entryAt, mapAt } from "../../model/compose/read.ts";
import type { Workload } from "../../model/workload.ts";
import type { MapEntry, MapValue } from "../../parse/compose/value.ts";
import type { ComposeIntent, FileOp, Outcome, Recipe, RecipeContext } from "../fix.ts";
import { adviseSecretFile, readInApp } from "../secret-files/advice.ts";
import { fileVariable, readByRoot } from "../secret-files/file-variable.ts";
import { giveSecret, plainId, type GivenSecret } from "../secret-files/give.ts";
import { whyNotRoot } from "../secret-files/readable.ts";
import { givenBy, removeVariable, renameVariable, variableAt, type Given } from "../secret-files/variable.ts";
import { wrapStart } from "../secret-files/wrap-start.ts";
import { findService, type ServiceTarget } from "../settings/service.ts";

/** Gives a secret variable of a service as a file: to an image that reads one, else to a shell that starts the service with it. */
export const useSecretFile: Recipe = { kind: "use-secret-file", on: ["compose", "run"], render };

function render(context: RecipeContext): Outcome | undefined {
  const { workload, project, remedy, at } = context;
  const name = typeof remedy.data?.["name"] === "string" ? remedy.data["name"] : undefined;
  if (workload.kind === "run") return name === undefined ? undefined : adviseSecretFile(context, name, plainId(name));
  const found = findService(project, workload);
  if (!found.ok) return refused(found.reason);
  const { target } = found;
  const environment = mapAt(target.service.value, "environment");
  const entry = name === undefined ? variableAt(environment, at) : environment?.entries.get(name);
  if (!environment || !entry) return name === undefined ? undefined : adviseSecretFile(context, name, plainId(name));
  const value = givenBy(entry);
  const variable = workload.build ? undefined : fileVariable(workload.facts, entry.key);
  if (variable !== undefined) {
    if (value === undefined) return refused(`${entry.key} is put together from variables`);
    return giveToImage(context, target, { environment, entry, value }, variable);
  }
  const made = value
    ? giveToStart(context, target, { environment, entry, value })
    : `${entry.key} is put together from variables`;
  return typeof made === "string" ? adviseSecretFile(context, entry.key, plainId(entry.key), made) : made;
}

function refused(reason: string): Outcome {
  return { kind: "refused", reason };
}

interface Variable {
  readonly environment: MapValue;
  readonly entry: MapEntry;
  readonly value: Given;
}

/** The image reads the file that another variable names. */
function giveToImage(context: RecipeContext, target: ServiceTarget, given: Variable, variable: string): Outcome {
  const { workload, project } = context;
  const { environment, entry, value } = given;
  const name = entry.key;
  if (environment.entries.has(variable)) return refused(`${variable} is set too, and both together are an error`);
  if (commandsMention(target, name) || healthMentions(target, workload, name))
    return refused(`its command or health check reads ${name} itself`);
  const dropped = readByRoot(workload.facts, name)
    ? undefined
    : `${workload.facts?.reference ?? "its image"} may read it after it has dropped root`;
  const secret = giveSecret(context, target, { name, value, account: whyNotRoot(workload) ?? dropped });
  if (typeof secret === "string") return refused(secret);
  const renamed = renameVariable(project, entry, variable, secret.path);
  if (typeof renamed === "string") return refused(renamed);
  return fixOf(target, secret, {
    title: `Give ${name} of ${target.service.name} as a secret file`,
    breaks: "what else in the container reads the variable",
    ops: [renamed],
    keys: ["environment"],
  });
}

/** A shell reads the file into the variable before the program starts. */
function giveToStart(context: RecipeContext, target: ServiceTarget, { entry, value }: Variable): Outcome | string {
  const { workload, project } = context;
  const name = entry.key;
  const { health } = workload;
  if (healthMentions(target, workload, name)) return `its health check reads ${name} itself, and would not get it`;
  if (health.state === "known" && !health.value.disabled && !health.value.test)
    return `its image has a health check that may read ${name} itself`;
  const secret = giveSecret(context, target, { name, value, account: whyNotRoot(workload) });
  if (typeof secret === "string") return secret;
  const start = wrapStart(workload, target, name, secret.path);
  if (typeof start === "string") return start;
  const removed = removeVariable(project, entry);
  if (typeof removed === "string") return removed;
  const apart = "what reads the variable apart from the main process: a health check, docker exec";
  const copied = "; another entrypoint or command of a later image, as the file names them from now on";
  const line = readInApp(workload.build, secret.id);
  const better = line === undefined ? [] : [`Better: let the application read the file itself, and take the shell away: ${line}`];
  return fixOf(
    target,
    { ...secret, notes: [...secret.notes, ...better] },
    {
      title: `Give ${name} of ${target.service.name} as a secret file that its start reads`,
      breaks: `${apart}${start.copied ? copied : ""}`,
      ops: [...removed, ...start.ops],
      keys: ["environment", ...start.keys],
    },
  );
}

interface Change {
  readonly title: string;
  readonly breaks: string;
  readonly ops: readonly FileOp[];
  /** Of the service. */
  readonly keys: readonly string[];
}

function fixOf({ deployment, service }: ServiceTarget, secret: GivenSecret, { title, breaks, ops, keys }: Change): Outcome {
  const intents = keys.map((key): ComposeIntent => ({
    kind: "compose",
    deployment: deploymentFile(deployment),
    path: ["services", service.name, key],
    removes: true,
  }));
  const unset = secret.variable === undefined ? "" : `; a start without ${secret.variable}, which Compose then refuses`;
  return {
    kind: "fix",
    fix: {
      title,
      safety: "unsafe",
      breaks: `${breaks}${unset}`,
      ops: [...ops, ...secret.ops],
      intents: [...intents, ...secret.intents],
      notes: secret.notes,
      secrets: secret.secrets,
    },
  };
}

/** The service reads the variable in its own commands. */
function commandsMention({ service }: ServiceTarget, name: string): boolean {
  const pattern = new RegExp(String.raw`\$\{?${name}\b`);
  return ["command", "entrypoint"].some((key) => pattern.test(JSON.stringify(entryAt(service.value, key)?.value ?? "")));
}

/** So does its health check, or that of its image. */
function healthMentions({ service }: ServiceTarget, { health }: Workload, name: string): boolean {
  const pattern = new RegExp(String.raw`\b${name}\b`);
  const test = health.state === "known" ? health.value.test : undefined;
  const text = test === undefined ? "" : test.form === "exec" ? test.words.join(" ") : test.script;
  return pattern.test(text) || pattern.test(JSON.stringify(entryAt(service.value, "healthcheck", "test")?.value ?? ""));
}
