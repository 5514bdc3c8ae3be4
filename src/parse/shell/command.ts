import type { Command, SyntaxNode } from "unbash";
import { sourceSpan, type MappedText } from "../../source/mapped-text.ts";
import { nestedScriptIndex, readsStandardInput, unquotedText } from "./nested.ts";
import { readRedirect } from "./redirect.ts";
import { sliceMapped } from "./slice.ts";
import { addSubstitutions } from "./substitution.ts";
import type { Failure, ShellAssignment, ShellCommand, ShellWord } from "./tree.ts";
import { unwrap } from "./unwrap.ts";
import { addToWalk, within, type After, type Context, type Walk } from "./walk.ts";
import { assignmentToShellWord, toShellWord } from "./word.ts";

/** Adds a simple command, the script that it hands to a shell, and the commands substituted into its words. */
export function addCommand(
  walk: Walk,
  node: Command,
  after: After,
  context: Context,
  failure: Failure,
  outer: readonly string[],
): void {
  const { mapped } = walk;
  const words: ShellWord[] = node.name ? [toShellWord(mapped, node.name)] : [];
  const nodes: SyntaxNode[] = node.name ? [node.name] : [];
  for (const argument of node.args) {
    words.push(argument.type === "Word" ? toShellWord(mapped, argument) : assignmentToShellWord(mapped, argument));
    nodes.push(argument);
  }
  const assignments: ShellAssignment[] = [];
  for (const part of node.prefix) {
    if (part.type !== "Assignment") continue;
    const value = part.value.type === "ArrayValue" ? undefined : toShellWord(mapped, part.value);
    assignments.push({ name: part.name, value, span: sourceSpan(mapped, part.pos, part.end) });
  }
  const inner = unwrap(words);
  const name = words[inner.name];
  const command: ShellCommand = {
    name,
    args: name ? words.slice(inner.name + 1) : [],
    assignments,
    redirects: node.redirects.length === 0 ? [] : node.redirects.map((each) => readRedirect(mapped, each)),
    span: sourceSpan(mapped, node.pos, node.end),
    after,
    wrappers: outer.length === 0 ? inner.wrappers : [...outer, ...inner.wrappers],
    user: inner.user,
    failure,
    context,
  };
  addToWalk(walk, command);
  walk.byNode.set(node, command);
  const script = inner.script ?? nestedScriptIndex(words, inner.name);
  const scriptNode = script === undefined ? undefined : nodes[script];
  if (scriptNode?.type === "Word") addNested(walk, node, command, unquotedText(mapped, scriptNode));
  else if (name && node.redirects.length > 0 && readsStandardInput(words, inner.name)) {
    for (const redirect of node.redirects) {
      if (redirect.type !== "HereDoc") continue;
      const { pos, end } = redirect.body;
      addNested(walk, node, command, sliceMapped(mapped, pos, end));
    }
  }
  for (const child of node.prefix) addSubstitutions(walk, child, context);
  for (const [i, child] of nodes.entries()) {
    if (child !== scriptNode && !words[i]?.literal) addSubstitutions(walk, child, context);
  }
  for (const redirect of node.redirects) addSubstitutions(walk, redirect, context);
}

function addNested(walk: Walk, node: Command, command: ShellCommand, text: MappedText): void {
  const script = walk.parseNested(text);
  if (!script) return;
  const renewed = new Map<ShellCommand, ShellCommand>();
  for (const each of script.commands) {
    const place = within(command.context, each.context === "main" ? "nested-script" : each.context);
    const failure = each.failure === "kept" ? command.failure : each.failure;
    const user = each.user ?? command.user;
    const copy: ShellCommand = { ...each, context: place, failure, user };
    renewed.set(each, copy);
    addToWalk(walk, copy);
    walk.outer.set(copy, command);
  }
  const last = script.last.flatMap((each) => renewed.get(each) ?? []);
  walk.nested.set(node, { ...script, last });
}
