/**
 * An image reference as the engine reads it.
 * `name` is the part before tag and digest as written; `normalized` is lower-case with docker.io/library/ and its synonyms
 * taken off (`docker.io/library/nginx` → `nginx`, `ghcr.io/a/b` stays).
 */
export interface ImageRef {
  readonly text: string;
  readonly name: string;
  readonly normalized: string;
  readonly registry: string | undefined;
  readonly tag: string | undefined;
  readonly digest: string | undefined;
}
