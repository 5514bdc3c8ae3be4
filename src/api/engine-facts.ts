import { connectEngine } from "../docker/engine.ts";
import { EngineError } from "../docker/engine-error.ts";
import type { ImageFacts } from "../model/image-facts.ts";
import type { InputError } from "../source/origin.ts";

export interface EngineFacts {
  readonly facts: ReadonlyMap<string, ImageFacts>;
  readonly errors: readonly InputError[];
}

/** What the local engine knows of images. An engine that does not answer is one error, not one for each image. */
export async function askEngine(references: Iterable<string>, host: string | undefined): Promise<EngineFacts> {
  const facts = new Map<string, ImageFacts>();
  try {
    const engine = connectEngine(host === undefined ? {} : { host });
    await engine.ping();
    await Promise.all(
      [...references].map(async (reference) => {
        const found = await engine.inspectImage(reference);
        if (found) facts.set(reference, found);
      }),
    );
    return { facts, errors: [] };
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    return { facts, errors: [{ file: "docker engine", message: error.message, hint: error.hint }] };
  }
}
