import { closest } from "../util/distance.ts";
import { ImageError } from "./image-error.ts";
import { formatPlatform, platformOf, type Platform } from "./platform.ts";

/** Systems and architectures that images are made for, by the names that engines and Go give them. */
const SYSTEMS = [
  "linux",
  "windows",
  "darwin",
  "freebsd",
  "netbsd",
  "openbsd",
  "dragonfly",
  "solaris",
  "illumos",
  "aix",
  "android",
];
const ARCHITECTURES = [
  "amd64",
  "arm64",
  "arm",
  "386",
  "ppc64le",
  "ppc64",
  "s390x",
  "riscv64",
  "loong64",
  "mips64le",
  "mips64",
  "mipsle",
  "mips",
  "sparc64",
  "wasm",
];
const OTHERS = ["wasi", "wasip1", "js", "plan9", "ios", "zos"];

/** Whole platforms by a short name. */
const SHORT: Readonly<Record<string, string>> = {
  armhf: "linux/arm/v7",
  armel: "linux/arm/v6",
  linux: "linux/amd64",
  windows: "windows/amd64",
};

/** Reads `linux/arm64/v8` or `arm64`. What no image can be for is a mistake of whoever wrote it. */
export function parsePlatform(text: string): Platform {
  const parts = text.trim().toLowerCase().split("/");
  const [os = "", name = "", variant] = parts.length === 1 ? ["linux", ...parts] : parts;
  const platform = platformOf(os, name, variant);
  if (parts.length <= 3 && isSystem(os) && ARCHITECTURES.includes(platform.architecture) && isVariant(variant)) return platform;
  const meant = guess(os, name, variant);
  const hint = meant === undefined ? "Write it as linux/amd64, linux/arm64 or linux/arm/v7." : `Did you mean ${meant}?`;
  throw new ImageError("not-found", `"${text}" is no platform`, hint);
}

function isSystem(os: string): boolean {
  return SYSTEMS.includes(os) || OTHERS.includes(os);
}

function isVariant(variant: string | undefined): boolean {
  return variant === undefined || /^v\d(?:\.\d)?$|^[a-z]+\d[a-z0-9]*$/.test(variant);
}

/** The platform that was most likely meant. */
function guess(os: string, name: string, variant: string | undefined): string | undefined {
  const [, before = "", after = ""] = /^([a-z]+)[-_: ](.+)$/.exec(name) ?? [];
  if (isSystem(before)) return guess(before, after, variant);
  const short = SHORT[name];
  if (short !== undefined && os === "linux") return short;
  const system = isSystem(os) ? os : closest(os, SYSTEMS);
  const plain = platformOf("linux", name).architecture;
  const architecture = ARCHITECTURES.includes(plain) ? plain : nearest(name);
  if (system === undefined || architecture === undefined) return undefined;
  const version = variant === undefined ? undefined : /\d/.exec(variant)?.[0];
  return formatPlatform(platformOf(system, architecture, version === undefined ? undefined : `v${version}`));
}

function nearest(name: string): string | undefined {
  return name.length < 4 ? undefined : closest(name, [...ARCHITECTURES, "x86_64", "aarch64"]);
}
