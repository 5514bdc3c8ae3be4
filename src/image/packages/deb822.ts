import { linesOf } from "./content.ts";

/** The paragraphs of a control file (`Field: value`), with only the fields asked for, named in lower case. */
export function* paragraphsOf(text: string, fields: ReadonlySet<string>): Generator<ReadonlyMap<string, string>> {
  let paragraph = new Map<string, string>();
  let seen = false;
  for (const line of linesOf(text)) {
    const first = line.charCodeAt(0);
    if (line.trim() === "") {
      if (seen) yield paragraph;
      paragraph = new Map();
      seen = false;
      continue;
    }
    // Lines that start with white space continue a long field; none of those is asked for.
    if (first === 32 || first === 9 || first === 35) continue;
    const colon = line.indexOf(":");
    if (colon <= 0) continue;
    seen = true;
    const field = line.slice(0, colon).trimEnd().toLowerCase();
    if (fields.has(field)) paragraph.set(field, line.slice(colon + 1).trim());
  }
  if (seen) yield paragraph;
}
