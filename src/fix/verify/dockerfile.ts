import { parseDockerfile } from "../../parse/dockerfile/parse.ts";
import type { DockerfileTree } from "../../parse/dockerfile/tree.ts";
import type { DockerfileIntent } from "../fix.ts";
import { alignLists } from "../../util/align.ts";
import { changedUsers } from "./later-users.ts";
import type { Violation } from "./violation.ts";

interface Step {
  readonly keyword: string;
  readonly stage: number | undefined;
  readonly text: string;
}

/** What differs between two texts of a Dockerfile, instruction by instruction, although no intent names it. Lost comments too. */
export function dockerfileViolations(
  file: string,
  before: string,
  after: string,
  intents: readonly DockerfileIntent[],
): Violation[] {
  const was = parseDockerfile(before);
  const is = parseDockerfile(after);
  const violations: Violation[] = [];
  const add = (reason: string): number => violations.push({ file, reason });
  const [error] = is.errors;
  if (error && is.errors.length > was.errors.length) add(`it would not parse any more: ${error.message}`);
  if (
    was.directives.map(({ name, value }) => `${name}=${value}`).join() !==
    is.directives.map(({ name, value }) => `${name}=${value}`).join()
  )
    add("it would change a directive");
  const lost = lostComment(was, is);
  if (lost !== undefined) add(`it would lose the comment "${lost}"`);
  for (const stage of changedUsers(was, is, intents)) add(`the stage ${stage} would run as another user`);

  const left = [...intents];
  const take = (change: DockerfileIntent["change"], { keyword, stage }: Step): boolean => {
    const at = left.findIndex((intent) => intent.change === change && intent.keyword === keyword && intent.stage === stage);
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  };
  for (const { removed, added } of alignLists(stepsOf(was, before), stepsOf(is, after), (a, b) => a.text === b.text)) {
    const open = [...added];
    for (const step of removed) {
      const pair = open.findIndex((candidate) => candidate.keyword === step.keyword);
      if (pair >= 0 && take("change", step)) open.splice(pair, 1);
      else if (!take("remove", step)) add(`it would also ${pair >= 0 ? "change" : "remove"} ${nameOf(step)}`);
    }
    for (const step of open) if (!take("add", step)) add(`it would also add ${nameOf(step)}`);
  }
  return violations;
}

function nameOf({ keyword, stage }: Step): string {
  return stage === undefined ? `${keyword} before the first FROM` : `${keyword} in stage ${stage}`;
}

function stepsOf(tree: DockerfileTree, text: string): Step[] {
  let stage: number | undefined;
  return tree.instructions.map(({ keyword, span }) => {
    if (keyword === "FROM") stage = stage === undefined ? 0 : stage + 1;
    return { keyword, stage, text: text.slice(span.start, span.end) };
  });
}

function lostComment(before: DockerfileTree, after: DockerfileTree): string | undefined {
  const kept = new Map<string, number>();
  for (const { text } of after.comments) kept.set(text, (kept.get(text) ?? 0) + 1);
  for (const { text } of before.comments) {
    const count = kept.get(text) ?? 0;
    if (count === 0) return text;
    kept.set(text, count - 1);
  }
  return undefined;
}
