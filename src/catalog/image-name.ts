import type { ImageRef } from "../parse/imageref/image-ref.ts";

const HUB = ["docker.io/", "index.docker.io/", "registry-1.docker.io/", "registry.hub.docker.com/"];
const MIRRORS = ["public.ecr.aws/docker/library/", "mirror.gcr.io/library/"];
const ARCHITECTURE = /^(?:amd64|arm32v[5-7]|arm64v8|armhf|i386|ppc64le|riscv64|s390x)\/([^/]+)$/;

/** The name under which the catalog keeps an image: lower case, synonyms and mirrors of Docker Hub taken off. */
export function catalogName(ref: ImageRef): string {
  let name = ref.normalized.toLowerCase();
  for (const mirror of MIRRORS) if (name.startsWith(mirror)) return name.slice(mirror.length);
  for (const host of HUB) if (name.startsWith(host)) name = name.slice(host.length);
  if (name.startsWith("library/")) name = name.slice("library/".length);
  return ARCHITECTURE.exec(name)?.[1] ?? name;
}

/** An official image of Docker Hub: its name has one part and no registry. */
export function isOfficial(ref: ImageRef): boolean {
  return !catalogName(ref).includes("/");
}
