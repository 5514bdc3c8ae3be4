import { ImageError } from "./image-error.ts";

export interface Platform {
  readonly os: string;
  readonly architecture: string;
  readonly variant?: string;
}

/** Other names of architectures, as kernels and users write them. */
const ALIASES: Readonly<Record<string, string>> = {
  x86_64: "amd64",
  "x86-64": "amd64",
  x64: "amd64",
  aarch64: "arm64",
  ia32: "386",
  i386: "386",
};
const VARIANTS: Readonly<Record<string, string>> = { arm64: "v8", arm: "v7" };

/** Reads `linux/arm64/v8` or `arm64`. */
export function parsePlatform(text: string): Platform {
  const parts = text.toLowerCase().split("/");
  const [first = "", second, variant] = parts.length === 1 ? ["linux", ...parts] : parts;
  if (parts.length > 3 || parts.some((part) => !/^[a-z0-9_.-]+$/.test(part)))
    throw new ImageError("not-found", `"${text}" is no platform`, "Write it as linux/amd64 or linux/arm64/v8.");
  return platformOf(first, second ?? "", variant);
}

export function platformOf(os: string, architecture: string, variant?: string): Platform {
  const plain = architecture.toLowerCase();
  const named = Object.hasOwn(ALIASES, plain) ? (ALIASES[plain] ?? plain) : plain;
  return { os: os.toLowerCase(), architecture: named, ...(variant === undefined || variant === "" ? {} : { variant }) };
}

/** The platform of images that this machine runs. */
export function hostPlatform(architecture: string): Platform {
  return platformOf("linux", architecture);
}

export function formatPlatform({ os, architecture, variant }: Platform): string {
  return variant === undefined ? `${os}/${architecture}` : `${os}/${architecture}/${variant}`;
}

/** Whether an image for `found` is one for `wanted`; without a variant in one of them, any is. */
export function isFor(found: Platform, wanted: Platform): boolean {
  if (found.os !== wanted.os || found.architecture !== wanted.architecture) return false;
  if (found.variant === undefined || wanted.variant === undefined) return true;
  return found.variant === wanted.variant;
}

/**
 * The one of several images to read: for the platform that was asked for; else for this machine's, for linux/amd64, or the
 * only one. Undefined where none or no single one fits.
 */
export function choosePlatform<T extends { readonly platform: Platform | undefined }>(
  candidates: readonly T[],
  asked: Platform | undefined,
  host: Platform,
): T | undefined {
  for (const wanted of asked ? [asked] : [host, { os: "linux", architecture: "amd64" }]) {
    const fitting = candidates.filter(({ platform }) => platform && isFor(platform, wanted));
    const usual = wanted.variant ?? VARIANTS[wanted.architecture];
    const found = fitting.find(({ platform }) => platform?.variant === usual) ?? fitting[0];
    if (found) return found;
  }
  const [only] = candidates;
  if (candidates.length !== 1 || !only) return undefined;
  return asked === undefined || only.platform === undefined ? only : undefined;
}
