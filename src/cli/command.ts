import type { Arguments } from "./arguments.ts";
import type { Flag } from "./flags.ts";
import type { Io } from "./io.ts";

export interface Command {
  readonly name: string;
  readonly summary: string;
  /** After the command's name: operands. */
  readonly operands: string;
  readonly flags: readonly Flag[];
  /** Values that completion offers for the first operand. */
  readonly complete?: "rules" | "shells" | "files";
  readonly examples: readonly (readonly [line: string, what: string])[];
  /** Loaded when it runs, so that no command pays for another at start-up. */
  readonly load: () => Promise<{ run: (args: Arguments, io: Io) => Promise<number> }>;
}
