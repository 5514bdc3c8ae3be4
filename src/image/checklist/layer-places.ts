import { maskText } from "../../report/mask.ts";
import type { Origin, OriginLayer } from "../../source/origin.ts";
import type { ImageConfig } from "../image-config.ts";
import type { Instructions } from "./instructions.ts";

/** Places of files in layers; layers count from 0 here. */
export interface LayerPlaces {
  readonly layer: (at: number) => Pick<Origin, "layer" | "writtenAt">;
  readonly file: (path: string, layer: number, line?: number) => Origin;
}

export function createLayerPlaces(config: ImageConfig, instructions: Instructions | undefined): LayerPlaces {
  const { diffIds, history } = config;
  // A history of another length cannot be matched layer by layer.
  const making = [...history.entries()].filter(([, step]) => !step.empty);
  const steps = making.length === diffIds.length ? making : [];
  const places = diffIds.map((diffId, at) => {
    const [index, step] = steps[at] ?? [];
    const layer: OriginLayer = {
      index: at + 1,
      diffId,
      ...(step === undefined || step.createdBy === "" ? {} : { createdBy: maskText(step.createdBy) }),
    };
    const writtenAt = index === undefined ? undefined : instructions?.ofStep(index);
    return writtenAt === undefined ? { layer } : { layer, writtenAt };
  });
  const layer = (at: number): Pick<Origin, "layer" | "writtenAt"> => places[at] ?? {};
  return {
    layer,
    file: (path, at, line) => ({
      file: path,
      // The text is not at hand: the line alone tells two places in it apart.
      span: { start: line ?? 0, end: line ?? 0 },
      how: "literal",
      via: [],
      ...(line === undefined ? {} : { line }),
      ...layer(at),
    }),
  };
}
