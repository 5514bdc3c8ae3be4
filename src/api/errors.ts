/** A failure that a person can do something about. `exitCode` is the command line's; see the table in the README. */
export class SeaworthyError extends Error {
  readonly hint: string;
  readonly exitCode: number;

  constructor(message: string, hint: string, exitCode: number) {
    super(message);
    this.name = new.target.name;
    this.hint = hint;
    this.exitCode = exitCode;
  }
}

/** Wrong arguments, a wrong configuration, or a named path that is not there. */
export class UsageError extends SeaworthyError {
  constructor(message: string, hint = "") {
    super(message, hint, 2);
  }
}

/** Something outside that was asked for and does not answer: an engine, Git, a file that cannot be written. */
export class EnvironmentError extends SeaworthyError {
  constructor(message: string, hint = "") {
    super(message, hint, 3);
  }
}
