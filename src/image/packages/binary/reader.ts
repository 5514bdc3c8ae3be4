import type { Content, FoundPackage, PackageError, PackageReader, PackageResult } from "../../package.ts";
import { attempt, describeFailure, FormatError } from "../content.ts";
import { readCrates } from "./cargo.ts";
import { readElf } from "./elf.ts";
import type { Executable } from "./executable.ts";
import { readGoModules } from "./go.ts";
import { readMacho, slicesOf } from "./macho.ts";
import { readPe } from "./pe.ts";

/** Programs smaller than this are scripts or hold nothing that a package manager links. */
const minBytes = 4096;

/** What Go and Rust programs say they were built from. Only headers and the section in question are read, however large the file. */
export const binaryReader: PackageReader = {
  name: "binary",
  maxBytes: 8 * 2 ** 30,
  wants: (path, size, executable) =>
    size >= minBytes && (executable || path.endsWith(".so") || path.endsWith(".exe") || path.endsWith(".dll")),
  startsLike: (head) => formatOf(head) !== undefined,
  read: (path, content) => attempt(path, () => readPrograms(path, content)),
};

type Format = "elf" | "pe" | "macho" | "universal";

function formatOf(head: Uint8Array): Format | undefined {
  const [a, b, c, d] = head;
  if (a === 0x7f && b === 0x45 && c === 0x4c && d === 0x46) return "elf";
  if (a === 0x4d && b === 0x5a) return "pe";
  if ((a === 0xce || a === 0xcf) && b === 0xfa && c === 0xed && d === 0xfe) return "macho";
  if (a === 0xfe && b === 0xed && c === 0xfa && (d === 0xce || d === 0xcf)) return "macho";
  if (a === 0xca && b === 0xfe && c === 0xba && d === 0xbe) return "universal";
  return undefined;
}

function readPrograms(path: string, content: Content): PackageResult {
  const format = formatOf(content.read(0, 4));
  if (format === undefined) return { packages: [], errors: [] };
  const packages: FoundPackage[] = [];
  const errors: PackageError[] = [];
  for (const slice of format === "universal" ? slicesOf(content) : [content]) {
    const executable = open(format, slice);
    if (executable === undefined) continue;
    for (const read of [readGoModules, readCrates]) {
      try {
        packages.push(...(read(executable, path) ?? []));
      } catch (error) {
        errors.push({ path, message: describeFailure(error) });
      }
    }
  }
  return { packages, errors };
}

/** Something that only begins like a program says nothing about packages, and is no error: a test file, a damaged download. */
function open(format: Format, content: Content): Executable | undefined {
  try {
    if (format === "elf") return readElf(content);
    return format === "pe" ? readPe(content) : readMacho(content);
  } catch (error) {
    if (error instanceof FormatError || error instanceof RangeError) return undefined;
    throw error;
  }
}
