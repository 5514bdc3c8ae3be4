import type { Content } from "../package.ts";
import { FormatError, readText } from "./content.ts";

/** A JSON document; nobody may walk it by recursion, since nothing limits how deep it is. Throws a FormatError for what is none. */
export function readJson(content: Content): unknown {
  try {
    return JSON.parse(readText(content));
  } catch {
    throw new FormatError("not valid JSON");
  }
}
