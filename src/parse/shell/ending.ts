import type { AndOr, CommandNode, CompoundList, PipelineNode, Statement } from "unbash";
import type { ShellCommand } from "./tree.ts";
import type { Walk } from "./walk.ts";

/** The commands that a run through some statements may end with. */
interface Ending {
  /** Commands that replace the shell (`exec`). */
  readonly replaced: readonly ShellCommand[];
  /** Commands that stand last where the end is reached. */
  readonly reached: readonly ShellCommand[];
  /** The end can be reached: no branch certainly leaves before it. */
  readonly open: boolean;
}

const empty: Ending = { replaced: [], reached: [], open: true };
const maxDepth = 200;
const maxCommands = 1000;

/** The commands that a run through the script ends with, by branch. */
export function lastCommands(walk: Walk, statements: readonly Statement[]): ShellCommand[] {
  const ending = ofList({ walk, calls: new Set(), steps: 0 }, statements, 0);
  const found = new Set([...ending.replaced, ...(ending.open ? ending.reached : [])]);
  return [...found].sort((a, b) => a.span.start - b.span.start);
}

interface Search {
  readonly walk: Walk;
  /** Functions that are being looked into. */
  readonly calls: Set<string>;
  steps: number;
}

function ofList(search: Search, statements: readonly Statement[], depth: number): Ending {
  const replaced: ShellCommand[] = [];
  let reached: readonly ShellCommand[] = [];
  for (const statement of statements) {
    if (depth > maxDepth || ++search.steps > 50 * maxCommands) return empty;
    const ending = ofChain(search, statement.command, depth + 1);
    if (statement.background) {
      reached = [];
      continue;
    }
    for (const each of ending.replaced) if (replaced.length < maxCommands) replaced.push(each);
    if (!ending.open) return { replaced, reached: [], open: false };
    reached = ending.reached;
  }
  return { replaced, reached, open: true };
}

function ofBody(search: Search, body: CompoundList | undefined, depth: number): Ending {
  return body ? ofList(search, body.commands, depth) : empty;
}

/** One of several ways is taken. */
function anyOf(endings: readonly Ending[]): Ending {
  return {
    replaced: endings.flatMap(({ replaced }) => replaced),
    reached: endings.flatMap(({ reached, open }) => (open ? reached : [])),
    open: endings.some(({ open }) => open),
  };
}

function ofChain(search: Search, node: PipelineNode | AndOr, depth: number): Ending {
  if (node.type !== "AndOr") return ofNode(search, node, depth);
  const parts = node.commands.map((part) => ofNode(search, part, depth));
  const first = parts[0];
  if (first && !first.open) return first;
  const reached = parts.flatMap((part, i) =>
    part.open && (i === parts.length - 1 || node.operators[i] === "||") ? part.reached : [],
  );
  return { replaced: parts.flatMap(({ replaced }) => replaced), reached, open: true };
}

function ofNode(search: Search, node: CommandNode | PipelineNode, depth: number): Ending {
  if (depth > maxDepth) return empty;
  switch (node.type) {
    case "Command":
      return ofCommand(search, node, depth);
    case "Pipeline": {
      const last = node.commands.at(-1);
      const only = node.commands.length === 1;
      if (!last) return empty;
      const ending = ofNode(search, last, depth + 1);
      // The parts of a pipe run in subshells: an `exec` there replaces only those.
      return only ? ending : { replaced: [], reached: [...ending.replaced, ...ending.reached], open: true };
    }
    case "If": {
      const ways = [ofBody(search, node.then, depth + 1)];
      for (const elif of node.elif) ways.push(ofBody(search, elif.then, depth + 1));
      ways.push(ofBody(search, node.else, depth + 1));
      return anyOf(ways);
    }
    case "Case": {
      const ways = node.items.map((item) => ofBody(search, item.body, depth + 1));
      const all = node.items.some(({ pattern }) => pattern.some(({ text }) => text === "*"));
      return anyOf(all ? ways : [...ways, empty]);
    }
    case "While":
    case "For":
    case "Select":
    case "ArithmeticFor":
      return { ...ofBody(search, node.body, depth + 1), reached: [], open: true };
    case "Subshell": {
      const ending = ofBody(search, node.body, depth + 1);
      return { replaced: [], reached: [...ending.replaced, ...ending.reached], open: true };
    }
    case "BraceGroup":
      return ofBody(search, node.body, depth + 1);
    case "Redirected":
      return ofNode(search, node.command, depth + 1);
    default:
      return empty;
  }
}

function ofCommand(search: Search, node: CommandNode & { type: "Command" }, depth: number): Ending {
  const { walk, calls } = search;
  const command = walk.byNode.get(node);
  if (!command) return empty;
  const replaces = command.wrappers.includes("exec");
  const nested = walk.nested.get(node);
  if (nested && nested.last.length > 0) {
    return replaces ? { replaced: nested.last, reached: [], open: false } : { replaced: [], reached: nested.last, open: true };
  }
  if (replaces) return { replaced: [command], reached: [], open: false };
  const name = command.name?.value;
  if (name === undefined) return empty;
  if (name === "exit") return { replaced: [], reached: [], open: false };
  if (name === "return") return { replaced: [], reached: [], open: true };
  const called = command.wrappers.length === 0 ? walk.functions.get(name) : undefined;
  if (!called) return { replaced: [], reached: [command], open: true };
  if (calls.has(name)) return empty;
  calls.add(name);
  const { body } = called;
  const ending = body.type === "CompoundList" ? ofBody(search, body, depth + 1) : ofNode(search, body, depth + 1);
  calls.delete(name);
  return ending;
}
