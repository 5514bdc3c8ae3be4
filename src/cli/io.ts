import type { Environment, Output } from "../host/terminal.ts";

/** What a command has of the outside. Payload goes to `out`, everything else to `err`. */
export interface Io {
  readonly cwd: string;
  readonly environment: Environment;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly outTerminal: Output;
  readonly errTerminal: Output;
  /** Puts a question to a person; absent where nobody is there to answer. */
  readonly ask?: (question: string) => Promise<string>;
  /** Takes one word for each kind of work that was done: code for it is kept for the next start. */
  readonly note?: (kind: string) => void;
  /** The time as an ISO string. */
  readonly now: string;
}
