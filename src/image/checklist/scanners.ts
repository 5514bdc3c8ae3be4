import { cannotKnow, type Rule } from "../../rules/rule.ts";

/** What of an image is looked at. */
export type Scanner = "pkg" | "secret" | "misconfig";
export const scannerNames: readonly Scanner[] = ["pkg", "secret", "misconfig"];

/** The rules with those of scanners that are off answering that they do not know. */
export function rulesFor(rules: readonly Rule[], scanners: readonly Scanner[]): Rule[] {
  return rules.map((rule) => {
    const scanner: Scanner = rule.row === "secrets" ? "secret" : "misconfig";
    if (scanners.includes(scanner)) return rule;
    return { ...rule, check: () => cannotKnow(`not looked at (--scanners without ${scanner})`) };
  });
}
