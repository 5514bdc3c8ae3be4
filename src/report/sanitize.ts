import { maskMessage } from "./mask.ts";

const REPLACEMENT = "\uFFFD";

/** Characters that change how a terminal or a page shows the rest: controls, bidirectional overrides, invisible marks. */
function isHostile(code: number): boolean {
  if (code < 0x20) return code !== 0x09 && code !== 0x0a;
  if (code < 0x7f) return false;
  if (code <= 0x9f) return true;
  if (code < 0x61c) return code === 0xad;
  return (
    code === 0x61c ||
    code === 0x180e ||
    code === 0x200b ||
    code === 0x200e ||
    code === 0x200f ||
    (code >= 0x2028 && code <= 0x202e) ||
    (code >= 0x2060 && code <= 0x206f) ||
    code === 0xfeff ||
    (code >= 0xfff9 && code <= 0xfffb)
  );
}

function isLoneSurrogate(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  if (code < 0xd800 || code > 0xdfff) return false;
  if (code < 0xdc00) {
    const next = text.charCodeAt(at + 1);
    return !(next >= 0xdc00 && next <= 0xdfff);
  }
  const before = text.charCodeAt(at - 1);
  return !(before >= 0xd800 && before < 0xdc00);
}

/**
 * Replaces every character that a terminal may obey, one for one, so that columns stay. Tabs and line feeds are kept.
 * File content, file names and messages all go through here before they are shown.
 */
export function sanitize(text: string): string {
  let out = "";
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    if (!isHostile(text.charCodeAt(at)) && !isLoneSurrogate(text, at)) continue;
    out += text.slice(from, at) + REPLACEMENT;
    from = at + 1;
  }
  return from === 0 ? text : out + text.slice(from);
}

/** A message, path or name as one line that may be shown: secrets by form masked, line feeds and tabs become spaces. */
export function sanitizeLine(text: string): string {
  return sanitize(maskMessage(text).replace(/\r?\n|\t/g, " "));
}
