import type { Fact } from "../fact.ts";
import type { Project } from "../project.ts";
import type { CommandValue, Workload } from "../workload.ts";
import { pinpoint } from "./place.ts";
import { secretsOfCommand } from "./runtime-commands.ts";
import { secretOfVariable } from "./runtime-variables.ts";
import { uniquePlaces, type FoundSecret } from "./secret.ts";
import { findTextSecrets } from "./text-secrets.ts";

/** Secrets that a `docker run` line gives in its variables, labels and command. */
export function runLineSecrets(workload: Workload, project: Project): FoundSecret[] {
  const found: FoundSecret[] = [];
  const source = project.files.get(workload.file)?.text;
  for (const item of workload.env.items) {
    if (item.state !== "known" || item.value.via !== "flag") continue;
    const { name, value, template, unresolved } = item.value;
    const named = pinpoint(source, item.origin.span, name);
    const nameAt = { ...item.origin, span: { start: item.origin.span.start, end: Math.max(named.end, item.origin.span.start) } };
    const given = {
      name,
      value: value ?? (template === undefined ? null : ""),
      template,
      unresolved: unresolved.length > 0,
      valueAt: item.origin,
      nameAt: value === undefined ? item.origin : nameAt,
      where: "-e",
    };
    const secret = secretOfVariable(given, source);
    if (secret) found.push(secret);
  }
  for (const item of workload.labels.items) {
    if (item.state !== "known") continue;
    const { name, value } = item.value;
    const secret = secretOfVariable(
      { name, value, template: undefined, unresolved: false, valueAt: item.origin, nameAt: item.origin, where: "--label" },
      source,
    );
    if (secret) found.push(secret);
  }
  addCommand(workload, workload.command, source, found);
  addCommand(workload, workload.entrypoint, source, found);
  if (
    workload.health.state === "known" &&
    workload.health.value.test &&
    workload.health.origin.file === workload.file &&
    workload.health.origin.how === "literal"
  ) {
    addCommand(workload, { state: "known", value: workload.health.value.test, origin: workload.health.origin }, source, found);
  }
  return uniquePlaces(found);
}

function addCommand(workload: Workload, fact: Fact<CommandValue>, source: string | undefined, found: FoundSecret[]): void {
  if (fact.state !== "known" || fact.origin.file !== workload.file || fact.origin.how !== "literal") return;
  const { value, origin } = fact;
  const words = value.form === "exec" ? value.words : [...value.shell, value.script];
  const placed = words.map((text, index) => ({
    text,
    at: (value.form === "exec" ? value.origins?.[index] : undefined) ?? origin,
  }));
  for (const { secret, at } of secretsOfCommand(placed)) {
    if (secret.open) continue;
    found.push({
      what: `the command holds ${secret.what}`,
      short: `${secret.what} in the command`,
      at: { ...at, span: pinpoint(source, at.span, secret.value) },
      open: false,
    });
  }
}

/** Tokens, keys and URL passwords anywhere in the line. */
export function runLineValues(workload: Workload, project: Project): FoundSecret[] {
  const source = project.files.get(workload.file)?.text;
  const line = project.loaded.runLines.find(
    (candidate) => candidate.file === workload.file && workload.id === `${candidate.file}:${candidate.line.line}`,
  )?.line;
  if (source === undefined || !line) return [];
  const found: FoundSecret[] = [];
  for (const hit of findTextSecrets(source.slice(line.span.start, line.span.end))) {
    if (hit.open || hit.dummy === "evident") continue;
    const span = { start: line.span.start + hit.start, end: line.span.start + hit.end };
    found.push({
      what: `${hit.what} is written here`,
      short: hit.what,
      at: { file: workload.file, span, how: "literal", via: [] },
      open: false,
    });
  }
  return uniquePlaces(found);
}
