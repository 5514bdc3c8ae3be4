/** What kind of failure it was: a front end chooses its words and exit code by it. */
export type ImageFailure =
  /** Not there: no such file, no such image, no such platform. */
  | "not-found"
  /** The registry or the file system forbids it. */
  | "denied"
  /** No answer, or not a whole one. */
  | "unreachable"
  /** It is no image, or a broken one. */
  | "corrupt"
  /** It is made to do harm, or beyond what an image may be. */
  | "hostile"
  /** A form that is not read. */
  | "unsupported";

/** Why an image could not be read. `entry` names the place inside of it; `hint` says what to do. */
export class ImageError extends Error {
  readonly code: ImageFailure;
  readonly hint: string;
  readonly entry: string | undefined;

  constructor(code: ImageFailure, message: string, hint = "", entry?: string) {
    super(message);
    this.name = "ImageError";
    this.code = code;
    this.hint = hint;
    this.entry = entry;
  }
}

/** The same error with the archive or layer named first, where its message does not name it. */
export function placeError(error: unknown, name: string): unknown {
  if (!(error instanceof ImageError) || error.message.includes(name)) return error;
  return new ImageError(error.code, `${name}: ${error.message}`, error.hint, error.entry);
}

/** A name from an archive as it may be shown: control characters escaped, not longer than a line. */
export function showName(name: string): string {
  const plain = name.replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, (character) => {
    const code = character.charCodeAt(0).toString(16);
    return code.length > 2 ? `\\u${code.padStart(4, "0")}` : `\\x${code.padStart(2, "0")}`;
  });
  return plain.length > 200 ? `${plain.slice(0, 120)}…${plain.slice(-60)}` : plain;
}
