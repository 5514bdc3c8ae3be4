/** Why a request to the engine failed; `hint` says what to do. */
export class EngineError extends Error {
  readonly code: "unreachable" | "timeout" | "not-found" | "refused" | "configuration" | "protocol";
  readonly hint: string;
  /** HTTP status, where the engine answered. */
  readonly status: number | undefined;

  constructor(code: EngineError["code"], message: string, hint: string, status?: number) {
    super(message);
    this.name = "EngineError";
    this.code = code;
    this.hint = hint;
    this.status = status;
  }
}
