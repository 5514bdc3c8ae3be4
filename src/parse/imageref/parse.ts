import type { ImageRef } from "./image-ref.ts";

/** Names under which Docker Hub answers, or a mirror of it whose paths are the same. */
const HUB = [
  "docker.io/",
  "index.docker.io/",
  "registry-1.docker.io/",
  "registry.hub.docker.com/",
  "mirror.gcr.io/",
  "public.ecr.aws/docker/",
];
/** Namespaces of Docker Hub that hold the official images of one architecture. */
const ARCHITECTURES = new Set([
  "amd64",
  "arm32v5",
  "arm32v6",
  "arm32v7",
  "arm64v8",
  "armhf",
  "i386",
  "ppc64le",
  "riscv64",
  "s390x",
]);

/** Reads an image reference. A part that is not there is undefined; text that is no reference gives what can be read of it. */
export function parseImageRef(text: string): ImageRef {
  const reference = text.trim();
  const at = findSeparator(reference, "@", 0);
  const digest = at === -1 ? "" : reference.slice(at + 1);
  const tagged = at === -1 ? reference : reference.slice(0, at);
  const component = findSeparator(tagged, "/", 0, true) + 1;
  const colon = findSeparator(tagged, ":", component);
  const tag = colon === -1 ? "" : tagged.slice(colon + 1);
  const name = colon === -1 ? tagged : tagged.slice(0, colon);
  return {
    text,
    name,
    normalized: normalizeName(name),
    registry: registryOf(name),
    tag: tag === "" ? undefined : tag,
    digest: digest === "" ? undefined : digest,
  };
}

/** Lower case, without what stands for Docker Hub, `library/` and the architecture of an official image. */
function normalizeName(name: string): string {
  const lower = name.toLowerCase();
  const hub = HUB.find((prefix) => lower.startsWith(prefix));
  const path = hub ? lower.slice(hub.length) : lower;
  const slash = path.indexOf("/");
  if (slash === -1 || slash === path.length - 1 || path.includes("/", slash + 1)) return path;
  const namespace = path.slice(0, slash);
  return namespace === "library" || ARCHITECTURES.has(namespace) ? path.slice(slash + 1) : path;
}

/** The first component is a registry when it has a dot, a port or upper case in it, or is `localhost`. */
function registryOf(name: string): string | undefined {
  const slash = findSeparator(name, "/", 0);
  if (slash <= 0) return undefined;
  const first = name.slice(0, slash);
  const host = first === "localhost" || first.includes(".") || first.includes(":") || first !== first.toLowerCase();
  return host ? first : undefined;
}

/** Position of the first or last separator outside of `${…}`: a variable that nobody could expand is left in the text. */
function findSeparator(text: string, separator: string, from: number, last = false): number {
  let depth = 0;
  let found = -1;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === "{" && text[at - 1] === "$") depth++;
    else if (character === "}" && depth > 0) depth--;
    else if (depth === 0 && at >= from && character === separator) {
      found = at;
      if (!last) break;
    }
  }
  return found;
}
