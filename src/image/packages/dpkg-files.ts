import type { Content, PackageReader, PackageResult } from "../package.ts";
import { attempt, linesOf, readText } from "./content.ts";

/** Which files each Debian package brought: `info/NAME[:ARCH].list`; distroless has only `status.d/NAME.md5sums`. */
export const dpkgFilesReader: PackageReader = {
  name: "dpkg-files",
  maxBytes: 64 * 2 ** 20,
  wants: (path) =>
    path.startsWith("var/lib/dpkg/") &&
    ((path.endsWith(".list") && path.startsWith("var/lib/dpkg/info/")) ||
      (path.endsWith(".md5sums") && path.startsWith("var/lib/dpkg/status.d/"))),
  read: (path, content) => attempt(path, () => readFiles(path, content)),
};

function readFiles(path: string, content: Content): PackageResult {
  const owner = path.slice(path.lastIndexOf("/") + 1, path.lastIndexOf("."));
  const colon = owner.indexOf(":");
  const files = path.endsWith(".list") ? listedFiles(content) : summedFiles(content);
  return {
    packages: [],
    errors: [],
    owned: [
      {
        type: "deb",
        name: colon < 0 ? owner : owner.slice(0, colon),
        ...(colon >= 0 && { architecture: owner.slice(colon + 1) }),
        files,
      },
    ],
  };
}

function listedFiles(content: Content): string[] {
  const files: string[] = [];
  for (const line of linesOf(readText(content))) {
    const file = withoutSlash(line);
    if (file !== "" && file !== ".") files.push(file);
  }
  return files;
}

function summedFiles(content: Content): string[] {
  const files: string[] = [];
  for (const line of linesOf(readText(content))) {
    const match = /^[0-9a-fA-F]+\s+\*?(.+)$/.exec(line);
    if (match?.[1]) files.push(withoutSlash(match[1]));
  }
  return files;
}

function withoutSlash(path: string): string {
  return path.startsWith("./") ? path.slice(2) : path.startsWith("/") ? path.slice(1) : path;
}
