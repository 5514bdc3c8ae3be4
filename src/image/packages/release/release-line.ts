import type { Release } from "../../package.ts";

/** Distributions by what the one line of their release file begins with. */
const names: readonly (readonly [start: RegExp, id: string])[] = [
  [/^CentOS\b/, "centos"],
  [/^Red Hat Enterprise Linux\b/, "rhel"],
  [/^AlmaLinux\b/, "almalinux"],
  [/^Rocky Linux\b/, "rocky"],
  [/^Oracle Linux\b/, "ol"],
  [/^Amazon Linux\b/, "amzn"],
  [/^Fedora\b/, "fedora"],
  [/^VMware Photon\b/, "photon"],
  [/^CBL-Mariner\b/, "mariner"],
  [/^Azure Linux\b/, "azurelinux"],
];

/** `CentOS Linux release 7.6.1810 (Core)`: what the files were that os-release replaced; some are more exact than it. */
export function readReleaseLine(text: string): Release | undefined {
  const line = text.trimStart().split(/\r?\n/, 1)[0]?.trim() ?? "";
  const id = names.find(([start]) => start.test(line))?.[1];
  if (id === undefined) return undefined;
  const version = /(?:release|Linux)\s+(\d[\w.]*)/.exec(line)?.[1];
  const codename = /\(([^)]+)\)\s*$/.exec(line)?.[1];
  return { id, version, name: line.replace(/\s+release\b.*$/, ""), like: [], codename };
}
