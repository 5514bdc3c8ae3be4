import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { maskLine, maskMessage, maskText } from "../../src/report/mask.ts";
import { isSecretName } from "../../src/report/mask/names.ts";

const cases: readonly (readonly [string, string])[] = [
  ["ENV DB_PASSWORD=hunter2 A=1", "ENV DB_PASSWORD=******* A=1"],
  ["ENV DB_PASSWORD hunter2 x", "ENV DB_PASSWORD *********"],
  ['ENV DB_PASSWORD="hunter 2" A=1', 'ENV DB_PASSWORD="********" A=1'],
  ["      DB_PASSWORD: hunter2 # live", "      DB_PASSWORD: ******* # live"],
  ["      DB_PASSWORD: 'it''s' # live", "      DB_PASSWORD: '*****' # live"],
  ['      - "API_KEY=abc def"', '      - "API_KEY=*******"'],
  ["      - API_KEY=abc def", "      - API_KEY=*******"],
  ["PASSWORD=a b c", "PASSWORD=*****"],
  ["    SECRET=abc \\", "    SECRET=*** \\"],
  ['{"password": "x", "user": "y"}', '{"password": "*", "user": "y"}'],
  ["url: postgres://app:hunter2@db:5432/app", "url: postgres://app:*******@db:5432/app"],
  ["url: postgres://app:p@ss/w@db:5432/app", "url: postgres://app:******@db:5432/app"],
  ["url: postgres://app:${DB_PASSWORD}@db", "url: postgres://app:**************@db"],
  ["url: https://user@host/a http://h:80/x@y", "url: https://user@host/a http://h:80/x@y"],
  ["url: https://abcdef0123456789abcd@host/a", "url: https://********************@host/a"],
  ["password: ${DB_PASSWORD}", "password: ${DB_PASSWORD}"],
  ["password: ${DB_PASSWORD:-hunter2}", "password: ${DB_PASSWORD:-*******}"],
  ["X: a-${DB_PASSWORD:-hunter2}-b", "X: a-${DB_PASSWORD:-*******}-b"],
  ["password: $DB_PASSWORD", "password: $DB_PASSWORD"],
  ["password: p$DB", "password: ****"],
  ["token: ${{ secrets.TOKEN }}", "token: ${{ secrets.TOKEN }}"],
  ["PASSWORD_FILE: /run/secrets/pw", "PASSWORD_FILE: /run/secrets/pw"],
  ["POSTGRES_PASSWORD: /run/secrets/pw", "POSTGRES_PASSWORD: /run/secrets/pw"],
  ['export NPM_TOKEN="$(cat /run/secrets/npm_token)"', 'export NPM_TOKEN="$(cat /run/secrets/npm_token)"'],
  [
    `- 'A_TOKEN="$$(cat /run/secrets/t)" && export A_TOKEN && exec "$$@"'`,
    `- 'A_TOKEN="$$(cat /run/secrets/t)" && export A_TOKEN && exec "$$@"'`,
  ],
  ['A_TOKEN="$$(cat /run/secrets/t)hunter2"', 'A_TOKEN="*****************************"'],
  [
    'RUN echo "//npm.acme.example/:_authToken=${NPM_TOKEN}" > .npmrc',
    'RUN echo "//npm.acme.example/:_authToken=${NPM_TOKEN}" > .npmrc',
  ],
  ["    secrets: [db_password]", "    secrets: [db_password]"],
  ['RUN curl -H "Authorization: Bearer abcdef" https://x', 'RUN curl -H "Authorization: *************" https://x'],
  ["RUN curl -u me:hunter2 https://x", "RUN curl -u me:******* https://x"],
  ["RUN mysql -uroot -phunter2", "RUN mysql -uroot -p*******"],
  ["RUN echo root:hunter2 | chpasswd", "RUN echo root:******* | chpasswd"],
  ['CMD ["app", "--password", "hunter2", "--token=abc"]', 'CMD ["app", "--password", "*******", "--token=***"]'],
  ["docker run --password hunter2 image", "docker run --password ******* image"],
  ["docker run --user 1000:1000 image", "docker run --user 1000:1000 image"],
  ["RUN --mount=type=secret,id=npm_token npm ci", "RUN --mount=type=secret,id=npm_token npm ci"],
  ["docker build --secret id=npm,src=.npmrc .", "docker build --secret id=npm,src=.npmrc ."],
  ["image: my-secret:1.0", "image: my-secret:1.0"],
  ["FROM vault-token:1.2", "FROM vault-token:1.2"],
  ["x: ghp_abcdefghijklmnopqrst", "x: ghp_********************"],
  ["x: AKIAIOSFODNN7EXAMPLE", "x: AKIA****************"],
  ["x: xoxb-1234567890-abcdef", "x: xoxb-*****************"],
  ["x: eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIx.abc", "x: eyJ**********************************"],
  ["set_secret('Zx81kPq0VbN3mT7rYw2L')", "set_secret('********************')"],
  ["secret image@sha256:0123456789abcdef0123456789abcdef", "secret image@sha256:0123456789abcdef0123456789abcdef"],
  ["- ./htpasswd:/etc/nginx/htpasswd:ro", "- ./htpasswd:/etc/nginx/htpasswd:ro"],
  ["docker run -v $PWD:/src image", "docker run -v $PWD:/src image"],
  ["PGPASSWORD=${PGPASSWORD:-$POSTGRES_PASSWORD}", "PGPASSWORD=${PGPASSWORD:-$POSTGRES_PASSWORD}"],
  ["adduser --disabled-password --gecos x", "adduser --disabled-password --gecos x"],
  ["app --admin-password=abc --verbose", "app --admin-password=*** --verbose"],
  ["  - --admin-password=abc def", "  - --admin-password=*******"],
  ["RUN echo 'x ALL=(ALL) NOPASSWD:ALL'", "RUN echo 'x ALL=(ALL) NOPASSWD:ALL'"],
  ["COPY scripts/rebuild_npm_modules.sh /", "COPY scripts/rebuild_npm_modules.sh /"],
  ["COPY 10-distribute-secrets.sh /", "COPY 10-distribute-secrets.sh /"],
  ["  id-token: write", "  id-token: write"],
  ["ARG NODE_VERSION=22", "ARG NODE_VERSION=22"],
  ["LABEL keycloak.url=https://x", "LABEL keycloak.url=https://x"],
  ["a\tPASSWORD: hunter2", "a\tPASSWORD: *******"],
];

