import type { ImageFacts } from "./image-facts.ts";
import { type ImageReference, lastPart } from "./image-reference.ts";

export interface SizeClass {
  readonly kind: "small" | "large" | "toolchain" | "unknown";
  readonly reason: string;
}

/** Compressed megabytes from which an image is no small base. */
export const SMALL_MEGABYTES = 50;

const SMALL_WORD =
  /(?:^|[-_./])(slim|alpine|distroless|chiseled|(?:minimal|micro)(?=$|\/|[-.]\d)|nanoserver|busybox|wolfi|scratch|tinycore|musl)(?=$|[-_./\d])/;
const SMALL_DISTRIBUTION = /^(?:alpine|busybox|distroless|scratch|wolfi|ubi-micro|ubi-minimal|ubuntu chiseled)/;
/** Compilers and build tools by the last part of the name, where the catalog has no entry. */
const TOOLCHAIN =
  /^(?:golang|rust|gcc|clang|llvm|maven|gradle|sbt|ghc|haskell|buildpack-deps|emsdk|emscripten|sdk|dotnet-sdk|go-toolset|kaniko|android-sdk|xcode|bazel)$/;

/** Images of Java whose tag says jdk. In tags of other images the word names the Java below an application (`tomcat:11-jdk21`). */
const JAVA = /(?:openjdk|temurin|corretto|zulu|liberica|semeru|sapmachine|adoptopenjdk|microsoft-jdk)|^(?:java|jdk)$/;

function isDevelopmentKit(name: string, tag: string): boolean {
  return JAVA.test(name) && /(?:^|[-_.])jdk(?:[-_.]|\d|$)/.test(tag) && !/(?:^|[-_.])jre(?:[-_.]|\d|$)/.test(tag);
}

/** Whether an image is a small base, for `image-size`: by the words of its name and tag, else by what is known of its size. */
export function classifySize(ref: ImageReference, facts: ImageFacts | undefined): SizeClass {
  const name = ref.normalized;
  if (name === "scratch") return { kind: "small", reason: "scratch is empty" };
  const last = lastPart(name);
  if (facts?.toolchain ?? TOOLCHAIN.test(last)) return { kind: "toolchain", reason: `${last} is a compiler or build tool` };
  if (isDevelopmentKit(last, ref.tag ?? "")) return { kind: "toolchain", reason: "a jdk brings a compiler; a jre runs the same" };
  const word = SMALL_WORD.exec(`${name}:${ref.tag ?? ""}`.replace(":", "/").toLowerCase())?.[1];
  if (word !== undefined) return { kind: "small", reason: `${word} in its name` };
  if (facts === undefined) return { kind: "unknown", reason: "nobody knows its size" };
  const { megabytes, bytes, small, distribution } = facts;
  if (megabytes !== undefined)
    return sized(megabytes, `${facts.source === "catalog" ? "listed at about " : ""}${Math.round(megabytes)} MB compressed`);
  if (distribution !== undefined && SMALL_DISTRIBUTION.test(distribution))
    return { kind: "small", reason: `built on ${distribution}` };
  // Layers compress to about 40 per cent: only what is clearly on one side counts.
  if (bytes !== undefined && (bytes < 60e6 || bytes > 200e6))
    return { kind: bytes < 60e6 ? "small" : "large", reason: `${Math.round(bytes / 1e6)} MB unpacked` };
  if (small === false) return { kind: "large", reason: "over 100 MB compressed" };
  return { kind: "unknown", reason: "its size is not known" };
}

function sized(megabytes: number, reason: string): SizeClass {
  return { kind: megabytes < SMALL_MEGABYTES ? "small" : "large", reason };
}
