import type { Origin } from "../source/origin.ts";

/** The same for two origins that point at the same text. */
export function originKey(origin: Origin): string {
  const layer = origin.layer === undefined ? "" : `${origin.layer.index}:`;
  return `${layer}${origin.span.start}:${origin.span.end}:${origin.file}`;
}

/** They point at the same text. */
export function isSamePlace(a: Origin, b: Origin): boolean {
  return a.span.start === b.span.start && a.span.end === b.span.end && a.file === b.file && a.layer?.index === b.layer?.index;
}

/** By file, then by position. */
export function compareOrigins(a: Origin, b: Origin): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.span.start - b.span.start || a.span.end - b.span.end;
}
