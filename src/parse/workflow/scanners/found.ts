import type { CiScan, CiText, FailsOn } from "../tree.ts";

/** A scan as its command or action says, before the job around it has its say. */
export type FoundScan = Pick<CiScan, "tool" | "kind" | "subject" | "severities" | "failsOn" | "reason">;

/** An input of an action by name, with expressions put in. */
export interface Inputs {
  (name: string): CiText | undefined;
}

const levels = ["LOW", "MEDIUM", "HIGH", "CRITICAL"] as const;

export function splitSeverities(text: string | undefined): string[] {
  return (text ?? "")
    .toUpperCase()
    .split(/[,\s]+/)
    .filter((level) => level !== "");
}

/** The lowest severity that fails, where a list of severities is filtered for; an empty list is all. */
export function lowestOf(severities: readonly string[]): FailsOn {
  if (severities.length === 0) return "low";
  if (!severities.includes("CRITICAL")) return severities.includes("HIGH") ? "high" : "never";
  if (!severities.includes("HIGH")) return "critical";
  if (!severities.includes("MEDIUM")) return "high";
  return severities.includes("LOW") ? "low" : "medium";
}

/** A threshold such as `high`: this and what is above it. */
export function threshold(text: string): FailsOn {
  const level = text.toUpperCase();
  if (level === "NEGLIGIBLE" || level === "UNKNOWN" || level === "ANY" || level === "DEFCON1") return "low";
  const found = levels.find((each) => each === level);
  if (found === undefined) return level === "NONE" ? "never" : "unknown";
  return found === "LOW" ? "low" : found === "MEDIUM" ? "medium" : found === "HIGH" ? "high" : "critical";
}

/** Severities from a threshold up, for the record. */
export function severitiesFrom(failsOn: FailsOn): string[] {
  const at = levels.findIndex((level) => level.toLowerCase() === failsOn);
  return at <= 0 ? [] : levels.slice(at);
}

export function isTrue(text: string | undefined): boolean {
  return text !== undefined && /^(?:true|yes|1|on)$/i.test(text);
}

export function isOpen(text: CiText | undefined): boolean {
  return text !== undefined && text.unresolved.length > 0;
}
