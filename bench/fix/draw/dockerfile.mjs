// A Dockerfile before and after: built, started, watched.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { docker, prefix } from "./docker.mjs";
import { observe, stop } from "./observe.mjs";
import { findStandIn } from "./stand-ins.mjs";

/** Hosts that builds reach here besides the registries' clients. */
const elsewhere =
  /(?:https?|git|ftp):\/\/(?!localhost|127\.|0\.0\.0\.0|deb\.debian\.org|pypi\.org|registry\.npmjs\.org|\$)[\w.-]+|git@[\w.-]+:/;
const fetches = /\b(?:curl|wget|git\s+clone|go\s+get|ADD|npm\s+install\s+git)\b/;
const absent = [
  [/\bapk\s+(?:[\w-]+\s+)*?(?:add|update|upgrade)\b/, "packages of Alpine"],
  [/\b(?:gem\s+install|bundle\s+install|bundler)\b/, "gems"],
  [/\b(?:yum|dnf|microdnf|zypper|pacman|emerge)\b/, "packages of another distribution"],
  [/\b(?:add-apt-repository|apt-key|ppa:|gpg\s+.*--(?:recv|keyserver))/, "another package source"],
  [/\bcomposer\s+(?:install|create-project|require)\b/, "packages of PHP"],
  [/\b(?:dotnet\s+(?:restore|publish|build)|sbt\b|gradlew?\b|cabal|stack\s+build|conda\s)/, "another registry"],
];

