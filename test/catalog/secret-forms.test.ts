import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findForms, secretForms } from "../../src/catalog/secret-forms.ts";

/** Put together here, so that nothing takes them for real ones. */
const letters = "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8s9T0u1V2w3X4y5Z6";
const hex = "0123456789abcdef";
const tokens: readonly (readonly [string, string])[] = [
  ["GitHub token", `ghp_${letters.slice(0, 36)}`],
  ["GitHub token", `github_pat_${letters}${letters.slice(0, 10)}`],
  ["GitLab token", `glpat-${letters.slice(0, 20)}`],
  ["AWS access key", `AKIA${"Q3EGT5W2YHN7ZK4P"}`],
  ["Google API key", `AIza${letters.slice(0, 35)}`],
  ["Slack token", `xoxb-${"1234567890"}-${letters.slice(0, 12)}`],
  ["Stripe key", `sk_${"live"}_${letters.slice(0, 24)}`],
  ["npm token", `npm_${letters.slice(0, 36)}`],
  ["PyPI token", `pypi-${letters}${letters.slice(0, 10)}`],
  ["Anthropic key", `sk-ant-${letters.slice(0, 30)}`],
  ["OpenAI key", `sk-proj-${letters.slice(0, 30)}`],
  ["SendGrid key", `SG.${letters.slice(0, 22)}.${letters.slice(0, 43)}`],
  ["Twilio key", `SK${hex}${hex}`],
  ["Telegram bot token", `123456789:AA${letters.slice(0, 33)}`],
  ["JSON web token", `eyJ${letters.slice(0, 20)}.eyJ${letters.slice(0, 20)}.${letters.slice(0, 20)}`],
  ["password hash", `$apr1$abcdefgh$${letters.slice(0, 22)}`],
];

describe("findForms", () => {
  it.each(tokens)("knows a %s", (label, token) => {
    const text = `x="${token}" y`;
    expect(findForms(text).map(({ form, start, end }) => [form.label, text.slice(start, end)])).toEqual([[label, token]]);
  });

  it("gives the secret alone where words stand before it", () => {
    const key = `${letters.slice(0, 43)}=`;
    const text = `APP_KEY=base64:${key}\n//registry.npmjs.org/:_authToken=${letters.slice(0, 20)}\n{"auth": "${letters.slice(0, 12)}"}`;
    expect(findForms(text).map(({ start, end }) => text.slice(start, end))).toEqual([
      `base64:${key}`,
      letters.slice(0, 20),
      letters.slice(0, 12),
    ]);
  });

  it("takes the header of a private key only where a key follows it", () => {
    const header = `-----BEGIN ${"RSA PRIVATE KEY"}-----`;
    expect(findForms(`${header}\nMIIEvQIBADANBgkqhkiG9w0B`)).toHaveLength(1);
    expect(findForms(`if line == "${header}": pass`)).toHaveLength(0);
    expect(findForms(`-----BEGIN ${"PUBLIC KEY"}-----\nMIIEvQIBADANBgkqhkiG9w0B`)).toHaveLength(0);
  });

  it("does not start inside a word, and leaves ordinary text alone", () => {
    expect(
      findForms(`XAKIA${"Q3EGT5W2YHN7ZK4P"} risk-1 task_key TASK${hex}${hex} npm_config_cache sk-learn eyJustAWord SG.x`),
    ).toEqual([]);
  });

  it("holds a needle of two characters or more for each form", () => {
    expect(secretForms.flatMap((form) => form.needles).filter((needle) => needle.length < 2)).toEqual([]);
  });

  it("gives ordered places inside the text for any text", () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(fc.string(), fc.constantFrom(...tokens.map(([, token]) => token), "ghp_", "eyJ", "\u{1F600}", "-----BEGIN ")),
        ),
        (parts) => {
          const text = parts.join("");
          let last = 0;
          for (const { start, end } of findForms(text)) {
            expect(start).toBeGreaterThanOrEqual(last);
            expect(end).toBeGreaterThan(start);
            expect(end).toBeLessThanOrEqual(text.length);
            last = end;
          }
        },
      ),
    );
  });
});
