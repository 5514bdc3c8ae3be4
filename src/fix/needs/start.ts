import { afterKnownEntrypoint } from "../../catalog/known-entrypoint.ts";
import type { ImageFacts } from "../../model/image-facts.ts";
import type { Workload } from "../../model/workload.ts";

const learnt: ReadonlySet<string> = new Set(["catalog", "lock", "engine"]);

/** The image's own server runs, started as the image starts it: what is known of the image holds. */
export function ownStart({ entrypoint, command, facts }: Workload): ImageFacts | undefined {
  if (!facts || facts.kind === "base" || facts.kind === "runtime" || facts.kind === "tool") return undefined;
  if (learnt.has(entrypoint.origin.how) && learnt.has(command.origin.how)) return facts;
  if (command.state !== "known" || !(learnt.has(entrypoint.origin.how) || entrypoint.state === "unset")) return undefined;
  if (command.value.form === "shell") return undefined;
  // Options for the server, the server with options, or what the image's own script or program takes as such.
  const { words } = command.value;
  const [first = ""] = words;
  const servers = [facts.command, facts.entrypoint].flatMap((list) => (Array.isArray(list) ? [list[0] ?? ""] : []));
  const isServer = (word: string): boolean => servers.some((server) => baseOf(server) === baseOf(word));
  if (first.startsWith("-") || isServer(first)) return facts;
  if (!learnt.has(entrypoint.origin.how) || entrypoint.state !== "known" || entrypoint.value.form === "shell") return undefined;
  const after = afterKnownEntrypoint([...entrypoint.value.words, ...words], facts);
  return after !== undefined && isServer(after[0] ?? "") ? facts : undefined;
}

/** The image's own program runs, whatever words it is given: it is the entrypoint, and the image has no command of its own. */
export function ownProgram({ entrypoint, facts }: Workload): ImageFacts | undefined {
  if (!facts || facts.kind === "base" || facts.kind === "runtime" || facts.kind === "tool") return undefined;
  if (!learnt.has(entrypoint.origin.how) || !Array.isArray(facts.entrypoint) || facts.entrypoint.length !== 1) return undefined;
  const runsOther = /entry_?point|init$|^(?:ba|da)?sh$|^(?:run|start|boot)/.test(baseOf(facts.entrypoint[0] ?? ""));
  return facts.command === null && !runsOther ? facts : undefined;
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
