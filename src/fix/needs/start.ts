import type { ImageFacts } from "../../model/image-facts.ts";
import type { Workload } from "../../model/workload.ts";

const learnt: ReadonlySet<string> = new Set(["catalog", "lock", "engine"]);

/** The image's own server runs, started as the image starts it: what is known of the image holds. */
export function ownStart({ entrypoint, command, facts }: Workload): ImageFacts | undefined {
  if (!facts || facts.kind === "base" || facts.kind === "runtime" || facts.kind === "tool") return undefined;
  if (learnt.has(entrypoint.origin.how) && learnt.has(command.origin.how)) return facts;
  if (command.state !== "known" || !(learnt.has(entrypoint.origin.how) || entrypoint.state === "unset")) return undefined;
  if (command.value.form === "shell") return undefined;
  // Options for the server, or the server with options.
  const [first = ""] = command.value.words;
  const servers = [facts.command, facts.entrypoint].flatMap((words) => (Array.isArray(words) ? [words[0] ?? ""] : []));
  return first.startsWith("-") || servers.some((server) => baseOf(server) === baseOf(first)) ? facts : undefined;
}

function baseOf(program: string): string {
  return program.slice(program.lastIndexOf("/") + 1);
}

/** The words of the command, joined; "" where nothing is known. */
export function commandText({ command, entrypoint }: Workload): string {
  return [entrypoint, command]
    .map((fact) => (fact.state !== "known" ? "" : fact.value.form === "exec" ? fact.value.words.join(" ") : fact.value.script))
    .join(" ");
}
