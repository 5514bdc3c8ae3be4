/** Bytes of `512m`, `1.5g`, `1GiB`, `1024`; undefined for what is no size. 0 and negative numbers are no limit and give 0. */
export function parseBytes(text: string): number | undefined {
  const match = /^\s*(-?\d+(?:\.\d+)?)\s*([kmgtp]?)(i?b)?\s*$/i.exec(text);
  if (!match) return undefined;
  const power = "kmgtp".indexOf((match[2] ?? "").toLowerCase()) + 1;
  const bytes = Number(match[1]) * 1024 ** (match[2] ? power : 0);
  return bytes <= 0 ? 0 : bytes;
}

/** Cores or another plain number; 0 and negative numbers are no limit and give 0. */
export function parseAmount(text: string): number | undefined {
  const value = Number(text.trim());
  if (text.trim() === "" || !Number.isFinite(value)) return undefined;
  return value <= 0 ? 0 : value;
}

/** How many CPUs a list such as `0-2,4` names; undefined for what is no list. */
export function countCpus(text: string): number | undefined {
  let count = 0;
  for (const part of text.split(",")) {
    const match = /^\s*(\d{1,5})(?:-(\d{1,5}))?\s*$/.exec(part);
    if (!match) return undefined;
    const first = Number(match[1]);
    const last = Number(match[2] ?? first);
    if (last < first) return undefined;
    count += last - first + 1;
  }
  return count;
}
