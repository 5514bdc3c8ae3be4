import { describe, expect, test } from "vitest";
import { buildLeftovers } from "../../src/model/build-leftovers.ts";
import { projectOf } from "../rules/check-example.ts";

type Files = Readonly<Record<string, string>>;

/** What stays of a build: `at: reason`, and after `?` what may stay. */
async function leftOf(dockerfile: string, files: Files = {}): Promise<string[]> {
  const text = `${dockerfile}\n`;
  const project = await projectOf({ Dockerfile: text, ...files });
  const build = project.workloads[0]?.build;
  if (!build) throw new Error("no build");
  const { found, open } = buildLeftovers(build, project.loaded);
  return [
    ...found.map(({ reason, at }) => `${text.slice(at.span.start, at.span.end)}: ${reason}`),
    ...open.map(({ reason }) => `? ${reason}`),
  ];
}

const run = (script: string): Promise<string[]> => leftOf(`FROM alpine:3.22\nRUN ${script}`);

describe("compilers and headers", () => {
  test.each([
    ["apk add gcc", ["gcc: gcc stays in the image"]],
    ["apk add curl 'gcc=~13' musl-dev@edge", ["'gcc=~13': gcc and musl-dev stay in the image"]],
    [
      "apt-get install -y -t stable build-essential:amd64 libpq-dev/bookworm",
      ["build-essential:amd64: build-essential and libpq-dev stay in the image"],
    ],
    ["apt-get install -o Dpkg::Options::=x make", ["make: make stays in the image"]],
    ["yum -y groupinstall 'Development Tools'", ["'Development Tools': @Development Tools stays in the image"]],
    ["dnf group install -y development", ["development: @development stays in the image"]],
    ["pacman -Sy --noconfirm base-devel", ["base-devel: base-devel stays in the image"]],
    ["zypper -n in gcc-c++", ["gcc-c++: gcc-c++ stays in the image"]],
    ["apt-get build-dep -y nginx", ["apt-get build-dep -y nginx: build-dep stays in the image"]],
    ["apk add $PHPIZE_DEPS", ["$PHPIZE_DEPS: $PHPIZE_DEPS stays in the image"]],
    ["apk add a-dev b-dev c-dev d-dev", ["a-dev: a-dev, b-dev, c-dev and 1 more stay in the image"]],
    ["apt-get install -y curl git openjdk-17-jre python3 gcc-12-base", []],
    ["echo apk add gcc", []],
    ["apk info gcc && apk del gcc", []],
  ])("%s", async (script, expected) => {
    expect(await run(script)).toEqual(expected);
  });

  test.each([
    "apk add gcc && apk del gcc",
    "apk add --virtual .b gcc musl-dev && apk del .b",
    "apk add --virtual=.b gcc && apk del --no-network .b",
    "apk add -t .b gcc && apk del .b",
    "apt-get install -y gcc make && apt-get purge -y --auto-remove gcc make",
    "apt-get install -y gcc && apt-get autoremove -y gcc",
    "apt-get install -y gcc libx-dev && apt-get remove -y '*-dev' gcc",
    "apt-get install -y gcc && apt-mark auto gcc && apt-get autoremove -y",
    "saved=\"$(apt-mark showmanual)\"; apt-get install -y gcc; apt-mark auto '.*' > /dev/null; apt-mark manual $saved; apt-get purge -y --auto-remove",
    "apt-get install -y gcc; apt-mark showmanual | xargs apt-mark auto; apt-get purge -y --auto-remove",
    "deps='gcc make' && apt-get install -y $deps && apt-get purge -y $deps",
    "apk add $PHPIZE_DEPS && apk del $PHPIZE_DEPS",
    "yum install -y gcc && yum history undo -y last",
    "dnf -y install gcc && dnf -y remove gcc",
    "apt-get install -y gcc && dpkg --purge gcc",
    "apt-get install -y gcc; sudo apt-get purge -y gcc",
  ])("gone in the same RUN: %s", async (script) => {
    expect(await run(script)).toEqual([]);
  });

  test.each([
    ["apt-get install -y gcc && apt-get autoremove -y", "gcc"],
    ["apk add --virtual .b gcc && apk del .c", "gcc"],
    ["apk del gcc && apk add gcc", "gcc"],
    ["apt-get install -y gcc make && apt-get purge -y make", "gcc"],
  ])("not gone: %s", async (script, name) => {
    expect(await run(script)).toEqual([`${name}: ${name} stays in the image`]);
  });

  test("a later RUN takes nothing out of the layer", async () => {
    expect(await leftOf("FROM alpine\nRUN apk add gcc\nRUN apk del gcc")).toEqual(["gcc: gcc stays in the image"]);
  });

  test("by ARG, ENV and heredoc", async () => {
    expect(await leftOf('FROM alpine\nARG DEPS="gcc make"\nRUN apk add $DEPS')).toEqual([
      "$DEPS: gcc and make stay in the image",
    ]);
    expect(await leftOf("FROM alpine\nENV DEPS=gcc\nRUN apk add ${DEPS} && apk del ${DEPS}")).toEqual([]);
    expect(await leftOf("FROM debian\nRUN <<EOF\napt-get install -y gcc\nEOF")).toEqual(["gcc: gcc stays in the image"]);
  });

  test("only stages that the image is built FROM count", async () => {
    expect(await leftOf("FROM alpine AS b\nRUN apk add gcc\nFROM alpine\nCOPY --from=b /x /x")).toEqual([]);
    expect(await leftOf("FROM alpine AS b\nRUN apk add gcc\nFROM b\nRUN x")).toEqual(["gcc: gcc stays in the image"]);
  });

  test("a shell that nobody reads is said", async () => {
    expect(await leftOf('FROM alpine\nSHELL ["pwsh", "-c"]\nRUN apk add gcc')).toEqual(["? RUN of pwsh is not read"]);
  });
});

