import type { FoundPackage } from "../../package.ts";
import { FormatError } from "../content.ts";
import { type Header, tag } from "./header.ts";

/** The package that a header describes. The signing keys that rpm keeps as `gpg-pubkey` are listed, as `rpm -qa` does. */
export function packageOf(path: string, header: Header): FoundPackage {
  const name = header.text(tag.name);
  if (name === undefined) throw new FormatError("a package has no name");
  const version = header.text(tag.version);
  const release = header.text(tag.release);
  if (version === undefined) throw new FormatError(`package ${name} has no version`);
  const epoch = header.numbers(tag.epoch)[0];
  const full = withEpoch(epoch, release === undefined ? version : `${version}-${release}`);
  const architecture = header.text(tag.architecture);
  const license = header.text(tag.license);
  const files = filesOf(header);
  const extra = extraOf({
    vendor: header.text(tag.vendor),
    packager: header.text(tag.packager),
    modularity: header.text(tag.modularityLabel),
  });
  return {
    type: "rpm",
    name,
    version: full,
    source: sourceOf(header.text(tag.sourceRpm), epoch) ?? { name, version: full },
    ...(architecture && { architecture }),
    ...(license && { licenses: [license] }),
    locations: [path],
    ...(files.length > 0 && { files }),
    ...(extra && { extra }),
  };
}

/** Epoch 0 and none are the same, and nobody writes it. */
export function withEpoch(epoch: number | undefined, version: string): string {
  return epoch === undefined || epoch === 0 ? version : `${epoch}:${version}`;
}

/** `bzip2-1.0.6-13.amzn2.src.rpm` is version `1.0.6-13.amzn2` of `bzip2`; the epoch is not in it, but nearly always the same. */
export function sourceOf(
  sourceRpm: string | undefined,
  epoch: number | undefined,
): { name: string; version: string } | undefined {
  const match = /^(.+)-([^-]+-[^-]+)\.(?:no)?src\.rpm$/.exec(sourceRpm ?? "");
  return match?.[1] && match[2] ? { name: match[1], version: withEpoch(epoch, match[2]) } : undefined;
}

function filesOf(header: Header): string[] {
  const folders = header.texts(tag.dirNames);
  const indexes = header.numbers(tag.dirIndexes);
  return header.texts(tag.baseNames).map((name, i) => `${folders[indexes[i] ?? -1] ?? ""}${name}`.replace(/^\/+/, ""));
}

function extraOf(fields: Readonly<Record<string, string | undefined>>): Record<string, string> | undefined {
  const known = Object.entries(fields).filter(
    (field): field is [string, string] => field[1] !== undefined && field[1] !== "(none)",
  );
  return known.length > 0 ? Object.fromEntries(known) : undefined;
}
