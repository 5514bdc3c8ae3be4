import { formRule, type SecretRule } from "./rule.ts";

/** Databases, and passwords in addresses. */
export const databaseRules: readonly SecretRule[] = [
  formRule("PlanetScale password", { id: "planetscale-password", severity: "critical", entropy: 3 }),
  {
    id: "url-password",
    title: "password in an address",
    severity: "high",
    anchors: ["://"],
    needs: { byte: "@", within: 200 },
    reach: 512,
    pattern: /:\/\/[^\s:/@"'`<>{}$%\\]{0,100}:([^\s/@"'`<>{}$%\\()[\]]{6,200})@(?=[A-Za-z0-9._-]{2,200})/y,
    entropy: 2.5,
    binary: false,
    own: true,
    allow: [
      /^(?:pass\w*|pwd|secret\w*|user\w*|my\w+|your\w*|\w*password\w*|\w*passwd\w*|change\w*|test\w*|x+|\*+|\d{1,5}|\.+)$/i,
    ],
  },
];
