import * as http from "node:http";
import * as https from "node:https";
import { errorCode } from "../../host/error-code.ts";
import type { Environment } from "../../host/terminal.ts";
import { ImageError } from "../image-error.ts";
import { describe, describeTls, NoAnswerError } from "./no-answer.ts";
import { proxyFor } from "./proxy.ts";
import { RetryError } from "./retry.ts";
import { openTunnel } from "./tunnel.ts";

export interface HttpRequest {
  readonly url: URL;
  readonly method: "GET" | "HEAD" | "POST";
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Without a byte for so long, the connection is given up. */
  readonly idleMs: number;
  /** For a proxy. */
  readonly environment: Environment;
}

/** Sends one request and answers when the headers are there. A failure of the connection is an ImageError of the kind unreachable. */
export async function send({ url, method, headers, body, idleMs, environment }: HttpRequest): Promise<http.IncomingMessage> {
  const proxy = proxyFor(url, environment);
  const tunnel = proxy && (await openTunnel(proxy, url, idleMs));
  return new Promise((resolve, reject) => {
    const { request } = url.protocol === "http:" ? http : https;
    const silence = (): RetryError => new RetryError(new NoAnswerError(url, `nothing came for ${formatSeconds(idleMs)}`));
    const connection = tunnel && { createConnection: () => tunnel };
    const sent = request(url, { method, headers: { "User-Agent": "seaworthy", ...headers }, ...connection }, (response) => {
      clearTimeout(timer);
      response.setTimeout(idleMs, () => response.destroy(silence()));
      resolve(response);
    });
    // The limit of a socket counts from when it is connected, which may never be.
    const timer = setTimeout(() => sent.destroy(silence()), idleMs);
    sent.on("error", (error) => {
      clearTimeout(timer);
      reject(error instanceof RetryError ? error : connectionError(url, error));
    });
    sent.end(body);
  });
}

/** Reads an answer whole. More than `maxBytes` is refused. */
export async function readBody(response: http.IncomingMessage, maxBytes: number, what: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > maxBytes) {
      response.destroy();
      throw new ImageError("hostile", `${what} has more than ${maxBytes} bytes`, "That is no document of an image.");
    }
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

/** What went wrong with a connection. Where nobody is there, asking again does not help. */
export function connectionError(url: URL, error: unknown): Error {
  const code = errorCode(error);
  const insecure = describeTls(code, error);
  if (insecure) return new NoAnswerError(url, insecure.why, insecure.hint);
  const failure = new NoAnswerError(url, describe(error));
  return code === "ENOTFOUND" || code === "ECONNREFUSED" ? failure : new RetryError(failure);
}

function formatSeconds(ms: number): string {
  return `${Math.max(1, Math.round(ms / 1000))} s`;
}
