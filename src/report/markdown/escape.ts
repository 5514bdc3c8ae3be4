import { sanitizeLine } from "../sanitize.ts";

/**
 * Text from files and messages as plain text in Markdown: no markup, no link, no image, no mention, no cell end.
 */
export function escapeMarkdown(text: string): string {
  return sanitizeLine(text)
    .replace(/&/g, "&amp;")
    .replace(/[\\`*_~[\]|!#]/g, "\\$&")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/@/g, "&#64;")
    .replace(/:\/\//g, "&#58;//")
    .replace(/www\./gi, (match) => `${match.slice(0, 3)}&#46;`);
}

/** Code in a table cell: backticks in it are worked around, bars escaped. */
export function codeCell(text: string): string {
  const clean = sanitizeLine(text).replace(/\|/g, "\\|");
  return clean.includes("`") ? `\`\` ${clean} \`\`` : `\`${clean}\``;
}
