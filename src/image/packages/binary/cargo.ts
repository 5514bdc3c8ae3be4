import { inflateSync } from "node:zlib";
import { listAt, textAt } from "../../../util/json.ts";
import type { FoundPackage } from "../../package.ts";
import { contentOf, FormatError, readRange } from "../content.ts";
import { readJson } from "../json.ts";
import { type Executable, sectionNamed } from "./executable.ts";

const maxCompressed = 8 * 2 ** 20;
/** The limit that cargo-auditable's own reader sets. */
const maxInflated = 8 * 2 ** 20;

/** The crates that a Rust program was linked from, where it was built with cargo-auditable; undefined for other programs. */
export function readCrates(executable: Executable, path: string): FoundPackage[] | undefined {
  const section = sectionNamed(executable, ".dep-v0");
  if (section === undefined) return undefined;
  if (section.size > maxCompressed) throw new FormatError("the list of crates is too large");
  const list = readJson(contentOf(inflate(readRange(executable.content, section.offset, section.size, "the list of crates"))));
  const crates: FoundPackage[] = [];
  for (const item of listAt(list, "packages")) {
    const name = textAt(item, "name");
    const version = textAt(item, "version");
    if (!name || !version) throw new FormatError("a crate has no name and version");
    // What only built the program is not in it.
    if (textAt(item, "kind") === "build") continue;
    const source = textAt(item, "source");
    crates.push({
      type: "cargo",
      name,
      version,
      locations: [path],
      ...(source && source !== "crates.io" && { extra: { source } }),
    });
  }
  return crates;
}

function inflate(compressed: Uint8Array): Uint8Array {
  try {
    return inflateSync(compressed, { maxOutputLength: maxInflated });
  } catch {
    throw new FormatError(`the list of crates is damaged, or larger than ${maxInflated} bytes`);
  }
}
