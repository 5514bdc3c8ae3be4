import type { ImageFacts } from "./image-facts.ts";
import { type ImageReference, lastPart } from "./image-reference.ts";
import { isDistributionRelease, isRollingWord, isSoftwareRelease } from "./release-names.ts";

export interface TagClass {
  /** `version`: names a version or release, or is a digest. `floating`: moves. `none`: no tag. */
  readonly kind: "version" | "floating" | "none";
  readonly reason: string;
}

const ARCHITECTURE =
  /^(?:amd64|arm64|arm64v8|aarch64|arm|arm32|arm32v[5-7]|armv[5-8]l?|armhf|armel|arm64e|i386|i686|386|x86|x64|x86_64|ppc64le|riscv64|s390x|mips64le|win64|win32)$/;
/** A word whose number says which language or base is in it, not how old the image is: `py3`, `alpine3`, `conda3`. */
const GENERATION = /^(?:py|python|conda|miniconda|alpine|qt|gtk|s6|h|lib|gcc|u|x|k|ipv|web|oauth|utf)[1-4]$/;
/** The version of a distribution below the software that the image is named after. */
const DISTRIBUTION =
  /^(?:alpine|debian|ubuntu|ubi|centos|el|fc|fedora|rockylinux|almalinux|ol|oraclelinux|amazonlinux|al|photon)[\d.]*\d[\w.]*$/;
/** The version of a language or library in an application's image. */
const COMPONENT =
  /^(?:openjdk|jdk|jre|java|temurin|corretto|php|python|py|pypy|node|nodejs|ruby|perl|erlang|otp|scala|cuda|cudnn|go|golang|gcc|mvn|gradle)[\d.]*\d[\w.]*$/;
const DISTRIBUTION_IMAGE = /(?:^|[-_])(?:alpine|debian|ubuntu|centos|fedora|raspbian|minideb|buildpack-deps)(?:$|[-_])/;

/** What the tag of a reference says about the version, for `base-image`. `facts` are those of the reference, where somebody has them. */
export function classifyTag(ref: ImageReference, facts: ImageFacts | undefined): TagClass {
  const name = ref.normalized;
  if (ref.digest !== undefined) return { kind: "version", reason: "pinned to a digest" };
  if (name === "scratch") return { kind: "version", reason: "scratch needs no tag" };
  const last = lastPart(name);
  if (facts?.unversioned === true && /\d/.test(last.replace(/^(?:k8s|s6)/, ""))) {
    return { kind: "version", reason: "publishes no version tags; the version stands in its name" };
  }
  const { tag } = ref;
  if (tag === undefined) return { kind: "none", reason: "no tag: the engine takes latest" };
  const lower = tag.toLowerCase();
  if (lower.includes("latest"))
    return { kind: "floating", reason: lower === "latest" ? "latest names no version" : `${tag} is a latest tag` };
  if (/^v?\d/.test(lower) && !ARCHITECTURE.test(lower)) return { kind: "version", reason: `${tag} names a version` };
  if (facts?.floatingTags?.includes(tag) === true) return { kind: "floating", reason: floats(tag, lower) };
  return classifyWords(tag, lower.replace("x86_64", "x64").split(/[-_+]/), last, facts);
}

function classifyWords(tag: string, words: readonly string[], image: string, facts: ImageFacts | undefined): TagClass {
  const { kind } = facts ?? {};
  // On a distribution, a suite is the release itself; on other known images it only says what lies below, and the software moves on.
  const beside = (word: string): boolean =>
    kind !== undefined &&
    kind !== "base" &&
    !DISTRIBUTION_IMAGE.test(image) &&
    (isDistributionRelease(word) || DISTRIBUTION.test(word) || (kind !== "runtime" && COMPONENT.test(word)));
  const numbered = words.filter((word) => /\d/.test(word) && !ARCHITECTURE.test(word) && !GENERATION.test(word) && !beside(word));
  const rolling = words.find(isRollingWord);
  // `nightly-2024-01-01` and `release-0.2` stand still, `lts-alpine3.20` and `nightly-bookworm` move.
  if (rolling !== undefined && !numbered.some((word) => /^v?\d/.test(word) || /\d{4}/.test(word) || !DISTRIBUTION.test(word))) {
    return { kind: "floating", reason: floats(tag, rolling) };
  }
  const release = words.find(
    (word) => isSoftwareRelease(word, image, kind !== undefined) || (isDistributionRelease(word) && !beside(word)),
  );
  if (release !== undefined) return { kind: "version", reason: `${release} names a release` };
  if (numbered.length > 0) return { kind: "version", reason: `${tag} names a version` };
  if (/^(?:sha|git|commit)?-?[0-9a-f]{7,40}$/.test(words.join("-"))) return { kind: "version", reason: `${tag} names a commit` };
  if (words.some(beside)) return { kind: "floating", reason: `${tag} names what lies below ${image}, not a version of it` };
  return { kind: "floating", reason: `${tag} names no version` };
}

function floats(tag: string, word: string): string {
  return isRollingWord(word) && word !== tag ? `${tag} moves: ${word} names no version` : `${tag} names no version and moves`;
}
