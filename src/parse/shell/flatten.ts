import { forEachChild } from "unbash";
import type { AndOr, CommandNode, CompoundList, Function as FunctionNode, Pipeline, PipelineNode, Statement } from "unbash";
import { addCommand } from "./command.ts";
import { readRedirect } from "./redirect.ts";
import { addSubstitutions } from "./substitution.ts";
import type { Failure } from "./tree.ts";
import { addToWalk, under, within, type After, type Context, type Guard, type Walk } from "./walk.ts";

/** Puts every simple command of a list into the walk. */
export function flattenList(walk: Walk, list: readonly Statement[], context: Context, failure: Failure): void {
  let background = false;
  for (let i = 0; i < list.length; i++) {
    const statement = list[i];
    if (!statement) continue;
    const after: After = i === 0 ? undefined : background ? "&" : ";";
    background = statement.background === true;
    flattenChain(walk, statement.command, after, context, background ? "ignored" : failure);
  }
}

function flattenChain(walk: Walk, node: PipelineNode | AndOr, after: After, context: Context, failure: Failure): void {
  if (node.type !== "AndOr") {
    flattenPipeline(walk, node, after, context, failure, []);
    return;
  }
  let tested = false;
  let rescue = -1;
  let onFailure = failure;
  for (let i = 0; i < node.commands.length; i++) {
    const part = node.commands[i];
    if (!part) continue;
    const before = node.operators[i - 1];
    if (rescue < i) {
      rescue = node.operators.indexOf("||", i);
      if (rescue === -1) rescue = Infinity;
      onFailure = rescue === Infinity ? failure : rescueOf(node.commands[rescue + 1]);
    }
    const isTest = isTestNode(part);
    const place: Context = before === "||" || (before && tested) ? "branch" : isTest ? "condition" : context;
    if (isTest) tested = true;
    const flatten = (): void => flattenPipeline(walk, part, before ?? after, within(context, place), onFailure, []);
    const first = node.commands[0];
    if (place === "branch" && first) {
      const text = walk.mapped.text.slice(first.pos, Math.min(part.pos, first.pos + maxGuard));
      under(walk, { kind: "test", text, patterns: [], negated: before === "||" }, flatten);
    } else flatten();
  }
}

function isTestNode(node: PipelineNode): boolean {
  if (node.type === "Pipeline") return node.commands.length === 1 && node.commands.every(isTestNode);
  if (node.type === "TestCommand") return true;
  return node.type === "Command" && (node.name?.text === "[" || node.name?.text === "test");
}

/** What `|| X` makes of a failure. */
function rescueOf(node: PipelineNode | undefined): Failure {
  if (node?.type !== "Command" || !node.name) return "handled";
  const argument = node.suffix[0];
  switch (node.name.value) {
    case "true":
    case ":":
    case "echo":
    case "printf":
      return "ignored";
    case "exit":
    case "return":
      return argument?.type === "Word" && argument.value !== "0" ? "kept" : "ignored";
    default:
      return "handled";
  }
}

function flattenPipeline(
  walk: Walk,
  node: PipelineNode,
  after: After,
  context: Context,
  failure: Failure,
  outer: readonly string[],
): void {
  if (node.type !== "Pipeline") {
    flattenNode(walk, node, after, context, failure, outer);
    return;
  }
  const timed = node.prefixes.some(({ type }) => type === "Time") ? ["time"] : [];
  const end: Failure = node.prefixes.some(({ type }) => type === "Negation") ? "handled" : failure;
  flattenPiped(walk, node, after, context, end, timed);
}

function flattenPiped(
  walk: Walk,
  node: Pipeline,
  after: After,
  context: Context,
  failure: Failure,
  timed: readonly string[],
): void {
  const last = node.commands.length - 1;
  for (const [i, part] of node.commands.entries()) {
    const own = i < last && failure === "kept" ? "piped" : failure;
    flattenNode(walk, part, i === 0 ? after : "|", context, own, i === 0 ? timed : []);
  }
}

function flattenNode(
  walk: Walk,
  node: CommandNode,
  after: After,
  context: Context,
  failure: Failure,
  outer: readonly string[],
): void {
  const list = (body: CompoundList | undefined, inner: Context, result: Failure = failure): void => {
    if (body) flattenList(walk, body.commands, within(context, inner), result);
  };
  switch (node.type) {
    case "Command":
      return addCommand(walk, node, after, context, failure, outer);
    case "If":
      for (const { clause, then } of [node, ...node.elif]) {
        list(clause, "condition", "handled");
        under(walk, testGuard(walk, clause, false), () => list(then, "branch"));
      }
      return under(walk, testGuard(walk, node.clause, true), () => list(node.else, "branch"));
    case "While":
      list(node.clause, "condition", "handled");
      return list(node.body, "loop");
    case "For":
    case "Select":
      for (const word of node.wordlist ?? []) addSubstitutions(walk, word, context);
      return list(node.body, "loop");
    case "ArithmeticFor":
      return list(node.body, "loop");
    case "Case":
      addSubstitutions(walk, node.word, context);
      for (const { pattern, body } of node.items) {
        const patterns = pattern.map(({ value }) => value);
        under(walk, { kind: "case", text: node.word.value, patterns, negated: false }, () => list(body, "branch"));
      }
      return;
    case "Subshell":
      return list(node.body, "subshell");
    case "BraceGroup":
      return list(node.body, context);
    case "TestCommand":
    case "ArithmeticCommand":
      return forEachChild(node, (child) => addSubstitutions(walk, child, context));
    case "Redirected": {
      flattenNode(walk, node.command, after, context, failure, outer);
      const redirects = node.redirects.map((redirect) => readRedirect(walk.mapped, redirect));
      const span = { start: redirects[0]?.span.start ?? 0, end: redirects.at(-1)?.span.end ?? 0 };
      const none = { name: undefined, args: [], assignments: [], wrappers: [], user: undefined };
      addToWalk(walk, { ...none, redirects, span, after: undefined, failure, context });
      for (const redirect of node.redirects) addSubstitutions(walk, redirect, context);
      return;
    }
    case "Function":
      return flattenFunction(walk, node, within(context, "function"), failure);
    case "Coproc":
      if (node.body.type === "CompoundList") return list(node.body, context);
      return flattenNode(walk, node.body, undefined, context, failure, []);
  }
}

function flattenFunction(walk: Walk, node: FunctionNode, context: Context, failure: Failure): void {
  const name = node.name.value;
  if (!walk.functions.has(name)) walk.functions.set(name, node);
  const { guard, inFunction } = walk;
  walk.guard = undefined;
  walk.inFunction = name;
  if (node.body.type === "CompoundList") flattenList(walk, node.body.commands, context, failure);
  else flattenNode(walk, node.body, undefined, context, failure, []);
  walk.guard = guard;
  walk.inFunction = inFunction;
}

const maxGuard = 2000;

function testGuard(walk: Walk, clause: CompoundList, negated: boolean): Omit<Guard, "parent"> {
  const text = walk.mapped.text.slice(clause.pos, Math.min(clause.end, clause.pos + maxGuard));
  return { kind: "test", text, patterns: [], negated };
}
