import { forEachChild } from "unbash";
import type { SyntaxNode } from "unbash";
import { backquotedText } from "./nested.ts";
import { addToWalk, within, type Context, type Walk } from "./walk.ts";

/** Adds the commands of every `$(…)`, backquote and `<(…)` in a word, an assignment or a redirect. */
export function addSubstitutions(walk: Walk, node: SyntaxNode, context: Context): void {
  if (!walk.substitutes || !mayRunCommands(walk.mapped.text.slice(node.pos, node.end))) return;
  visit(walk, node, within(context, "substitution"), 0);
}

const maxDepth = 300;

function visit(walk: Walk, node: SyntaxNode, context: Context, depth: number): void {
  switch (node.type) {
    case "CommandExpansion":
    case "ProcessSubstitution":
    case "ArithmeticCommandExpansion": {
      const { script } = node;
      if (!script) return;
      if (script.source === undefined) return walk.enter(script.commands, context, "ignored");
      const inner = walk.parseNested(backquotedText(walk.mapped, node.pos, node.end));
      for (const command of inner?.commands ?? []) {
        addToWalk(walk, { ...command, context: within(command.context, context), failure: "ignored" });
      }
      return;
    }
    default:
      if (depth < maxDepth) forEachChild(node, (child) => visit(walk, child, context, depth + 1));
  }
}

/** The text holds what starts a substitution; the parts of other words are never built. */
export function mayRunCommands(text: string): boolean {
  return /`|[$<>]\(/.test(text);
}
