import { type IncomingMessage, request } from "node:http";
import { textAt } from "../util/json.ts";
import { describeEndpoint, type Endpoint } from "./endpoint.ts";
import { EngineError } from "./engine-error.ts";

export interface ExportOptions {
  /** Without a byte for so long, the engine is given up: it may have to write gigabytes first. */
  readonly idleMs: number;
}

/** Streams the archive that `docker save` would write. Throws an EngineError for every way in which it can fail. */
export async function* exportImage(endpoint: Endpoint, reference: string, { idleMs }: ExportOptions): AsyncGenerator<Buffer> {
  const where = describeEndpoint(endpoint);
  const response = await ask(endpoint, `/images/${encodeURIComponent(reference)}/get`, idleMs);
  if (response.statusCode !== 200) {
    const said = await reasonOf(response);
    if (response.statusCode === 404)
      throw new EngineError("not-found", said ?? `the engine has no ${reference}`, "pull or build it first", 404);
    throw new EngineError(
      "protocol",
      `the engine does not save ${reference}: ${said ?? `status ${response.statusCode}`}`,
      "",
      response.statusCode,
    );
  }
  try {
    for await (const chunk of response) yield Buffer.from(chunk);
  } catch (error) {
    throw broken(where, error);
  }
}

function ask(endpoint: Endpoint, path: string, idleMs: number): Promise<IncomingMessage> {
  const where = describeEndpoint(endpoint);
  const target = endpoint.kind === "unix" ? { socketPath: endpoint.path } : { host: endpoint.host, port: endpoint.port };
  return new Promise((resolve, reject) => {
    const sent = request({ ...target, path, method: "GET", headers: { Host: "docker" }, agent: false }, resolve);
    sent.setTimeout(idleMs, () =>
      sent.destroy(
        new EngineError(
          "timeout",
          `the engine at ${where} sent nothing for ${idleMs / 1000} s`,
          "check that dockerd is not stuck",
        ),
      ),
    );
    sent.on("error", (error) => reject(broken(where, error)));
    sent.end();
  });
}

async function reasonOf(response: IncomingMessage): Promise<string | undefined> {
  let text = "";
  for await (const chunk of response) if (text.length < 65_536) text += Buffer.from(chunk).toString("utf8");
  try {
    return textAt(JSON.parse(text), "message");
  } catch {
    return undefined;
  }
}

function broken(where: string, error: unknown): EngineError {
  if (error instanceof EngineError) return error;
  const why = error instanceof Error ? error.message : String(error);
  return new EngineError(
    "unreachable",
    `the connection to the engine at ${where} broke: ${why}`,
    "check DOCKER_HOST and that Docker is running",
  );
}
