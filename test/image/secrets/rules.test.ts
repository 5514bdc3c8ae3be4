import { describe, expect, it } from "vitest";
import { secretRules } from "../../../src/image/secrets/rules/index.ts";
import { shortestAnchor } from "../../../src/image/secrets/scan/anchors.ts";
import { file } from "../make-tar.ts";
import { awsKeyId, bySecretRule, gitHubToken, jwt, pem, random } from "./made-secrets.ts";
import { secretsOf } from "./scan-bytes.ts";

const cases = Object.entries(bySecretRule);

describe("rules for forms", () => {
  it("have an example each", () => {
    expect([...new Set(secretRules.map(({ id }) => id))].filter((id) => !(id in bySecretRule))).toEqual([]);
  });

  it.each(cases)("%s finds its secret in a text, with its line, and shows nothing of it", async (id, secret) => {
    const found = await secretsOf([file("app/notes.txt", `one\ntwo "${secret}" three\n`)]);
    expect(found.map(({ rule, line }) => [rule, line])).toEqual([[id, 2]]);
    const shown = found[0]?.excerpt ?? "";
    for (let at = 0; at + 13 <= secret.length; at += 4) {
      const part = secret.slice(at + 1, at + 13);
      if (/^[A-Za-z0-9]{12}$/.test(part) && random(200).includes(part)) expect(shown).not.toContain(part);
    }
  });

  it.each(cases)("%s leaves one alone that is a part of a longer word, cut short, or masked", async (id, secret) => {
    if (
      /private|url-|secret-access|client-secret|service-account|shared|storage|laravel|webhook|terraform|openai-legacy/.test(id)
    )
      return;
    const stars = `${secret.slice(0, Math.ceil(secret.length / 3))}${"*".repeat(20)}`;
    expect(await secretsOf([file("app/notes.txt", `x${secret}\n${stars}\n${secret.slice(0, 7)}\n`)])).toEqual([]);
  });

  it("have anchors that are long enough, and ids of one severity and title each", () => {
    expect(secretRules.flatMap(({ anchors }) => anchors).filter((anchor) => anchor.length < shortestAnchor)).toEqual([]);
    const titles = new Map<string, Set<string>>();
    for (const { id, title, severity } of secretRules) titles.set(id, (titles.get(id) ?? new Set()).add(`${title} ${severity}`));
    expect([...titles].filter(([, all]) => all.size > 1)).toEqual([]);
  });
});

describe("private keys", () => {
  const severities = async (content: string): Promise<string[]> =>
    (await secretsOf([file("app/key", content)])).map(({ rule, severity }) => `${rule} ${severity}`);

  it("weigh less behind a passphrase", async () => {
    expect(await severities(pem("RSA PRIVATE KEY", "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,AB12CD34\n\n"))).toEqual([
      "encrypted-private-key medium",
    ]);
    const openssh = (cipher: string): string =>
      pem(
        "OPENSSH PRIVATE KEY",
        `${Buffer.concat([Buffer.from("openssh-key-v1\0\0\0\0"), Buffer.from([cipher.length]), Buffer.from(cipher)])
          .toString("base64")
          .replaceAll("=", "")}`,
      );
    expect(await severities(openssh("aes256-ctr"))).toEqual(["encrypted-private-key medium"]);
    expect(await severities(openssh("none"))).toEqual(["private-key critical"]);
  });

  it("are no public ones, no certificates, no headers in programs", async () => {
    const code = `if (text.startsWith("-----BEGIN ${"RSA PRIVATE KEY"}-----")) return parse(text);\n`;
    expect(await severities(`${pem("PUBLIC KEY")}${pem("CERTIFICATE")}${code}`)).toEqual([]);
    expect(await severities(`-----BEGIN ${"PRIVATE KEY"}-----\n...your key here...\n-----END ${"PRIVATE KEY"}-----\n`)).toEqual(
      [],
    );
  });

  it("are found in JSON and in strings of programs", async () => {
    const json = JSON.stringify({ key: pem("PRIVATE KEY") });
    expect(await severities(json)).toEqual(["private-key critical"]);
    const lines = pem("EC PRIVATE KEY").trim().split("\n");
    expect(await severities(`const key =\n${lines.map((line) => `  "${line}\\n"`).join("\n")};\n`)).toEqual([
      "private-key critical",
    ]);
  });
});

describe("what is no secret", () => {
  const examples: readonly string[] = [
    ["AKIA", "IOSFODNN7EXAMPLE"].join(""),
    `aws_secret_access_key = ${["wJalrXUtnFEMI", "/K7MDENG/bPxRfiCYEXAMPLEKEY"].join("")}`,
    ["ghp_", "x".repeat(36)].join(""),
    "postgres://user:password@localhost/db",
    "https://user:${PASSWORD}@example.com",
    "https://user:<password>@example.com",
    "postgres://app:changeme@db/app",
    "https://registry.npmjs.org/@babel/core",
    "http://[::1]:3000/@vite/client",
    [
      "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9",
      "eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiaWF0IjoxNTE2MjM5MDIyfQ",
      "SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c",
    ].join("."),
    "https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX",
    "hf_transformers_are_all_you_need_today",
    ["xoxb-", "your-token-goes-here-please"].join(""),
    "npm_config_registry_and_more_words_in_it_x",
    "pypi-attestations-and-some-more-words-to-be-long-enough-for-it",
  ];
  it.each(examples)("%s", async (text) => {
    expect(await secretsOf([file("app/notes.txt", `${text}\n`), file("app/.env", `X=${text}\n`)])).toEqual([]);
  });

  it.each([
    "usr/share/doc/gnupg/examples/key.asc",
    "usr/local/lib/python3.11/test/certdata/keycert.pem",
    "usr/lib/python3/dist-packages/urllib3/dummyserver/test/server.key",
    "app/node_modules/agent-base/test/ssl-cert-snakeoil.key",
    "etc/ssl/private/ssl-cert-snakeoil.key",
    "usr/local/go/src/crypto/tls/testdata/example-key.pem",
    "root/go/pkg/mod/example.com/x@v1.0.0/testdata/key.pem",
    "usr/local/lib/node_modules/npm/docs/content/token.md",
  ])("anything in %s", async (path) => {
    expect(await secretsOf([file(path, `${pem("RSA PRIVATE KEY")}${gitHubToken}\n${awsKeyId}\n`)])).toEqual([]);
  });

  it("weak forms in what others have published", async () => {
    const text = `${jwt}\npostgres://svc:${random(14)}@db.internal/app\n`;
    expect(await secretsOf([file("app/node_modules/x/index.js", text), file("usr/lib/x/index.js", text)])).toEqual([]);
  });
});
