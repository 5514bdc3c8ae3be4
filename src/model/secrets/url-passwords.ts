import { hole, isReference } from "./values.ts";

export interface UrlPassword {
  readonly start: number;
  readonly end: number;
  readonly user: string;
  readonly host: string;
  /** Part of it or all comes from a variable. */
  readonly open: boolean;
}

const longest = 2048;

/** Passwords in `scheme://user:password@host`, `user:password@tcp(host)` and `key=value` connection strings. */
export function findUrlPasswords(text: string): UrlPassword[] {
  const found: UrlPassword[] = [];
  for (let at = text.indexOf("://"); at !== -1; at = text.indexOf("://", at + 3)) addUrl(text, at, found);
  if (text.includes("@tcp(") || text.includes("@unix(")) addGoDsn(text, found);
  if (/password|pwd/i.test(text)) addConnectionStrings(text, found);
  return found;
}

function endsUserinfo(code: number): boolean {
  // Blanks, quotes, and what cannot stand before the host.
  return code <= 32 || code === 34 || code === 39 || code === 96 || code === 60 || code === 62 || code === 92;
}

function addUrl(text: string, colon: number, found: UrlPassword[]): void {
  if (!/[a-z0-9+.-]/i.test(text[colon - 1] ?? "")) return;
  const start = colon + 3;
  let separator = -1;
  let end = -1;
  const limit = Math.min(text.length, start + longest);
  for (let at = start; at < limit; at++) {
    const code = text.charCodeAt(at);
    if (code === 36 && (text[at + 1] === "{" || text[at + 1] === "(")) {
      const close = text.indexOf(text[at + 1] === "{" ? "}" : ")", at);
      if (close === -1 || close >= limit) break;
      at = close;
    } else if (code === 58 && separator === -1) separator = at;
    else if (code === 64) {
      end = at;
      // A password may hold an `@` of its own: the last one before the path counts.
      if (!/^[^\s/"'`]*@/.test(text.slice(at + 1, at + 200))) break;
    } else if ((code === 47 || code === 63 || code === 35) && end === -1 && separator === -1) break;
    else if (code === 47 && end !== -1) break;
    else if (code === 47 && /^\d*$/.test(text.slice(separator + 1, at))) break;
    else if (endsUserinfo(code) && !(code === 60 || code === 62)) break;
  }
  if (end === -1) return;
  const from = separator === -1 || separator > end ? -1 : separator + 1;
  // `https://TOKEN@host` has no password; a user name that long is one.
  if (from === -1) {
    const user = text.slice(start, end);
    if (
      user.length >= 20 &&
      /^[A-Za-z0-9_-]+$/.test(user) &&
      /\d/.test(user) &&
      /[A-Za-z]/.test(user) &&
      !/sentry|ingest/.test(text.slice(end, end + 80))
    ) {
      found.push({ start, end, user: "", host: hostAt(text, end + 1), open: false });
    } else if (/^\$\{?[A-Za-z_]\w*\}?$/.test(user)) found.push({ start, end, user: "", host: hostAt(text, end + 1), open: true });
    return;
  }
  const host = hostAt(text, end + 1);
  // `https://origin:443@8443` of proxies: two ports.
  if (/^\d+$/.test(host) && /^\d+$/.test(text.slice(from, end))) return;
  addPassword(text, from, end, text.slice(start, from - 1), host, found);
}

function hostAt(text: string, start: number): string {
  return /^[^\s/:?"'`)]*/.exec(text.slice(start, start + 200))?.[0] ?? "";
}

/** `user:password@tcp(host:3306)/db` of Go. */
function addGoDsn(text: string, found: UrlPassword[]): void {
  for (const match of text.matchAll(/(?<![\w/])([\w.-]{1,60}):([^\s:@"'`]{1,200})@(?:tcp|unix)\(([^\s)]{0,100})/g)) {
    const [, user = "", password = "", host = ""] = match;
    const start = match.index + user.length + 1;
    addPassword(text, start, start + password.length, user, host, found);
  }
}

/** ADO, JDBC and JAAS: `Server=db;User Id=sa;Password=x`, `jdbc:…?user=x&password=y`, `;password=…`. */
function addConnectionStrings(text: string, found: UrlPassword[]): void {
  for (const match of text.matchAll(
    /(?:;|[?&]|\bjdbc:[^\s"'`]{0,400}[;?&]|\busername=\\?["'][^"'\\]{0,100}\\?["']\s)\s*(?:password|pwd)\s*=\s*(?:\\?"([^"\\]{1,200})\\?"|'([^']{1,200})'|([^\s;&"'`]{1,200}))/gi,
  )) {
    // `ENV USERNAME="x" PASSWORD="y"` are two variables.
    if (/^\s*USERNAME=/.test(match[0])) continue;
    const password = match[1] ?? match[2] ?? match[3] ?? "";
    // A list of variables on one shell line (`x=1; PASSWORD=y`) is no connection string.
    const before = text.slice(Math.max(0, match.index - 300), match.index + match[0].search(/(?:password|pwd)\s*=/i));
    if (!/(?:server|host|data source|jdbc:|user(?:\s?id|name)?|uid|database|initial catalog)\s*=?[^\n]*$|:\/\/\S*$/i.test(before))
      continue;
    const start = match.index + match[0].lastIndexOf(password);
    addPassword(text, start, start + password.length, "", "", found);
  }
}

const notPasswords = /^(?:x-oauth-basic|x{3,}|\*+|\.{3}|<[^>]*>?|\[[^\]]*\]|\{[^}]*\}|[A-Z]*_?PASSWORD)$/;

function addPassword(text: string, start: number, end: number, user: string, host: string, found: UrlPassword[]): void {
  const password = text.slice(start, end);
  if (password === "") return;
  if (notPasswords.test(password)) return;
  const open = isReference(password) || password.includes("${") || password.includes(hole) || /^\$[A-Za-z_]/.test(password);
  if (!open && (password.includes("{{") || password.includes("%("))) return;
  if (found.some((other) => other.start === start)) return;
  found.push({ start, end, user, host, open });
}
