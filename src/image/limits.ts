/** How much of an image is read before it is taken for an attack. */
export interface Limits {
  /** Bytes of all layers after decompression. */
  readonly inflatedBytes: number;
  /** Times that a stream may grow, looked at once it gave `ratioFrom` bytes. */
  readonly ratio: number;
  readonly ratioFrom: number;
  /** Entries of all layers together. */
  readonly entries: number;
  /** Bytes of a path or a link's target. */
  readonly pathBytes: number;
  /** Bytes of one extended header. */
  readonly headerBytes: number;
  /** Bytes of a manifest, an index or a configuration. */
  readonly jsonBytes: number;
  /** Bytes of one file whose content is looked at. */
  readonly fileBytes: number;
  readonly layers: number;
}

const MB = 1024 * 1024;

export const defaultLimits: Limits = {
  inflatedBytes: 32 * 1024 * MB,
  ratio: 1000,
  ratioFrom: 64 * MB,
  entries: 999_999,
  pathBytes: 4096,
  headerBytes: MB,
  jsonBytes: 4 * MB,
  fileBytes: 512 * MB,
  layers: 512,
};
