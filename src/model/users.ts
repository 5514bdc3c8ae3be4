import type { UserValue } from "./workload.ts";

/** Accounts of an image as far as they are known: name → uid, undefined for "exists, not uid 0, number unknown". */
export type Accounts = ReadonlyMap<string, number | undefined>;

/**
 * Reads a USER as the engine does: the part before `:`, an integer where it is one (`000`, `+0`, `-0` are 0), else a name.
 * An empty text is no user, so root.
 */
export function parseUser(text: string, accounts: Accounts): UserValue {
  const trimmed = text.trim();
  const colon = trimmed.indexOf(":");
  const user = colon < 0 ? trimmed : trimmed.slice(0, colon);
  const group = colon < 0 ? undefined : trimmed.slice(colon + 1);
  if (/^[+-]?\d+$/.test(user)) {
    const uid = Number.parseInt(user, 10);
    return { text: trimmed, uid: uid === 0 ? 0 : uid, name: undefined, group, root: uid === 0 };
  }
  if (user === "" || user === "root") return { text: trimmed, uid: 0, name: user === "" ? undefined : user, group, root: true };
  const uid = accounts.get(user);
  return { text: trimmed, uid, name: user, group, root: accounts.has(user) ? uid === 0 : undefined };
}
