/** What a path is; a link that leads outside the repository is `outside`, one that leads round in circles `broken`. */
export type EntryType = "file" | "directory" | "outside" | "broken" | "other";

export interface DirectoryEntry {
  readonly name: string;
  readonly type: EntryType;
  /** A symbolic link: `type` is what it leads to. */
  readonly link?: boolean;
}

export type ReadFailure = "missing" | "unreadable" | "too-large" | "binary" | "outside" | "directory";

export type ReadResult =
  | { readonly ok: true; readonly text: string; /** Bytes that are not UTF-8 were replaced. */ readonly lossy?: boolean }
  | { readonly ok: false; readonly failure: ReadFailure; readonly message: string };

/**
 * The only way the core sees files. Paths are relative to the repository's top, with `/`; "" is the top. Implementations
 * never throw and never answer for a path outside the top.
 */
export interface FileProvider {
  read(path: string, maxBytes?: number): Promise<ReadResult>;
  list(directory: string): Promise<readonly DirectoryEntry[] | ReadFailure>;
  type(path: string): Promise<EntryType | "missing">;
}
