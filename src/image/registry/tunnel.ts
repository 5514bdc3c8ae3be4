import * as http from "node:http";
import * as https from "node:https";
import { isIP, type Socket } from "node:net";
import * as tls from "node:tls";
import { ImageError } from "../image-error.ts";
import { describe } from "./no-answer.ts";
import { RetryError } from "./retry.ts";

/** A connection to a host through a proxy, with TLS to that host itself: the proxy sees its name only. */
export async function openTunnel(proxy: URL, url: URL, idleMs: number): Promise<tls.TLSSocket> {
  const socket = await connectThrough(proxy, url, idleMs);
  const host = url.hostname.replace(/^\[|\]$/g, "");
  // An address is no name that TLS could send.
  return tls.connect(isIP(host) === 0 ? { socket, servername: host } : { socket, host });
}

function connectThrough(proxy: URL, url: URL, idleMs: number): Promise<Socket> {
  const target = `${url.hostname}:${url.port === "" ? 443 : url.port}`;
  const failure = (why: string): ImageError =>
    new ImageError(
      "unreachable",
      `the proxy at ${proxy.host} does not lead to ${target}: ${why}`,
      "Check HTTPS_PROXY, or name the host in NO_PROXY.",
    );
  return new Promise((resolve, reject) => {
    const { request } = proxy.protocol === "https:" ? https : http;
    const sent = request({
      host: proxy.hostname.replace(/^\[|\]$/g, ""),
      port: proxy.port === "" ? (proxy.protocol === "https:" ? 443 : 80) : Number(proxy.port),
      method: "CONNECT",
      path: target,
      headers: { Host: target, "User-Agent": "seaworthy", ...authorization(proxy) },
      agent: false,
    });
    const timer = setTimeout(() => sent.destroy(new RetryError(failure("it does not answer"))), idleMs);
    sent.on("connect", (response, socket) => {
      clearTimeout(timer);
      if (response.statusCode === 200) return resolve(socket);
      socket.destroy();
      const status = response.statusCode ?? 0;
      reject(failure(status === 407 ? "it wants a login" : `it answers with status ${status}`));
    });
    sent.on("error", (error) => {
      clearTimeout(timer);
      reject(error instanceof RetryError ? error : failure(describe(error)));
    });
    sent.end();
  });
}

function authorization({ username, password }: URL): Record<string, string> {
  if (username === "") return {};
  const pair = `${decode(username)}:${decode(password)}`;
  return { "Proxy-Authorization": `Basic ${Buffer.from(pair).toString("base64")}` };
}

/** A percent sign that stands for itself is one. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
