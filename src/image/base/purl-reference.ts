/** `pkg:docker/NAMESPACE/NAME@TAG?digest=…&platform=…` as a reference. The digest is there only where the build file has it. */
export function referenceOfPurl(purl: string): string | undefined {
  const match = /^pkg:docker\/([^@?#]+)(?:@([^?#]*))?(?:\?([^#]*))?$/.exec(purl);
  if (!match) return undefined;
  try {
    const qualifiers = new URLSearchParams(match[3] ?? "");
    // A file that was taken from a registry is no image.
    if (qualifiers.has("ref_type")) return undefined;
    const name = decodeURIComponent(match[1] ?? "");
    const version = decodeURIComponent(match[2] ?? "");
    const digest = qualifiers.get("digest");
    const tag = version === "" ? "" : version.startsWith("sha256:") ? `@${version}` : `:${version}`;
    return `${name}${tag}${digest === null || tag.startsWith("@") ? "" : `@${digest}`}`;
  } catch {
    return undefined;
  }
}
