import type { Workload } from "../../model/workload.ts";

/**
 * Why the one that reads a secret when the service starts could not read a file that its owner on the host alone may read; undefined where
 * root reads it with the capability for it.
 */
export function whyNotRoot({ user, capDrop, capAdd }: Workload): string | undefined {
  const value = user.state === "known" ? user.value : user.state === "unset" ? user.fallback : undefined;
  if (user.state === "unknown") return "nobody knows here which user it starts as";
  if (value !== undefined && value.root !== true) return `it starts as ${value.text}`;
  const has = (list: Workload["capDrop"], names: readonly string[]): boolean =>
    list.items.some((item) => item.state === "known" && names.includes(item.value.toUpperCase().replace(/^CAP_/, "")));
  if (has(capDrop, ["ALL", "DAC_OVERRIDE"]) && !has(capAdd, ["DAC_OVERRIDE", "DAC_READ_SEARCH"]))
    return "without DAC_OVERRIDE its root reads no file of another user";
  return undefined;
}
