import { type IncomingMessage, request } from "node:http";
import { textAt } from "../util/json.ts";
import { describeEndpoint, type Endpoint } from "./endpoint.ts";
import { EngineError } from "./engine-error.ts";

export interface RequestOptions {
  readonly timeoutMs: number;
  /** Answers beyond this many bytes are refused. */
  readonly maxBytes: number;
}

/** GET on the engine's API; the answer parsed as JSON. Throws an EngineError for every way in which it can fail. */
export function getJson(endpoint: Endpoint, path: string, options: RequestOptions): Promise<unknown> {
  const where = describeEndpoint(endpoint);
  const target = endpoint.kind === "unix" ? { socketPath: endpoint.path } : { host: endpoint.host, port: endpoint.port };
  return new Promise((resolve, reject) => {
    const sent = request(
      { ...target, path, method: "GET", headers: { Host: "docker", Accept: "application/json" }, agent: false },
      (response) => {
        readBody(response, options.maxBytes).then(
          (body) => {
            clearTimeout(timer);
            settle(response.statusCode ?? 0, body, path, resolve, reject);
          },
          (error: unknown) => {
            clearTimeout(timer);
            reject(connectionError(error, where));
          },
        );
      },
    );
    // One timer for connecting and reading: an engine that hangs half-way is as bad as one that does not answer.
    const timer = setTimeout(() => sent.destroy(timeoutError(where, options.timeoutMs)), options.timeoutMs);
    sent.on("error", (error) => {
      clearTimeout(timer);
      reject(connectionError(error, where));
    });
    sent.end();
  });
}

async function readBody(response: IncomingMessage, maxBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > maxBytes)
      throw new EngineError(
        "protocol",
        `the engine answered with more than ${maxBytes} bytes`,
        "check that DOCKER_HOST is a Docker Engine",
      );
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function settle(
  status: number,
  body: string,
  path: string,
  resolve: (value: unknown) => void,
  reject: (error: EngineError) => void,
): void {
  let parsed: unknown;
  try {
    parsed = body === "" ? undefined : JSON.parse(body);
  } catch {
    // Plain text: `/_ping` answers OK.
    parsed = body;
  }
  if (status >= 200 && status < 300) return resolve(parsed);
  const message = textAt(parsed, "message") ?? `status ${status} for ${path}`;
  if (status === 404) return reject(new EngineError("not-found", message, "pull or build it first", status));
  if (status === 401 || status === 403)
    return reject(new EngineError("refused", message, "the engine or a proxy before it forbids this request", status));
  reject(new EngineError("protocol", `the engine answered: ${message}`, "check that DOCKER_HOST is a Docker Engine", status));
}

function timeoutError(where: string, ms: number): EngineError {
  return new EngineError(
    "timeout",
    `the engine at ${where} did not answer within ${ms / 1000} s`,
    "check that dockerd is running and not stuck",
  );
}

function connectionError(error: unknown, where: string): EngineError {
  if (error instanceof EngineError) return error;
  const code = textAt(error, "code") ?? "";
  if (code === "EACCES" || code === "EPERM")
    return new EngineError(
      "refused",
      `no permission for the engine at ${where}`,
      "run as a user that may use Docker, or set DOCKER_HOST",
    );
  if (code === "ENOENT" || code === "ECONNREFUSED" || code === "ENOTFOUND") {
    return new EngineError("unreachable", `no engine at ${where}`, "start Docker, or set DOCKER_HOST to where it listens");
  }
  return new EngineError(
    "unreachable",
    `cannot talk to the engine at ${where}: ${error instanceof Error ? error.message : code}`,
    "check DOCKER_HOST and that Docker is running",
  );
}
