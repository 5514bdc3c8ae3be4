import { expect, test } from "vitest";
import { isBuildPackage } from "../../src/catalog/build-packages.ts";
import { compileCommand, isToolchainPath } from "../../src/catalog/compile-commands.ts";
import { isDevelopmentName, isDevelopmentTool } from "../../src/catalog/dependency-installers.ts";

test("packages to build with", () => {
  const build =
    "build-essential g++ gcc-12 clang-16 libssl-dev zlib-devel musl-dev make cmake golang-1.22 rustc cargo openjdk17 openjdk-21-jdk-headless java-17-amazon-corretto-devel default-jdk maven dotnet-sdk-8.0 dotnet8-sdk linux-headers-amd64 devtoolset-7 temurin-17-jdk python3-dev Build-Base @development-tools $PHPIZE_DEPS ${PHPIZE_DEPS}";
  expect(build.split(" ").filter((name) => !isBuildPackage(name))).toEqual([]);
  const run =
    "openjdk17-jre openjdk-21-jre-headless python3 nodejs npm git curl libssl3 gcc-12-base libgcc libstdc++ musl makepasswd golang-docs dev-utils pkg-config devel";
  expect(run.split(" ").filter(isBuildPackage)).toEqual([]);
});

test.each([
  ["go", ["build", "-o", "x"], "go build"],
  ["go", ["mod", "download"], undefined],
  ["make", [], "make"],
  ["make", ["--version"], undefined],
  ["gradlew", [":web:bootJar"], "gradlew :web:bootJar"],
  ["npm", ["run", "build"], "npm run build"],
  ["npm", ["--prefix", "web", "run", "client:build"], "npm run client:build"],
  ["npm", ["run", "rebuild-index"], undefined],
  ["npm", ["exec", "tsc"], "npm tsc"],
  ["npm", ["build"], undefined],
  ["yarn", ["build"], "yarn build"],
  ["yarn", ["workspaces", "foreach", "-pt", "run", "build"], "yarn run build"],
  ["pnpm", ["-r", "build"], "pnpm build"],
  ["npx", ["webpack@5"], "npx webpack"],
  ["npx", ["vite"], undefined],
  ["npx", ["vite", "build"], "npx vite build"],
  ["bun", ["run", "dist"], "bun run dist"],
  ["node", ["--max-old-space-size=4096", "./node_modules/.bin/ng", "build"], "ng build"],
  ["node", ["build.js"], undefined],
  ["ng", ["serve"], undefined],
] as const)("%s %j compiles: %s", (program, args, expected) => {
  expect(compileCommand(program, args)?.name).toBe(expected);
});

test("toolchains that were unpacked by hand", () => {
  const paths = ["/usr/local/go", "/root/.cargo", "$HOME/.rustup/", "/opt/apache-maven-3.9.6", "/opt/gradle-8.5"];
  expect(paths.filter((path) => !isToolchainPath(path))).toEqual([]);
  expect(["/tmp/cargo-app", "/usr/local/google", "/go/src"].filter(isToolchainPath)).toEqual([]);
});

test("names that are there for development", () => {
  const yes = ["requirements-dev.txt", "dev-requirements.txt", "requirements/test.txt", "dev,docs"];
  expect(yes.filter((name) => !isDevelopmentName(name))).toEqual([]);
  expect(
    ["requirements.txt", "requirements/prod.txt", "devices.txt", "standard", "latest.txt"].filter(isDevelopmentName),
  ).toEqual([]);
  expect(["typescript", "webpack@5", "@angular/cli@17", "pm2", "npm@latest"].filter(isDevelopmentTool)).toEqual([
    "typescript",
    "webpack@5",
    "@angular/cli@17",
  ]);
});
