import type { FoundSecret } from "./secret.ts";

/** The row's reason for a list of secrets. */
export function reasonOf(found: readonly FoundSecret[]): string {
  const names = [...new Set(found.map(({ short }) => short))];
  return names.length > 3 ? `${names.slice(0, 3).join(", ")} and ${names.length - 3} more` : names.join(", ");
}

/** One sentence on one workload. */
export function messageOf(secret: FoundSecret, workload: string): string {
  const text = secret.what.charAt(0).toUpperCase() + secret.what.slice(1);
  return `${text} (${workload}).`;
}

/** One problem for each secret, with the remedy for it. */
export function problemsOf<R>(found: readonly FoundSecret[], workload: string, remedyFor: (secret: FoundSecret) => R) {
  return found.map((secret) => ({
    message: messageOf(secret, workload),
    at: secret.at,
    ...(secret.related ? { related: secret.related } : {}),
    remedies: [remedyFor(secret)],
  }));
}
