import type { ImageFacts } from "../catalog/image-facts.ts";
import type { Environment } from "../host/terminal.ts";
import { createGate } from "../image/gate.ts";
import { ImageError, type ImageFailure } from "../image/image-error.ts";
import { parsePlatform } from "../image/parse-platform.ts";
import { NoAnswerError } from "../image/registry/no-answer.ts";
import { registryName } from "../image/registry/name.ts";
import { fetchFacts } from "../image/registry/facts.ts";
import { UsageError } from "./errors.ts";

export interface RegistryRequest {
  /** For credentials. */
  readonly environment: Environment;
  readonly platform?: string;
}

/** Why nothing was learnt of an image. */
export interface RegistryProblem {
  readonly reference: string;
  readonly code: ImageFailure;
  readonly message: string;
  readonly hint: string;
}

export interface RegistryFacts {
  readonly facts: ReadonlyMap<string, ImageFacts>;
  readonly problems: readonly RegistryProblem[];
}

/** Where nothing else is said, every machine writes the same lock. */
const usualPlatform = { os: "linux", architecture: "amd64" };
const PARALLEL = 6;

/** What the registries know of images. Each image answers for itself: one that is not there keeps no other from being asked. */
export async function askRegistries(references: Iterable<string>, request: RegistryRequest): Promise<RegistryFacts> {
  const asked = request.platform === undefined ? undefined : platformOf(request.platform);
  const enter = createGate(PARALLEL);
  const facts = new Map<string, ImageFacts>();
  const problems: RegistryProblem[] = [];
  /** Registries that do not answer: each image of theirs would wait as long to learn the same. */
  const down = new Map<string, NoAnswerError>();
  await Promise.all(
    [...references].map((reference) =>
      enter(async () => {
        try {
          const known = down.get(hostOf(reference));
          if (known) throw known;
          facts.set(reference, await fetchFacts(reference, { asked, host: usualPlatform }, { environment: request.environment }));
        } catch (error) {
          if (!(error instanceof ImageError)) throw error;
          if (error instanceof NoAnswerError) down.set(hostOf(reference), error);
          problems.push({ reference, code: error.code, message: error.message, hint: error.hint });
        }
      }),
    ),
  );
  problems.sort((a, b) => (a.reference < b.reference ? -1 : 1));
  return { facts, problems };
}

function hostOf(reference: string): string {
  return registryName(reference).host;
}

function platformOf(text: string): ReturnType<typeof parsePlatform> {
  try {
    return parsePlatform(text);
  } catch (error) {
    if (error instanceof ImageError) throw new UsageError(error.message, error.hint);
    throw error;
  }
}
