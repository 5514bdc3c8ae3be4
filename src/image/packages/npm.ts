import { isObject, listAt, textAt } from "../../util/json.ts";
import type { Content, PackageReader, PackageResult } from "../package.ts";
import { attempt, nothing } from "./content.ts";
import { readJson } from "./json.ts";

/** Node.js packages as npm, Yarn, pnpm and Bun install them, those that npm itself brings included. Lock files install nothing. */
export const npmReader: PackageReader = {
  name: "npm",
  maxBytes: 8 * 2 ** 20,
  wants: (path) => path.endsWith("/package.json") && isInstalled(path),
  read: (path, content) => attempt(path, () => readManifest(path, content)),
};

/** Where pnpm, Bun and Yarn keep the real folders that the others link to. */
const stores = new Set([".pnpm", ".bun", ".store"]);

/**
 * Whether a `package.json` is that of an installed package: each `node_modules` on the way is followed by the name of a
 * package and nothing else. A test or a compiled bundle of a package may carry such folders, too; they are not installed.
 */
export function isInstalled(path: string): boolean {
  const parts = path.split("/");
  let at = parts.indexOf("node_modules");
  while (at >= 0) {
    at++;
    if (stores.has(parts[at] ?? "")) {
      at += 2;
      if (parts[at] === "package") at++;
      else if (parts[at] === "node_modules") continue;
      else return false;
    } else {
      const name = parts[at] ?? "";
      if (name === "" || name.startsWith(".")) return false;
      at += name.startsWith("@") ? 2 : 1;
    }
    if (parts[at] === "package.json") return at === parts.length - 1;
    if (parts[at] !== "node_modules") return false;
  }
  return false;
}

function readManifest(path: string, content: Content): PackageResult {
  const manifest = readJson(content);
  const name = textAt(manifest, "name");
  const version = textAt(manifest, "version");
  // Folders with only `{"type": "module"}` are parts of a package.
  if (!name || !version) return nothing;
  const licenses = licensesOf(manifest);
  return { packages: [{ type: "npm", name, version, ...(licenses && { licenses }), locations: [path] }], errors: [] };
}

/** `license` as a text or an object, or the older list `licenses`. */
function licensesOf(manifest: unknown): readonly string[] | undefined {
  const one = textAt(manifest, "license") ?? (isObject(manifest) ? textAt(manifest["license"], "type") : undefined);
  if (one) return [one];
  const many = listAt(manifest, "licenses").map((item) => (typeof item === "string" ? item : textAt(item, "type")));
  const known = many.filter((item) => item !== undefined);
  return known.length > 0 ? known : undefined;
}
