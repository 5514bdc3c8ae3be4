import type { Environment } from "../host/terminal.ts";
import { UsageError } from "./errors.ts";

/** The time that documents bear: what SOURCE_DATE_EPOCH says, for builds that can be repeated, else now. */
export function sourceDate({ environment, now }: { readonly environment: Environment; readonly now: string }): string {
  const epoch = environment["SOURCE_DATE_EPOCH"];
  if (epoch === undefined || epoch === "") return now;
  const seconds = /^\d{1,11}$/.test(epoch) ? Number(epoch) : Number.NaN;
  const date = new Date(seconds * 1000);
  if (Number.isNaN(seconds) || Number.isNaN(date.getTime()) || date.getUTCFullYear() > 9999)
    throw new UsageError("SOURCE_DATE_EPOCH is no number of seconds", "Set it to a whole number, or not at all.");
  return date.toISOString();
}
