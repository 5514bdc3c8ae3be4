import type { ImageRef } from "../../parse/imageref/image-ref.ts";
import { parseImageRef } from "../../parse/imageref/parse.ts";
import { listAt, objectAt, textAt, type JsonObject } from "../../util/json.ts";
import { rootOfSteps } from "./build-steps.ts";
import { referenceOfPurl } from "./purl-reference.ts";

/** What a build tool has written down of the images that a build took. */
export interface Provenance {
  /** As the build file names them, stages that only build included. What the tool itself uses is left out. */
  readonly images: readonly ImageRef[];
  /** The one that the image rests on, where every step was written down. */
  readonly root: ImageRef | "scratch" | undefined;
}

/** Images that run a build and are no part of its result. */
const TOOLS: readonly string[] = ["docker/dockerfile", "docker/dockerfile-upstream", "docker/buildkit-syft-scanner"];

/** Reads a statement of SLSA provenance, of version 0.2 or 1. Undefined where it is of another image. */
export function readProvenance(statement: unknown, manifestDigest: string): Provenance | undefined {
  const subjects = listAt(statement, "subject").map((subject) => textAt(objectAt(subject, "digest"), "sha256"));
  if (!subjects.some((digest) => `sha256:${digest}` === manifestDigest)) return undefined;
  const predicate = objectAt(statement, "predicate");
  const definition = objectAt(predicate, "buildDefinition");
  const materials = [...listAt(predicate, "materials"), ...listAt(definition, "resolvedDependencies")];
  const tools = new Set([...TOOLS, ...frontendsOf(predicate, definition)]);
  const images = new Map<string, ImageRef>();
  for (const material of materials) {
    const text = referenceOfPurl(textAt(material, "uri") ?? "");
    const ref = text === undefined ? undefined : parseImageRef(text);
    if (ref && !tools.has(ref.normalized)) images.set(ref.text, ref);
  }
  const found = [...images.values()];
  return { images: found, root: rootOf(predicate, definition, found) };
}

/** The images that read the build file, as its `syntax` line or the builder chose them. */
function frontendsOf(predicate: JsonObject, definition: JsonObject): string[] {
  const parameters = objectAt(objectAt(predicate, "invocation"), "parameters");
  const request = objectAt(objectAt(definition, "externalParameters"), "request");
  return [parameters, request].flatMap((from) =>
    ["source", "cmdline"].flatMap((key) => {
      const written = textAt(objectAt(from, "args"), key);
      return written === undefined ? [] : [parseImageRef(written.split(" ")[0] ?? "").normalized];
    }),
  );
}

function rootOf(predicate: JsonObject, definition: JsonObject, images: readonly ImageRef[]): Provenance["root"] {
  const configs = [predicate, objectAt(definition, "internalParameters")].map((from) => objectAt(from, "buildConfig"));
  const identifier = rootOfSteps(configs.flatMap((config) => listAt(config, "llbDefinition")));
  if (identifier === undefined || identifier === "scratch") return identifier;
  const name = /^docker-image:\/\/(.+)$/.exec(identifier)?.[1];
  if (name === undefined) return undefined;
  const ref = parseImageRef(name);
  // A step has the digest that was found, too; what was written is in the list.
  return images.find((image) => image.normalized === ref.normalized && (image.tag === undefined || image.tag === ref.tag));
}
