import { spawn } from "node:child_process";
import { cpSync, readFileSync, readdirSync, renameSync, statSync, writeFileSync } from "node:fs";
import { randomBytes } from "node:crypto";
import path from "node:path";
import { temporaryFolder } from "../../host/temporary-folder.ts";
import { check, seaworthy } from "../../cli/seaworthy.ts";
import { must, run } from "./run.ts";

const fixtures = path.resolve(import.meta.dirname, "fixtures/apps");

/** A copy of an application in a repository of its own, with secrets that nothing else holds. */
export interface App {
  readonly name: string;
  readonly folder: string;
  /** The Compose project, the name of its image, and the label of what is made for it. */
  readonly project: string;
  /** What `@@…@@` of the fixture became. */
  readonly secrets: readonly string[];
}

/** Copies a fixture: `dot-x` becomes `.x`, and `@@kind@@` a new secret of that kind. */
export async function copyApp(name: string): Promise<App> {
  const folder = temporaryFolder();
  cpSync(path.join(fixtures, name), folder, { recursive: true });
  const secrets = new Map<string, string>();
  for (const file of filesBelow(folder)) {
    const text = readFileSync(file, "utf8");
    const filled = text.replace(/@@([a-z-]+)@@/g, (_, kind: string) => {
      const secret = secrets.get(kind) ?? newSecret(kind);
      secrets.set(kind, secret);
      return secret;
    });
    if (filled !== text) writeFileSync(file, filled);
    const base = path.basename(file);
    if (base.startsWith("dot-")) renameSync(file, path.join(path.dirname(file), `.${base.slice("dot-".length)}`));
  }
  await must("git", ["init", "-q"], { cwd: folder });
  return { name, folder, project: `seaworthy-e2e-${name}-${process.pid}`, secrets: [...secrets.values()] };
}

export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => path.join(folder, name))
    .filter((file) => statSync(file).isFile() && !file.includes(`${path.sep}.git${path.sep}`));
}

function newSecret(kind: string): string {
  const letters = (count: number): string =>
    randomBytes(count * 2)
      .toString("base64")
      .replace(/[^A-Za-z0-9]/g, "")
      .slice(0, count);
  if (kind === "npm-token") return `npm_${letters(36)}`;
  return kind === "github-token" ? `ghp_${letters(36)}` : letters(24);
}

/** Runs `seaworthy fix` with all it has; gives what it said. */
export function fixApp({ folder }: App): string {
  const { code, out, err } = seaworthy(["fix", "--unsafe-fixes", "--yes"], { cwd: folder });
  if (code !== 0) throw new Error(`fix ended with ${code}\n${err}\n${out}`);
  const again = seaworthy(["fix", "--unsafe-fixes", "--diff"], { cwd: folder });
  if (again.code !== 0) throw new Error(`a second run would change something\n${again.out}`);
  return out;
}

/** `WORKLOAD ROW VERDICT`, for each row of a production workload that does not pass. */
export function openRows({ folder }: App): string[] {
  const { report } = check(folder);
  if (report.errors.length > 0) throw new Error(JSON.stringify(report.errors));
  return report.scorecard
    .filter(({ role }) => role === "production")
    .flatMap(({ workload, rows }) =>
      rows
        .filter(({ verdict }) => verdict === "fail" || verdict === "unknown")
        .map(({ id, verdict }) => `${workload} ${id} ${verdict}`),
    );
}

/** Where in an image one of the texts stands: its history, its configuration, or the archive of both with all layers. */
export async function findInImage(image: string, texts: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  const history = await must("docker", ["history", "--no-trunc", "--format", "{{.CreatedBy}}", image]);
  const config = await must("docker", ["image", "inspect", image]);
  if (texts.some((text) => history.includes(text))) found.push("history");
  if (texts.some((text) => config.includes(text))) found.push("configuration");
  if (await savedHolds(image, texts)) found.push("archive");
  return found;
}

/** `docker save` holds the layers as plain archives. */
function savedHolds(image: string, texts: readonly string[]): Promise<boolean> {
  const needles = texts.map((text) => Buffer.from(text));
  const longest = Math.max(...needles.map(({ length }) => length));
  return new Promise((resolve, reject) => {
    const child = spawn("docker", ["save", image], { stdio: ["ignore", "pipe", "inherit"] });
    let tail = Buffer.alloc(0);
    let found = false;
    child.stdout.on("data", (chunk: Buffer) => {
      const joined = Buffer.concat([tail, chunk.subarray(0, longest)]);
      found ||= needles.some((needle) => chunk.includes(needle) || joined.includes(needle));
      tail = Buffer.from(chunk.subarray(-longest));
    });
    child.on("error", reject);
    child.on("close", (code) => (code === 0 ? resolve(found) : reject(new Error(`docker save ${image} ended with ${code}`))));
  });
}

/** Files that Git would take in and that hold one of the texts. */
export async function findInRepository({ folder, secrets }: App): Promise<string[]> {
  const listed = await must("git", ["ls-files", "--cached", "--others", "--exclude-standard"], { cwd: folder });
  return listed
    .split("\n")
    .filter((file) => secrets.some((secret) => readFileSync(path.join(folder, file), "utf8").includes(secret)));
}

/** Takes away all that was made for an app, whatever state it is in. */
export async function removeApp({ project }: App): Promise<void> {
  const filters = ["--filter", `label=com.docker.compose.project=${project}`];
  const own = ["--filter", `label=org.seaworthy.e2e=${project}`];
  const list = async (kind: string, filter: readonly string[]): Promise<string[]> => {
    const all = kind === "container" || kind === "image" ? ["-a"] : [];
    const { out } = await run("docker", [kind, "ls", ...all, "-q", ...filter]);
    return [...new Set(out.split("\n").filter((id) => id !== ""))];
  };
  for (const kind of ["container", "network", "volume", "image"]) {
    const ids = [...(await list(kind, filters)), ...(await list(kind, own))];
    if (ids.length > 0)
      await run("docker", [kind, "rm", ...(kind === "network" ? [] : ["-f"]), ...(kind === "container" ? ["-v"] : []), ...ids]);
  }
}
