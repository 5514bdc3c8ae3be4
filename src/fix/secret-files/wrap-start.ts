import { startWords, secretsScript } from "../../model/compose/wrapped-start.ts";
import { entryAt } from "../../model/compose/read.ts";
import { shellAt } from "../../model/run-commands.ts";
import type { Fact } from "../../model/fact.ts";
import type { ImageFacts } from "../../model/image-facts.ts";
import type { CommandValue, Workload } from "../../model/workload.ts";
import type { MapEntry } from "../../parse/compose/value.ts";
import type { EditOp } from "../fix.ts";
import type { ServiceTarget } from "../settings/service.ts";
import { replaceAt } from "../yaml/at.ts";
import { setKey } from "../yaml/edit.ts";
import { guardNode } from "../yaml/guard.ts";
import { findPair, isFlow, type YamlSource } from "../yaml/source.ts";
import { quoted, scalar, writeFlow } from "../yaml/write.ts";
import type { Form } from "./users.ts";

/** How a service starts with a shell in front that reads secret files into variables. */
export interface WrappedStart {
  readonly ops: readonly EditOp[];
  /** Keys of the service that change. */
  readonly keys: readonly string[];
  /** Whether words of the image now stand in the Compose file. */
  readonly copied: boolean;
}

const shell = "/bin/sh";

/** The same change has to do in every deployment: an overlay may give the service another start, or another image. */
export function wrapForms([first, ...others]: readonly Form[], name: string, path: string): WrappedStart | string {
  if (!first) return "no service has it";
  const start = wrapStart(first.workload, first.target, name, path);
  if (typeof start === "string") return start;
  for (const { workload, target } of others) {
    const other = wrapStart(workload, target, name, path);
    const written = entryAt(target.service.value, "command");
    const same =
      typeof other !== "string" &&
      other.ops.every((op) => start.ops.some((one) => one.span.start === op.span.start && one.newText === op.newText)) &&
      // A command of its own stands before the one that is copied from the image.
      (other.ops.length === start.ops.length || written !== undefined);
    if (!same) return `${workload.file} starts it in another way`;
  }
  return start;
}

/**
 * Puts a shell before the words that start a service, which reads a file into a variable and hands over: process 1 stays what it was.
 * A text says what is not known here, or stands against it.
 */
function wrapStart(workload: Workload, target: ServiceTarget, name: string, path: string): WrappedStart | string {
  if (!/^[A-Za-z_]\w*$/.test(name)) return `a shell has no variable ${name}`;
  const reason = whyNoShell(workload) ?? whyShellLoses(workload);
  if (reason !== undefined) return reason;
  const { service } = target;
  const written = entryAt(service.value, "entrypoint");
  if (written && hasWords(written)) return extendWritten(target, written, name, path);
  return wrapImageStart(workload, target, name, path);
}

function wrapImageStart(
  workload: Workload,
  { service, source }: ServiceTarget,
  name: string,
  path: string,
): WrappedStart | string {
  const entry = startWords(workload.entrypoint);
  if (!entry || isGuess(workload.entrypoint, workload.facts)) return "nobody knows here what its image starts";
  const own = entryAt(service.value, "command");
  const command = own && hasWords(own) ? [] : startWords(workload.command);
  if (!command || (command.length > 0 && isGuess(workload.command, workload.facts)))
    return "nobody knows here what its image starts";
  if (own === undefined && entry.length + command.length === 0) return "its image starts nothing";
  // What Compose takes as no command is none: the image's own runs.
  if (own && !hasWords(own)) return "its command is written, and empty";
  const edits = [
    setKey(source, ["services", service.name, "entrypoint"], [...shellWords([[name, path]]), ...entry.map(composeWord)]),
  ];
  if (command.length > 0) edits.push(setKey(source, ["services", service.name, "command"], command.map(composeWord)));
  const ops: EditOp[] = [];
  for (const edit of edits) {
    if (!edit.ok) return edit.reason;
    ops.push(...edit.edits);
  }
  return {
    ops,
    keys: command.length > 0 ? ["entrypoint", "command"] : ["entrypoint"],
    copied: entry.length + command.length > 0,
  };
}

/** The catalog says it of the image, and not of this version of it. That a system or a language has no entrypoint holds for all. */
function isGuess(start: Fact<CommandValue>, facts: ImageFacts | undefined): boolean {
  if (start.origin.how !== "catalog" || facts?.startRead === true) return false;
  return start.state === "known" || (facts?.kind !== "base" && facts?.kind !== "runtime");
}

