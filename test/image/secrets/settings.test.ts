import { describe, expect, it } from "vitest";
import { parseSecretSettings } from "../../../src/image/secrets/parse-settings.ts";
import { isSlowPattern } from "../../../src/image/secrets/pattern-cost.ts";
import { noSettings, type SecretSettings } from "../../../src/image/secrets/settings.ts";
import { file } from "../make-tar.ts";
import { put, inspect } from "../inspect.ts";
import { makeLegacy } from "../make-image.ts";
import { gitHubToken, random, stripeKey } from "./made-secrets.ts";
import { secretsOf } from "./scan-bytes.ts";

function settings(text: string): SecretSettings {
  const result = parseSecretSettings({ path: "secrets.yaml", kind: "config", text });
  if (!result.ok) throw new Error(result.problems.map(({ message }) => message).join("\n"));
  return result.settings;
}

function problems(text: string): string[] {
  const result = parseSecretSettings({ path: "secrets.yaml", kind: "config", text });
  return result.ok ? [] : result.problems.map(({ line, column, message }) => `${line}:${column} ${message}`);
}

const acme = `
rules:
  - id: acme-token
    description: token of the deploy service
    severity: medium
    regex: 'acme-([a-z0-9]{8,20})-end'
    keywords: [ACME-]
    secretGroup: 1
    entropy: 2
    path: '\\.conf$'
    allow: ['^known']
    stopwords: [Sample]
`;

describe("rules of the user", () => {
  it("find by keyword in any case, pattern, group, entropy and path", async () => {
    const lines = [
      "acme-q8w7e6r5t4-end",
      "acme-aaaaaaaaaa-end",
      "acme-known8w7e6-end",
      "acme-q8sample5t4-end",
      "ACME-q8w7e6r5t4-end",
    ].join("\n");
    const found = await secretsOf([file("app/x.conf", lines), file("app/x.txt", lines)], settings(acme));
    expect(found).toMatchObject([
      {
        rule: "acme-token",
        title: "token of the deploy service",
        severity: "medium",
        path: "app/x.conf",
        line: 1,
        excerpt: "acme-**********-end",
      },
    ]);
    expect(found).toHaveLength(1);
  });

  it("stand beside those of the program, which can be switched off", async () => {
    const layer = [file("app/x.conf", `${gitHubToken}\n${stripeKey}\nacme-q8w7e6r5t4-end\n`)];
    const rules = async (text: string): Promise<string[]> => (await secretsOf(layer, settings(text))).map(({ rule }) => rule);
    expect(await rules(acme)).toEqual(["github-token", "stripe-key", "acme-token"]);
    expect(await rules(`${acme}disable: [github-token]\n`)).toEqual(["stripe-key", "acme-token"]);
  });

  it("allow paths and values", async () => {
    const layer = [file("app/x", `${gitHubToken}\n${stripeKey}\n`), file("app/y/.env", `API_TOKEN=${random(30)}\n`)];
    const rules = async (text: string): Promise<string[]> => (await secretsOf(layer, settings(text))).map(({ rule }) => rule);
    expect(await rules("")).toEqual(["github-token", "stripe-key", "env-secret"]);
    expect(await rules("allow: {paths: ['^app/y/']}")).toEqual(["github-token", "stripe-key"]);
    expect(await rules("allow: {values: ['^sk_live_']}")).toEqual(["github-token", "env-secret"]);
    expect(await rules(`allow: {stopwords: ['${gitHubToken.slice(0, 10).toUpperCase()}']}`)).toEqual([
      "stripe-key",
      "env-secret",
    ]);
  });

  it("are nothing where the file is empty", () => {
    expect(settings("")).toEqual(noSettings);
    expect(settings("# nothing\n")).toEqual(noSettings);
  });
});

describe("mistakes", () => {
  it.each([
    ["rule:\n  - x\n", '1:1 unknown key "rule" (did you mean "rules"?)'],
    [
      "rules:\n  - {id: a, regexp: x, keywords: [abc]}\n",
      '2:13 unknown key "regexp" (did you mean "regex"?)',
      '2:5 the key "regex" is missing',
    ],
    ["rules:\n  - {id: a, regex: '(', keywords: [abc]}\n", expect.stringContaining("2:20 this is no regular expression")],
    [
      "rules:\n  - {id: a, regex: '(a+)+b', keywords: [abc]}\n",
      "2:20 a repetition stands inside a repetition: it may take for ever on some files",
    ],
    ["rules:\n  - {id: a, regex: '(?i)abc', keywords: [abc]}\n", '2:20 "(?i)abc" starts with flags'],
    ["rules:\n  - {id: a, regex: abc, keywords: [ab]}\n", '2:5 the keyword "ab" is too short or no ASCII'],
    ["rules:\n  - {id: a, regex: abc, keywords: [abc], secretGroup: 1}\n", "2:5 the regex has no group 1"],
    ["rules:\n  - {id: a, regex: abc, keywords: [abc], entropy: lots}\n", '2:51 "lots" is not a number from 0 to 8'],
    [
      "rules:\n  - {id: a, regex: abc, keywords: [abc], severity: hihg}\n",
      expect.stringContaining('"hihg" is not critical, high, medium or low'),
    ],
    ["rules:\n  - {id: jwt, regex: abc, keywords: [abc]}\n", '2:5 there is a rule "jwt" already'],
    ["disable: [github-tokn]\n", '1:11 there is no rule "github-tokn" (did you mean "github-token"?)'],
    ["a: [\n", expect.stringContaining("2:1 ")],
    ["[".repeat(100_000), "1:1 the file is nested too deeply"],
  ])("in %j", (text, ...expected) => {
    expect(problems(text).slice(0, expected.length)).toEqual(expected);
  });

  it("end a run before anything is read", async () => {
    const image = makeLegacy({ layers: [[file("a")]] });
    const secretConfig = put(Buffer.from("rule: 1\n"));
    await expect(inspect(image, { secretConfig })).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringContaining('unknown key "rule"'),
    });
    await expect(inspect(image, { secretConfig: "/nowhere.yaml" })).rejects.toMatchObject({ exitCode: 2 });
  });
});

describe("isSlowPattern", () => {
  it.each(["(a+)+", "(?:a*b?)*", "((x{2,})y)+", "([a-z]+|b)*c", "(a{1,5000})+"])("%s", (source) =>
    expect(isSlowPattern(source)).toBe(true),
  );
  it.each(["a+b+", "(a{1,9})+", "[+*]+", "(?:abc|def){2,4}x+", "\\(a+\\)+", "(a+)(b+)"])("not %s", (source) =>
    expect(isSlowPattern(source)).toBe(false),
  );
});
