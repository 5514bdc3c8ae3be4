import type { CopyInstruction, Heredoc, Instruction, Word } from "../parse/dockerfile/tree.ts";
import { joinPath, normalizePath } from "../util/path.ts";
import type { Stage } from "./build.ts";
import { findStage, imageOfContext } from "./stages.ts";
import { valueAt, type Change } from "./step-history.ts";

/** Where the files of a COPY or ADD come from. */
export type CopyFrom =
  | { readonly kind: "context" }
  | { readonly kind: "stage"; readonly stage: Stage }
  /** A named context that is no image: a folder, a repository, the image of another build. */
  | { readonly kind: "named"; readonly name: string }
  | { readonly kind: "image"; readonly text: string; readonly unknown: readonly string[] };

export interface CopySource {
  /** Variables expanded; relative to the context or the other stage's root. */
  readonly path: string;
  readonly unknown: readonly string[];
  readonly word: Word | undefined;
  readonly heredoc: Heredoc | undefined;
}

/** A COPY, ADD or bind mount of RUN with its words expanded. */
export interface Copy {
  readonly step: Instruction;
  readonly stage: Stage;
  readonly from: CopyFrom;
  readonly sources: readonly CopySource[];
  /** Absolute path in the image. */
  readonly destination: string;
  /** The destination is a folder: it ends in `/` or there are several sources. */
  readonly folder: boolean;
}

const cache = new WeakMap<Stage, readonly Copy[]>();

/** All COPY and ADD steps of a stage, in order. */
export function copiesOf(stage: Stage, stages: readonly Stage[]): readonly Copy[] {
  const cached = cache.get(stage);
  if (cached) return cached;
  const result: Copy[] = [];
  cache.set(stage, result);
  for (const step of stage.steps) {
    if (step.keyword !== "COPY" && step.keyword !== "ADD") continue;
    result.push(readCopy(step, stage, stages));
  }
  return result;
}

function readCopy(step: CopyInstruction, stage: Stage, stages: readonly Stage[]): Copy {
  const destination = stage.expand(step.destination?.raw ?? ".", step).text;
  const fromFlag = step.flags.find((flag) => flag.name === "from")?.value;
  const sources: CopySource[] = step.sources.map((word) => {
    const heredoc = step.heredocs.find(
      (candidate) => candidate.span.start <= word.span.start && word.span.end <= candidate.span.end,
    );
    const expanded = stage.expand(word.raw, step);
    return { path: heredoc ? heredoc.name : expanded.text, unknown: [...expanded.unknown, ...expanded.undefined], word, heredoc };
  });
  for (const heredoc of step.heredocs) {
    if (!sources.some((source) => source.heredoc === heredoc))
      sources.push({ path: heredoc.name, unknown: [], word: undefined, heredoc });
  }
  return {
    step,
    stage,
    from: fromFlag === undefined ? { kind: "context" } : resolveFrom(fromFlag, stage, step, stages),
    sources,
    destination: destination.startsWith("/") ? normalizePath(destination) : joinPath(workdirAt(stage, step), destination),
    folder: destination.endsWith("/") || destination === "." || destination.endsWith("/.") || sources.length > 1,
  };
}

/** `--from` of COPY or a mount: a named context, a stage by name or number, else an image. */
export function resolveFrom(text: string, stage: Stage, step: Instruction, stages: readonly Stage[]): CopyFrom {
  const expanded = stage.expand(text, step);
  const context = stage.contexts.get(expanded.text.toLowerCase());
  if (context !== undefined) {
    const image = imageOfContext(context);
    return image === undefined ? { kind: "named", name: expanded.text } : { kind: "image", text: image, unknown: [] };
  }
  const earlier = stages.slice(0, stage.index);
  const byName = findStage(expanded.text, earlier);
  if (byName) return { kind: "stage", stage: byName };
  const byNumber = /^\d+$/.test(expanded.text) ? earlier[Number(expanded.text)] : undefined;
  if (byNumber) return { kind: "stage", stage: byNumber };
  return { kind: "image", text: expanded.text, unknown: [...expanded.unknown, ...expanded.undefined] };
}

const folders = new WeakMap<Stage, [Change<string>, ...Change<string>[]]>();

/** The working folder at a step; the base's is taken as `/` where it is not known. */
export function workdirAt(stage: Stage, step: Instruction | undefined): string {
  return valueAt(folders.get(stage) ?? readFolders(stage), step);
}

function readFolders(stage: Stage): [Change<string>, ...Change<string>[]] {
  const { base } = stage;
  let folder = "/";
  if (base.kind === "stage") folder = workdirAt(base.stage, undefined);
  else if (base.kind === "image") folder = base.facts?.workdir ?? "/";
  const changes: [Change<string>, ...Change<string>[]] = [{ at: -1, value: folder === "" ? "/" : folder }];
  for (const step of stage.steps) {
    if (step.keyword !== "WORKDIR") continue;
    const text = stage.expand(step.words[0]?.raw ?? "", step).text;
    folder = text.startsWith("/") ? normalizePath(text) : joinPath(folder, text);
    changes.push({ at: step.span.start, value: folder === "" ? "/" : folder });
  }
  folders.set(stage, changes);
  return changes;
}
