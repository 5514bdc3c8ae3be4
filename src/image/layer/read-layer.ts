import type { Content, PackageReader, PackageResult } from "../package.ts";
import { readerFor, readPackages } from "../packages/readers.ts";
import type { TarEntry } from "../tar/entry.ts";
import { openSecrets } from "../secrets/layer-secrets.ts";
import type { SecretSettings } from "../secrets/settings.ts";
import type { FilePart } from "../tar/seek.ts";
import { isKept, isScript, mayBeStart, mostOfScripts } from "./kept-files.ts";
import { HEAD, passOver, type PassOptions, type Visitor } from "./pass.ts";
import type { Found, LayerRecord } from "./record.ts";

/** Reads a layer: its entries, its packages, the files that are kept and, where settings for them are given, its secrets. */
export async function readLayer(
  part: FilePart,
  options: PassOptions & { readonly secrets?: SecretSettings | undefined },
): Promise<LayerRecord> {
  const entries: TarEntry[] = [];
  const secrets = options.secrets && openSecrets(entries, options.secrets);
  const kept = new Map<string, Uint8Array>();
  let scripts = 0;
  const results: (Promise<Found> | Found)[] = [];
  const pending: Pending[] = [];
  const inflatedBytes = await passOver(
    part,
    {
      entry: (entry) => {
        entries.push(entry);
        options.usage?.addEntry(entry.path);
      },
      wants: (entry) => {
        if (entry.type !== "file") return false;
        const forSecrets = secrets?.wants(entry) === true;
        if (isKept(entry.path, entry.size)) return true;
        const reader = readerOf(entry);
        if (forSecrets && (!reader || entry.size <= reader.maxBytes)) return true;
        const script = mayBeStart(entry.path, entry.size, entry.mode) ? isScript : undefined;
        if (!reader) return script ?? false;
        if (entry.size <= reader.maxBytes) return either(reader.startsLike, script);
        results.push(foundIn(reader, entry, tooLarge(entry, reader.maxBytes)));
        return forSecrets;
      },
      content: (entry, content) => {
        secrets?.read(entry, content);
        if (isKept(entry.path, entry.size)) kept.set(entry.path, Uint8Array.from(content.read(0, entry.size)));
        else if (scripts + entry.size <= mostOfScripts && mayBeStart(entry.path, entry.size, entry.mode)) {
          const bytes = content.read(0, entry.size);
          if (isScript(bytes)) {
            kept.set(entry.path, Uint8Array.from(bytes));
            scripts += bytes.length;
          }
        }
        const reader = readerOf(entry);
        if (!reader || entry.size > reader.maxBytes || (reader.startsLike && !reader.startsLike(content.read(0, HEAD)))) return;
        // Whoever has to wait for something takes the content along; the others are done with it in this call.
        if (reader.companions || reader.inflatesTo !== undefined) pending.push({ reader, entry, content: copyOf(content) });
        else results.push(readPackages(reader, entry.path, content).then((result) => foundIn(reader, entry, result)));
      },
    },
    { ...options, bytes: secrets?.push },
  );
  const found = [...(await Promise.all(results)), ...(await readPending(part, pending, entries, options))];
  return {
    inflatedBytes,
    entries,
    found: found.filter(({ result }) => saysSomething(result)),
    kept,
    secrets: secrets?.end() ?? [],
  };
}

type HeadTest = (head: Uint8Array) => boolean;

/** What the first bytes must look like for a reader, or as a script; true where the reader takes all. */
function either(reader: HeadTest | undefined, script: HeadTest | undefined): true | HeadTest {
  if (!reader) return true;
  return script ? (head) => reader(head) || script(head) : reader;
}

interface Pending {
  readonly reader: PackageReader;
  readonly entry: TarEntry;
  readonly content: Content;
}

/** Some databases need a second file, which may come before or after them: it is looked for when all entries are known. */
async function readPending(
  part: FilePart,
  pending: readonly Pending[],
  entries: readonly TarEntry[],
  options: PassOptions,
): Promise<Found[]> {
  const names = new Set(pending.flatMap(({ reader, entry }) => reader.companions?.(entry.path) ?? []));
  const wants: Visitor["wants"] = ({ path, type, size }) =>
    type === "file" && size > 0 && size <= options.limits.fileBytes && names.has(path);
  const companions = new Map<string, Content>();
  if (entries.some((entry) => wants(entry) === true)) {
    const content: Visitor["content"] = ({ path }, bytes) => companions.set(path, copyOf(bytes));
    await passOver(part, { entry: () => {}, wants, content }, { limits: options.limits, name: options.name });
  }
  return Promise.all(
    pending.map(async ({ reader, entry, content }) =>
      foundIn(reader, entry, await readPackages(reader, entry.path, content, (path) => companions.get(path))),
    ),
  );
}

function readerOf(entry: TarEntry): PackageReader | undefined {
  return readerFor(entry.path, entry.size, (entry.mode & 0o111) !== 0);
}

function foundIn(reader: PackageReader, entry: TarEntry, result: PackageResult): Found {
  return { reader: reader.name, path: entry.path, offset: entry.offset, result };
}

function saysSomething({ packages, errors, owned }: PackageResult): boolean {
  return packages.length > 0 || errors.length > 0 || (owned !== undefined && owned.length > 0);
}

/** The content for longer than the call that brought it. */
function copyOf(content: Content): Content {
  const bytes = Uint8Array.from(content.read(0, content.size));
  return { size: bytes.length, read: (offset, length) => bytes.subarray(offset, offset + length) };
}

function tooLarge(entry: TarEntry, most: number): PackageResult {
  const message = `it has ${entry.size} bytes, more than the ${most} that are read of such a file`;
  return { packages: [], errors: [{ path: entry.path, message }] };
}
