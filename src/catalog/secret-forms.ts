import { serviceForms } from "./service-forms.ts";

/** A token that its form gives away. */
export interface SecretForm {
  /** How a message names it. */
  readonly label: string;
  /** What every token of the form holds: it is searched first, as that is cheap. */
  readonly needles: readonly string[];
  /** Sticky; matched at the needle less `back` characters. Its first group is the secret, where it has one. */
  readonly pattern: RegExp;
  /** Characters of the token before the needle, at most. */
  readonly back?: number;
  /** Also where it stands in ordinary source. */
  readonly inSource: boolean;
}

const form = (
  label: string,
  needles: string,
  pattern: RegExp,
  more: { readonly back?: number; readonly inSource?: boolean } = {},
): SecretForm => ({
  label,
  needles: needles.split(" "),
  pattern,
  inSource: more.inSource ?? true,
  ...(more.back === undefined ? {} : { back: more.back }),
});

/** The forms, in no order. A match that starts inside a longer word is none. */
export const secretForms: readonly SecretForm[] = [
  form("GitHub token", "ghp_ gho_ ghu_ ghs_ ghr_", /gh[pousr]_[A-Za-z0-9]{30,255}/y),
  form("GitHub token", "github_pat_", /github_pat_[A-Za-z0-9_]{50,255}/y),
  form("GitLab token", "glpat- gldt- glrt- glcbt- glptt- glsoat-", /gl(?:pat|dt|rt|cbt|ptt|soat)-[A-Za-z0-9_-]{20,100}/y),
  form("AWS access key", "AKIA ASIA ABIA", /(?:AKIA|ASIA|ABIA)[A-Z0-9]{16}(?![A-Za-z0-9])/y),
  form("Google API key", "AIza", /AIza[A-Za-z0-9_-]{35}/y),
  form("Google OAuth secret", "GOCSPX- ya29.", /(?:GOCSPX-[A-Za-z0-9_-]{20,40}|ya29\.[A-Za-z0-9_-]{20,300})/y),
  form("Slack token", "xoxb- xoxp- xoxa- xoxr- xoxs- xapp-", /(?:xox[abprs]|xapp)-[A-Za-z0-9-]{10,250}/y),
  form("Slack webhook", "hooks.slack.com/", /hooks\.slack\.com\/(?:services|workflows)\/[A-Za-z0-9_/]{20,200}/y),
  form("Discord webhook", "/api/webhooks/", /\/api\/webhooks\/\d{15,22}\/[A-Za-z0-9_-]{40,100}/y),
  form(
    "Stripe key",
    "sk_live_ rk_live_ sk_test_ rk_test_ whsec_",
    /(?:[sr]k_(?:live|test)_[A-Za-z0-9]{16,250}|whsec_[A-Za-z0-9]{24,100})/y,
  ),
  form("npm token", "npm_", /npm_[A-Za-z0-9]{36}(?![A-Za-z0-9])/y),
  form("PyPI token", "pypi-", /pypi-[A-Za-z0-9_-]{50,300}/y),
  form("Anthropic key", "sk-ant-", /sk-ant-[A-Za-z0-9_-]{20,200}/y),
  form(
    "OpenAI key",
    "sk-proj- sk-svcacct- sk-",
    /sk-(?:(?:proj|svcacct|admin)-[A-Za-z0-9_-]{20,250}|[A-Za-z0-9]{20}T3BlbkFJ[A-Za-z0-9]{20}|[A-Za-z0-9]{48}(?![A-Za-z0-9]))/y,
  ),
  form("Hugging Face token", "hf_", /hf_[A-Za-z0-9]{30,50}(?![A-Za-z0-9])/y),
  form("SendGrid key", "SG.", /SG\.[A-Za-z0-9_-]{16,32}\.[A-Za-z0-9_-]{16,64}/y),
  form("Twilio key", "SK", /SK[0-9a-f]{32}(?![A-Za-z0-9])/y),
  form("Mailgun key", "key-", /key-[0-9a-f]{32}(?![A-Za-z0-9])/y),
  form("Telegram bot token", ":AA", /\d{8,10}:AA[A-Za-z0-9_-]{32,34}(?![A-Za-z0-9_-])/y, { back: 10 }),
  form("Azure storage key", "AccountKey=", /AccountKey=([A-Za-z0-9+/]{40,100}={0,2})/y),
  form(
    "Azure shared access signature",
    "SharedAccessSignature= SharedAccessKey=",
    /SharedAccess(?:Signature|Key)=([A-Za-z0-9+/%=&.-]{20,300})/y,
  ),
  form("DigitalOcean token", "dop_v1_ doo_v1_ dor_v1_", /do[opr]_v1_[0-9a-f]{64}/y),
  form("Docker Hub token", "dckr_pat_ dckr_oat_", /dckr_[po]at_[A-Za-z0-9_-]{20,60}/y),
  form("Shopify token", "shpat_ shpss_ shpca_ shppa_", /shp(?:at|ss|ca|pa)_[0-9a-fA-F]{32}/y),
  form("Vault token", "hvs. hvb.", /hv[sb]\.[A-Za-z0-9_-]{24,300}/y),
  form("Tailscale key", "tskey-", /tskey-[a-z]+-[A-Za-z0-9-]{16,100}/y),
  form("Linear key", "lin_api_", /lin_api_[A-Za-z0-9]{32,64}/y),
  form("Grafana token", "glsa_ glc_", /(?:glsa_[A-Za-z0-9]{32}_[0-9a-f]{8}|glc_[A-Za-z0-9+/=]{32,400})/y),
  form("Databricks token", "dapi", /dapi[0-9a-f]{32}(?![A-Za-z0-9])/y),
  form("Sentry token", "sntrys_ sntryu_", /sntry[su]_[A-Za-z0-9+/=_-]{30,300}/y),
  form("Cloudflare tunnel or origin key", "v1.0-", /v1\.0-[0-9a-f]{20,40}-[0-9a-f]{100,200}/y),
  form("age secret key", "AGE-SECRET-KEY-1", /AGE-SECRET-KEY-1[A-Z0-9]{58}/y),
  form("RubyGems token", "rubygems_", /rubygems_[0-9a-f]{48}/y),
  form("Laravel application key", "APP_KEY", /APP_KEY["']?\s*[=:]?\s*["']?(base64:[A-Za-z0-9+/]{40,100}={0,2})/y),
  form("JSON web token", "eyJ", /eyJ[A-Za-z0-9_-]{10,4000}\.eyJ[A-Za-z0-9_-]{10,8000}\.[A-Za-z0-9_-]{10,2000}/y),
  form(
    "private key",
    "-----BEGIN",
    /-----BEGIN (?:[A-Z0-9]{2,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----(?=(?:\\[rn]|\s){1,16}(?:[A-Za-z0-9+/=]{20}|Proc-Type|DEK-Info|Version|Comment))/y,
  ),
  form("PuTTY private key", "PuTTY-User-Key-File-", /PuTTY-User-Key-File-\d: /y),
  form("registry login", '"auth"', /"auth"\s*:\s*"([A-Za-z0-9+/]{8,400}={0,2})"/y, { inSource: false }),
  form("npm login", "_authToken _auth _password", /_(?:authToken|auth|password)\s*=\s*["']?([A-Za-z0-9+/_.-]{8,400}={0,2})/y),
  form(
    "password hash",
    "$apr1$ $2y$ $2a$ $2b$ $6$ $5$ $1$",
    /\$(?:apr1\$[^$\s:"']{1,8}\$[./A-Za-z0-9]{22}|2[aby]\$\d\d\$[./A-Za-z0-9]{53}|1\$[./A-Za-z0-9]{1,8}\$[./A-Za-z0-9]{22}|[56]\$(?:rounds=\d+\$)?[./A-Za-z0-9]{1,16}\$[./A-Za-z0-9]{43,86})/y,
    { inSource: false },
  ),
  ...serviceForms,
];

export interface FoundForm {
  readonly form: SecretForm;
  readonly start: number;
  readonly end: number;
}

interface Needle {
  readonly text: string;
  readonly form: SecretForm;
}

/** Needles by their first two characters; a table tells in one look that none starts with a pair. */
interface NeedleTable {
  readonly starts: Uint8Array;
  readonly byPair: ReadonlyMap<number, readonly Needle[]>;
}

let table: NeedleTable | undefined;

function needleTable(): NeedleTable {
  if (table) return table;
  const starts = new Uint8Array(128 * 128);
  const byPair = new Map<number, Needle[]>();
  for (const each of secretForms) {
    for (const text of each.needles) {
      const pair = text.charCodeAt(0) * 128 + text.charCodeAt(1);
      starts[pair] = 1;
      byPair.set(
        pair,
        [...(byPair.get(pair) ?? []), { text, form: each }].toSorted((a, b) => b.text.length - a.text.length),
      );
    }
  }
  table = { starts, byPair };
  return table;
}

/** Tokens that are known by their form, in order. Linear: one pass for the needles, and each match is bounded. */
export function findForms(text: string, source = false): FoundForm[] {
  const { starts, byPair } = needleTable();
  const found: FoundForm[] = [];
  let before = 0;
  let end = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const pair = code < 128 ? before * 128 + code : 0;
    before = code < 128 ? code : 0;
    if (starts[pair] !== 1 || at - 1 < end) continue;
    for (const needle of byPair.get(pair) ?? []) {
      if ((source && !needle.form.inSource) || !text.startsWith(needle.text, at - 1)) continue;
      const match = matchForm(text, needle.form, at - 1);
      if (!match) continue;
      found.push(match);
      end = match.end;
      break;
    }
  }
  return found;
}

/** The token whose needle stands at `at`. */
export function matchForm(text: string, each: SecretForm, at: number): FoundForm | undefined {
  let from = at;
  // Characters of the token before the needle are digits.
  for (let back = each.back ?? 0; back > 0 && isDigit(text.charCodeAt(from - 1)); back--) from--;
  if (from > 0 && isWordCode(text.charCodeAt(from - 1)) && isWordCode(text.charCodeAt(from))) return undefined;
  each.pattern.lastIndex = from;
  const match = each.pattern.exec(text);
  if (!match) return undefined;
  const start = match[1] === undefined ? from : from + match[0].lastIndexOf(match[1]);
  return { form: each, start, end: start + (match[1] ?? match[0]).length };
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function isWordCode(code: number): boolean {
  return isDigit(code) || ((code | 32) >= 97 && (code | 32) <= 122);
}
