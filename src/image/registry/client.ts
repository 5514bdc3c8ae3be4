import type { IncomingMessage } from "node:http";
import type { Environment } from "../../host/terminal.ts";
import { listAt, textAt } from "../../util/json.ts";
import { ImageError } from "../image-error.ts";
import { authorize } from "./authorize.ts";
import { readBody, send, type HttpRequest } from "./http.ts";
import { isLoopback, type RegistryName } from "./name.ts";
import { defaultRetry, retryAfter, RetryError, type Attempt, type RetryOptions } from "./retry.ts";

export interface ClientOptions {
  readonly environment: Environment;
  readonly retry?: RetryOptions;
}

/** Asks one repository of a registry. */
export interface RegistryClient {
  readonly name: RegistryName;
  readonly retry: RetryOptions;
  /** An answer with a good status, whose body is still to be read. `path` follows the repository: `manifests/TAG`. */
  readonly get: (path: string, headers: Readonly<Record<string, string>>, attempt: Attempt) => Promise<IncomingMessage>;
}

const MAX_REDIRECTS = 5;

export function connectRegistry(name: RegistryName, options: ClientOptions): RegistryClient {
  const scheme = isLoopback(name.host) ? "http" : "https";
  let authorization: Promise<string | undefined> | undefined;

  const ask = async (path: string, headers: Readonly<Record<string, string>>, idleMs: number): Promise<IncomingMessage> => {
    const how = { idleMs, environment: options.environment };
    const url = new URL(`${scheme}://${name.host}/v2/${name.repository}/${path}`);
    const first = await follow(url, { ...headers, ...header(await authorization) }, how);
    if (first.statusCode !== 401) return first;
    first.resume();
    // An access token lasts minutes; a long download may outlive it, so that it is asked for anew.
    authorization = authorize(first.headers["www-authenticate"] ?? "", name, options.environment, idleMs);
    authorization.catch(() => {
      authorization = undefined;
    });
    return follow(url, { ...headers, ...header(await authorization) }, how);
  };

  return {
    name,
    retry: options.retry ?? defaultRetry,
    get: async (path, headers, { idleMs }) => checkStatus(await ask(path, headers, idleMs), name),
  };
}

function header(authorization: string | undefined): Record<string, string> {
  return authorization === undefined ? {} : { Authorization: authorization };
}

/** Registries send blobs from elsewhere. What authorizes us here is none of another host's business. */
async function follow(
  start: URL,
  headers: Readonly<Record<string, string>>,
  how: Pick<HttpRequest, "idleMs" | "environment">,
): Promise<IncomingMessage> {
  let url = start;
  let sent = headers;
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
    const response = await send({ url, method: "GET", headers: sent, ...how });
    const { location } = response.headers;
    const status = response.statusCode ?? 0;
    if (status < 300 || status >= 400 || status === 304 || location === undefined) return response;
    response.resume();
    const next = URL.canParse(location, url.href) ? new URL(location, url) : undefined;
    if (!next || (next.protocol !== "https:" && (next.protocol !== "http:" || url.protocol !== "http:")))
      throw new ImageError("denied", `the registry at ${start.host} sends to an address without TLS`, "It is not followed.");
    if (next.host !== url.host) {
      const { Authorization: _left, ...rest } = sent;
      sent = rest;
    }
    url = next;
  }
  throw new ImageError("unreachable", `the registry at ${start.host} redirects without end`);
}

async function checkStatus(response: IncomingMessage, name: RegistryName): Promise<IncomingMessage> {
  const status = response.statusCode ?? 0;
  if (status === 200 || status === 206) return response;
  const image = `${name.host}/${name.repository}`;
  const said = await reasonOf(response);
  if (status === 404) throw new ImageError("not-found", `${image} has no ${name.version}${said}`, "Check the name and the tag.");
  if (status === 401 || status === 403)
    throw new ImageError(
      "denied",
      `the registry does not give out ${image}${said}`,
      `Check the name, or log in: docker login ${name.host}`,
    );
  if (status === 429 || status >= 500) {
    const what = status === 429 ? "asks to come back later" : "has a fault";
    const failure = new ImageError(
      "unreachable",
      `the registry at ${name.host} ${what} (status ${status})${said}`,
      "Try again later.",
    );
    throw new RetryError(failure, { after: retryAfter(response.headers["retry-after"], Date.now()) });
  }
  throw new ImageError(
    "unreachable",
    `the registry at ${name.host} answers with status ${status}${said}`,
    "Check the name of the registry.",
  );
}

/** The registry's own words, where it has some. */
async function reasonOf(response: IncomingMessage): Promise<string> {
  try {
    const document: unknown = JSON.parse((await readBody(response, 64 * 1024, "an answer")).toString("utf8"));
    const message = textAt(listAt(document, "errors")[0], "message");
    return message === undefined || message === "" ? "" : `: ${message.replace(/\s+/g, " ").slice(0, 200)}`;
  } catch {
    return "";
  }
}