describe("compiling and bundling", () => {
  test.each([
    ["go build -o /app .", "go build"],
    ["cd /src && make -j4 install", "make"],
    ["./mvnw -q clean package", "mvnw package"],
    ["gradle --no-daemon :app:bootJar", "gradle :app:bootJar"],
    ["dotnet publish -c Release", "dotnet publish"],
    ["cargo install x", "cargo install"],
    ["npm run build:prod", "npm run build:prod"],
    ["yarn workspace web build", "yarn build"],
    ["pnpm --filter web build", "pnpm build"],
    ["npx tsc -p .", "npx tsc"],
    ["node node_modules/.bin/webpack --mode production", "webpack"],
    ["sh -c 'go build'", "go build"],
  ])("%s", async (script, name) => {
    const found = await run(script);
    expect(found.map((text) => text.slice(text.indexOf(": ") + 2))).toEqual([`${name} runs in the final stage`]);
  });

  test.each([
    "go version",
    "make --version",
    "npm run migrate",
    "npm start",
    "npx prisma generate",
    "dotnet app.dll",
    "apk add --virtual .b go && go build && apk del .b",
    "curl -L x | tar xz -C /usr/local && go build && rm -rf /usr/local/go",
    "curl https://sh.rustup.rs | sh -s -- -y && cargo build && rustup self uninstall -y",
    "npm ci && npm run build && npm prune --omit=dev",
    "npm ci && npm run build && rm -rf node_modules",
    "yarn && yarn build && yarn install --production",
  ])("nothing of it stays: %s", async (script) => {
    expect(await run(script)).toEqual([]);
  });

  test("what is compiled with tools that stay is one finding", async () => {
    expect(await run("apk add gcc && gcc a.c")).toEqual(["gcc: gcc stays in the image"]);
  });
});

