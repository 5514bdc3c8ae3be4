import type { CommandInstruction } from "../../parse/dockerfile/tree.ts";
import type { ShellCommand } from "../../parse/shell/tree.ts";
import type { Span } from "../../source/span.ts";
import { basename } from "../../util/path.ts";

/** What the secret mounts of a RUN bring: paths and variables. */
function mountsOf(step: CommandInstruction): { readonly paths: readonly string[]; readonly names: readonly string[] } {
  const paths: string[] = [];
  const names: string[] = [];
  for (const { name, value } of step.flags) {
    if (name !== "mount" || value === undefined || !/(?:^|,)type=secret(?:,|$)/.test(value)) continue;
    const options = new Map(
      value.split(",").map((part) => {
        const equals = part.indexOf("=");
        return [part.slice(0, equals), part.slice(equals + 1)] as const;
      }),
    );
    const id = options.get("id");
    const env = options.get("env");
    if (env !== undefined) names.push(env);
    const target = options.get("target") ?? options.get("dst") ?? options.get("destination");
    if (target !== undefined) paths.push(target);
    else if (id !== undefined && env === undefined) paths.push(`/run/secrets/${id}`);
  }
  return { paths, names };
}

/** Places where a RUN writes a mounted secret into the image and leaves it there. */
export function keptSecrets(step: CommandInstruction, commands: readonly ShellCommand[]): Span[] {
  const { paths, names } = mountsOf(step);
  if (paths.length === 0 && names.length === 0) return [];
  const reads = (text: string): boolean =>
    paths.some((path) => text.includes(path)) ||
    names.some((name) => new RegExp(String.raw`\$\{?${name.replaceAll(/\W/g, "")}\b`).test(text));
  const found: Span[] = [];
  for (const [index, command] of commands.entries()) {
    const target = keptIn(command, reads);
    if (target === undefined || paths.includes(target) || /^\/(?:dev|proc|run)\//.test(target)) continue;
    const later = commands.slice(index + 1);
    if (!later.some((next) => removes(next, target))) found.push(command.span);
  }
  return found;
}

/** The file that a command leaves a secret in. */
function keptIn(command: ShellCommand, reads: (text: string) => boolean): string | undefined {
  const program = basename(command.name?.value ?? "");
  const used =
    command.args.some((word) => reads(word.raw)) ||
    command.redirects.some((redirect) => redirect.body !== undefined && reads(redirect.body.raw));
  if (!used) return undefined;
  const written = command.redirects.find((redirect) => /^(?:>|>>|>\|)$/.test(redirect.operator) && redirect.fd !== 2)?.target
    ?.value;
  if (written !== undefined && /^(?:echo|printf|cat|sed|envsubst|base64|tr|awk|jq)$/.test(program)) return written;
  if (/^(?:cp|install|mv)$/.test(program)) return command.args.at(-1)?.value;
  const words = command.args.map((word) => word.value);
  if (/^(?:npm|pnpm|yarn)$/.test(program) && words.includes("config") && words.includes("set")) return "~/.npmrc";
  if (program === "git" && words.includes("config") && words.includes("--global")) return "~/.gitconfig";
  return undefined;
}

function removes(command: ShellCommand, target: string): boolean {
  const program = basename(command.name?.value ?? "");
  const name = basename(target);
  const words = command.args.map((word) => word.value);
  if (/^(?:rm|shred|unlink)$/.test(program))
    return words.some((word) => basename(word) === name || target.startsWith(`${word}/`) || /[*]/.test(word));
  if (name === ".npmrc")
    return /^(?:npm|pnpm|yarn)$/.test(program) && words.some((word) => word === "delete" || word === "rm" || word === "unset");
  return name === ".gitconfig" && program === "git" && words.some((word) => /^--(?:unset|unset-all|remove-section)$/.test(word));
}
