import { packageReaders } from "../packages/readers.ts";
import type { SecretSettings } from "../secrets/settings.ts";

/** Raised when what a record holds, or how something is read, changes. */
const FORMAT = 5;

/**
 * Records of another version are not read: a program that reads more must not take what an older one found, nor one that looks
 * for secrets what was found by other rules.
 */
export function recordVersion(program: string, secrets?: SecretSettings): string {
  const readers = packageReaders.map((reader) => reader.name).join(" ");
  return `${program} ${FORMAT} ${readers}${secrets === undefined ? "" : ` secrets ${JSON.stringify(secrets)}`}`;
}
