import type { Span } from "../../source/span.ts";
import { findLiterals } from "./references.ts";

/** A password that a program takes without a telling name. The first group is all before it, the second the password. */
const PATTERNS: readonly { readonly when: RegExp; readonly pattern: RegExp }[] = [
  {
    when: /\b(?:curl|wget|https?)\b/,
    pattern: /((?:\s-u|--user|--proxy-user)(?:\s*=?\s*|["'],\s*)["']?[^\s:"']{1,80}:)([^\s"']+)/g,
  },
  { when: /\b(?:login|sshpass)\b/, pattern: /(\s-p(?:\s*|["'],\s*)["']?)([^\s"']+)/g },
  { when: /\b(?:mysql|mariadb|mysqladmin|mysqldump|mongo|mongosh|redis-cli)\b/, pattern: /(\s-p["']?)([^\s"']+)/g },
  { when: /\bredis-cli\b/, pattern: /(\s-a\s+["']?)([^\s"']+)/g },
  { when: /\bchpasswd\b/, pattern: /((?:^|[\s"'])[A-Za-z_][\w-]{0,40}:)([^\s"']+)/g },
  { when: /\b(?:requirepass|masterauth)\b/, pattern: /(\b(?:requirepass|masterauth)(?:\s+|["'],\s*)["']?)([^\s"',]+)/g },
  { when: /\b_auth(?:Token)?\b/, pattern: /(_auth(?:Token)?\s*=\s*["']?)([^\s"']+)/g },
];
const LONGEST_LINE = 20_000;

export function findCommandPasswords(text: string, line: Span, into: Span[]): void {
  const content = text.slice(line.start, Math.min(line.end, line.start + LONGEST_LINE));
  for (const { when, pattern } of PATTERNS) {
    if (!when.test(content)) continue;
    for (const match of content.matchAll(pattern)) {
      const start = line.start + match.index + (match[1]?.length ?? 0);
      findLiterals(text, { start, end: start + (match[2]?.length ?? 0) }, into);
    }
  }
}
