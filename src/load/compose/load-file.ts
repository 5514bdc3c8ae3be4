import type { MapValue } from "../../parse/compose/value.ts";
import type { YamlNode } from "../../parse/compose/yaml-node.ts";
import type { Origin } from "../../source/origin.ts";
import { applyExtends } from "./extends.ts";
import { applyInclude } from "./include.ts";
import { mergeFiles } from "./merge.ts";
import { canonicalProject, emptyProject, readComposeFile, readDocument } from "./read-document.ts";
import { applyResets } from "./resets.ts";
import type { Scope } from "./scope.ts";
import { reportGap } from "./session.ts";

/** Merges a file over what was loaded before, with what it extends and includes. */
export async function loadFile(scope: Scope, path: string, site: Origin | undefined, before: MapValue): Promise<MapValue> {
  const content = await readComposeFile(scope, path, site);
  let project = before;
  if (content?.documents.length === 0) reportGap(scope.session, emptyProject(path).origin, "This Compose file is empty.");
  for (const document of content?.documents ?? []) project = await loadDocument(scope, path, document, project);
  return project;
}

async function loadDocument(scope: Scope, path: string, document: YamlNode, before: MapValue): Promise<MapValue> {
  const { session } = scope;
  const read = readDocument(scope, path, document);
  if (read === undefined) return before;
  let { value } = read;
  value = await applyExtends(scope, path, value, read.resets);
  let project = applyResets(before, read.resets);
  value = await applyInclude(scope, path, value, loadFile);
  project = mergeFiles(project, value, session.errors);
  return canonicalProject(scope, project);
}
