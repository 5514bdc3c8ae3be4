import { linesOf } from "../content.ts";

/** The main attributes of a `META-INF/MANIFEST.MF`, up to the first empty line; a line that starts with a space continues the one before it. */
export function readAttributes(text: string): ReadonlyMap<string, string> {
  const attributes = new Map<string, string>();
  let name = "";
  for (const line of linesOf(text)) {
    if (line === "") break;
    if (line.startsWith(" ")) {
      if (name !== "") attributes.set(name, (attributes.get(name) ?? "") + line.slice(1));
      continue;
    }
    const colon = line.indexOf(":");
    if (colon <= 0) continue;
    name = line.slice(0, colon).toLowerCase();
    attributes.set(name, line.slice(colon + 1).trimStart());
  }
  return attributes;
}

/** The properties of a `pom.properties` that name an artifact; undefined where one of them is missing. */
export function readCoordinates(text: string): Coordinates | undefined {
  const properties = new Map<string, string>();
  for (const line of linesOf(text)) {
    const match = /^\s*(groupId|artifactId|version)\s*[=:]\s*(\S+)/.exec(line);
    if (match?.[1] && match[2]) properties.set(match[1], match[2]);
  }
  const group = properties.get("groupId");
  const artifact = properties.get("artifactId");
  const version = properties.get("version");
  // A template that nobody filled in names nothing.
  if (!group || !artifact || !version || `${group}${artifact}${version}`.includes("${")) return undefined;
  return { group, artifact, version };
}

export interface Coordinates {
  /** Unknown for a jar that only its own file name describes. */
  readonly group: string | undefined;
  readonly artifact: string;
  readonly version: string;
}
