import { parseDockerfile } from "../../parse/dockerfile/parse.ts";
import type { DockerfileTree, Instruction } from "../../parse/dockerfile/tree.ts";
import type { SourceFile } from "../../source/source-file.ts";
import type { Span } from "../../source/span.ts";
import type { HistoryStep } from "../image-config.ts";

export interface InstructionPlace {
  readonly file: string;
  readonly span: Span;
}

/** The instructions of the Dockerfile that an image was built from. */
export interface Instructions {
  readonly source: SourceFile;
  /** The one that made a step of the history. */
  readonly ofStep: (step: number) => InstructionPlace | undefined;
  /** FROM of the final stage. */
  readonly from: InstructionPlace | undefined;
  /** The last one with a keyword. */
  readonly last: (keyword: string) => InstructionPlace | undefined;
}

/**
 * Lays the steps of a history over the final stage of a Dockerfile, from the last one on. Undefined where a RUN, COPY or ADD
 * is not among the steps: then the image was built from another file, or from another state of this one.
 */
export function matchInstructions(source: SourceFile, history: readonly HistoryStep[]): Instructions | undefined {
  const tree = parseDockerfile(source.text);
  const steps = stepsOf(tree);
  const found = new Map<number, Instruction>();
  let at = history.length - 1;
  let solid = 0;
  for (const step of steps.toReversed()) {
    const makesLayer = /^(?:RUN|COPY|ADD)$/.test(step.keyword);
    let candidate = at;
    // Labels that are given to a build stand in the history and in no Dockerfile.
    while (candidate >= 0 && !isMadeBy(history[candidate], step) && !makes(history[candidate])) candidate--;
    if (candidate >= 0 && isMadeBy(history[candidate], step)) {
      found.set(candidate, step);
      at = candidate - 1;
      if (makesLayer) solid++;
    } else if (makesLayer) return undefined;
  }
  if (found.size === 0 || (solid === 0 && found.size < steps.length)) return undefined;
  const place = (step: Instruction | undefined): InstructionPlace | undefined => step && { file: source.path, span: step.span };
  return {
    source,
    from: place(tree.stages.at(-1)?.from),
    ofStep: (step) => place(found.get(step)),
    last: (keyword) => place(steps.findLast((step) => step.keyword === keyword)),
  };
}

/** The instructions of the final stage and of the stages that it is built from, in their order. */
function stepsOf(tree: DockerfileTree): Instruction[] {
  const chain: Instruction[][] = [];
  let stage = tree.stages.at(-1);
  while (stage) {
    chain.unshift([...stage.instructions]);
    const { from, index } = stage;
    stage = tree.stages.findLast(
      (other) => other.index < index && other.from.alias?.value.toLowerCase() === from.image.value.toLowerCase(),
    );
  }
  return chain.flat();
}

function makes(step: HistoryStep | undefined): boolean {
  return step?.empty === false;
}

/** `RUN /bin/sh -c apk add curl # buildkit`, `/bin/sh -c #(nop)  CMD ["x"]`, `/bin/sh -c apk add curl`. */
function isMadeBy(step: HistoryStep | undefined, instruction: Instruction): boolean {
  if (!step) return false;
  const text = plain(step.createdBy.replace(/ # buildkit$/, ""));
  const quiet = /^(?:\|\d+ .*?)?\/bin\/sh -c #\(nop\) ?(.*)$/.exec(text)?.[1];
  const { keyword } = instruction;
  if (keyword === "RUN") {
    if (quiet !== undefined) return false;
    const body = plain(instruction.rest.text);
    return body !== "" && (text.endsWith(body) || text.includes(`<<${instruction.heredocs[0]?.name ?? "\0"}`));
  }
  const words = quiet ?? text;
  if (!words.startsWith(`${keyword} `)) return false;
  if (keyword !== "COPY" && keyword !== "ADD") return true;
  const destination = instruction.destination?.value ?? "";
  return words.endsWith(destination) || /[$]/.test(destination) || instruction.json;
}

function plain(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

/** The one file of several that the history was made from; undefined where none or more than one is. */
export function findInstructions(files: readonly SourceFile[], history: readonly HistoryStep[]): Instructions | undefined {
  const matching = files.flatMap((file) => {
    const found = matchInstructions(file, history);
    return found && hasOwnStep(found, history) ? [found] : [];
  });
  return matching.length === 1 ? matching[0] : undefined;
}

/** A file of labels alone would match anything. */
function hasOwnStep(found: Instructions, history: readonly HistoryStep[]): boolean {
  return history.some((step, at) => !step.empty && found.ofStep(at) !== undefined);
}
