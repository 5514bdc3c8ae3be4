import { deploymentFile } from "../../load/compose/project.ts";
import { entryAt, mapAt } from "../../model/compose/read.ts";
import type { MapEntry } from "../../parse/compose/value.ts";
import type { ComposeIntent, EditOp, FileOp, Intent, Outcome, Recipe, RecipeContext } from "../fix.ts";
import { adviseSecretFile } from "../secret-files/advice.ts";
import { fileVariable } from "../secret-files/file-variable.ts";
import { newSecretFile } from "../secret-files/new-file.ts";
import { cannotRead } from "../secret-files/readable.ts";
import { findService, type ServiceTarget } from "../settings/service.ts";
import { appendToList, setKey } from "../yaml/edit.ts";
import { findHolder, guardHolder, spanOf } from "../yaml/holder.ts";
import { findPair, openYaml } from "../yaml/source.ts";
import { scalar } from "../yaml/write.ts";

/** Gives a secret variable of a service as a file, where its image reads one. */
export const useSecretFile: Recipe = { kind: "use-secret-file", on: ["compose", "run"], render };

function render(context: RecipeContext): Outcome | undefined {
  const { workload, project, remedy } = context;
  const name = typeof remedy.data?.["name"] === "string" ? remedy.data["name"] : undefined;
  if (name === undefined) return undefined;
  const variable = workload.build ? undefined : fileVariable(workload.facts, name);
  const plainId = plain(name);
  if (variable === undefined || workload.kind === "run") return adviseSecretFile(context, name, plainId);
  const found = findService(project, workload);
  if (!found.ok) return refused(found.reason);
  const { target } = found;
  const environment = mapAt(target.service.value, "environment");
  const entry = environment?.entries.get(name);
  if (!entry) return adviseSecretFile(context, name, plainId);
  if (environment?.entries.has(variable) === true) return refused(`${variable} is set too, and both together are an error`);
  if (mentions(target, name)) return refused(`its command or health check reads ${name} itself`);
  const value = valueOf(entry);
  if (value === undefined) return refused(`${name} is put together from variables`);
  return giveFile(context, target, entry, { name, variable, value });
}

function refused(reason: string): Outcome {
  return { kind: "refused", reason };
}

/** What a variable is given: a text, or a variable of the shell that starts Compose. */
type Given = { readonly kind: "literal"; readonly text: string } | { readonly kind: "environment"; readonly name: string };

function valueOf({ key, value }: MapEntry): Given | undefined {
  if (value.type !== "scalar") return undefined;
  if (value.value === null) return { kind: "environment", name: key };
  const reference =
    value.template === undefined ? undefined : /^\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)(?::?\?[^}]*)?\})$/.exec(value.template);
  if (reference) return { kind: "environment", name: reference[1] ?? reference[2] ?? key };
  if (value.template !== undefined || value.text === "" || value.text.includes("\n")) return undefined;
  return { kind: "literal", text: value.text };
}

/** The service reads the variable in its own commands. */
function mentions({ service }: ServiceTarget, name: string): boolean {
  const pattern = new RegExp(String.raw`\$\{?${name}\b`);
  return (
    ["command", "entrypoint"].some((key) => pattern.test(JSON.stringify(entryAt(service.value, key)?.value ?? ""))) ||
    pattern.test(JSON.stringify(entryAt(service.value, "healthcheck", "test")?.value ?? ""))
  );
}

interface Secret {
  readonly name: string;
  readonly variable: string;
  readonly value: Given;
}

