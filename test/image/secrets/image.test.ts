import { gzipSync } from "node:zlib";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { withImage, type ImageRequest } from "../../../src/api/image.ts";
import type { ImageSecret } from "../../../src/image/secrets/secret.ts";
import { temporaryFolder } from "../../host/temporary-folder.ts";
import { inspect, put } from "../inspect.ts";
import { makeLayout, makeLegacy, type ImageParts } from "../make-image.ts";
import { file, type MadeEntry } from "../make-tar.ts";
import { awsKeyId, gitHubToken, pem, random, stripeKey } from "./made-secrets.ts";

const folder = temporaryFolder();

async function secretsIn(
  image: Buffer | Readonly<Record<string, Buffer | string>>,
  request: Partial<ImageRequest> = {},
): Promise<readonly ImageSecret[]> {
  return withImage(
    { cwd: folder, environment: {}, input: put(image), cacheFolder: null, now: "2026-11-24T00:00:00Z", ...request },
    async ({ secrets }) => secrets,
  );
}

const imageOf = (...layers: readonly (readonly MadeEntry[])[]): Buffer => makeLegacy({ layers });
const configured = (parts: Omit<ImageParts, "layers">): Promise<readonly ImageSecret[]> =>
  secretsIn(makeLegacy({ layers: [], ...parts }));

describe("files of layers", () => {
  const key = file("app/.ssh/id_rsa", pem("RSA PRIVATE KEY"));

  it("that stay, are deleted, are replaced", async () => {
    const secrets = await secretsIn(
      imageOf(
        [key, file("app/a", gitHubToken), file("app/b/c", stripeKey), file("app/d", awsKeyId)],
        [file("app/.ssh/.wh.id_rsa"), file("app/.wh.b")],
        [file("app/a", "nothing")],
      ),
    );
    expect(secrets.map(({ rule, place }) => [rule, place])).toEqual([
      ["private-key", { kind: "file", path: "app/.ssh/id_rsa", layer: 0, line: 1, fate: { kind: "deleted", layer: 1 } }],
      ["github-token", { kind: "file", path: "app/a", layer: 0, line: 1, fate: { kind: "replaced", layer: 2 } }],
      ["stripe-key", { kind: "file", path: "app/b/c", layer: 0, line: 1, fate: { kind: "deleted", layer: 1 } }],
      ["aws-access-key-id", { kind: "file", path: "app/d", layer: 0, line: 1, fate: { kind: "stays" } }],
    ]);
  });

  it("of which not all are told", async () => {
    const image = imageOf([file("app/many", `${gitHubToken}\n`.repeat(150)), file("app/few", gitHubToken)]);
    const { notes } = await inspect(image, { cacheFolder: null });
    expect(notes).toContain("app/many of layer 1 may hold more secrets than the first 100");
    expect(notes.join()).not.toContain("app/few");
  });

  it("count in each layer and at each place", async () => {
    const secrets = await secretsIn(imageOf([file("a", gitHubToken)], [file("a", gitHubToken), file("b", gitHubToken)]));
    expect(secrets.map(({ place }) => (place.kind === "file" ? [place.path, place.layer, place.fate.kind] : place))).toEqual([
      ["a", 0, "replaced"],
      ["a", 1, "stays"],
      ["b", 1, "stays"],
    ]);
  });

  it("of gzip layers in a layout", async () => {
    const layout = makeLayout({ layers: [[key]] }, (layer) => gzipSync(layer));
    expect(await secretsIn(layout)).toMatchObject([{ rule: "private-key", severity: "critical" }]);
  });

  it("are none where the distribution ships them", async () => {
    const library = file("usr/lib/libx.so", Buffer.concat([Buffer.alloc(9), Buffer.from(pem("RSA PRIVATE KEY"))]));
    const database = [
      file("var/lib/dpkg/status", "Package: libx\nStatus: install ok installed\nVersion: 1\nArchitecture: amd64\n"),
      file("var/lib/dpkg/info/libx.list", "/.\n/usr\n/usr/lib/libx.so\n/etc/x.key\n"),
    ];
    const setting = file("etc/x.key", pem("RSA PRIVATE KEY"));
    const secrets = await secretsIn(imageOf([library, setting, ...database], [library]));
    expect(secrets.map(({ place }) => (place.kind === "file" ? [place.path, place.layer] : place))).toEqual([
      ["etc/x.key", 0],
      ["usr/lib/libx.so", 1],
    ]);
  });

  it("are left alone where secrets are not asked for", async () => {
    expect(await secretsIn(imageOf([key]), { scanners: ["pkg"] })).toEqual([]);
  });
});