/** The images a Dockerfile builds on, and those that stand for them; or why it cannot be built here. */
export async function prepare(file, context) {
  const text = readFileSync(file, "utf8")
    .replaceAll(/^\s*#.*\n/gm, "")
    .replaceAll(/\\\r?\n/g, " ");
  const args = Object.fromEntries(
    [...text.matchAll(/^\s*ARG\s+(\w+)=["']?([^\s"']*)/gim)].map(([, name, value]) => [name, value]),
  );
  const stages = new Set();
  const contexts = {};
  let real = true;
  const needed = [];
  for (const [, from, stage] of text.matchAll(/^\s*FROM\s+(?:--\S+\s+)*(\S+)(?:\s+AS\s+(\S+))?/gim)) {
    const image = from.replaceAll(/\$\{?(\w+)(?::-([^}]*))?\}?/g, (_, name, other) => args[name] ?? other ?? "");
    if (image !== "scratch" && !stages.has(image.toLowerCase())) needed.push(image);
    if (stage) stages.add(stage.toLowerCase());
  }
  for (const [, image] of text.matchAll(/^\s*COPY\s+(?:--\S+\s+)*--from=(\S+)/gim))
    if (!stages.has(image.toLowerCase()) && !/^\d+$/.test(image)) needed.push(image);
  for (const image of needed) {
    const standIn = await findStandIn(image);
    if (!standIn) return { why: "its base is not here" };
    contexts[image] = standIn.image;
    real &&= standIn.real;
  }
  for (const [pattern, name] of absent) if (pattern.test(text)) return { why: `needs ${name}` };
  for (const line of text.split("\n")) if (elsewhere.test(line) && fetches.test(line)) return { why: "fetches from other hosts" };
  for (const [, rest] of text.matchAll(/^\s*(?:COPY|ADD)\s+((?!.*--from).*)$/gim)) {
    const words = rest.startsWith("[") ? (rest.match(/"[^"]*"/g) ?? []).map((word) => word.slice(1, -1)) : rest.split(/\s+/);
    for (const word of words.filter((word) => !word.startsWith("--") && word !== "").slice(0, -1))
      if (!/[*?$]|<</.test(word) && !existsSync(path.join(context, word)))
        return { why: "files it copies are not in the corpus" };
  }
  if (Object.values(contexts).some((image) => image.startsWith("debian:")) && (await findLostPackage(text)))
    return { why: "its packages are not in Debian 12" };
  return { contexts, real };
}

let debian;

/** A package that the release of Debian here does not have: its name went with an older release. */
async function findLostPackage(text) {
  debian ??= docker(["run", "--rm", "debian:12-slim", "sh", "-c", "apt-get update -qq >/dev/null && apt-cache pkgnames"], {
    seconds: 120,
  });
  const known = new Set((await debian).out.split("\n"));
  if (known.size < 1000) return undefined;
  const installs = [...text.matchAll(/\bapt(?:-get)?\s+(?:-\S+\s+)*install\s([^&|;\n]*)/g)];
  const words = installs.flatMap(([, list]) => list.trim().split(/\s+/));
  return words
    .map((word) => word.replace(/=.*|:amd64$/, ""))
    .find((word) => /^[a-z0-9][a-z0-9+.-]+$/.test(word) && !known.has(word));
}

/** Builds and watches one side. `values` tells where a secret of the build once stood. */
export async function runDockerfile({ file, context, contexts, name, side, values, work, expected }) {
  const text = readFileSync(file, "utf8");
  const built = path.join(work, `${side}.Dockerfile`);
  mkdirSync(work, { recursive: true });
  // A frontend cannot be pulled.
  writeFileSync(built, text.replace(/^# *syntax *=.*\n/i, ""));
  const ignore = [`${file}.dockerignore`, path.join(context, ".dockerignore")].find((candidate) => existsSync(candidate));
  if (ignore) writeFileSync(`${built}.dockerignore`, readFileSync(ignore));
  const image = `${prefix}/${name}-${side}`;
  const secrets = [...text.matchAll(/type=secret[^\s]*?\bid=([\w.-]+)/g)].flatMap(([, id]) => {
    const source = path.join(work, `secret-${id}`);
    writeFileSync(source, findValue(values, id));
    return ["--secret", `id=${id},src=${source}`];
  });
  const label = `${prefix}=${name}`;
  const args = Object.entries(contexts).flatMap(([from, to]) => ["--build-context", `${from}=docker-image://${to}`]);
  const build = await docker(["build", "-q", "--label", label, "-t", image, "-f", built, ...args, ...secrets, context], {
    seconds: 240,
  });
  if (build.code !== 0)
    return {
      error: build.code === 124 ? "the build takes too long" : `does not build: ${build.err.split("\n").at(-1).slice(0, 300)}`,
    };
  const first = await start(image, label);
  if (first.error) return first;
  const seen = await observe(first.id, { expected });
  return {
    ...seen,
    id: first.id,
    image,
    idle: await checkIdle(image, label),
    stopped: seen.running ? await stop(first.id) : undefined,
  };
}

async function start(image, label) {
  const { code, out, err } = await docker(["run", "-dt", "--label", label, image]);
  return code === 0 ? { id: out.split("\n").at(-1) } : { error: `does not start: ${err.split("\n")[0].slice(0, 300)}` };
}

/** Whether the health check fails where nothing runs: one that cannot fail says nothing. */
async function checkIdle(image, label) {
  const { out } = await docker(["inspect", "-f", "{{json .Config.Healthcheck}}", image]);
  const test = JSON.parse(out || "null")?.Test ?? ["NONE"];
  if (test[0] === "NONE") return undefined;
  const { code, out: id } = await docker(["run", "-d", "--label", label, "--entrypoint", "sleep", image, "30"]);
  if (code !== 0) return undefined;
  const result = await docker(["exec", id, ...(test[0] === "CMD" ? test.slice(1) : ["/bin/sh", "-c", test[1]])], { seconds: 20 });
  await docker(["rm", "-f", id]);
  return result.code === 0 ? "passes where nothing runs" : "fails where nothing runs";
}

function findValue(text, id) {
  const name = id.replaceAll(/[^\w]/g, "[_.-]");
  return new RegExp(String.raw`\b${name}[= ]\s*["']?([^\s"';&]+)`, "i").exec(text)?.[1] ?? "secret";
}