function giveFile(context: RecipeContext, target: ServiceTarget, entry: MapEntry, { name, variable, value }: Secret): Outcome {
  const { workload } = context;
  const { deployment, service, source } = target;
  const readOnly = workload.readOnlyRoot.state === "known" && workload.readOnlyRoot.value;
  if (value.kind === "environment" && readOnly)
    return refused("Compose cannot put a secret from the environment into a container whose root is read-only");
  const obstacle = value.kind === "literal" ? cannotRead(workload, name) : undefined;
  if (obstacle !== undefined) return refused(obstacle);
  const id = idFor(context, target, value, name);
  const file = value.kind === "literal" ? newSecretFile(context, source.file, id, value.text) : undefined;
  if (typeof file === "string") return refused(file);
  const renamed = rename(context, entry, variable, `/run/secrets/${id}`);
  if (typeof renamed === "string") return refused(renamed);
  const attached = appendToList(source, ["services", service.name, "secrets"], [id]);
  if (!attached.ok) return refused(attached.reason);
  const ops: FileOp[] = [renamed, ...attached.edits];
  const path = (...rest: readonly string[]): ComposeIntent => ({
    kind: "compose",
    deployment: deploymentFile(deployment),
    path: ["services", service.name, ...rest],
  });
  // A read-only root takes no secret from the environment: the two never come in one pass.
  const intents: Intent[] = [{ ...path("environment"), removes: true }, path("secrets"), path("read_only")];
  if (!deployment.secrets.has(id)) {
    const declared = file
      ? setKey(source, ["secrets", id, "file"], scalar(file.reference))
      : setKey(source, ["secrets", id, "environment"], scalar(value.kind === "environment" ? value.name : name));
    if (!declared.ok) return refused(declared.reason);
    ops.push(...declared.edits);
    intents.push({ kind: "compose", deployment: deploymentFile(deployment), path: ["secrets", id] });
  }
  return {
    kind: "fix",
    fix: {
      title: `Give ${name} of ${service.name} as a secret file`,
      safety: "unsafe",
      breaks: "what else in the container reads the variable",
      ops: [...ops, ...(file?.ops ?? [])],
      intents,
      notes:
        value.kind === "literal"
          ? [
              "Rotate the old secret: it stays in the history of the repository.",
              `Bring ${file?.reference ?? ""} to every host that starts the service; Git ignores it.`,
            ]
          : [],
      secrets: value.kind === "literal" ? [value.text] : [],
    },
  };
}

function plain(text: string): string {
  return text.toLowerCase().replaceAll(/[^a-z0-9_]+/g, "_");
}

/** One id for one variable of the shell; a literal gets one of its own, as deployments of one folder keep their files together. */
function idFor({ project }: RecipeContext, { deployment, service }: ServiceTarget, value: Given, name: string): string {
  if (value.kind === "environment") {
    const id = plain(value.name);
    const known = deployment.secrets.get(id)?.value;
    const same = known?.type === "map" && known.entries.get("environment")?.value.type === "scalar";
    return known === undefined || same ? id : `${plain(service.name)}_${id}`;
  }
  const id = plain(name);
  return project.deployments.some(({ secrets }) => secrets.has(id)) ? `${plain(service.name)}_${id}` : id;
}

/** `NAME: value` or `- NAME=value` with another name and value, where it stands. */
function rename({ project }: RecipeContext, { keyOrigin }: MapEntry, variable: string, path: string): EditOp | string {
  const text = project.files.get(keyOrigin.file)?.text;
  if (text === undefined || !/\.ya?ml$/i.test(keyOrigin.file)) return "the variable comes from an env file";
  const opened = openYaml(keyOrigin.file, text, keyOrigin.span.start);
  if (!opened.ok) return opened.reason;
  const found = findHolder(opened.source, keyOrigin.span.start);
  if (!found) return "the variable was not found";
  const guarded = guardHolder(opened.source, found);
  if (guarded && !guarded.ok) return guarded.reason;
  const { holder, index } = found;
  const span = spanOf(holder, index, opened.source);
  const written = text.slice(span.start, span.end);
  if (written.includes("\n")) return "the variable is written over several lines";
  if (holder.type === "list") {
    const quote = /^["']/.exec(written)?.[0] ?? "";
    return { kind: "edit", file: keyOrigin.file, span, newText: `${quote}${variable}=${path}${quote}` };
  }
  const value = holder.pairs[index]?.value;
  if (value?.type !== "scalar" || findPair(holder, variable)) return "the variable is no plain text";
  return { kind: "edit", file: keyOrigin.file, span, newText: `${variable}: ${path}` };
}
