import { execFileSync } from "node:child_process";
import path from "node:path";
import { run } from "./run.ts";

const folder = path.resolve(import.meta.dirname, "fixtures/images");
const label = "org.seaworthy.e2e=images";

/** How an image is made where it is neither here nor can be pulled: a stage of the Dockerfile in `fixtures/images`, or another image. */
interface StandIn {
  readonly stage: string;
  readonly args?: readonly string[];
}

const standIns: Readonly<Record<string, StandIn>> = {
  "node:latest": { stage: "node-debian" },
  "node:20": { stage: "node-debian" },
  "node:20-slim": { stage: "node-debian" },
  "node:20-alpine": { stage: "node-alpine" },
  "python:3.11": { stage: "python" },
  "python:3.11-slim": { stage: "python" },
  "golang:1.26-bookworm": { stage: "golang" },
  "gcr.io/distroless/static-debian12:nonroot": { stage: "distroless" },
  "nginx:1.27": { stage: "nginx" },
  "nginx:1.27-alpine": { stage: "nginx" },
  "redis:7": { stage: "redis" },
  "postgres:15": { stage: "postgres" },
  "postgres:15-alpine": { stage: "postgres", args: ["ID=70"] },
  "mariadb:10.11": { stage: "mariadb" },
  "httpd:2.4": { stage: "httpd" },
  "mongo:8.0": { stage: "mongo" },
  "grafana/grafana:12.0.0": { stage: "grafana" },
};

const made: string[] = [];

/** Sees to it that the images are there: as they are, pulled, or made. */
export async function needImages(): Promise<void> {
  const names = Object.keys(standIns);
  const seeds = ["debian:12-slim", "alpine:3.14", "node:20-bookworm-slim", "python:3.11-slim-bookworm"];
  const absent = await missing([...seeds, ...names]);
  // One at a time: where the registry cannot be reached, the first one says so at once.
  const toMake: string[] = [];
  let reachable = true;
  for (const name of absent) {
    reachable &&= (await run("docker", ["pull", "-q", name])).code === 0;
    if (!reachable) toMake.push(name);
  }
  const lost = toMake.filter((name) => seeds.includes(name));
  if (lost.length > 0) throw new Error(`neither here nor can they be pulled: ${lost.join(", ")}`);
  await Promise.all(toMake.map(make));
}

async function missing(names: readonly string[]): Promise<string[]> {
  const { out } = await run("docker", ["image", "ls", "--format", "{{.Repository}}:{{.Tag}}"]);
  const here = new Set(out.split("\n"));
  return names.filter((name) => !here.has(name));
}

async function make(name: string): Promise<void> {
  const recipe = standIns[name];
  if (!recipe) throw new Error(`nobody knows how to make ${name}`);
  const go = goRoot();
  const stage = recipe.stage === "golang" && go === undefined ? "golang-debian" : recipe.stage;
  const { code, err } = await run("docker", [
    "build",
    "-q",
    "--label",
    label,
    "--target",
    stage,
    "-t",
    name,
    ...(recipe.args ?? []).flatMap((arg) => ["--build-arg", arg]),
    ...(stage === "golang" ? ["--build-context", `go=${go ?? ""}`] : []),
    folder,
  ]);
  if (code !== 0) throw new Error(`${name} cannot be made: ${err}`);
  made.push(name);
}

function goRoot(): string | undefined {
  try {
    return execFileSync("go", ["env", "GOROOT"], { encoding: "utf8", stdio: "pipe" }).trim();
  } catch {
    return undefined;
  }
}

/** Takes away those that were made here. */
export async function removeImages(): Promise<void> {
  if (made.length > 0) await run("docker", ["image", "rm", "-f", ...made.splice(0)]);
}
