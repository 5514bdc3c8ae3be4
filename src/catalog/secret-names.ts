/** What a name says that its value is. */
export type SecretKind = "password" | "token" | "key" | "auth";

const set = (words: string): ReadonlySet<string> => new Set(words.split(" "));

/** A cheap first look: a name without any of these never names a secret. */
const hint = /pass|pw|psw|secret|token|key|cred|auth|salt|pepper/i;

/** Words that end in `pass` and are none. */
const notPass = set(
  "bypass compass overpass underpass trespass surpass multipass singlepass twopass onepass lastpass keepass gopass unipass encompass askpass",
);
const notPwd = set("pwd oldpwd getpwd logname");
const shortPasswords = set("pass pw psw pword pwrd passwd");
const passwordAccounts = /^(?:root|db|user|admin|login|my|smtp|ftp|vnc|ldap|mail|sql|mysql|pg|redis|rpc)pw$/;
const notPassword = set("passwordless nopasswd nopassword");

/** Words before `key` with which it is a secret one. */
const keyQualifiers = set(
  "api access private priv secret encryption encrypt crypt cipher signing sign auth master license licence account storage app application hmac jwt session cookie ssh deploy rsa aes ed25519 admin webhook shared service subscription instrumentation insights appinsights unseal recovery nonce git widget hash hashing security management stripe openai sendgrid maps",
);
const joinedKeys = /(?:api|access|secret|private|encryption|signing|auth|license|master|session|hmac|account)keys?$/;
/** Public by nature: package signatures, host keys. */
const publicKeys = set("gpg pgp apt rpm yum dnf repo repository keyring fingerprint known host authorized trusted");

/** Words before `token(s)` with which it is a part of a text or a protection against forged forms. */
const plainTokens = set(
  "csrf xsrf next page pad unk bos eos cls sep mask special stop design max min num total prompt completion input output context",
);

/** Words after the secret word that say where, how long or what kind it is. */
const harmlessAfter = set(
  "file files filename filenames path paths dir dirs directory folder location loc version ver ttl length len size enabled enable disabled disable type types kind algorithm algo alg name names policy expiry expires expire expiration exp endpoint endpoints issuer iss min max provider providers source sources sock socket method methods mode url urls uri uris host hosts hostname port lifetime timeout duration period interval age count num number limit rate format hint prefix suffix required require id ids rotation rotate class param params parameter store backend manager engine server header headers field label domain audience aud scope scopes realm grant review reset strength complexity regex pattern rules check checking validation validator validity verification verify encoder encoding encryption hashing hasher hashers iterations rounds cost authentication auth login attempts retries history change changed warning warn parallelism usage uses template ref arn bucket namespace var variable cmd command program script helper generator uid gid user username email sender subject index table column bits alias fingerprint digest checksum stdin protected protection quality plugin module lookup mount mounted delivery placeholder example dont again map maps service services rootcertbundle cert certs bundle signature exchange introspection expired days hours minutes seconds ms cache handler filter callback",
);
/** Words before it with which it is a switch. */
const switches = set(
  "allow disable disabled enable enabled require requires empty random randomize generate skip ignore without no",
);
/** Words that make all of it public. */
const publicWords = set("public publishable pubkey pub");
const wholeAuth = set("composer docker npm registry basic redis neo4j proxy http yarn pip nuget");
const saltQualifiers = set(
  "auth hash password passwd secure nonce in cookie session key app secret encryption jwt nextauth hashids token",
);

/** What a variable, option or key is by its name: a secret of some kind, or undefined for anything else. */
export function secretKindOf(name: string): SecretKind | undefined {
  if (name.length > 200 || !hint.test(name)) return undefined;
  const words = wordsOf(name);
  if (words.some((word) => publicWords.has(word))) return undefined;
  for (let at = words.length - 1; at >= 0; at--) {
    const kind = kindAt(words, at);
    if (kind === undefined) continue;
    return isHarmless(words, at) ? undefined : kind;
  }
  return undefined;
}

/** `dbPassword1`, `DB_PASSWORD`, `db.password` are two words each; a number at the end of a word is no part of it. */
function wordsOf(name: string): string[] {
  const parts = name
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .split(/[^a-z0-9]+/);
  const words: string[] = [];
  for (const part of parts) {
    const word = part.replace(/\d+$/, "");
    if (word !== "") words.push(part === "ed25519" ? part : word);
  }
  return words;
}

function kindAt(words: readonly string[], at: number): SecretKind | undefined {
  const word = words[at] ?? "";
  const before = words[at - 1] ?? "";
  const last = at === words.length - 1;
  if (isPassword(word, before, last)) return "password";
  if (word === "phrase" && before === "pass") return "password";
  if (word.endsWith("secret") || word === "secrets") return word === "secrets" && words.length === 1 ? undefined : "token";
  if (word.endsWith("token") || word === "tokens")
    return plainTokens.has(before) || (before === "cluster" && words[at - 2] === "initial") ? undefined : "token";
  if (word === "key" || word === "keys") return isSecretKey(words, at) ? "key" : undefined;
  if (joinedKeys.test(word)) return "key";
  if (word === "credential" || word === "credentials" || word === "creds") return "auth";
  if (last && (word === "salt" || word === "pepper") && saltQualifiers.has(before)) return "key";
  if (last && (word === "auth" || word === "authorization" || word === "basicauth")) return "auth";
  return undefined;
}

function isPassword(word: string, before: string, last: boolean): boolean {
  if (word.includes("passw") || word === "passphrase" || word === "passcode")
    return !notPassword.has(word) && !/(?:file|files|path|dir|policy|length|less|map|maps|hint)$/.test(word);
  if (word === "pwd") return before !== "" && before !== "old";
  if (shortPasswords.has(word)) return last;
  if (!last) return false;
  if (word.endsWith("pass")) return !notPass.has(word);
  if (word.endsWith("pwd")) return !notPwd.has(word);
  return passwordAccounts.test(word);
}

function isSecretKey(words: readonly string[], at: number): boolean {
  if (!keyQualifiers.has(words[at - 1] ?? "") && !(words[at - 1] === "in" && words[at - 2] === "logged")) return false;
  return !words.some((word) => publicKeys.has(word)) || words.includes("private");
}

function isHarmless(words: readonly string[], at: number): boolean {
  for (let before = 0; before < at; before++) if (switches.has(words[before] ?? "")) return true;
  for (let after = at + 1; after < words.length; after++) {
    const word = words[after] ?? "";
    if (!harmlessAfter.has(word)) continue;
    // The id of an AWS access key is half of the pair, and is treated as secret by everyone.
    if (word === "id" && words[at] === "key" && words[at - 1] === "access") continue;
    return true;
  }
  return false;
}

/** A name in `auth` that takes credentials, also where no value shows it. */
export function takesCredentials(name: string): boolean {
  const words = wordsOf(name);
  const last = words.at(-1) ?? "";
  if (last === "auth") return wholeAuth.has(words.at(-2) ?? "");
  return last !== "authorization";
}
