import { entryAt, mapAt } from "../../model/compose/read.ts";
import type { Project } from "../../model/project.ts";
import type { Workload } from "../../model/workload.ts";
import type { MapEntry } from "../../parse/compose/value.ts";
import type { ComposeIntent, FileOp, Outcome, Recipe, RecipeContext } from "../fix.ts";
import { readsVariable } from "../../util/mentions.ts";
import { adviseSecretFile, readInApp } from "../secret-files/advice.ts";
import { fileVariable, readByRoot, type FileVariable } from "../secret-files/file-variable.ts";
import { giveSecret, intentOf, plainId, type GivenSecret } from "../secret-files/give.ts";
import { healthMentions, hooksMention, whyHealthNeeds, whyHookNeeds } from "../secret-files/health.ts";
import { whyNotRoot } from "../secret-files/readable.ts";
import { scriptVariable } from "../secret-files/script-variable.ts";
import { extensionOf, givenBy, removeVariable, renameVariable, variableAt, type Given } from "../secret-files/variable.ts";
import { usersOf, type User } from "../secret-files/users.ts";
import { wrapForms } from "../secret-files/wrap-start.ts";
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
  const users = usersOf(project, entry);
  if (typeof users === "string") return refused(users);
  const value = givenBy(entry);
  const given: Variable = { entry, users };
  const variable = variableOf(workload, project, entry.key);
  if (variable !== undefined) {
    return value ? giveToImage(context, given, value, variable) : refused(`${entry.key} is put together from variables`);
  }
  const made = value ? giveToStart(context, given, value) : `${entry.key} is put together from variables`;
  return typeof made === "string" ? adviseSecretFile(context, entry.key, plainId(entry.key), made) : made;
}

function refused(reason: string): Outcome {
  return { kind: "refused", reason };
}

interface Variable {
  readonly entry: MapEntry;
  readonly users: readonly User[];
}

/** The image reads the file that another variable names. */
function giveToImage(context: RecipeContext, given: Variable, value: Given, variable: FileVariable): Outcome {
  const { entry, users } = given;
  const name = entry.key;
  const forms = users.flatMap((user) => user.forms);
  for (const { workload, target } of forms) {
    const own = variableOf(workload, context.project, name);
    if (own?.name !== variable.name || own.valueFor("/") !== variable.valueFor("/"))
      return refused(`${target.service.name} has ${name} from the same place, and does not read it from a file`);
    if (variable.name !== name && mapAt(target.service.value, "environment")?.entries.has(variable.name) === true)
      return refused(`${variable.name} is set too, and both together are an error`);
    if (commandsMention(target, name) || hooksMention(target, name) || healthMentions(target, workload, name))
      return refused(`its command or health check reads ${name} itself`);
  }
  const account = forms
    .map(({ workload }) => whyNotRoot(workload) ?? whyDropped(workload, name))
    .find((why) => why !== undefined);
  const secret = giveSecret(context, users, { name, value, account });
  if (typeof secret === "string") return refused(secret);
  const renamed = renameVariable(context.project, entry, variable.name, variable.valueFor(secret.path));
  if (typeof renamed === "string") return refused(renamed);
  return fixOf(context.project, given, secret, {
    title: `Give ${name} of ${namesOf(users)} as a secret file`,
    breaks: "what else in the container reads the variable",
    ops: [renamed],
    keys: ["environment"],
  });
}

function variableOf(workload: Workload, project: Project, name: string): FileVariable | undefined {
  return workload.build ? scriptVariable(workload, project, name) : fileVariable(workload.facts, name);
}

function whyDropped({ facts, build }: Workload, name: string): string | undefined {
  if (build) return "its entrypoint may read it after it has dropped root";
  return readByRoot(facts, name) ? undefined : `${facts?.reference ?? "its image"} may read it after it has dropped root`;
}

/** A shell reads the file into the variable before the program starts. */
function giveToStart(context: RecipeContext, given: Variable, value: Given): Outcome | string {
  const { entry, users } = given;
  const { workload, project } = context;
  const name = entry.key;
  const [user, ...others] = users;
  if (!user) return "no service has it";
  if (others.length > 0) return `${namesOf(others)} has it from the same place`;
  const { target } = user;
  for (const form of user.forms) {
    if (healthMentions(form.target, form.workload, name)) return `its health check reads ${name} itself, and would not get it`;
    const reason = whyHealthNeeds(form.workload, name) ?? whyHookNeeds(form.target, name);
    if (reason !== undefined) return reason;
  }
  const account = user.forms.map((form) => whyNotRoot(form.workload)).find((why) => why !== undefined);
  const secret = giveSecret(context, users, { name, value, account });
  if (typeof secret === "string") return secret;
  const start = wrapForms(user.forms, name, secret.path);
  if (typeof start === "string") return start;
  const removed = removeVariable(project, entry);
  if (typeof removed === "string") return removed;
  const apart = "what reads the variable apart from the main process: a health check, docker exec";
  const copied = "; another entrypoint or command of a later image, as the file names them from now on";
  const line = readInApp(workload.build, secret.id);
  const better = line === undefined ? [] : [`Better: let the application read the file itself, and take the shell away: ${line}`];
  return fixOf(
    project,
    given,
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
  /** Of each service. */
  readonly keys: readonly string[];
}

function fixOf(project: Project, { entry, users }: Variable, secret: GivenSecret, { title, breaks, ops, keys }: Change): Outcome {
  const intents = users.flatMap(({ target }) =>
    keys.map((key): ComposeIntent => ({ ...intentOf(target, "services", target.service.name, key), removes: true })),
  );
  const extension = extensionOf(project, entry);
  const [user] = users;
  if (extension && user) intents.push({ ...intentOf(user.target, ...extension), removes: true });
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

function namesOf(users: readonly User[]): string {
  return users.map(({ target }) => target.service.name).join(", ");
}

/** The service reads the variable in its own commands. */
function commandsMention({ service }: ServiceTarget, name: string): boolean {
  return ["command", "entrypoint"].some((key) => readsVariable(JSON.stringify(entryAt(service.value, key)?.value ?? ""), name));
}
