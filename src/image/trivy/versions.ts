import type { PackageType } from "../package.ts";

/** A version in the three parts that Trivy keeps of distribution packages. */
export interface VersionParts {
  readonly epoch: number;
  readonly version: string;
  readonly release: string;
}

/** `1:2.28-10` is epoch 1, version 2.28, release 10 for dpkg and rpm; apk has no such parts. */
export function splitVersion(type: PackageType, text: string): VersionParts {
  if (type !== "deb" && type !== "rpm") return { epoch: 0, version: text, release: "" };
  const epoch = /^(\d{1,9}):/.exec(text);
  const rest = epoch ? text.slice(epoch[0].length) : text;
  const dash = rest.lastIndexOf("-");
  return {
    epoch: Number(epoch?.[1] ?? 0),
    version: dash < 0 ? rest : rest.slice(0, dash),
    release: dash < 0 ? "" : rest.slice(dash + 1),
  };
}
