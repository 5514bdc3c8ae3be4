import type { Loaded } from "../../src/load/loaded.ts";
import { loadRepository } from "../../src/load/load.ts";
import { createMemoryFiles } from "../../src/load/memory.ts";
import type { LoadRequest } from "../../src/load/request.ts";

/** Loads files in memory; the whole repository unless told otherwise. */
export function loadFiles(files: Readonly<Record<string, string>>, request: Partial<LoadRequest> = {}): Promise<Loaded> {
  return loadRepository(createMemoryFiles(files), { scope: [""], git: true, ...request });
}
