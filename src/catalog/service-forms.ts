import type { SecretForm } from "./secret-forms.ts";

const form = (label: string, needles: string, pattern: RegExp): SecretForm => ({
  label,
  needles: needles.split(" "),
  pattern,
  inSource: true,
});

/** Tokens of services that fewer projects use; the same in kind as those beside `findForms`. */
export const serviceForms: readonly SecretForm[] = [
  form("Alibaba Cloud access key", "LTAI", /LTAI[A-Za-z0-9]{17,21}(?![A-Za-z0-9])/y),
  form("Heroku key", "HRKU-AA", /HRKU-AA[0-9a-zA-Z_-]{56,60}(?![0-9a-zA-Z_-])/y),
  form("Fly.io token", "FlyV1 fo1_", /(?:FlyV1 fm\d[ar]?_[A-Za-z0-9+/=,_-]{40,1000}|fo1_[A-Za-z0-9_-]{43}(?![A-Za-z0-9_-]))/y),
  form("Pulumi token", "pul-", /pul-[0-9a-f]{40}(?![A-Za-z0-9])/y),
  form("Terraform Cloud token", ".atlasv1.", /\.atlasv1\.[A-Za-z0-9_=-]{60,70}(?![A-Za-z0-9_=-])/y),
  form(
    "Doppler token",
    "dp.pt. dp.st. dp.ct. dp.sa.",
    /dp\.(?:[pcs]t|sa)\.(?:[a-z0-9_-]{2,35}\.)?[A-Za-z0-9]{40,44}(?![A-Za-z0-9])/y,
  ),
  form("Netlify token", "nfp_", /nfp_[A-Za-z0-9]{36}(?![A-Za-z0-9])/y),
  form("PlanetScale password", "pscale_tkn_ pscale_pw_ pscale_oauth_", /pscale_(?:tkn|pw|oauth)_[A-Za-z0-9=._-]{32,64}/y),
  form("Supabase key", "sbp_ sb_secret_", /(?:sbp_[0-9a-f]{40}(?![A-Za-z0-9])|sb_secret_[A-Za-z0-9_-]{20,60})/y),
  form("Dynatrace token", "dt0c01. dt0s01.", /dt0[cs]01\.[A-Z2-7]{24}\.[A-Z2-7]{64}(?![A-Z2-7])/y),
  form("New Relic key", "NRAK- NRAA- NRII-", /NR(?:AK|AA|II)-[A-Za-z0-9_-]{27,32}(?![A-Za-z0-9_-])/y),
  form("SonarQube token", "sqp_ squ_ sqa_", /sq[pua]_[0-9a-f]{40}(?![A-Za-z0-9])/y),
  form("Buildkite token", "bkua_", /bkua_[0-9a-z]{40}(?![A-Za-z0-9])/y),
  form("CircleCI token", "CCIPAT_ CCIPRJ_", /CCIP(?:AT|RJ)_[A-Za-z0-9]{20,24}_[0-9a-f]{40}(?![A-Za-z0-9])/y),
  form("Postman key", "PMAK-", /PMAK-[0-9a-f]{24}-[0-9a-f]{34}(?![A-Za-z0-9])/y),
  form("Notion token", "ntn_", /ntn_[0-9]{11}[A-Za-z0-9]{35}(?![A-Za-z0-9])/y),
  form("Atlassian token", "ATATT3 ATCTT3 ATBB", /(?:AT[AC]TT3[A-Za-z0-9_=-]{160,250}|ATBB[A-Za-z0-9]{32}(?![A-Za-z0-9]))/y),
  form("Figma token", "figd_", /figd_[A-Za-z0-9_-]{40}(?![A-Za-z0-9_-])/y),
  form("Artifactory key", "AKCp", /AKCp[A-Za-z0-9]{69}(?![A-Za-z0-9])/y),
  form("Clojars token", "CLOJARS_", /CLOJARS_[0-9a-z]{60}(?![A-Za-z0-9])/y),
  form("Sourcegraph token", "sgp_", /sgp_(?:[A-Za-z0-9]{16}_|local_)?[0-9a-f]{40}(?![A-Za-z0-9])/y),
  form("Square token", "sq0atp- sq0csp-", /sq0(?:atp-[A-Za-z0-9_-]{22}|csp-[A-Za-z0-9_-]{43})(?![A-Za-z0-9_-])/y),
  form("Braintree token", "access_token$production$", /access_token\$production\$[0-9a-z]{16}\$[0-9a-f]{32}(?![A-Za-z0-9])/y),
  form("Razorpay key", "rzp_live_", /rzp_live_[A-Za-z0-9]{14}(?![A-Za-z0-9])/y),
  form("Flutterwave key", "FLWSECK-", /FLWSECK-[0-9a-f]{32}-X(?![A-Za-z0-9])/y),
  form("Brevo key", "xkeysib-", /xkeysib-[0-9a-f]{64}-[A-Za-z0-9]{16}(?![A-Za-z0-9])/y),
  form("Microsoft Teams webhook", "webhook.office.com/webhookb2/", /webhook\.office\.com\/webhookb2\/[A-Za-z0-9@/-]{80,300}/y),
  form("Groq key", "gsk_", /gsk_[A-Za-z0-9]{52}(?![A-Za-z0-9])/y),
  form("Replicate token", "r8_", /r8_[A-Za-z0-9]{37}(?![A-Za-z0-9])/y),
  form("xAI key", "xai-", /xai-[A-Za-z0-9]{80}(?![A-Za-z0-9])/y),
  form("Perplexity key", "pplx-", /pplx-[A-Za-z0-9]{48}(?![A-Za-z0-9])/y),
  form("LangSmith key", "lsv2_pt_ lsv2_sk_", /lsv2_(?:pt|sk)_[0-9a-f]{32}_[0-9a-f]{10}(?![A-Za-z0-9])/y),
];
