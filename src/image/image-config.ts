import { isObject, listAt, objectAt, textAt, textsAt, type JsonObject } from "../util/json.ts";
import { textsOf } from "./descriptor.ts";
import { ImageError } from "./image-error.ts";
import { platformOf, type Platform } from "./platform.ts";

/** One step of the build. */
export interface HistoryStep {
  readonly created: string | undefined;
  readonly createdBy: string;
  readonly comment: string;
  /** It made no layer. */
  readonly empty: boolean;
}

/** The configuration of an image: how a container starts, and what the image consists of. */
export interface ImageConfig {
  readonly platform: Platform;
  readonly created: string | undefined;
  /** "" is none, so root. */
  readonly user: string;
  readonly env: readonly string[];
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
  readonly workdir: string;
  readonly shell: readonly string[];
  readonly ports: readonly string[];
  readonly volumes: readonly string[];
  /** The test of the health check; empty where there is none, or where it is switched off. */
  readonly health: readonly string[];
  readonly stopSignal: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly diffIds: readonly string[];
  readonly history: readonly HistoryStep[];
  /** The document as it is. */
  readonly document: JsonObject;
}

const DIFF_ID = /^sha256:[0-9a-f]{64}$/;

export function readConfig(value: unknown): ImageConfig {
  if (!isObject(value)) throw new ImageError("corrupt", "the image's configuration is no JSON object");
  const diffIds = textsAt(objectAt(value, "rootfs"), "diff_ids") ?? [];
  const wrong = diffIds.find((id) => !DIFF_ID.test(id));
  if (wrong !== undefined) throw new ImageError("corrupt", "the image's configuration names a layer without a sha256 digest");
  const config = objectAt(value, "config");
  const health = textsAt(objectAt(config, "Healthcheck"), "Test") ?? [];
  return {
    platform: platformOf(textAt(value, "os") ?? "linux", textAt(value, "architecture") ?? "unknown", textAt(value, "variant")),
    created: textAt(value, "created"),
    user: textAt(config, "User") ?? "",
    env: textsAt(config, "Env") ?? [],
    entrypoint: textsAt(config, "Entrypoint") ?? [],
    command: textsAt(config, "Cmd") ?? [],
    workdir: textAt(config, "WorkingDir") ?? "",
    shell: textsAt(config, "Shell") ?? [],
    ports: Object.keys(objectAt(config, "ExposedPorts")).toSorted(),
    volumes: Object.keys(objectAt(config, "Volumes")).toSorted(),
    health: health[0] === "NONE" ? [] : health,
    stopSignal: textAt(config, "StopSignal") ?? "",
    labels: textsOf(objectAt(config, "Labels")),
    diffIds,
    history: listAt(value, "history").map(stepOf),
    document: value,
  };
}

function stepOf(value: unknown): HistoryStep {
  return {
    created: textAt(value, "created"),
    createdBy: textAt(value, "created_by") ?? "",
    comment: textAt(value, "comment") ?? "",
    empty: isObject(value) && value["empty_layer"] === true,
  };
}

/** For each layer the step that made it; undefined where the history does not say. */
export function stepsOfLayers({ diffIds, history }: ImageConfig): readonly (HistoryStep | undefined)[] {
  const steps = history.filter((step) => !step.empty);
  // A history of another length cannot be matched layer by layer.
  return diffIds.map((_, at) => (steps.length === diffIds.length ? steps[at] : undefined));
}
