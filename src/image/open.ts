import { existsSync, statSync } from "node:fs";
import path from "node:path";
import { connectEngine } from "../docker/engine.ts";
import { EngineError } from "../docker/engine-error.ts";
import type { Environment } from "../host/terminal.ts";
import { openArchive } from "./archive/open.ts";
import type { PlatformChoice } from "./archive/oci.ts";
import type { Spool } from "./archive/spool.ts";
import { spoolStandardInput, STANDARD_INPUT, standardInputName } from "./archive/standard-input.ts";
import { openEngineImage } from "./engine-source.ts";
import { ImageError } from "./image-error.ts";
import type { ImageSource } from "./image-source.ts";
import type { LayerStore } from "./layer/store.ts";
import type { Limits } from "./limits.ts";
import { formatPlatform, type Platform } from "./platform.ts";
import { registryName } from "./registry/name.ts";
import { openRegistryImage } from "./registry/source.ts";

export type Place = "engine" | "registry";

export interface OpenOptions {
  readonly cwd: string;
  readonly environment: Environment;
  readonly platform: PlatformChoice;
  readonly limits: Limits;
  readonly spool: Spool;
  readonly store: LayerStore | undefined;
  /** An archive or a layout to read from, in place of engine and registry. */
  readonly input?: string | undefined;
  /** Where a reference is looked for; without it in the local engine, then in its registry. */
  readonly place?: Place | undefined;
  readonly system: string;
}

/** Opens an image by its reference or by the path of an archive or a layout. No layer is read. */
export async function openImage(name: string | undefined, options: OpenOptions): Promise<ImageSource> {
  const { input, platform, limits, spool } = options;
  if (input !== undefined) return openInput(input, name, options);
  if (name === undefined) throw new ImageError("not-found", "no image is named", "Name one, or an archive with --input.");
  if (options.place === undefined && isPath(name, options.cwd)) return openInput(name, undefined, options);
  // What no registry could have, no engine has.
  registryName(name);
  const engine = options.place === "registry" ? undefined : await askEngine(name, options);
  if (typeof engine === "object") return engine;
  if (options.place === "engine") throw notInEngine(name, platform.asked, engine);
  try {
    return await openRegistryImage(name, platform, { environment: options.environment, limits, spool });
  } catch (error) {
    if (!(error instanceof ImageError) || engine === undefined || !isAbsence(error)) throw error;
    const hint = error.hint === "" || error.hint.endsWith(".") ? error.hint : `${error.hint}.`;
    throw new ImageError(error.code, error.message, `${hint} The local engine was asked first: ${engine}.`.trim(), error.entry);
  }
}

async function openInput(
  input: string,
  reference: string | undefined,
  { cwd, platform, limits, spool }: OpenOptions,
): Promise<ImageSource> {
  const piped = input === STANDARD_INPUT;
  const name = piped ? standardInputName : input;
  const file = piped ? await spoolStandardInput(spool, limits) : path.resolve(cwd, input);
  return openArchive({ name, file, transient: piped, reference, platform, limits, spool });
}

/** `said` is what it has in place of the image. */
function notInEngine(name: string, asked: Platform | undefined, said = `it has no ${name}`): ImageError {
  const hint = asked ? `Pull it first: docker pull --platform ${formatPlatform(asked)} ${name}` : "Pull or build it first.";
  return new ImageError("not-found", said.replace(/^it /, "the engine "), hint);
}

/** Whether the image may be somewhere else: it is not broken, but not to be had there. */
function isAbsence({ code }: ImageError): boolean {
  return code === "not-found" || code === "unreachable" || code === "denied";
}

/** References begin with no dot or slash, and one that is also a file here is most likely meant as that. */
function isPath(name: string, cwd: string): boolean {
  if (name === STANDARD_INPUT || /^(?:\.{0,2}[/\\]|[A-Za-z]:[/\\])/.test(name)) return true;
  const file = path.resolve(cwd, name);
  if (/\.(?:tar|tgz|tar\.gz|tar\.zst)$/i.test(name)) return existsSync(file);
  return statSync(file, { throwIfNoEntry: false })?.isDirectory() === true && existsSync(path.join(file, "oci-layout"));
}

/** Without an engine the registry answers, unless the engine was asked for: the answer is why the engine did not. */
async function askEngine(name: string, options: OpenOptions): Promise<ImageSource | string> {
  const { environment, limits, spool, store, platform } = options;
  try {
    const engine = connectEngine({ host: environment["DOCKER_HOST"], platform: options.system });
    return await openEngineImage(name, platform, { engine, limits, spool, store });
  } catch (error) {
    const asked = options.place === "engine";
    if (error instanceof EngineError && asked) throw new ImageError("unreachable", error.message, error.hint);
    const absent =
      error instanceof EngineError || (error instanceof ImageError && (error.code === "unreachable" || error.code === "denied"));
    if (!absent || asked) throw error;
    return error.message;
  }
}
