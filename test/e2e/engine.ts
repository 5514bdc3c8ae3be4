import { execFile, execFileSync } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Everything that these tests start carries it, so that nothing else is ever removed. */
export const label = "org.seaworthy.e2e=premises";
/** Any image with busybox, scanelf and a shell as its command's ground. */
export const image = process.env["SEAWORTHY_E2E_IMAGE"] ?? "alpine:3.14";

/** In CI an engine has to be there; elsewhere its absence is said and the tests are left out. */
export const required = process.env["CI"] === "true" || process.env["SEAWORTHY_E2E"] === "required";

/** Why no engine can be used; undefined where one answers. */
export function whyNoEngine(): string | undefined {
  try {
    execFileSync("docker", ["version", "--format", "{{.Server.Version}}"], { stdio: "pipe", timeout: 30_000 });
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message.split("\n")[0] : "docker cannot be run";
  }
}

export interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs the client; a status other than 0 is an outcome, not an error. */
export async function docker(...args: readonly string[]): Promise<Outcome> {
  try {
    const { stdout, stderr } = await run("docker", args, { timeout: 120_000 });
    return { code: 0, out: stdout.trim(), err: stderr.trim() };
  } catch (error) {
    if (!isExit(error)) throw error;
    return { code: error.code, out: error.stdout.trim(), err: error.stderr.trim() };
  }
}

function isExit(error: unknown): error is { readonly code: number; readonly stdout: string; readonly stderr: string } {
  return typeof error === "object" && error !== null && "code" in error && typeof error.code === "number" && "stdout" in error;
}

/** Runs a script in a new container with the given flags and gives what it printed, errors too. */
export async function inside(flags: readonly string[], script: string): Promise<string> {
  const { code, out, err } = await docker(
    "run",
    "--rm",
    "--label",
    label,
    ...flags,
    image,
    "sh",
    "-c",
    `exec 2>&1\n${script}\n:`,
  );
  return code === 0 ? out : `${out}${err}`;
}

/** Starts a container that stays, and gives its id. */
export async function start(flags: readonly string[], ...command: readonly string[]): Promise<string> {
  const { code, out, err } = await docker("run", "-d", "--label", label, ...flags, image, ...command);
  if (code !== 0) throw new Error(err);
  return out;
}

/** A field of a container, as JSON. */
export async function inspect(id: string, field: string): Promise<unknown> {
  return JSON.parse((await docker("inspect", "-f", `{{json ${field}}}`, id)).out);
}

/** Removes all that carries the label. */
export async function removeAll(): Promise<void> {
  const { out } = await docker("ps", "-aq", "--filter", `label=${label}`);
  if (out !== "") await docker("rm", "-fv", ...out.split("\n"));
}

/** Fetches the image where the engine has none. */
export async function needImage(): Promise<void> {
  if ((await docker("image", "inspect", image)).code === 0) return;
  const { code, err } = await docker("pull", "-q", image);
  if (code !== 0) throw new Error(`the image ${image} is neither here nor can it be pulled: ${err}`);
}
