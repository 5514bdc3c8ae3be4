import type { Content, FoundPackage, PackageError, PackageReader, PackageResult } from "../../package.ts";
import { attempt, describeFailure, FormatError, linesOf, readText } from "../content.ts";
import { isBdb, readBdb } from "./bdb.ts";
import type { Blobs } from "./database.ts";
import { readHeader } from "./header.ts";
import { isNdb, readNdb } from "./ndb.ts";
import { packageOf, sourceOf, withEpoch } from "./package.ts";
import { readSqlite } from "./sqlite.ts";
import { isSqlite } from "./sqlite-pages.ts";

const database = /^(?:var\/lib\/rpm|usr\/lib\/sysimage\/rpm|usr\/share\/rpm)\/(?:rpmdb\.sqlite|Packages|Packages\.db)$/;
/** What distroless images of Mariner and Azure Linux have in place of the database. */
const manifest = "var/lib/rpmmanifest/container-manifest-2";

/** rpm's database in its three formats, told apart by content. */
export const rpmReader: PackageReader = {
  name: "rpm",
  maxBytes: 512 * 2 ** 20,
  wants: (path) => path === manifest || database.test(path),
  companions: (path) => (path.endsWith(".sqlite") ? [`${path}-wal`] : []),
  read: (path, content, companion) =>
    attempt(path, () =>
      path === manifest ? readManifest(path, content) : readDatabase(path, content, companion?.(`${path}-wal`)),
    ),
};

function readDatabase(path: string, content: Content, log: Content | undefined): PackageResult {
  const packages: FoundPackage[] = [];
  const errors: PackageError[] = [];
  // What was read before the damage stands; the error says that it is not all.
  try {
    // Each blob has its own place in the file, so together they are no larger.
    let left = content.size + (log?.size ?? 0);
    for (const blob of blobsOf(content, log)) {
      left -= blob.length;
      if (left < 0) throw new FormatError("packages share their bytes");
      packages.push(packageOf(path, readHeader(blob)));
    }
  } catch (error) {
    errors.push({ path, message: describeFailure(error) });
  }
  return { packages, errors };
}

function blobsOf(content: Content, log: Content | undefined): Blobs {
  if (content.size === 0) return [];
  if (isSqlite(content)) return readSqlite(content, log);
  if (isNdb(content)) return readNdb(content);
  if (isBdb(content)) return readBdb(content);
  throw new FormatError("not an rpm database");
}

/** Lines of tab-separated fields: name, version-release, install time, build time, vendor, epoch, size, architecture, epoch, source rpm. */
function readManifest(path: string, content: Content): PackageResult {
  const packages: FoundPackage[] = [];
  const errors: PackageError[] = [];
  for (const line of linesOf(readText(content))) {
    if (line.trim() === "") continue;
    const [name, version, , , vendor, , , architecture, epochText, sourceRpm] = line.split("\t");
    const epoch = Number(epochText) || undefined;
    if (!name || !version) {
      errors.push({ path, message: "a line has no package and version" });
      if (errors.length > 20) break;
      continue;
    }
    packages.push({
      type: "rpm",
      name,
      version: withEpoch(epoch, version),
      source: sourceOf(sourceRpm, epoch) ?? { name, version: withEpoch(epoch, version) },
      ...(architecture && { architecture }),
      locations: [path],
      ...(vendor && { extra: { vendor } }),
    });
  }
  return { packages, errors };
}
