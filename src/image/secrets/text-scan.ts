import { findTextSecrets } from "../../model/secrets/text-secrets.ts";
import type { Span } from "../../source/span.ts";
import type { TarEntry } from "../tar/entry.ts";
import { excerptOf } from "./excerpt.ts";
import type { LayerSecret } from "./layer-secret.ts";
import type { Ruleset } from "./rules/ruleset.ts";
import { scanLayer } from "./scan/layer-scan.ts";

/** A secret in a text that lies in no file. */
export type TextFound = Pick<LayerSecret, "rule" | "title" | "severity" | "excerpt"> & Span;

/** Tokens, keys and passwords of addresses in a text of one character a byte. */
export function scanText(text: string, ruleset: Ruleset): TextFound[] {
  const bytes = Buffer.from(text, "latin1");
  const scan = scanLayer([nameless(bytes.length)], ruleset, bytes.length);
  scan.push(bytes);
  const found: TextFound[] = [...scan.end()];
  for (const { start, end, what, dummy, open } of findTextSecrets(text)) {
    if (dummy !== "no" || open || ruleset.isAllowedValue(text.slice(start, end))) continue;
    if (found.some((other) => other.start < end && start < other.end)) continue;
    const isHash = what.endsWith("password hash");
    const title = what.replace(/^(?:an?|the) /, "");
    found.push({
      rule: idOf(title),
      title,
      severity: isHash ? "medium" : "high",
      excerpt: excerptOf(text, { start, end }),
      start,
      end,
    });
  }
  return found;
}

function idOf(title: string): string {
  return title === "password of a URL" || title === "token in a URL"
    ? "url-password"
    : title.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
}

/** What texts outside of files are to rules that look at files. */
function nameless(size: number): TarEntry {
  return { path: "", type: "file", size, mode: 0, uid: 0, gid: 0, link: "", offset: 0, capabilities: false };
}
