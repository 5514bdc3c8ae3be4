/** A half-open range of UTF-16 offsets into the text of one file. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** 1-based line and column; columns count UTF-16 code units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A span as people and editors see it; the end is exclusive. */
export interface Range {
  readonly start: Position;
  readonly end: Position;
}
