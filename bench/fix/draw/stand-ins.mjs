// Images that take the place of others where none can be pulled.
import path from "node:path";
import { fileURLToPath } from "node:url";
import { execFileSync } from "node:child_process";
import { docker, prefix } from "./docker.mjs";

const e2e = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../../test/e2e/fix/fixtures/images");
const own = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "images");

/** By name: the stage that stands for it, and the tags for which it is the real thing or as good as it. */
const names = {
  debian: { image: "debian:12-slim", real: /^(?:12|bookworm)/ },
  "bitnami/minideb": { image: "debian:12-slim" },
  ubuntu: { image: "debian:12-slim" },
  alpine: { image: "alpine:3.14", real: /^3\.14/ },
  busybox: { image: "alpine:3.14" },
  node: { stage: "node-debian", alpine: "node-alpine", real: /^(?:20|iron)(?!.*alpine)/ },
  python: { image: "python:3.11-slim-bookworm", alpine: "", real: /^3\.11(?!.*alpine)/ },
  nginx: { stage: "nginx" },
  redis: { stage: "redis" },
  postgres: { stage: "postgres", alpine: "postgres-alpine" },
  mariadb: { stage: "mysql", own: true },
  mysql: { stage: "mysql", own: true },
  memcached: { stage: "memcached", own: true },
  "eclipse-mosquitto": { stage: "mosquitto", own: true },
  httpd: { stage: "httpd" },
  mongo: { stage: "mongo" },
  "grafana/grafana": { stage: "grafana" },
  golang: { stage: "golang" },
  openjdk: { stage: "java", own: true },
  java: { stage: "java", own: true },
  "eclipse-temurin": { stage: "java", own: true },
  maven: { stage: "java", own: true },
  php: { stage: "php", own: true },
  ruby: { stage: "ruby", own: true },
  "gcr.io/distroless/static": { stage: "distroless" },
  "gcr.io/distroless/static-debian12": { stage: "distroless" },
};

/** What runs instead of an image: its reference, and whether it is the same. Undefined where there is nothing. */
export async function findStandIn(reference) {
  const [, name, tag = "latest"] = /^(?:docker\.io\/)?(?:library\/)?([^:@]+)(?::([^@]*))?/.exec(reference) ?? [];
  const known = Object.hasOwn(names, name ?? "") ? names[name] : undefined;
  if (known === undefined) return undefined;
  const onAlpine = tag.includes("alpine") && known.alpine !== undefined;
  if (onAlpine && known.alpine === "") return undefined;
  const real = known.real?.test(tag) ?? false;
  if (known.image && !onAlpine) return { image: known.image, real };
  const image = await make(onAlpine ? known.alpine : known.stage, known.own ? own : e2e);
  return image && { image, real };
}

const made = new Map();

/** Builds a stage once. */
function make(stage, folder) {
  if (!made.has(stage)) made.set(stage, build(stage, folder));
  return made.get(stage);
}

async function build(stage, folder) {
  // Draws may run at the same time.
  const image = `${prefix}/${stage}:${process.pid}`;
  const args = stage === "postgres-alpine" ? ["--target", "postgres", "--build-arg", "ID=70"] : ["--target", stage];
  if (stage === "golang")
    args.push("--build-context", `go=${execFileSync("go", ["env", "GOROOT"], { encoding: "utf8" }).trim()}`);
  if (stage === "mysql") args.push("--build-context", `mariadb=docker-image://${await make("mariadb", e2e)}`);
  const { code, err } = await docker(["build", "-q", "-t", image, ...args, folder], { seconds: 600 });
  if (code !== 0) console.error(`no stand-in ${stage}: ${err.split("\n").at(-1)}`);
  return code === 0 ? image : undefined;
}

export async function removeStandIns() {
  for (const image of made.keys()) await docker(["rmi", "-f", `${prefix}/${image}:${process.pid}`]);
}
