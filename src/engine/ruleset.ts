/** Rulesets are named by the month that brought them. The first holds every rule without `since`. */
export const FIRST_RULESET = "2026.11";

const form = /^(\d{4})\.(\d{1,2})$/;

/** `2026.11` as a number that grows with time; undefined for another form. */
export function rulesetNumber(name: string): number | undefined {
  const match = form.exec(name);
  const month = Number(match?.[2]);
  return match && month >= 1 && month <= 12 ? Number(match[1]) * 12 + month : undefined;
}

/** All rulesets that these rules come from, oldest first. */
export function rulesetsOf(rules: Iterable<{ readonly since?: string }>): string[] {
  const names = new Set([FIRST_RULESET]);
  for (const rule of rules) if (rule.since !== undefined) names.add(rule.since);
  return [...names].sort((a, b) => (rulesetNumber(a) ?? 0) - (rulesetNumber(b) ?? 0));
}

/** The ruleset that was taken holds this rule. */
export function isTaken(rule: { readonly since?: string }, ruleset: string | undefined): boolean {
  if (rule.since === undefined) return true;
  return (rulesetNumber(rule.since) ?? 0) <= (rulesetNumber(ruleset ?? FIRST_RULESET) ?? 0);
}
