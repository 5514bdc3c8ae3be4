import type { Origin } from "../../source/origin.ts";
import { expandValue } from "./expand-value.ts";
import type { Handover } from "./startup.ts";

/** Undefined where the account is root. */
export function dropTo(account: string, at: Origin, values: ReadonlyMap<string, string>): Handover | undefined {
  const text = expandValue(account, values) ?? account;
  const user = text.split(":")[0] ?? "";
  if (/[$`]/.test(user)) return { kind: "unknown", reason: `the account ${user} that it hands over to is not known here`, at };
  if (user === "root" || /^[+-]?0+$/.test(user)) return undefined;
  return { kind: "dropped", account: user, at };
}
