import type { SecretRule } from "./rule.ts";

/** Characters between the words of a key: line ends, as they are or as text writes them, and what joins strings in programs. */
const body = String.raw`((?:[A-Za-z0-9+/=]|\\{1,2}[rn]|[\s"',]){64,4000})`;
const begin = (kind: string): string => String.raw`-----BEGIN ${kind}-----(?:\\{1,2}[rn]|[\s"'+,]){1,16}`;

const keyRule = (id: string, title: string, severity: SecretRule["severity"], source: string): SecretRule => ({
  id,
  title,
  severity,
  anchors: ["-----BEGIN"],
  pattern: new RegExp(source, "y"),
  reach: 4096,
  entropy: 3.5,
  binary: true,
});

/** Keys in PEM form. The first that fits counts: a key behind a passphrase is less of a find. */
export const privateKeyRules: readonly SecretRule[] = [
  keyRule("encrypted-private-key", "private key behind a passphrase", "medium", `${begin("ENCRYPTED PRIVATE KEY")}${body}`),
  keyRule(
    "encrypted-private-key",
    "private key behind a passphrase",
    "medium",
    `${begin("(?:[A-Z0-9]{2,12} )?PRIVATE KEY")}Proc-Type: 4,ENCRYPTED[\\s\\S]{1,200}?(?:\\n|\\\\n){1,2}${body}`,
  ),
  // "openssh-key-v1", then the name of a cipher that is not "none".
  keyRule(
    "encrypted-private-key",
    "private key behind a passphrase",
    "medium",
    `${begin("OPENSSH PRIVATE KEY")}(?!b3BlbnNzaC1rZXktdjEAAAAABG5vbm)(?=b3BlbnNzaC1rZXktdjEA)${body}`,
  ),
  keyRule("private-key", "private key", "critical", `${begin("(?:[A-Z0-9]{2,12} )?PRIVATE KEY")}${body}`),
  {
    ...keyRule(
      "pgp-private-key",
      "PGP private key",
      "high",
      String.raw`-----BEGIN PGP PRIVATE KEY BLOCK-----\r?\n(?:[A-Z][A-Za-z]{2,12}: [^\n]{0,100}\n){0,5}\r?\n?${body}`,
    ),
  },
  {
    id: "putty-private-key",
    title: "PuTTY private key",
    severity: "high",
    anchors: ["PuTTY-User-Key-File-"],
    pattern:
      /PuTTY-User-Key-File-\d: \S+\r?\nEncryption: none\r?\n[\s\S]{0,2500}?Private-Lines: \d+\r?\n([A-Za-z0-9+/=\s]{40,2000})/y,
    reach: 4096,
    entropy: 3.5,
    binary: false,
  },
  {
    id: "encrypted-private-key",
    title: "private key behind a passphrase",
    severity: "medium",
    anchors: ["PuTTY-User-Key-File-"],
    pattern: /PuTTY-User-Key-File-\d: \S+\r?\nEncryption: aes[\s\S]{0,2500}?Private-Lines: \d+\r?\n([A-Za-z0-9+/=\s]{40,2000})/y,
    reach: 4096,
    entropy: 3.5,
    binary: false,
  },
];
