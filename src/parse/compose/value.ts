import type { Origin } from "../../source/origin.ts";

/**
 * Merged, interpolated Compose values. Each node knows where it was written and, through `origin.via`, what it overrides or
 * came through (anchor, extends, override file, .env).
 */
export type Value = ScalarValue | ListValue | MapValue;

export interface ScalarValue {
  readonly type: "scalar";
  readonly value: string | number | boolean | null;
  /** The value as text after interpolation. */
  readonly text: string;
  /** Names of variables without value and default that stood in it: the value is not known. */
  readonly unresolved: readonly string[];
  /** The text with U+FFFC for each variable that has no value; only where `unresolved` has names. */
  readonly pattern?: string;
  /** The text before interpolation where that differs. */
  readonly template?: string;
  readonly origin: Origin;
}
export interface ListValue {
  readonly type: "list";
  readonly items: readonly Value[];
  readonly origin: Origin;
}
export interface MapEntry {
  readonly key: string;
  /** The key token. */
  readonly keyOrigin: Origin;
  readonly value: Value;
}
export interface MapValue {
  readonly type: "map";
  readonly entries: ReadonlyMap<string, MapEntry>;
  readonly origin: Origin;
}
