import type { FoundPackage } from "../../package.ts";
import { decode, FormatError, linesOf, viewOf } from "../content.ts";
import { type Executable, type Part, readAddress, readLong, sectionNamed } from "./executable.ts";

/** "\xff Go buildinf:" */
const magic = Uint8Array.from([0xff, 0x20, 0x47, 0x6f, 0x20, 0x62, 0x75, 0x69, 0x6c, 0x64, 0x69, 0x6e, 0x66, 0x3a]);
const alignment = 16;
const headSize = 32;
const maxText = 16 * 2 ** 20;
/** How far a data segment is searched where no section tells the place. */
const maxSearch = 2 ** 20;
const bigEndianFlag = 1;
const inlineFlag = 2;

interface BuildInfo {
  /** `go1.22.4`, with a note on experiments after a space. */
  readonly version: string;
  readonly modules: string;
}

/** The modules that a Go program was linked from, as `go version -m` lists them, and the standard library; undefined for other programs. */
export function readGoModules(executable: Executable, path: string): FoundPackage[] | undefined {
  const start = findBuildInfo(executable);
  if (start === undefined) return undefined;
  const info = readBuildInfo(executable, start);
  return [...modulesOf(info.modules, path), standardLibrary(info.version, path)];
}

/** The linker gives it a section; on Windows, and where section headers are stripped, it lies in the first writable data. */
function findBuildInfo(executable: Executable): number | undefined {
  const section = sectionNamed(executable, ".go.buildinfo") ?? sectionNamed(executable, "__go_buildinfo");
  const { sections, segments } = executable;
  const place = section ?? (sections.length === 0 || sections === segments ? firstWritable(segments) : undefined);
  if (place === undefined) return undefined;
  const bytes = executable.content.read(place.offset, Math.min(place.size, maxSearch));
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = buffer.indexOf(magic); at >= 0; at = buffer.indexOf(magic, at + 1)) {
    if (at % alignment === 0 && at + headSize <= buffer.length) return place.offset + at;
  }
  return undefined;
}

function firstWritable(segments: readonly Part[]): Part | undefined {
  return segments.find((segment) => segment.writable && segment.size > 0);
}

function readBuildInfo(executable: Executable, start: number): BuildInfo {
  const head = executable.content.read(start, headSize);
  const flags = head[15] ?? 0;
  if ((flags & inlineFlag) !== 0) {
    const [version, next] = inlineText(executable, start + headSize);
    return { version, modules: inlineText(executable, next)[0] };
  }
  const pointerSize = head[14] ?? 0;
  if (pointerSize !== 4 && pointerSize !== 8) throw new FormatError("the build information has an impossible pointer size");
  const littleEndian = (flags & bigEndianFlag) === 0;
  const pointer = (bytes: Uint8Array, at: number): number =>
    pointerSize === 8 ? readLong(viewOf(bytes), at, littleEndian) : viewOf(bytes).getUint32(at, littleEndian);
  const textAt = (at: number): string => {
    const address = pointer(head, at);
    if (address === 0) return "";
    const descriptor = readAddress(executable, address, 2 * pointerSize);
    if (descriptor === undefined) throw new FormatError("the build information points outside the program");
    const size = pointer(descriptor, pointerSize);
    if (size === 0) return "";
    const text = size > maxText ? undefined : readAddress(executable, pointer(descriptor, 0), size);
    if (text === undefined) throw new FormatError("the build information points outside the program");
    return decode(withoutMarkBytes(text));
  };
  return { version: textAt(16), modules: textAt(16 + pointerSize) };
}

function inlineText(executable: Executable, start: number): [text: string, next: number] {
  const head = executable.content.read(start, 5);
  let size = 0;
  let used = 0;
  for (const byte of head) {
    size += (byte & 127) * 128 ** used;
    used++;
    if (byte < 128) break;
  }
  const next = start + used + size;
  if (used === 0 || size > maxText || next > executable.content.size) throw new FormatError("the build information is cut off");
  return [decode(withoutMarkBytes(executable.content.read(start + used, size))), next];
}

/** The list of modules lies between two marks of 16 bytes each. */
function withoutMarkBytes(bytes: Uint8Array): Uint8Array {
  return bytes.length >= 33 && bytes[bytes.length - 17] === 10 ? bytes.subarray(16, bytes.length - 16) : bytes;
}

/** Lines of tab-separated fields: `mod` is the program's own module, `dep` another one, `=>` what replaced the one before it. */
function modulesOf(text: string, path: string): FoundPackage[] {
  const modules: FoundPackage[] = [];
  for (const line of linesOf(text)) {
    const [kind, name, version] = line.split("\t");
    if (!name) continue;
    if (kind === "mod" || kind === "dep")
      modules.push(moduleOf(name, version, path, kind === "mod" ? { main: "true" } : undefined));
    else if (kind === "=>") {
      const replaced = modules.pop();
      if (replaced) modules.push(replacementOf(replaced, name, version, path));
    }
  }
  return modules;
}

/** Another version or a fork is what was linked. A folder has no name of its own: the module keeps its name, of a version that nobody knows. */
function replacementOf(replaced: FoundPackage, name: string, version: string | undefined, path: string): FoundPackage {
  if (/^(?:\.{0,2}\/|[A-Za-z]:\\)/.test(name)) return moduleOf(replaced.name, undefined, path, { replacedBy: name });
  return moduleOf(name, version, path, { replaces: `${replaced.name}@${replaced.version}` });
}

/** A module of which no version is known is `(devel)`, as Go says it: built from a working tree. */
function moduleOf(
  name: string,
  version: string | undefined,
  path: string,
  extra: Readonly<Record<string, string>> | undefined,
): FoundPackage {
  return { type: "golang", name, version: version || "(devel)", locations: [path], ...(extra && { extra }) };
}

/** `go1.24rc1` is 1.24.0-rc1 of the module `stdlib`, by which advisories call it. */
function standardLibrary(goVersion: string, path: string): FoundPackage {
  const match = /^go(\d+)\.(\d+)(?:\.(\d+))?((?:alpha|beta|rc)\d+)?/.exec(goVersion);
  const version = match ? `${match[1]}.${match[2]}.${match[3] ?? "0"}${match[4] ? `-${match[4]}` : ""}` : "(devel)";
  return { type: "golang", name: "stdlib", version, locations: [path], extra: { toolchain: goVersion } };
}
