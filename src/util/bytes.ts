const units = ["B", "kB", "MB", "GB", "TB"];

/** `0 B`, `3.1 kB`, `82 MB`, `1.4 GB`: powers of ten, two digits at least. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 || value >= 99.95 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}
