import type { Span } from "../../source/span.ts";
import { closingBrace } from "./references.ts";

/** Beyond this a run without spaces is no URL that a person wrote; it gets no second look. */
const LONGEST_URL = 4096;

function endsUrl(code: number): boolean {
  return code <= 0x20 || code === 0x22 || code === 0x27 || code === 0x60 || code === 0x3c || code === 0x3e;
}

/** Spans of passwords in `scheme://user:password@host`. An `@` or `/` in the password itself is taken along. */
export function findUrlPasswords(text: string, into: Span[]): void {
  let at = text.indexOf("://");
  while (at !== -1) {
    const start = at + 3;
    let end = start;
    let colon = -1;
    let lastAt = -1;
    let path = -1;
    let braces = true;
    for (; end < text.length; end++) {
      const code = text.charCodeAt(end);
      if (endsUrl(code)) break;
      if (code === 0x24 && braces && text.charCodeAt(end + 1) === 0x7b) {
        const close = closingBrace(text, end + 1);
        if (close === -1) braces = false;
        else end = close;
      } else if (code === 0x3a && colon === -1 && lastAt === -1 && path === -1) colon = end;
      else if (code === 0x40) lastAt = end;
      else if ((code === 0x2f || code === 0x3f || code === 0x23) && path === -1) path = end;
    }
    let next = end;
    if (lastAt !== -1) {
      // `http://host:80/a@b` has a port, not a password; in other schemes an `@` so late is more likely one in a password.
      const port =
        colon !== -1 &&
        lastAt > path &&
        text.charCodeAt(path) === 0x2f &&
        /^\d{1,5}$/.test(text.slice(colon + 1, path)) &&
        /https?$/i.test(text.slice(Math.max(0, at - 5), at));
      const plain = colon === -1 && path !== -1 && lastAt > path;
      if ((port || plain) && end - start <= LONGEST_URL) next = path;
      else if (colon !== -1) into.push({ start: colon + 1, end: lastAt });
      // `https://TOKEN@host`: a user name that long is a token.
      else if (lastAt - start >= 16) into.push({ start, end: lastAt });
    }
    at = text.indexOf("://", next);
  }
}
