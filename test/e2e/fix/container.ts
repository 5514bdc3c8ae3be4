import { eventually, must, run } from "./run.ts";

interface Inspected {
  readonly Config: { readonly Healthcheck?: { readonly Test: readonly string[] } | null };
  readonly State: { readonly Running: boolean; readonly ExitCode: number; readonly OOMKilled: boolean };
  readonly RestartCount: number;
}

export async function inspect(id: string): Promise<Inspected> {
  const [first]: readonly Inspected[] = JSON.parse(await must("docker", ["container", "inspect", id]));
  if (!first) throw new Error(`${id} is not there`);
  return first;
}

/** Runs the health check of a container as the engine would, until it succeeds; its program, or undefined where it has none. */
export async function healthOf(id: string): Promise<string | undefined> {
  const [form, ...words] = (await inspect(id)).Config.Healthcheck?.Test ?? [];
  if (form === undefined || form === "NONE") return undefined;
  const command = form === "CMD-SHELL" ? ["sh", "-c", ...words] : words;
  await eventually(() => must("docker", ["exec", id, ...command]));
  return "healthy";
}

/** Programs that root runs in a container, an init left out: it only hands on signals. */
export async function rootPrograms(id: string): Promise<string[]> {
  const out = await must("docker", ["top", id, "-eo", "pid,uid,comm"]);
  return out
    .split("\n")
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
    .filter(([, uid, program]) => uid === "0" && !/^(?:docker-init|tini)$/.test(program ?? ""))
    .map(([, , program]) => program ?? "");
}

/** Entrypoints try this as root and go on without: what the folder needs is there by then. */
const harmless =
  /^ch(?:mod: changing permissions of '\/var\/lib\/postgresql\/data'|own: changing ownership of '\/run\/mysqld'): Operation not permitted$/;

/** Lines of the log that tell of a right that is missing. */
export async function refusals(id: string): Promise<string[]> {
  const { out, err } = await run("docker", ["logs", id]);
  return `${out}\n${err}`
    .split("\n")
    .filter((line) => /denied|not permitted|read-only file|EACCES|EPERM|EROFS/i.test(line) && !harmless.test(line));
}

/** Stops a container as the engine does and gives its status: 137 where it had to be killed. */
export async function stop(id: string): Promise<number> {
  await must("docker", ["stop", "-t", "8", id]);
  return (await inspect(id)).State.ExitCode;
}

/** The address under which a port of a container answers on this machine. */
export async function addressOf(id: string, port: number): Promise<string> {
  const [first = ""] = (await must("docker", ["port", id, String(port)])).split("\n");
  return `http://${first.replace(/^(?:0\.0\.0\.0|\[::\]):/, "127.0.0.1:")}`;
}

export interface Answer {
  readonly status: number;
  readonly text: string;
}

export async function request(url: string, options: RequestInit = {}): Promise<Answer> {
  const response = await fetch(url, { redirect: "manual", signal: AbortSignal.timeout(5000), ...options });
  return { status: response.status, text: await response.text() };
}
