import { formRule, type SecretRule } from "./rule.ts";

/** Models and what watches programs. */
export const serviceRules: readonly SecretRule[] = [
  formRule("Anthropic key", { id: "anthropic-key", severity: "critical", entropy: 3.5 }),
  formRule("OpenAI key", {
    id: "openai-key",
    severity: "critical",
    entropy: 3.5,
    anchors: ["sk-proj-", "sk-svcacct-", "sk-admin-"],
  }),
  {
    ...formRule("OpenAI key", { id: "openai-legacy-key", severity: "critical", entropy: 3.5 }),
    anchors: ["T3BlbkFJ"],
    behind: 24,
    pattern: /sk-[A-Za-z0-9]{20}T3BlbkFJ[A-Za-z0-9]{20}/g,
  },
  formRule("Hugging Face token", { id: "hugging-face-token", severity: "high", entropy: 3.5, allow: [/^hf_[A-Za-z]*$/] }),
  formRule("Groq key", { id: "groq-key", severity: "high", entropy: 4 }),
  formRule("Replicate token", { id: "replicate-token", severity: "high", entropy: 4, binary: false }),
  formRule("xAI key", { id: "xai-key", severity: "high", entropy: 4 }),
  formRule("Perplexity key", { id: "perplexity-key", severity: "high", entropy: 4 }),
  formRule("LangSmith key", { id: "langsmith-key", severity: "medium", entropy: 3 }),
  formRule("Grafana token", { id: "grafana-token", severity: "high", entropy: 3.5, binary: false }),
  formRule("Sentry token", { id: "sentry-token", severity: "medium", entropy: 3.5 }),
  formRule("New Relic key", { id: "new-relic-key", severity: "medium", entropy: 3 }),
  formRule("Dynatrace token", { id: "dynatrace-token", severity: "high", entropy: 3.5 }),
  formRule("Postman key", { id: "postman-key", severity: "medium", entropy: 3 }),
  formRule("Laravel application key", { id: "laravel-key", severity: "high", entropy: 4, binary: false }),
  formRule("age secret key", { id: "age-secret-key", severity: "critical", entropy: 3.5 }),
  formRule("JSON web token", {
    id: "jwt",
    severity: "low",
    // The start of {"alg":, {"typ": and {"kid": in base64.
    anchors: ["eyJhbGciOi", "eyJ0eXAiOi", "eyJraWQiOi"],
    // Shorter than what the catalog takes: it is tried as often as a hostile file likes.
    pattern: /eyJ[A-Za-z0-9_-]{10,400}\.eyJ[A-Za-z0-9_-]{10,3000}\.[A-Za-z0-9_-]{10,700}/y,
    reach: 4096,
    entropy: 4,
    binary: false,
    own: true,
    // The example of jwt.io and of half the documentation: sub 1234567890, name John Doe.
    allow: [/eyJzdWIiOiIxMjM0NTY3ODkw|Sm9obiBEb2|Kb2huIERvZ/],
  }),
];