describe("credential files", () => {
  const password = random(12);
  const cases: readonly (readonly [string, string, string])[] = [
    ["root/.npmrc", `//registry.npmjs.org/:_authToken=${random(36)}\n`, "npmrc"],
    ["app/.npmrc", `_auth = "${random(20)}=="\n`, "npmrc"],
    ["root/.netrc", `machine git.acme.test login ci password ${password}\n`, "netrc"],
    ["root/.git-credentials", `https://ci:${password}@git.acme.test\n`, "git-credentials"],
    ["root/.pypirc", `[pypi]\nusername = me\npassword = ${password}\n`, "pypirc"],
    ["root/.docker/config.json", `{"auths":{"r.acme.test":{"auth":"${random(24)}"}}}`, "docker-config"],
    ["root/.aws/credentials", `[default]\naws_secret_access_key = ${random(38)}+/\n`, "aws-secret-access-key"],
    ["root/.kube/config", `users:\n- name: a\n  user:\n    token: ${random(40)}\n`, "kubeconfig"],
    ["root/.pgpass", `db:5432:app:app:${password}\n`, "pgpass"],
    ["root/.my.cnf", `[client]\npassword=${password}\n`, "mysql-options"],
    ["app/config/master.key", "0f1e2d3c4b5a69788796a5b4c3d2e1f0", "rails-master-key"],
    ["root/.cargo/credentials.toml", `[registry]\ntoken = "${random(30)}"\n`, "cargo-credentials"],
    ["root/.m2/settings.xml", `<server><password>${password}</password></server>`, "maven-settings"],
    ["etc/shadow", `root:$6$abcdefgh$${random(86)}:19000:0:::::\n`, "shadow"],
    ["app/cert/server.p12", "anything", "key-store"],
    ["app/.env", `# x\nDB_PASSWORD=${password}\n`, "env-secret"],
    ["app/config/production.yaml", `db:\n  password: "${password}"\n`, "config-secret"],
    ["var/www/html/wp-config.php", `<?php define('DB_PASSWORD', '${password}');`, "wordpress-config"],
  ];
  it.each(cases)("%s", async (name, content, rule) => {
    const secrets = await secretsIn(imageOf([file(name, content)]));
    expect(secrets.map((secret) => secret.rule)).toEqual([rule]);
    for (const value of [password, random(20), random(30)]) expect(secrets[0]?.excerpt).not.toContain(value);
  });

  it.each([
    ["root/.npmrc", "//registry.npmjs.org/:_authToken=${NPM_TOKEN}\nregistry=https://registry.npmjs.org\n"],
    ["root/.netrc", "machine x login y password ${PASSWORD}\n"],
    ["root/.docker/config.json", '{"credsStore":"desktop","auths":{"r.acme.test":{}}}'],
    ["root/.aws/config", "[default]\nregion = eu-west-1\n"],
    ["etc/shadow", "root:*:19000:0:99999:7:::\ndaemon:!:19000::::::\n"],
    [
      "app/.env",
      "DB_PASSWORD=\nAPI_KEY=changeme\nTOKEN=your-token-here\nSECRET=${SECRET}\nPASSWORD_FILE=/run/secrets/x\nKEY=placeholder\n",
    ],
    ["app/.env.example", `DB_PASSWORD=${password}\n`],
    ["app/config/app.yaml", "password: ${DB_PASSWORD}\ntoken: ''\nsecretName: db-credentials\nkey: name\n"],
    ["app/node_modules/x/config.json", `{"password": "${password}"}`],
    ["etc/ssl/openssl.cnf", "secret = insta:insta2024x # pass:insta\n"],
    ["etc/ssl/certs/java/cacerts", "anything"],
    ["root/.pgpass", "# db:5432:app:app:x\n"],
  ])("none in %s: %j", async (name, content) => {
    expect(await secretsIn(imageOf([file(name, content)]))).toEqual([]);
  });
});

