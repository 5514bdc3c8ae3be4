/** Whether a tag names this version, more or less precisely: `17.2-alpine` and `17` name 17; `8` names 8.0; `9` does not; `bookworm-slim` names bookworm. */
export function namesVersion(tag: string, version: string): boolean {
  if (!/^\d/.test(version)) return tag === version || tag.startsWith(`${version}-`);
  const start = /^v?(\d+(?:\.\d+)*)/.exec(tag)?.[1];
  if (start === undefined) return false;
  const named = start.split(".");
  const parts = version.split(".");
  for (let i = 0; i < Math.min(named.length, parts.length); i++) if (named[i] !== parts[i]) return false;
  return true;
}
