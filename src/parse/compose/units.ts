const byteUnits: Readonly<Record<string, number>> = { "": 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3, t: 1024 ** 4, p: 1024 ** 5 };

/** Bytes of a size such as `512m`, `1.5gb` or `1GiB`; undefined for what is none. */
export function parseBytes(text: string): number | undefined {
  const match = /^(-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:e[-+]?[0-9]{1,3})?) ?([kmgtp]?)(?:i?b)?$/i.exec(text);
  if (match === null) return undefined;
  const unit = byteUnits[(match[2] ?? "").toLowerCase()];
  return unit === undefined ? undefined : Math.trunc(Number(match[1]) * unit);
}

const nanoseconds: Readonly<Record<string, number>> = { ns: 1, us: 1e3, µs: 1e3, μs: 1e3, ms: 1e6, s: 1e9, m: 6e10, h: 3.6e12 };

/** Nanoseconds of a duration such as `1m30s`; undefined for what is none. */
export function parseDuration(text: string): number | undefined {
  const match = /^([-+]?)(.+)$/.exec(text);
  if (match === null) return undefined;
  const body = match[2] ?? "";
  if (body === "0") return 0;
  if (body.length > 100 || !/^(?:(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:ns|us|µs|μs|ms|s|m|h))+$/.test(body)) return undefined;
  let total = 0;
  for (const part of body.matchAll(/([0-9.]+)(ns|us|µs|μs|ms|s|m|h)/g)) {
    total += Number(part[1]) * (nanoseconds[part[2] ?? ""] ?? 0);
  }
  return Math.round(match[1] === "-" ? -total : total);
}

/** A duration in the form of Compose: `1m30s`, `500ms`, `0s`. */
export function formatDuration(value: number): string {
  if (value === 0) return "0s";
  const sign = value < 0 ? "-" : "";
  const size = Math.abs(value);
  if (size < 1e3) return `${sign}${size}ns`;
  if (size < 1e6) return `${sign}${size / 1e3}µs`;
  if (size < 1e9) return `${sign}${size / 1e6}ms`;
  const hours = Math.floor(size / 3.6e12);
  const minutes = Math.floor((size % 3.6e12) / 6e10);
  const seconds = Number(((size % 6e10) / 1e9).toFixed(9));
  if (hours > 0) return `${sign}${hours}h${minutes}m${seconds}s`;
  return minutes > 0 ? `${sign}${minutes}m${seconds}s` : `${sign}${seconds}s`;
}
