import { execFile } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { loadCompose } from "../../../src/load/compose/load.ts";
import type { Plain } from "../../../src/load/compose/plain.ts";
import { toPlain } from "../../../src/load/compose/plain.ts";
import type { FileProvider } from "../../../src/load/provider.ts";

const home = "/home/oracle";
const environment = { PATH: "/usr/local/bin:/usr/bin:/bin", HOME: home };
/** The Docker command line hands this to Compose. */
const handedOver = { OTEL_RESOURCE_ATTRIBUTES: "docker.cli.cobra.command_path=docker%20compose" };

const docker = ["/usr/bin/docker", "/usr/local/bin/docker", "/opt/homebrew/bin/docker"].find((file) => existsSync(file));

export interface RealProject {
  readonly accepted: boolean;
  readonly output: string;
}

/** What `docker compose config` says of files, run in the folder of the first; undefined where there is no Docker. */
export function askCompose(top: string, files: readonly string[]): Promise<RealProject | undefined> {
  const directory = path.join(top, path.dirname(files[0] ?? ""));
  const named = files.flatMap((file) => ["-f", path.relative(directory, path.join(top, file))]);
  const args = ["compose", "--profile", "*", ...named, "config", "--format", "json"];
  return new Promise((resolve) => {
    if (docker === undefined) return resolve(undefined);
    execFile(docker, args, { cwd: directory, env: environment, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      const missing = error !== null && /is not a docker command|unknown shorthand flag|unknown command/.test(stderr);
      resolve(missing ? undefined : { accepted: error === null, output: stdout });
    });
  });
}

export async function composeIsThere(top: string, files: readonly string[]): Promise<boolean> {
  return (await askCompose(top, files)) !== undefined;
}

function provideFrom(top: string): FileProvider {
  const kind = (file: string): "missing" | "file" | "directory" => {
    const full = path.join(top, file);
    if (!existsSync(full)) return "missing";
    return statSync(full).isDirectory() ? "directory" : "file";
  };
  return {
    read(file) {
      if (kind(file) !== "file") return Promise.resolve({ ok: false, failure: "missing", message: "does not exist" });
      return Promise.resolve({ ok: true, text: readFileSync(path.join(top, file), "utf8") });
    },
    list: () => Promise.resolve([]),
    type: (file) => Promise.resolve(kind(file)),
  };
}

type PlainObject = { readonly [key: string]: Plain };

function isObject(value: Plain | undefined): value is PlainObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Our own answer; resources that no service uses are left out, as Compose does not print them. */
export async function askOurselves(top: string, files: readonly string[], real: Plain): Promise<Plain> {
  const given = new Map(Object.entries({ ...environment, ...handedOver }));
  const project = await loadCompose(provideFrom(top), files, { environment: given });
  const plain = toPlain(project, { top, home });
  if (!isObject(plain)) return plain;
  const used = JSON.stringify(plain["services"]);
  const result: Record<string, Plain> = { ...plain };
  for (const kind of ["networks", "volumes", "secrets", "configs"]) {
    const ours = plain[kind];
    const theirs = isObject(real) ? real[kind] : undefined;
    if (!isObject(ours)) continue;
    const kept = Object.entries(ours).filter(
      ([name]) => (isObject(theirs) && name in theirs) || used.includes(JSON.stringify(name)),
    );
    if (kept.length > 0) result[kind] = Object.fromEntries(kept);
    else delete result[kind];
  }
  return result;
}

/** What Compose prints without extensions and `develop`, which say nothing about a running container. */
export function readReal(output: string): Plain {
  const parsed: Plain = JSON.parse(output);
  if (!isObject(parsed)) return parsed;
  const result: Record<string, Plain> = {};
  for (const [key, value] of Object.entries(parsed)) if (!key.startsWith("x-")) result[key] = value;
  const { services } = result;
  if (isObject(services)) {
    result["services"] = Object.fromEntries(Object.entries(services).map(([name, service]) => [name, withoutDevelop(service)]));
  }
  return result;
}

function withoutDevelop(service: Plain): Plain {
  if (!isObject(service)) return service;
  return Object.fromEntries(Object.entries(service).filter(([key]) => key !== "develop"));
}