describe("maskLine", () => {
  it.each(cases)("%s", (line, expected) => {
    expect(maskLine(line)).toBe(expected);
    expect(maskLine(line)).toHaveLength(line.length);
  });
});

describe("maskText", () => {
  it("masks private keys, block scalars and values on the next line", () => {
    const text = [
      "-----BEGIN RSA PRIVATE KEY-----",
      "MIIabc",
      "-----END RSA PRIVATE KEY-----",
      "API_KEY: |",
      "  one",
      "",
      "  two",
      "next: value",
      "command:",
      "  - --token",
      "  - abc",
      "secrets:",
      "  db_password:",
      "    file: ./db_password.txt",
      "password:",
      "  hunter2",
      "",
    ].join("\r\n");
    expect(maskText(text).split("\r\n")).toEqual([
      "-----BEGIN RSA PRIVATE KEY-----",
      "******",
      "-----END RSA PRIVATE KEY-----",
      "API_KEY: |",
      "  ***",
      "",
      "  ***",
      "next: value",
      "command:",
      "  - --token",
      "  - ***",
      "secrets:",
      "  db_password:",
      "    file: ./db_password.txt",
      "password:",
      "  *******",
      "",
    ]);
  });

  it.each([
    ["x: hunter2 y", 3, 10, "x: ******* y"],
    ["ENV FOO=hunter2", 4, 15, "ENV FOO=*******"],
    ["FOO: hunter2", 0, 3, "FOO: *******"],
    ["ENV FOO=hunter2", 4, 7, "ENV FOO=*******"],
    ["a: redis://u:hunter2@h/0", 3, 24, "a: redis://u:*******@h/0"],
    ["a: ${FOO:-hunter2}", 3, 18, "a: ${FOO:-*******}"],
    ["ENV FOO hunter2 x", 4, 17, "ENV FOO *********"],
    ['FOO: "my secret words"', 6, 21, 'FOO: "***************"'],
    ["FOO: a=b", 5, 8, "FOO: ***"],
    ["- FOO=a=b", 2, 9, "- FOO=***"],
  ])("masks what a rule found: %s", (text, start, end, expected) => {
    expect(maskText(text, [{ start, end }])).toBe(expected);
  });

  const secret = fc
    .stringMatching(/^[A-Za-z0-9!%^*_+?;-]{6,40}$/)
    .filter((value) => !/^(?:id|source|src|type|target)=|^\*+$/.test(value) && !/^[-|>]/.test(value));
  const name = fc.constantFrom("DB_PASSWORD", "apiToken", "client-secret", "AWS_SECRET_ACCESS_KEY", "passphrase", "PGPASSWORD");
  const form = fc.constantFrom(
    (key: string, value: string) => `ENV ${key}=${value}`,
    (key: string, value: string) => `ENV A=1 ${key}="${value}" B=2`,
    (key: string, value: string) => `ENV ${key} ${value}`,
    (key: string, value: string) => `      ${key}: ${value}`,
    (key: string, value: string) => `      "${key}": '${value}'`,
    (key: string, value: string) => `      - ${key}=${value}`,
    (key: string, value: string) => `      - "${key}=${value}"`,
    (key: string, value: string) => `{ ${key}: "${value}" }`,
    (key: string, value: string) => `RUN app --${key} ${value} --verbose`,
    (key: string, value: string) => `CMD ["app", "--${key}", "${value}"]`,
    (key: string, value: string) => `x: \${${key}:-${value}}`,
    (_: string, value: string) => `x: amqp://app:${value}@queue:5672/`,
    (key: string, value: string) => `${key}: >-\n  ${value}\n`,
    (key: string, value: string) => `      - --${key}\n      - ${value}`,
  );

  it("never shows a secret, whatever the form, and moves no column", () => {
    fc.assert(
      fc.property(name, secret, form, (key, value, write) => {
        const text = write(key, value);
        const masked = maskText(text);
        expect(masked).toHaveLength(text.length);
        expect(masked).not.toContain(value);
        expect(masked.split("\n").map((line) => line.length)).toEqual(text.split("\n").map((line) => line.length));
      }),
      { numRuns: 2000 },
    );
  });

  it("keeps length and lines of any text, and masks a second time to the same", () => {
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.constantFrom(
            "a",
            "=",
            ":",
            " ",
            "\n",
            '"',
            "'",
            "$",
            "{",
            "}",
            "PASSWORD",
            "\\",
            "-",
            "/",
            "@",
            "\t",
            "é",
            "😀",
          ),
        }),
        (text) => {
          const masked = maskText(text);
          expect(masked).toHaveLength(text.length);
          expect(masked.match(/\n/g)).toEqual(text.match(/\n/g));
        },
      ),
    );
  });

  it("takes linear time on hostile input", () => {
    for (const unit of [
      "password",
      "a://b:",
      "${PASSWORD:-",
      '"password',
      "token=",
      "-----BEGIN PRIVATE KEY-----\n",
      "PASSWORD: |\n ",
      "://",
    ]) {
      const start = performance.now();
      maskText(unit.repeat(Math.ceil(400_000 / unit.length)));
      expect(performance.now() - start, unit).toBeLessThan(2000);
    }
  });
});

describe("maskMessage", () => {
  it("leaves names and prose alone", () => {
    expect(maskMessage("DB_PASSWORD: a secret is set in ENV")).toBe("DB_PASSWORD: a secret is set in ENV");
    expect(maskMessage("found postgres://app:hunter2@db")).toBe("found postgres://app:*******@db");
  });
});

describe("isSecretName", () => {
  it.each(["PASSWORD", "db_pass", "githubToken", "API_KEY", "SECRET_KEY_BASE", "MYSQL_PWD", "authtoken", "Authorization"])(
    "%s is one",
    (text) => {
      expect(isSecretName(text)).toBe(true);
    },
  );
  it.each([
    "KEYCLOAK_URL",
    "API_VERSION",
    "PUBLIC_KEY",
    "PASSWORD_FILE",
    "TOKEN_TTL",
    "secrets",
    "MONKEY",
    "KEY",
    "COMPASS",
    "",
    "PATH",
  ])("%s is none", (text) => {
    expect(isSecretName(text)).toBe(false);
  });
});