/** The entrypoint that the service has: the shell comes before its words, or reads one file more. */
function extendWritten(
  { service, source }: ServiceTarget,
  { keyOrigin, value }: MapEntry,
  name: string,
  path: string,
): WrappedStart | string {
  const services = findPair(source.root, "services")?.value;
  const map = services?.type === "map" ? findPair(services, service.name)?.value : undefined;
  const pair = map?.type === "map" ? findPair(map, "entrypoint") : undefined;
  if (keyOrigin.file !== source.file || pair?.key.start !== keyOrigin.span.start) return "its entrypoint stands elsewhere";
  const guarded = guardNode(source, pair.value, ["services", service.name, "entrypoint"]);
  if (guarded) return guarded.reason;
  const done = (ops: readonly EditOp[]): WrappedStart => ({ ops, keys: ["entrypoint"], copied: false });
  if (pair.value.type === "list") {
    const script = value.type === "list" && value.items[2]?.type === "scalar" ? value.items[2] : undefined;
    const read = secretsScript.exec(script?.text ?? "");
    if (script && read) {
      const files = [...(read[1] ?? "").matchAll(/(\w+)="\$\(cat (\S+)\)"/g)].map(
        (match) => [match[1] ?? "", match[2] ?? ""] as const,
      );
      const replaced = replaceAt(source, script.origin.span.start, readingScript([...files, [name, path]]));
      return replaced.ok ? done(replaced.edits) : replaced.reason;
    }
    const [first] = pair.value.items;
    return first
      ? done([insertBefore(source, first.start, isFlow(source, pair.value), shellWords([[name, path]]))])
      : "it is empty";
  }
  const text = pair.value.type === "scalar" ? pair.value.text.replaceAll("$$", "") : "$";
  if (text.includes("$")) return "its entrypoint is put together from variables";
  // Compose takes a text apart into words.
  const words = (value.type === "list" ? value.items : [value]).map((item) =>
    item.type === "scalar" ? composeWord(item.text) : "",
  );
  const all = [...shellWords([[name, path]]), ...words];
  const replaced = replaceAt(source, pair.value.start, writeFlow(all));
  return replaced.ok ? done(replaced.edits) : replaced.reason;
}

/** Items before the first one of a list, each on its line where the list has lines. */
function insertBefore({ file, text }: YamlSource, at: number, flow: boolean, items: readonly string[]): EditOp {
  const lineStart = text.lastIndexOf("\n", at - 1) + 1;
  const before = text.slice(lineStart, at);
  const newline = text[lineStart - 2] === "\r" ? "\r\n" : "\n";
  const next = flow ? ", " : `${newline}${before}`;
  return { kind: "edit", file, span: { start: at, end: at }, newText: items.map((item) => `${item}${next}`).join("") };
}

/** The words before the program: a name for the shell itself comes last. */
function shellWords(files: readonly (readonly [string, string])[]): string[] {
  return [shell, quoted("-c"), readingScript(files), "sh"];
}

/** It stops where a file cannot be read. `$$` is a dollar in Compose. */
function readingScript(files: readonly (readonly [string, string])[]): string {
  const reads = files.map(([name, path]) => `${name}="$$(cat ${path})"`);
  const names = files.map(([name]) => name).join(" ");
  return `'${[...reads, `export ${names}`, 'exec "$$@"'].join(" && ")}'`;
}

function composeWord(word: string): string {
  return scalar(word.replaceAll("$", "$$$$"));
}

function hasWords({ value }: MapEntry): boolean {
  return value.type === "list" ? value.items.length > 0 : value.type === "scalar" && value.value !== null && value.text !== "";
}

/** Distributions whose images have a POSIX shell and `cat`. */
const withShell =
  /^(?:alpine|debian|ubuntu|kali|amazonlinux|oraclelinux|rhel|ubi|ubi-minimal|ubi-micro|centos|rocky|almalinux|fedora|photon|opensuse|sles|busybox|azurelinux|mageia|arch)(?:$|[ ,(\d.])(?!.*(?:chiseled|distroless|scratch|hardened))/;

const nameOfWindows = /(?:^|[/:-])(?:windows|nanoserver|windowsservercore)(?:$|[/:-])/;

/** There, too, a RUN has a shell form. */
function isWindows({ build, facts }: Workload): boolean {
  if (/windows/.test(facts?.distribution ?? "")) return true;
  if (build?.tree.directives.some(({ name, value }) => name.toLowerCase() === "escape" && value === "`") === true) return true;
  return build?.base.kind === "image" && nameOfWindows.test(`${build.base.ref.normalized}:${build.base.ref.tag ?? ""}`);
}

function whyNoShell(workload: Workload): string | undefined {
  const { build, facts } = workload;
  if (isWindows(workload)) return "its image is of Windows";
  const runs = build?.chain.some((stage) =>
    stage.steps.some((step) => step.keyword === "RUN" && step.command.form === "shell" && shellAt(stage, step)[0] === shell),
  );
  if (runs === true || withShell.test(facts?.distribution ?? "")) return undefined;
  return build || facts ? "its image is not known to have a shell" : "nothing is known of its image";
}

/** Shells that hand on variables whose names are none for a shell, as Debian's does not. */
const keepsAll = /^(?:alpine|amazonlinux|oraclelinux|rhel|ubi|ubi-minimal|ubi-micro|centos|rocky|almalinux|fedora)(?:$|[ ,(\d.])/;

function whyShellLoses({ env, facts }: Workload): string | undefined {
  if (keepsAll.test(facts?.distribution ?? "")) return undefined;
  for (const item of env.items) {
    const { name } = item.state === "known" ? item.value : { name: "_" };
    if (!/^[A-Za-z_]\w*$/.test(name)) return `a shell would not hand on its variable ${name}`;
  }
  return undefined;
}
