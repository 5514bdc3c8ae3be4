import type { InsideSecret } from "../../model/image-inside.ts";
import type { Origin } from "../../source/origin.ts";
import type { HistoryStep } from "../image-config.ts";
import type { ImageSecret } from "../secrets/secret.ts";
import type { ConfigDocument } from "./config-document.ts";
import type { LayerPlaces } from "./layer-places.ts";

/** The secrets of an image with their places, as rules judge them. */
export function placeSecrets(
  secrets: readonly ImageSecret[],
  document: ConfigDocument,
  history: readonly HistoryStep[],
  places: LayerPlaces,
): InsideSecret[] {
  return secrets.map(({ title, severity, place }): InsideSecret => {
    const one = { what: title, severity };
    switch (place.kind) {
      case "file": {
        const { path, layer, line, fate } = place;
        const gone = fate.kind === "stays" ? {} : { gone: { by: fate.kind, layer: fate.layer + 1 } };
        return { ...one, place: "file", name: path, ...gone, at: places.file(path, layer, line) };
      }
      case "env":
        return { ...one, place: "env", name: place.name, at: document.env.get(place.name) ?? document.config.anchor };
      case "label":
        return { ...one, place: "label", name: place.name, at: document.labels.get(place.name) ?? document.config.anchor };
      case "history": {
        const step = history[place.step];
        const at: Origin = {
          ...(document.steps[place.step] ?? document.config.anchor),
          ...(place.layer === undefined ? {} : places.layer(place.layer)),
        };
        return { ...one, place: step && isBuildArgument(step.createdBy) ? "build-arg" : "run", name: "history", at };
      }
      default:
        return { ...one, place: "command", name: "start command", at: document.config.command.origin };
    }
  });
}

/** `RUN |1 TOKEN=… /bin/sh -c …`, `ARG TOKEN=…`. */
function isBuildArgument(createdBy: string): boolean {
  return /^(?:RUN )?\|\d+ |^(?:\/bin\/sh -c #\(nop\) +)?ARG /.test(createdBy);
}
