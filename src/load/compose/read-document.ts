import { readValues } from "../../parse/compose/read-values.ts";
import type { MapValue } from "../../parse/compose/value.ts";
import type { YamlNode } from "../../parse/compose/yaml-node.ts";
import type { Origin } from "../../source/origin.ts";
import { canonicalize } from "./canonical.ts";
import type { Scope } from "./scope.ts";
import { readText, readYaml, reportError, reportGap } from "./session.ts";
import { removeDuplicates } from "./unique.ts";
import { mapOf } from "./values.ts";

/** Everything of a project before anything was loaded. */
export function emptyProject(file: string): MapValue {
  return mapOf(new Map(), { file, span: { start: 0, end: 0 }, how: "literal", via: [] });
}

export interface FileContent {
  readonly documents: readonly YamlNode[];
}

/** The documents of a Compose file; undefined where it cannot be read or parsed, which is reported at `site`. */
export async function readComposeFile(scope: Scope, path: string, site: Origin | undefined): Promise<FileContent | undefined> {
  const { session } = scope;
  const read = await readText(session, path, "compose");
  if (!read.ok) {
    const hint = read.failure === "missing" ? "Correct the path, or add the file." : "Make the file readable, or leave it out.";
    const message = `Cannot read ${path}: ${read.message}`;
    reportError(
      session,
      site === undefined ? { file: path, message, hint } : { file: site.file, span: site.span, message, hint },
    );
    return undefined;
  }
  const stream = readYaml(session, path, read.text);
  return stream.errors.length > 0 ? undefined : { documents: stream.documents };
}

export function canonicalProject(scope: Scope, project: MapValue): MapValue {
  return removeDuplicates(canonicalize(removeDuplicates(project), scope.session.errors));
}

export interface ReadDocument {
  readonly value: MapValue;
  readonly resets: readonly (readonly string[])[];
}

/** The values of one document; undefined for one that is no Compose mapping. */
export function readDocument(scope: Scope, path: string, document: YamlNode): ReadDocument | undefined {
  const { session, environment } = scope;
  const read = readValues(document, path, (name) => environment.get(name));
  for (const error of read.errors) reportError(session, error);
  for (const gap of read.gaps) reportGap(session, gap.origin, gap.reason);
  const { value } = read;
  if (value === undefined) {
    // A document of comments alone is nothing, not an error.
    if (document.type !== "scalar" || document.text !== "") {
      reportError(session, {
        file: path,
        span: { start: document.start, end: document.end },
        message: "A Compose file must be a mapping.",
        hint: "Put the services under the key services.",
      });
    }
    return undefined;
  }
  if (reportVersionOne(scope, value)) return undefined;
  const services = value.entries.get("services");
  if (services === undefined || services.value.type === "map") return { value, resets: read.resets };
  const entries = new Map(value.entries);
  entries.delete("services");
  if (services.value.type === "list" || services.value.value !== null) {
    const { file, span } = services.value.origin;
    reportError(session, {
      file,
      span,
      message: "services must be a mapping.",
      hint: "Write each service as NAME: with its settings below.",
    });
  }
  return { value: mapOf(entries, value.origin), resets: read.resets };
}

const topKeys = new Set(["services", "name", "version", "include", "networks", "volumes", "secrets", "configs"]);

/** Files of version 1 have their services at the top. Compose does not read them any more. */
function reportVersionOne(scope: Scope, value: MapValue): boolean {
  for (const key of value.entries.keys()) if (topKeys.has(key)) return false;
  for (const [key, entry] of value.entries) {
    const service = entry.value;
    if (key.startsWith("x-") || service.type !== "map") continue;
    if (service.entries.has("image") || service.entries.has("build")) {
      reportGap(
        scope.session,
        entry.keyOrigin,
        "This is a Compose file of version 1, which is not read: its services stand at the top.",
      );
      return true;
    }
  }
  return false;
}
