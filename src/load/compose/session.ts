import { parseYaml } from "../../parse/compose/yaml.ts";
import type { YamlStream } from "../../parse/compose/yaml-node.ts";
import type { Gap, InputError, Origin } from "../../source/origin.ts";
import type { FileKind, SourceFile } from "../../source/source-file.ts";
import type { FileProvider, ReadResult } from "../provider.ts";
import { leavesTop } from "./paths.ts";

/** Texts and trees that several projects share; make one for each run. */
export interface ComposeCache {
  readonly texts: Map<string, Promise<ReadResult>>;
  readonly streams: Map<string, YamlStream>;
}

export function createComposeCache(): ComposeCache {
  return { texts: new Map(), streams: new Map() };
}

/** Larger files are refused. */
const maxBytes = 4 * 1024 * 1024;

/** The loading of one project: what was read and what went wrong. */
export interface Session {
  readonly provider: FileProvider;
  readonly cache: ComposeCache;
  readonly sources: Map<string, SourceFile>;
  readonly errors: InputError[];
  readonly gaps: Gap[];
  /** Errors and gaps that were reported already; a file may be read for several reasons. */
  readonly reported: Set<string>;
  /** How many files were included so far; includes of includes multiply. */
  included: number;
}

export function createSession(provider: FileProvider, cache: ComposeCache): Session {
  return { provider, cache, sources: new Map(), errors: [], gaps: [], reported: new Set(), included: 0 };
}

export async function readText(session: Session, path: string, kind: FileKind): Promise<ReadResult> {
  if (leavesTop(path)) return { ok: false, failure: "outside", message: "The path leads out of the repository." };
  let pending = session.cache.texts.get(path);
  if (pending === undefined) {
    pending = session.provider.read(path, maxBytes).then(refuseLarge);
    session.cache.texts.set(path, pending);
  }
  const result = await pending;
  if (result.ok && !session.sources.has(path)) session.sources.set(path, { path, kind, text: result.text });
  return result;
}

function refuseLarge(result: ReadResult): ReadResult {
  if (!result.ok || result.text.length <= maxBytes) return result;
  return { ok: false, failure: "too-large", message: `The file is larger than ${maxBytes / 1024 / 1024} MB.` };
}

/** The YAML of a file that was read; its syntax errors are reported. */
export function readYaml(session: Session, path: string, text: string): YamlStream {
  let stream = session.cache.streams.get(path);
  if (stream === undefined) {
    stream = parseYaml(text);
    session.cache.streams.set(path, stream);
  }
  for (const { message, hint, start, end } of stream.errors)
    reportError(session, { file: path, span: { start, end }, message, hint });
  return stream;
}

export function reportError(session: Session, error: InputError): void {
  if (isNew(session, `e ${error.file} ${error.span?.start ?? ""} ${error.message}`)) session.errors.push(error);
}

export function reportGap(session: Session, origin: Origin, reason: string): void {
  if (isNew(session, `g ${origin.file} ${origin.span.start} ${reason}`)) session.gaps.push({ origin, reason });
}

function isNew(session: Session, key: string): boolean {
  if (session.reported.has(key)) return false;
  session.reported.add(key);
  return true;
}
