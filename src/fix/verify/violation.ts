/** Why a change must not be made. */
export interface Violation {
  /** The file, or the deployment's file, in which it was seen. */
  readonly file: string;
  readonly reason: string;
}
