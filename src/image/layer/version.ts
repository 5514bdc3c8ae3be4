import { packageReaders } from "../packages/readers.ts";

/** Raised when what a record holds, or how something is read, changes. */
const FORMAT = 2;

/** Records of another version are not read: a program that reads more must not take what an older one found. */
export function recordVersion(program: string): string {
  return `${program} ${FORMAT} ${packageReaders.map((reader) => reader.name).join(" ")}`;
}
