/** The repository's paths, as far as they were listed. Paths are from the top, with `/`; "" is the top. */
export interface RepositoryTree {
  has(path: string): boolean;
  isDirectory(path: string): boolean;
  /** Names in a folder; empty where there is none. */
  list(directory: string): readonly string[];
  /** All files below a folder, paths from the top. */
  filesBelow(directory: string): readonly string[];
}
