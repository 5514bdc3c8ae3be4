import { formRule, type SecretRule } from "./rule.ts";

/** Payment and shops. */
export const paymentRules: readonly SecretRule[] = [
  formRule("Stripe key", {
    id: "stripe-key",
    severity: "critical",
    entropy: 3,
    anchors: ["sk_live_", "rk_live_", "whsec_"],
  }),
  formRule("Stripe key", {
    id: "stripe-test-key",
    title: "Stripe key of the test mode",
    severity: "low",
    entropy: 3,
    anchors: ["sk_test_", "rk_test_"],
    binary: false,
  }),
  formRule("Square token", { id: "square-token", severity: "critical", entropy: 3.5 }),
  formRule("Braintree token", { id: "braintree-token", severity: "critical" }),
  formRule("Razorpay key", { id: "razorpay-key", severity: "high", entropy: 3 }),
  formRule("Flutterwave key", { id: "flutterwave-key", severity: "high" }),
  formRule("Shopify token", { id: "shopify-token", severity: "critical", entropy: 3 }),
];
