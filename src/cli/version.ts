import { version } from "../api/version.ts";
import type { Arguments } from "./arguments.ts";
import type { Io } from "./io.ts";

export function run(_args: Arguments, io: Io): Promise<number> {
  io.out(`seaworthy ${version}\n`);
  return Promise.resolve(0);
}
