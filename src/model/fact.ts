import type { Origin } from "../source/origin.ts";

export interface Known<T> {
  readonly state: "known";
  readonly value: T;
  readonly origin: Origin;
}
/** Not written anywhere that was seen; `fallback` is what the engine does then. */
export interface Unset<T> {
  readonly state: "unset";
  readonly fallback: T | undefined;
  readonly origin: Origin;
}
/** Decided somewhere out of sight. */
export interface Unknown {
  readonly state: "unknown";
  readonly reason: string;
  readonly origin: Origin;
}

export type Fact<T> = Known<T> | Unset<T> | Unknown;

/** Three known entries and a missing env_file: what is seen counts, what is not seen is said. */
export interface FactList<T> {
  readonly items: readonly Fact<T>[];
  readonly complete: boolean;
  readonly reason?: string;
  readonly origin: Origin;
}

export function known<T>(value: T, origin: Origin): Known<T> {
  return { state: "known", value, origin };
}
export function unset<T>(fallback: T | undefined, origin: Origin): Unset<T> {
  return { state: "unset", fallback, origin };
}
export function unknown(reason: string, origin: Origin): Unknown {
  return { state: "unknown", reason, origin };
}
