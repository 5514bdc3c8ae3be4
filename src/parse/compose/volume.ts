/** A mount in short syntax, taken apart. */
export interface VolumeParts {
  readonly type: "bind" | "volume";
  /** Empty for an anonymous volume. */
  readonly source: string;
  readonly target: string;
  readonly readOnly: boolean;
  readonly noCopy: boolean;
  readonly propagation: string | undefined;
  readonly selinux: "z" | "Z" | undefined;
}

const propagations = new Set(["rprivate", "private", "rshared", "shared", "rslave", "slave"]);

/** Reads `SOURCE:TARGET:OPTIONS`, `SOURCE:TARGET` or `TARGET`; undefined where a part is empty or there are too many. */
export function parseVolume(spec: string): VolumeParts | undefined {
  if (spec === "") return undefined;
  const parts = spec.length <= 2 ? [spec] : splitSpec(spec);
  if (parts.length > 3 || parts.some((part) => part === "")) return undefined;
  const [first = "", second, options] = parts;
  const source = second === undefined ? "" : first;
  const target = second ?? first;
  let readOnly = false;
  let noCopy = false;
  let propagation: string | undefined;
  let selinux: "z" | "Z" | undefined;
  for (const option of options?.split(",") ?? []) {
    if (option === "ro") readOnly = true;
    else if (option === "rw") readOnly = false;
    else if (option === "nocopy") noCopy = true;
    else if (option === "z" || option === "Z") selinux = option;
    else if (propagations.has(option)) propagation = option;
  }
  return { type: isHostPath(source) ? "bind" : "volume", source, target, readOnly, noCopy, propagation, selinux };
}

/** Splits at colons, but not after the letter of a Windows drive. */
function splitSpec(spec: string): string[] {
  const parts: string[] = [];
  let part = "";
  for (const char of spec) {
    if (char === ":" && !/^\p{L}$/u.test(part)) {
      parts.push(part);
      part = "";
    } else part += char;
  }
  parts.push(part);
  return parts;
}

function isHostPath(source: string): boolean {
  return /^[./~]/.test(source) || source.startsWith("\\\\") || /^\p{L}:/u.test(source);
}
