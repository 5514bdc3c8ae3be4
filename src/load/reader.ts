import type { Gap, InputError, Origin } from "../source/origin.ts";
import type { FileKind, SourceFile } from "../source/source-file.ts";
import { kindByName, kindOf } from "./file-kind.ts";
import type { FileProvider, ReadFailure, ReadResult } from "./provider.ts";

/** A provider that reads each file once, keeps what it read, and leaves out what Git ignores. */
export interface Reader {
  readonly provider: FileProvider;
  readonly files: Map<string, SourceFile>;
  readonly gaps: Gap[];
  readonly errors: InputError[];
  /** From now on a path counts as named by the user: read although Git ignores it. */
  readonly allow: (path: string) => void;
  /** Reads a file that must be there; what goes wrong is an error of the run, at the place that names it. */
  readonly need: (path: string, options?: NeedOptions) => Promise<SourceFile | undefined>;
  /** Reads a file that is there by its name; what goes wrong is a gap. */
  readonly expect: (path: string, maxBytes: number) => Promise<SourceFile | undefined>;
  /** Reads a file that may be there, up to a size. */
  readonly want: (path: string, maxBytes: number, kind?: FileKind) => Promise<SourceFile | undefined>;
}

export interface NeedOptions {
  readonly kind?: FileKind;
  /** Where the path is written; without it the path itself was named. */
  readonly namedAt?: Origin;
}

const hints: Readonly<Record<ReadFailure, string>> = {
  missing: "Check the path: it is relative to the folder of the file that names it.",
  unreadable: "Give read permission, or leave the file out.",
  "too-large": "A file of this size is most likely not what was meant. Leave it out.",
  binary: "Name a text file. Archives and images are not read here.",
  outside: "Only files of the repository are read. Move the file into it, or run in the folder that holds both.",
  directory: "Name a file.",
};

export function createReader(provider: FileProvider, ignored: (path: string) => boolean): Reader {
  const files = new Map<string, SourceFile>();
  const gaps: Gap[] = [];
  const errors: InputError[] = [];
  const allowed = new Set<string>();
  const reads = new Map<string, Promise<ReadResult>>();
  const reported = new Set<string>();

  const isHidden = (path: string): boolean => !allowed.has(path) && ignored(path);

  async function readOnce(path: string, maxBytes?: number): Promise<ReadResult> {
    if (isHidden(path)) return { ok: false, failure: "missing", message: "is ignored by .gitignore" };
    const known = reads.get(path);
    if (known) return known;
    const read = provider.read(path, maxBytes);
    // A refusal over the caller's own limit says nothing to the next caller.
    if (maxBytes === undefined) reads.set(path, read);
    const result = await read;
    if (result.ok) {
      reads.set(path, read);
      if (!files.has(path)) files.set(path, { path, kind: kindByName(path), text: result.text });
      if (result.lossy)
        gaps.push({ origin: wholeFile(path), reason: "the file is not valid UTF-8: the bytes in question were replaced" });
    }
    return result;
  }

  return {
    files,
    gaps,
    errors,
    provider: {
      read: readOnce,
      list: (directory) => provider.list(directory),
      type: (path) => (isHidden(path) ? Promise.resolve("missing") : provider.type(path)),
    },
    allow: (path) => void allowed.add(path),
    async need(path, options = {}) {
      const result = await readOnce(path);
      if (result.ok) return remember(files, path, result.text, options.kind ?? kindOf(path, result.text));
      const at = options.namedAt;
      const key = `${path}\0${at?.file ?? ""}\0${at?.span.start ?? ""}`;
      if (reported.has(key)) return undefined;
      reported.add(key);
      const hint = result.failure === "missing" && !at ? "Check the path." : hints[result.failure];
      errors.push(
        at
          ? { file: at.file, span: at.span, message: `${path} ${result.message}`, hint }
          : { file: path, message: `${path} ${result.message}`, hint },
      );
      return undefined;
    },
    async expect(path, maxBytes) {
      const result = await readOnce(path, maxBytes);
      if (result.ok) return remember(files, path, result.text, undefined);
      if (result.failure !== "missing") gaps.push({ origin: wholeFile(path), reason: `${path} ${result.message}` });
      return undefined;
    },
    async want(path, maxBytes, kind) {
      const result = await readOnce(path, maxBytes);
      return result.ok ? remember(files, path, result.text, kind) : undefined;
    },
  };
}

/** Keeps the file under the kind that its reader knows it to be. */
function remember(files: Map<string, SourceFile>, path: string, text: string, kind: FileKind | undefined): SourceFile {
  const known = files.get(path);
  const wanted = kind ?? known?.kind ?? kindByName(path);
  if (known?.kind === wanted) return known;
  const file: SourceFile = { path, kind: wanted, text };
  files.set(path, file);
  return file;
}

export function wholeFile(path: string): Origin {
  return { file: path, span: { start: 0, end: 0 }, how: "literal", via: [] };
}