describe("configuration and history", () => {
  const value = random(18);

  it("environment and labels by form and by name", async () => {
    const secrets = await configured({
      config: {
        Env: [
          "PATH=/usr/bin",
          `DB_PASSWORD=${value}`,
          `X=${gitHubToken}`,
          `JAVA_OPTS=-Xmx1g -Dspring.datasource.password=${value}`,
          `GPG_KEY=${"A035C8C19219BA821ECEA86B64E628F8D684696D"}`,
          "PASSWORD_FILE=/run/secrets/x",
        ],
        Labels: { "ci.token": value, maintainer: "me" },
      },
    });
    expect(secrets.map(({ rule, place, excerpt }) => [rule, place, excerpt])).toEqual([
      ["named-secret", { kind: "env", name: "DB_PASSWORD" }, "DB_PASSWORD=******************"],
      ["github-token", { kind: "env", name: "X" }, "X=ghp_************************"],
      ["named-secret", { kind: "env", name: "JAVA_OPTS" }, expect.not.stringContaining(value)],
      ["named-secret", { kind: "label", name: "ci.token" }, "ci.token=******************"],
    ]);
  });

  it("build arguments, which classic builds and BuildKit write in their own ways", async () => {
    const secrets = await configured({
      history: [
        { created_by: `|2 API_TOKEN=${value} NAME=a b c /bin/sh -c make`, empty_layer: true },
        { created_by: `RUN |1 API_TOKEN=${value} /bin/bash -o pipefail -c make # buildkit`, empty_layer: true },
        { created_by: `RUN |1 OTHER=${stripeKey} /bin/sh -c make # buildkit`, empty_layer: true },
        { created_by: "ARG API_TOKEN", empty_layer: true },
      ],
    });
    expect(secrets.map(({ rule, place }) => [rule, place])).toEqual([
      ["named-secret", { kind: "history", step: 0, argument: "API_TOKEN" }],
      ["stripe-key", { kind: "history", step: 2, argument: "OTHER" }],
    ]);
  });

  it("steps, once with what the image still has, and with the layer that they made", async () => {
    const secrets = await secretsIn(
      makeLegacy({
        layers: [[file("a")], [file("b")]],
        config: { Env: [`DB_PASSWORD=${value}`] },
        history: [
          { created_by: "/bin/sh -c #(nop) ADD file:1 in / " },
          { created_by: `ENV DB_PASSWORD=${value}`, empty_layer: true },
          { created_by: `/bin/sh -c #(nop)  ENV OLD_PASSWORD=${value}`, empty_layer: true },
          { created_by: `/bin/sh -c curl -u ci:${value} https://git.acme.test/x | tar x` },
        ],
      }),
    );
    expect(secrets.map(({ place }) => place)).toEqual([
      { kind: "env", name: "DB_PASSWORD" },
      { kind: "history", step: 2 },
      { kind: "history", step: 3, layer: 1 },
    ]);
    expect(JSON.stringify(secrets)).not.toContain(value);
  });

  it("entrypoint, command and health check", async () => {
    const secrets = await configured({
      config: {
        Entrypoint: ["/app", "--db-password", value],
        Cmd: ["sh", "-c", `TOKEN=${gitHubToken} run`],
        Healthcheck: { Test: ["CMD", "redis-cli", "-a", value, "ping"] },
      },
    });
    expect(secrets.map(({ rule, place }) => [rule, place.kind])).toEqual([
      ["named-secret", "command"],
      ["github-token", "command"],
      ["named-secret", "command"],
    ]);
    expect(JSON.stringify(secrets)).not.toContain(value);
  });
});

describe("the cache", () => {
  it("keeps findings, no values, and tells runs with other rules apart", async () => {
    const cacheFolder = path.join(folder, "cache");
    const input = put(imageOf([file("app/a", `${gitHubToken}\n${awsKeyId}\nacme-q8w7e6r5t4\n`)]));
    const read = (request: Partial<ImageRequest> = {}): Promise<string[]> =>
      withImage(
        { cwd: folder, environment: {}, input, cacheFolder, now: "2026-11-24T00:00:00Z", ...request },
        async ({ secrets }) => secrets.map(({ rule }) => rule),
      );
    const secretConfig = put(Buffer.from("rules: [{id: acme, regex: 'acme-[a-z0-9]+', keywords: [acme-]}]\n"));
    expect(await read()).toEqual(["github-token", "aws-access-key-id"]);
    expect(await read()).toEqual(["github-token", "aws-access-key-id"]);
    expect(await read({ secretConfig })).toEqual(["github-token", "aws-access-key-id", "acme"]);
    expect(await read()).toEqual(["github-token", "aws-access-key-id"]);
    const records = readdirSync(cacheFolder).filter((name) => name.endsWith(".layer"));
    expect(records).toHaveLength(2);
    // Packages alone are in a record with secrets too.
    expect(await read({ scanners: ["pkg"] })).toEqual([]);
    expect(readdirSync(cacheFolder).filter((name) => name.endsWith(".layer"))).toHaveLength(2);
    for (const name of records) {
      const text = readFileSync(path.join(cacheFolder, name), "latin1");
      for (const secret of [gitHubToken, awsKeyId, "q8w7e6r5t4"]) expect(text).not.toContain(secret.slice(-8));
    }
  });
});
