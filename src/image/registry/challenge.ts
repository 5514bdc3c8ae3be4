/** What a registry wants to see, from its header WWW-Authenticate. */
export interface Challenge {
  readonly scheme: "bearer" | "basic";
  readonly parameters: ReadonlyMap<string, string>;
}

/** Reads `Bearer realm="…",service="…",scope="…"`; the first scheme that is known counts. */
export function readChallenge(header: string): Challenge | undefined {
  const found = /\b(bearer|basic)\b/i.exec(header);
  if (!found) return undefined;
  const parameters = new Map<string, string>();
  const rest = header.slice(found.index + found[0].length, found.index + 4096);
  for (const match of rest.matchAll(/([a-z_]+)=(?:"([^"]*)"|([^\s,"]+))/gi)) {
    const name = match[1]?.toLowerCase() ?? "";
    if (!parameters.has(name)) parameters.set(name, match[2] ?? match[3] ?? "");
  }
  return { scheme: found[1]?.toLowerCase() === "basic" ? "basic" : "bearer", parameters };
}
