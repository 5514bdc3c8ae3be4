import { deploymentFile } from "../../load/compose/project.ts";
import type { Workload } from "../../model/workload.ts";
import { dirname, normalizePath } from "../../util/path.ts";
import type { ComposeIntent, FileOp, RecipeContext } from "../fix.ts";
import type { ServiceTarget } from "../settings/service.ts";
import { appendToList, setKey } from "../yaml/edit.ts";
import { scalar } from "../yaml/write.ts";
import { newSecretFile } from "./new-file.ts";
import type { User } from "./users.ts";
import type { Given } from "./variable.ts";

/** A secret that a service gets as a file, with all that gives it. */
export interface GivenSecret {
  readonly id: string;
  /** In the container. */
  readonly path: string;
  /** The variable of the shell that it comes from. */
  readonly variable: string | undefined;
  readonly ops: readonly FileOp[];
  readonly intents: readonly ComposeIntent[];
  readonly notes: readonly string[];
  readonly secrets: readonly string[];
}

/**
 * Declares a secret and attaches it to the services that have its variable. `account`: why another user than root, or root without the
 * capability for it, has to read it. A text says why it cannot be given.
 */
export function giveSecret(
  context: RecipeContext,
  users: readonly User[],
  secret: { readonly name: string; readonly value: Given; readonly account: string | undefined },
): GivenSecret | string {
  const target = users[0]?.target;
  if (!target) return "no service has it";
  const { deployment, source } = target;
  const { name, value, account } = secret;
  const uncopied = users.flatMap(({ forms }) => forms.flatMap(({ workload }) => whyNotCopied(workload) ?? []))[0];
  if (value.kind === "environment" && uncopied !== undefined)
    return `Compose cannot put a secret from the environment into a container ${uncopied}`;
  const id = idFor(context, target, value, name);
  const reader = account === undefined ? "root" : "account";
  const file = value.kind === "literal" ? newSecretFile(context, folderOf(target), { id, value: value.text, reader }) : undefined;
  if (typeof file === "string") return file;
  const ops: FileOp[] = [];
  const intents: ComposeIntent[] = [];
  // What decides who may read it never changes in the same pass; nor does what takes no secret from the environment.
  const deciding = value.kind === "literal" ? ["user", "cap_drop", "cap_add"] : ["read_only", "tmpfs"];
  for (const user of users) {
    const { name: service } = user.target.service;
    if (user.target.source.file !== source.file || user.target.deployment !== deployment)
      return `${service} has it from the same place, and stands in another file`;
    const attached = appendToList(user.target.source, ["services", service, "secrets"], [id]);
    if (!attached.ok) return attached.reason;
    ops.push(...attached.edits);
    intents.push(...["secrets", ...deciding].map((key) => intentOf(user.target, "services", service, key)));
  }
  if (!deployment.secrets.has(id)) {
    const declared = file
      ? setKey(source, ["secrets", id, "file"], scalar(file.reference))
      : setKey(source, ["secrets", id, "environment"], scalar(value.kind === "environment" ? value.name : name));
    if (!declared.ok) return declared.reason;
    ops.push(...declared.edits);
    intents.push(intentOf(target, "secrets", id));
  }
  const notes = file ? notesOn(file.reference, account) : value.kind === "environment" ? [noteOnShell(value.name)] : [];
  const secrets = value.kind === "literal" ? [value.text] : [];
  const variable = value.kind === "environment" ? value.name : undefined;
  return { id, path: `/run/secrets/${id}`, variable, ops: [...ops, ...(file?.ops ?? [])], intents, notes, secrets };
}

/** Compose copies a secret from the environment into the container before the start, which mounts what lies over it. */
function whyNotCopied({ readOnlyRoot, tmpfs, mounts }: Workload): string | undefined {
  if (readOnlyRoot.state === "known" && readOnlyRoot.value) return "whose root is read-only";
  const covers = [
    ...tmpfs.items.map((item) => (item.state === "known" ? item.value.split(":")[0] : undefined)),
    ...mounts.items.map((item) => (item.state === "known" && item.value.type === "tmpfs" ? item.value.target : undefined)),
  ].find((path) => path !== undefined && /^(?:\/var)?\/run(?:\/secrets)?$/.test(normalizePath(path)));
  return covers === undefined ? undefined : `with a tmpfs at ${covers}`;
}

/** Against which Compose resolves a path: the files of one deployment have one folder, and what they include has its own. */
function folderOf({ deployment, source }: ServiceTarget): string {
  return deployment.files.includes(source.file) ? deployment.directory : dirname(source.file);
}

/** A path of the deployment that a service is in. */
export function intentOf({ deployment }: ServiceTarget, ...path: readonly string[]): ComposeIntent {
  return { kind: "compose", deployment: deploymentFile(deployment), path };
}

function notesOn(reference: string, account: string | undefined): string[] {
  return [
    "Rotate the old secret: it stays in the history of the repository.",
    `Bring ${reference} to every host that starts the service; Git ignores it.`,
    ...(account === undefined
      ? []
      : [
          `${reference} has mode 0444 in a folder of mode 0700, so that the container can read it and no other user of the host can: ${account}. Keep both modes.`,
        ]),
  ];
}

/** Seen with Compose 2.26: the container is there, and the next start takes it as it is. */
function noteOnShell(name: string): string {
  return `Set ${name} before the start. A start that Compose refused without it leaves a container without the secret: run docker compose down first.`;
}

/** The name of a variable as the name of a secret. */
export function plainId(text: string): string {
  return text.toLowerCase().replaceAll(/[^a-z0-9_]+/g, "_");
}

/** One id for one variable of the shell; a literal gets one of its own, as deployments of one folder keep their files together. */
function idFor({ project }: RecipeContext, { deployment, service }: ServiceTarget, value: Given, name: string): string {
  if (value.kind === "environment") {
    const id = plainId(value.name);
    const known = deployment.secrets.get(id)?.value;
    const same = known?.type === "map" && known.entries.get("environment")?.value.type === "scalar";
    return known === undefined || same ? id : `${plainId(service.name)}_${id}`;
  }
  const base = plainId(name);
  const names = [base, `${plainId(service.name)}_${base}`];
  const taken = (id: string): boolean => project.deployments.some(({ secrets }) => secrets.has(id));
  const free = names.find((id) => !taken(id));
  if (free !== undefined) return free;
  let count = 2;
  while (taken(`${names[1]}_${count}`)) count++;
  return `${names[1]}_${count}`;
}
