import type { InsideSecret } from "../../model/image-inside.ts";
import type { Origin } from "../../source/origin.ts";
import type { ImageSecret } from "../secrets/secret.ts";
import type { ConfigDocument } from "./config-document.ts";
import type { LayerPlaces } from "./layer-places.ts";

/** The secrets of an image with their places, as rules judge them. */
export function placeSecrets(secrets: readonly ImageSecret[], document: ConfigDocument, places: LayerPlaces): InsideSecret[] {
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
        const at: Origin = {
          ...(document.steps[place.step] ?? document.config.anchor),
          ...(place.layer === undefined ? {} : places.layer(place.layer)),
        };
        if (place.argument !== undefined) return { ...one, place: "build-arg", name: place.argument, at };
        return { ...one, place: "run", name: "history", at };
      }
      default:
        return { ...one, place: "command", name: "start command", at: document.config.command.origin };
    }
  });
}
