/** Made-up secrets, put together at run time so that nothing takes this file for one that holds any. */
const letters = "aZ9bY8cX7dW6eV5fU4gT3hS2iR1jQ0kPmOnNoMpLqKrJsItHuGvFwExDyCzB1A2z3y4x5w6v7u";
const upper = "Q3EGT5W2YHN7ZK4PBVCX6MDLR";
const digits = "8203417659201837465";
const hex = "3f9a1c07d2e84b56a0c1f3e5d7b9826413579bdf02468ace9c8b7a6d5e4f3021";

export function random(length: number): string {
  return letters.repeat(Math.ceil(length / letters.length)).slice(0, length);
}

export function hexadecimal(length: number): string {
  return hex.repeat(Math.ceil(length / hex.length)).slice(0, length);
}

export function capitals(length: number): string {
  return upper.repeat(Math.ceil(length / upper.length)).slice(0, length);
}

export const awsKeyId = ["AK", "IA", capitals(16)].join("");
export const gitHubToken = ["gh", "p_", random(36)].join("");
export const stripeKey = ["sk", "live", random(24)].join("_");

/** A private key: base64 of no key at all. */
export function pem(kind: string, head = ""): string {
  const body = `MII${random(64 * 12)}`.match(/.{1,64}/g)?.join("\n") ?? "";
  return [`-----BEGIN ${kind}`, "-----\n", head, body, `\n-----END ${kind}`, "-----\n"].join("");
}

const base64 = (text: string): string => Buffer.from(text).toString("base64url");
export const jwt = [
  base64('{"alg":"HS256","typ":"JWT"}'),
  base64('{"sub":"svc-7421","role":"admin","iat":1718}'),
  random(43),
].join(".");

