/** What the catalog needs of a parsed image reference. `normalized` is the name, lower case, with all that stands for Docker Hub taken off. */
export interface ImageReference {
  readonly text: string;
  readonly normalized: string;
  readonly tag: string | undefined;
  readonly digest: string | undefined;
}

/** The last part of an image's name. */
export function lastPart(name: string): string {
  return name.slice(name.lastIndexOf("/") + 1);
}
