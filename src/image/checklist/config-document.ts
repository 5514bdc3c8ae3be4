import { maskText } from "../../report/mask.ts";
import type { PlacedConfig, PlacedWords } from "../../model/image-workload.ts";
import type { Origin } from "../../source/origin.ts";
import type { SourceFile } from "../../source/source-file.ts";
import { objectAt, textsAt } from "../../util/json.ts";
import type { ImageConfig } from "../image-config.ts";
import type { Instructions } from "./instructions.ts";

/** What findings about the configuration name as their file. */
export const CONFIG_FILE = "image configuration";

/** The configuration as lines, so that each thing in it has a place and each finding a name of its own. No value of a variable is in it. */
export interface ConfigDocument {
  readonly source: SourceFile;
  readonly config: PlacedConfig;
  readonly env: ReadonlyMap<string, Origin>;
  readonly labels: ReadonlyMap<string, Origin>;
  readonly steps: readonly Origin[];
  readonly volumes: readonly { readonly path: string; readonly at: Origin }[];
}

export function makeConfigDocument(config: ImageConfig, instructions: Instructions | undefined): ConfigDocument {
  let text = "";
  const write = (line: string, keyword: string, how: Origin["how"] = "literal"): Origin => {
    const start = text.length;
    text += `${line}\n`;
    return place(start, text.length - 1, keyword, how);
  };
  const place = (start: number, end: number, keyword: string, how: Origin["how"]): Origin => {
    const written = instructions?.last(keyword);
    return {
      file: CONFIG_FILE,
      span: { start, end },
      how,
      via: [],
      note: keyword,
      ...(written === undefined ? {} : { writtenAt: written }),
    };
  };
  const writeWords = (keyword: string, words: readonly string[]): PlacedWords => {
    const start = text.length;
    text += keyword;
    const origins = words.map((word) => {
      text += " ";
      const from = text.length;
      text += maskText(JSON.stringify(word));
      return place(from, text.length, keyword, "literal");
    });
    text += "\n";
    return { words, origins, origin: place(start, text.length - 1, keyword, "literal") };
  };
  const test = textsAt(objectAt(objectAt(config.document, "config"), "Healthcheck"), "Test") ?? [];
  const anchor: Origin = {
    ...write("IMAGE", "IMAGE", "image"),
    note: "the configuration of the image",
    ...(instructions?.from === undefined ? {} : { writtenAt: instructions.from }),
  };
  const placed: PlacedConfig = {
    anchor,
    user:
      config.user === ""
        ? { text: "", origin: { ...anchor, note: "no user is set" } }
        : { text: config.user, origin: write(`USER ${config.user}`, "USER") },
    entrypoint: writeWords("ENTRYPOINT", config.entrypoint),
    command: writeWords("CMD", config.command),
    health: { test, origin: test.length === 0 ? anchor : writeWords("HEALTHCHECK", test).origin },
  };
  const volumes = config.volumes.map((path) => ({ path, at: write(`VOLUME ${path}`, "VOLUME") }));
  const env = new Map(
    config.env.map((pair) => {
      const name = pair.slice(0, Math.max(0, pair.indexOf("=")));
      return [name, write(`ENV ${name}`, "ENV")] as const;
    }),
  );
  const labels = new Map(Object.keys(config.labels).map((name) => [name, write(`LABEL ${name}`, "LABEL")] as const));
  const steps = config.history.map(({ createdBy }, at): Origin => {
    const { writtenAt: _, ...origin } = write(`STEP ${maskText(createdBy).replace(/\s+/g, " ")}`, "STEP");
    const written = instructions?.ofStep(at);
    return written === undefined ? origin : { ...origin, writtenAt: written };
  });
  return { source: { path: CONFIG_FILE, kind: "other", text }, config: placed, env, labels, steps, volumes };
}