/** One secret for each rule that goes by a form. */
export const bySecretRule: Readonly<Record<string, string>> = {
  "aws-access-key-id": awsKeyId,
  "aws-secret-access-key": `aws_secret_access_key = ${random(38)}/+`,
  "google-api-key": ["AI", "za", random(35)].join(""),
  "google-oauth-secret": ["GOC", "SPX-", random(28)].join(""),
  "gcp-service-account": `{"type": "service_account", "private_key_id": "${hexadecimal(40)}", "private_key": "${pem("PRIVATE KEY").replaceAll("\n", String.raw`\n`)}"}`,
  "azure-storage-key": ["Account", "Key=", random(86), "=="].join(""),
  "azure-shared-access": ["SharedAccess", "Key=", random(43), "="].join(""),
  "azure-client-secret": ["client_secret: ", random(3), "8Q~", random(34)].join(""),
  "alibaba-access-key": ["LT", "AI", random(20)].join(""),
  "digitalocean-token": ["dop", "v1", hexadecimal(64)].join("_"),
  "cloudflare-origin-key": ["v1.0", hexadecimal(24), hexadecimal(146)].join("-"),
  "heroku-key": ["HR", "KU-AA", random(58)].join(""),
  "fly-token": ["fo", "1_", random(43)].join(""),
  "netlify-token": ["nf", "p_", random(36)].join(""),
  "supabase-key": ["sb", "p_", hexadecimal(40)].join(""),
  "databricks-token": ["da", "pi", hexadecimal(32)].join(""),
  "vault-token": ["hv", "s.", random(24)].join(""),
  "terraform-cloud-token": [random(14), "atlasv1", random(64)].join("."),
  "pulumi-token": ["pu", "l-", hexadecimal(40)].join(""),
  "doppler-token": ["dp", "pt", random(43)].join("."),
  "tailscale-key": ["ts", "key", "auth", random(24)].join("-").replace("ts-key", "tskey"),
  "github-token": gitHubToken,
  "github-fine-grained-token": ["github", "pat", random(22), random(59)].join("_"),
  "gitlab-token": ["gl", "pat-", random(20)].join(""),
  "atlassian-token": ["AT", "BB", random(32)].join(""),
  "sourcegraph-token": ["sg", "p_", hexadecimal(40)].join(""),
  "sonarqube-token": ["sq", "p_", hexadecimal(40)].join(""),
  "buildkite-token": ["bk", "ua_", hexadecimal(40)].join(""),
  "circleci-token": ["CCI", "PAT_", random(22), "_", hexadecimal(40)].join(""),
  "linear-key": ["lin", "api", random(40)].join("_"),
  "npm-token": ["np", "m_", random(36)].join(""),
  "pypi-token": ["py", "pi-", random(120)].join(""),
  "rubygems-token": ["ruby", "gems_", hexadecimal(48)].join(""),
  "docker-hub-token": ["dckr", "pat", random(27)].join("_"),
  "artifactory-key": ["AK", "Cp", random(69)].join(""),
  "clojars-token": ["CLO", "JARS_", hexadecimal(60)].join(""),
  "slack-token": ["xo", "xb", digits.slice(0, 12), random(24)].join("-").replace("xo-xb", "xoxb"),
  "slack-webhook": ["https://hooks.slack", ".com/services/", capitals(9), "/", capitals(11), "/", random(24)].join(""),
  "discord-webhook": ["https://discord.com/api", "/webhooks/", digits.slice(0, 18), "/", random(68)].join(""),
  "teams-webhook": [
    "https://acme.webhook.office",
    ".com/webhookb2/",
    hexadecimal(36),
    "@",
    hexadecimal(36),
    "/IncomingWebhook/",
    hexadecimal(32),
  ].join(""),
  "telegram-bot-token": [digits.slice(0, 10), ":A", "A", random(33)].join(""),
  "twilio-key": ["S", "K", hexadecimal(32)].join(""),
  "sendgrid-key": ["SG", random(22), random(43)].join("."),
  "mailgun-key": ["ke", "y-", hexadecimal(32)].join(""),
  "brevo-key": ["xkey", "sib-", hexadecimal(64), "-", random(16)].join(""),
  "notion-token": ["nt", "n_", digits.slice(0, 11), random(35)].join(""),
  "figma-token": ["fi", "gd_", random(40)].join(""),
  "stripe-key": stripeKey,
  "stripe-test-key": ["sk", "test", random(24)].join("_"),
  "square-token": ["sq0", "atp-", random(22)].join(""),
  "braintree-token": ["access_token", "production", random(16).toLowerCase(), hexadecimal(32)].join("$"),
  "razorpay-key": ["rzp", "live", random(14)].join("_"),
  "flutterwave-key": ["FLW", "SECK-", hexadecimal(32), "-X"].join(""),
  "shopify-token": ["shp", "at_", hexadecimal(32)].join(""),
  "anthropic-key": ["sk", "ant", "api03", random(95)].join("-"),
  "openai-key": ["sk", "proj", random(80)].join("-"),
  "openai-legacy-key": ["sk-", random(20), "T3Blbk", "FJ", random(20)].join(""),
  "hugging-face-token": ["h", "f_", random(34)].join(""),
  "groq-key": ["gs", "k_", random(52)].join(""),
  "replicate-token": ["r", "8_", random(37)].join(""),
  "xai-key": ["xa", "i-", random(80)].join(""),
  "perplexity-key": ["pp", "lx-", random(48)].join(""),
  "langsmith-key": ["lsv2", "pt", hexadecimal(32), hexadecimal(10)].join("_"),
  "grafana-token": ["gl", "sa_", random(32), "_", hexadecimal(8)].join(""),
  "sentry-token": ["snt", "rys_", random(80)].join(""),
  "new-relic-key": ["NR", "AK-", capitals(27)].join(""),
  "dynatrace-token": ["dt0", "c01.", capitals(24), ".", capitals(64)].join(""),
  "postman-key": ["PM", "AK-", hexadecimal(24), "-", hexadecimal(34)].join(""),
  "laravel-key": ["APP", "_KEY=base64:", random(43), "="].join(""),
  "age-secret-key": ["AGE-SECRET", "-KEY-1", capitals(58)].join(""),
  jwt,
  "planetscale-password": ["pscale", "pw", random(40)].join("_"),
  "url-password": ["postgres://svc:", random(14), "@db.internal:5432/app"].join(""),
  "encrypted-private-key": pem("ENCRYPTED PRIVATE KEY"),
  "private-key": pem("RSA PRIVATE KEY"),
  "pgp-private-key": pem("PGP PRIVATE KEY BLOCK", "\n"),
  "putty-private-key": `PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\nComment: me\nPublic-Lines: 1\n${random(60)}\nPrivate-Lines: 1\n${random(48)}\n`,
};
