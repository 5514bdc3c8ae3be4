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

/** Why there is nothing to read: for which platforms there would be something. */
export function noPlatform(where: string, asked: Platform | undefined, found: readonly (Platform | undefined)[]): ImageError {
  const names = [...new Set(found.map((platform) => (platform ? formatPlatform(platform) : "an unknown one")))];
  if (asked && names.length === 1)
    return new ImageError("not-found", `${where} is for ${names[0]}, not ${formatPlatform(asked)}`, "Leave out --platform.");
  const wanted = asked ? formatPlatform(asked) : "this machine's platform";
  const list = names.length === 0 ? "" : `; it has ${names.join(", ")}`;
  return new ImageError("not-found", `${where} has no image for ${wanted}${list}`, "Choose one with --platform.");
}
