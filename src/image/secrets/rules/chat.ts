import { formRule, type SecretRule } from "./rule.ts";

/** Chats, mail and telephones. */
export const chatRules: readonly SecretRule[] = [
  formRule("Slack token", { id: "slack-token", severity: "high", entropy: 2.5, allow: [/^x\S{0,8}[a-z-]*$/] }),
  formRule("Slack webhook", { id: "slack-webhook", severity: "medium", entropy: 3.5, allow: [/T0{5,}|XXXX|your/i] }),
  formRule("Discord webhook", { id: "discord-webhook", severity: "medium", entropy: 3.5 }),
  formRule("Microsoft Teams webhook", { id: "teams-webhook", severity: "medium", entropy: 3 }),
  formRule("Telegram bot token", { id: "telegram-bot-token", severity: "high", entropy: 3.5, binary: false }),
  {
    ...formRule("Twilio key", { id: "twilio-key", severity: "high", entropy: 3, binary: false }),
    anchors: [..."0123456789abcdef"].map((digit) => `SK${digit}`),
  },
  formRule("SendGrid key", { id: "sendgrid-key", severity: "high", entropy: 4, binary: false }),
  formRule("Mailgun key", { id: "mailgun-key", severity: "high", entropy: 3, binary: false }),
  formRule("Brevo key", { id: "brevo-key", severity: "high", entropy: 3 }),
  formRule("Notion token", { id: "notion-token", severity: "medium", entropy: 3.5 }),
  formRule("Figma token", { id: "figma-token", severity: "medium", entropy: 3.5 }),
];
