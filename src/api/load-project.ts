import path from "node:path";
import type { Lock } from "../catalog/lock.ts";
import type { Config } from "../config/config.ts";
import { createFileSystem } from "../host/file-system.ts";
import { loadRepository } from "../load/load.ts";
import { overlayFile, overlayFiles } from "../load/overlay.ts";
import type { FileProvider } from "../load/provider.ts";
import type { LoadRequest } from "../load/request.ts";
import { buildProject } from "../model/build-project.ts";
import type { ImageFacts, ImageFactsLookup } from "../model/image-facts.ts";
import type { Project } from "../model/project.ts";
import type { InputError } from "../source/origin.ts";
import { enclosingPath } from "../util/scope.ts";
import { requireStage } from "./check-stage.ts";
import type { EngineFacts } from "./engine-facts.ts";
import { createImageLookup, readLock, recordReferences } from "./image-lookup.ts";
import type { CheckRequest } from "./request.ts";
import type { Target } from "./target.ts";

export interface LoadedProject {
  readonly project: Project;
  /** Of the lock file and the engine. */
  readonly errors: readonly InputError[];
  readonly lock: Lock | undefined;
  /** What the engine said, where it was asked. */
  readonly engine: ReadonlyMap<string, ImageFacts>;
  /** Every reference that the model asked about, where the engine was asked. */
  readonly references: ReadonlySet<string>;
}

export interface LoadOptions {
  /** Texts that stand in for files, or add some. */
  readonly overlay?: ReadonlyMap<string, string>;
  /** Answers for images in place of the engine. */
  readonly ask?: (references: ReadonlySet<string>) => Promise<EngineFacts>;
  /** Which Dockerfiles are judged here; the others are in another thread. */
  readonly share?: LoadRequest["share"];
}

/** Reads what the request names and joins it into workloads. */
export async function loadProject(
  request: CheckRequest,
  target: Target,
  config: Config | undefined,
  { overlay, ask, share }: LoadOptions = {},
): Promise<LoadedProject> {
  const files = providerOf(request, target);
  const provider = overlay === undefined || overlay.size === 0 ? files : overlayFiles(files, overlay);
  const loaded = await loadRepository(provider, {
    ...loadRequest(request, target, config),
    ...(share === undefined ? {} : { share }),
  });
  if (request.target !== undefined) requireStage(request.target, loaded);
  const { lock, errors } = await readLock(provider);
  const build = (facts: ImageFactsLookup): Project =>
    buildProject(loaded, facts, {
      ...(config === undefined ? {} : { roles: config.roles }),
      ...(request.target === undefined ? {} : { target: request.target }),
    });
  const references = new Set<string>();
  if (!request.engine && !ask) return { project: build(createImageLookup(lock)), errors, lock, engine: new Map(), references };
  // Only the model knows which images matter, so it is built once to find out.
  build(recordReferences(createImageLookup(lock), references));
  const { askEngine } = await import("./engine-facts.ts");
  const engine = await (ask ? ask(references) : askEngine(references, request.engineHost));
  const project = build(createImageLookup(lock, engine.facts));
  return { project, errors: [...errors, ...engine.errors], lock, engine: engine.facts, references };
}

function providerOf(request: CheckRequest, target: Target): FileProvider {
  const files = createFileSystem(target.top);
  const input = request.standardInput;
  return input && target.standardInput !== undefined ? overlayFile(files, target.standardInput, input.text) : files;
}

function loadRequest(request: CheckRequest, target: Target, config: Config | undefined): LoadRequest {
  const named = target.composeFiles.length > 0 ? [{ files: target.composeFiles }] : (config?.deployments ?? []);
  const { environment } = request;
  return {
    scope: target.scope,
    roleScope: target.roleScope,
    git: target.git,
    deployments: named,
    runFiles: (config?.runFiles ?? []).filter((path) => enclosingPath(path, target.scope) !== undefined),
    topName: path.basename(target.top),
    ...(target.envFiles.length === 0 ? {} : { envFiles: target.envFiles }),
    ...(environment === undefined ? {} : { environment: new Map(Object.entries(environment).flatMap(definedEntry)) }),
  };
}

function definedEntry([name, value]: [string, string | undefined]): [string, string][] {
  return value === undefined ? [] : [[name, value]];
}
