import { parseImageRef } from "../../parse/imageref/parse.ts";
import { ImageError } from "../image-error.ts";

/** Where a registry keeps what a reference names. */
export interface RegistryName {
  /** `HOST` or `HOST:PORT` that requests go to. */
  readonly host: string;
  /** Under which Docker's configuration keeps credentials. */
  readonly credentialKey: string;
  readonly repository: string;
  /** A tag or a digest. */
  readonly version: string;
  readonly isDigest: boolean;
}

const HUB_NAMES = new Set(["docker.io", "index.docker.io", "registry-1.docker.io"]);
const REPOSITORY = /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*$/;
const HOST = /^(?:[a-zA-Z0-9-]+(?:\.[a-zA-Z0-9-]+)*|\[[0-9a-fA-F:]+\])(?::\d{1,5})?$/;

/** Reads a reference as engines do: without a registry it is Docker Hub's, without a tag `latest`. */
export function registryName(reference: string): RegistryName {
  const { name, registry, tag, digest } = parseImageRef(reference);
  const path = registry === undefined ? name : name.slice(registry.length + 1);
  const hub = registry === undefined || HUB_NAMES.has(registry);
  const repository = hub && !path.includes("/") ? `library/${path}` : path;
  const version = digest ?? tag ?? "latest";
  const valid =
    reference === reference.trim() &&
    REPOSITORY.test(repository) &&
    (registry === undefined || HOST.test(registry)) &&
    (digest === undefined ? /^\w[\w.-]{0,127}$/.test(version) : /^sha256:[0-9a-f]{64}$/.test(digest));
  if (!valid) throw new ImageError("not-found", `"${reference}" is no image reference`, hintOf(reference));
  return {
    host: hub ? "registry-1.docker.io" : registry,
    credentialKey: hub ? "https://index.docker.io/v1/" : registry,
    repository,
    version,
    isDigest: digest !== undefined,
  };
}

function hintOf(reference: string): string {
  const [, scheme, rest] = /^([a-z-]+:\/\/)(.+)$/.exec(reference) ?? [];
  if (scheme !== undefined) return `Write it without ${scheme}: ${rest}`;
  const { registry, name } = parseImageRef(reference);
  const path = registry === undefined ? name : name.slice(registry.length + 1);
  if (path !== path.toLowerCase())
    return `Names of images have small letters only: ${reference.replace(path, path.toLowerCase())}`;
  return "Write it as NAME:TAG or REGISTRY/NAME@sha256:…";
}

/** Loopback addresses are spoken to without TLS, as engines do. */
export function isLoopback(host: string): boolean {
  const name = host.startsWith("[") ? host.slice(1, host.indexOf("]")) : (host.split(":")[0] ?? "");
  return name === "localhost" || name === "::1" || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(name);
}
