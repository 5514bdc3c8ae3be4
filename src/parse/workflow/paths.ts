import { joinPath } from "../../util/path.ts";
import type { CiBuild, CiText } from "./tree.ts";

/** Stands for the folder of the checkout in values of variables such as GITHUB_WORKSPACE. */
export const checkout = "/@checkout";

/** A path or build context as it lies in the repository. */
export interface PlacedPath {
  readonly kind: CiBuild["contextKind"];
  readonly path: CiText;
}

const remote = /^(?:[a-z][a-z0-9+.-]*:\/\/|git@|github\.com\/|git:)/i;

/** Reads a build context that is written in a folder of the repository. */
export function placeContext(text: CiText, directory: string | undefined): PlacedPath {
  if (text.text === "-") return { kind: "stdin", path: text };
  if (remote.test(text.text)) return { kind: "remote", path: text };
  const path = placePath(text, directory);
  return path ? { kind: "folder", path } : { kind: "unknown", path: text };
}

/** The path from the repository's top; undefined where it is not known or lies outside. */
export function placePath(text: CiText, directory: string | undefined): CiText | undefined {
  const working = /^(?:\$PWD|\$\{PWD\}|\$\(pwd\)|`pwd`)(?=\/|$)/.exec(text.text);
  const rest = working ? `.${text.text.slice(working[0].length)}` : text.text;
  if (!working && text.unresolved.length > 0) return undefined;
  if (/[$`‹]/.test(rest)) return undefined;
  const absolute = rest.startsWith(checkout);
  if (rest.startsWith("/") && !absolute) return undefined;
  if (!absolute && directory === undefined) return undefined;
  const path = absolute ? joinPath(rest.slice(checkout.length).replace(/^\//, "")) : joinPath(directory ?? "", rest);
  return path.startsWith("..") ? undefined : { text: path, unresolved: [], span: text.span };
}
