/** What a database holds: one blob, a package header, for each installed package. */
export type Blobs = Iterable<Uint8Array>;

/** A header with long lists of files and changelogs takes some hundred KiB. */
export const maxBlob = 64 * 2 ** 20;