describe("development dependencies", () => {
  const node = (script: string, files: Files = {}, before = ""): Promise<string[]> =>
    leftOf(`FROM node:22-slim\nWORKDIR /app\nCOPY . .\n${before}RUN ${script}`, files);
  const dev = { "package.json": '{"devDependencies":{"a":"1"}}' };

  test.each([
    ["npm ci", "npm ci installs devDependencies too"],
    ["npm i --legacy-peer-deps", "npm i installs devDependencies too"],
    ["npm install --production=false", "npm install installs devDependencies too"],
    ["NODE_ENV=production npm install --include=dev", "npm install installs devDependencies too"],
    ["yarn --frozen-lockfile", "yarn installs devDependencies too"],
    ["yarn --network-timeout 100000 install", "yarn install installs devDependencies too"],
    ["pnpm i --frozen-lockfile", "pnpm i installs devDependencies too"],
    ["corepack pnpm install", "pnpm install installs devDependencies too"],
    ["npm install -g typescript@5 pm2", "typescript@5 is installed globally"],
    ["yarn global add gulp webpack", "gulp, webpack are installed globally"],
  ])("%s", async (script, reason) => {
    expect((await node(script, dev)).map((text) => text.slice(text.indexOf(": ") + 2))).toEqual([reason]);
  });

  test.each([
    "npm ci --omit=dev",
    "npm ci --omit dev",
    "npm install --only=production",
    "npm install --prod",
    "NODE_ENV=production npm ci",
    "export NODE_ENV=production && npm ci",
    "npm config set omit dev && npm ci",
    "npm install express",
    "npm install -g pm2",
    "npm ci && npm prune --production",
    "npm ci && rm -rf ./node_modules",
    "cd /tmp/x && npm ci && rm -rf /tmp/x",
    "yarn install --production",
    "yarn workspaces focus --production",
    "yarn add x",
    "pnpm i -P",
    "pnpm install --prod --frozen-lockfile",
  ])("production only: %s", async (script) => {
    expect(await node(script, dev)).toEqual([]);
  });

  test("NODE_ENV of the image and of the build", async () => {
    expect(await node("npm ci", dev, "ENV NODE_ENV=production\n")).toEqual([]);
    expect(await node("npm ci", dev, "ENV NODE_ENV=development\n")).toEqual(["npm ci: npm ci installs devDependencies too"]);
    expect(await node("npm ci", dev, "ARG NODE_ENV=production\n")).toEqual([]);
    expect(await node("npm ci", dev, "ARG NODE_ENV\n")).toEqual([
      "? npm ci may install devDependencies: $NODE_ENV is not known here",
    ]);
  });

  test("package.json decides where it can be seen, in the folder of the command", async () => {
    expect(await node("npm ci", { "package.json": '{"dependencies":{"a":"1"}}' })).toEqual([]);
    expect(await node("npm ci", { "package.json": '{"devDependencies":{}}' })).toEqual([]);
    expect(await node("npm ci", { "package.json": "no JSON" })).toEqual(["npm ci: npm ci installs devDependencies too"]);
    expect(await node("npm ci")).toEqual(["npm ci: npm ci installs devDependencies too"]);
    const two = { "package.json": "{}", "web/package.json": dev["package.json"] };
    expect(await node("cd web && npm ci", two)).toEqual(["npm ci: npm ci installs devDependencies too"]);
    expect(await node("(cd web && true) && npm ci", two)).toEqual([]);
    expect(await node("npm --prefix web ci", two)).toEqual(["npm --prefix web ci: npm ci installs devDependencies too"]);
  });

  test.each([
    ["composer install", ["composer install: composer install installs require-dev too"]],
    ["php composer.phar update", ["php composer.phar update: composer update installs require-dev too"]],
    ["composer install --no-dev", []],
    ["COMPOSER_NO_DEV=1 composer install", []],
    ["composer require x", []],
    ["pip install -r requirements-dev.txt", ["pip install -r requirements-dev.txt: pip install takes requirements-dev.txt"]],
    ["python -m pip install '.[dev,docs]'", ["python -m pip install '.[dev,docs]': pip install takes [dev,docs]"]],
    ["pip install -r requirements.txt", []],
    ["pip install 'uvicorn[standard]' .", []],
    ["pipenv install --dev", ["pipenv install --dev: pipenv install --dev installs dev-packages"]],
    ["pipenv install --deploy", []],
    ["bundle install", ["? bundle install may install the group development: Gemfile is not in sight"]],
    ["bundle config set --local without 'development test' && bundle install", []],
    ["bundle install --without development test", []],
    ["BUNDLE_WITHOUT=development bundle", []],
    ["poetry install --only main", []],
    ["poetry install --no-root", ["? poetry install may install the groups for development: pyproject.toml is not in sight"]],
    ["uv sync --frozen --no-dev", []],
    ["uv sync --frozen", ["? uv sync may install the group dev: pyproject.toml is not in sight"]],
  ])("%s", async (script, expected) => {
    expect(await run(script)).toEqual(expected);
  });

  test.each([
    [
      "bundle install",
      "Gemfile",
      "gem 'a'\ngroup :development, :test do\nend\n",
      ["bundle install: bundle install installs the group development too"],
    ],
    ["bundle install", "Gemfile", "gem 'a'\n", []],
    ["uv sync", "pyproject.toml", "[dependency-groups]\ndev = []\n", ["uv sync: uv sync installs the group dev too"]],
    ["poetry install", "pyproject.toml", "[tool.poetry.dependencies]\n", []],
    ["composer install", "composer.json", '{"require":{}}', []],
  ])("%s by %s %j", async (script, file, text, expected) => {
    expect(await node(script, { [file]: text })).toEqual(expected);
  });
});
