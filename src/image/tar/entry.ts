export type EntryType = "file" | "directory" | "symlink" | "hardlink" | "character" | "block" | "fifo";

/** One entry of a tar archive. */
export interface TarEntry {
  /** Relative to the root, without `.`, `..` and doubled slashes; the root itself is "". */
  readonly path: string;
  readonly type: EntryType;
  /** Bytes of content; 0 for everything but files. */
  readonly size: number;
  /** Permissions with setuid, setgid and sticky bits. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Target of a link as written; of a hard link as a path like `path`. */
  readonly link: string;
  /** Where the content starts in the archive. */
  readonly offset: number;
  /** It has capabilities of its own (the attribute `security.capability`). */
  readonly capabilities: boolean;
}
