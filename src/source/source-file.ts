export type FileKind =
  | "dockerfile"
  | "compose"
  | "dockerignore"
  | "env"
  | "workflow"
  | "gitlab-ci"
  | "bake"
  | "script"
  | "markdown"
  | "config"
  | "other";

/**
 * A file as it was read. `path` is relative to the repository's top and uses `/`. `text` is the decoded content, a BOM and
 * CRLF line endings included: offsets into it are offsets into the file.
 */
export interface SourceFile {
  readonly path: string;
  readonly kind: FileKind;
  readonly text: string;
}
