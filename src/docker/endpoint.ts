import { EngineError } from "./engine-error.ts";

/** Where the engine listens. */
export type Endpoint =
  | { readonly kind: "unix"; readonly path: string }
  | { readonly kind: "tcp"; readonly host: string; readonly port: number };

const DEFAULT_SOCKET = "/var/run/docker.sock";
const DEFAULT_PIPE = String.raw`\\.\pipe\docker_engine`;

/** Reads DOCKER_HOST; without one it is the platform's default socket. */
export function parseEndpoint(host: string | undefined, platform: string): Endpoint {
  if (host === undefined || host === "") return { kind: "unix", path: platform === "win32" ? DEFAULT_PIPE : DEFAULT_SOCKET };
  const separator = host.indexOf("://");
  const scheme = separator < 0 ? "tcp" : host.slice(0, separator).toLowerCase();
  const rest = separator < 0 ? host : host.slice(separator + 3);
  if (scheme === "unix") return { kind: "unix", path: rest === "" ? DEFAULT_SOCKET : rest };
  if (scheme === "npipe") return { kind: "unix", path: rest.replaceAll("/", "\\") };
  if (scheme === "tcp" || scheme === "http") return parseAddress(host, rest);
  throw new EngineError(
    "configuration",
    `DOCKER_HOST ${host} is not supported`,
    "use unix:///PATH or tcp://HOST:PORT; for ssh, forward the socket first",
  );
}

function parseAddress(host: string, rest: string): Endpoint {
  const found = /^(\[[^\]]+\]|[^:/[\]]*)(?::(\d{1,5}))?\/?$/.exec(rest);
  const port = Number(found?.[2] ?? 2375);
  if (found === null || port < 1 || port > 65_535)
    throw new EngineError("configuration", `DOCKER_HOST ${host} is no address`, "write it as tcp://HOST:PORT");
  const name = (found[1] ?? "").replace(/^\[|\]$/g, "");
  return { kind: "tcp", host: name === "" ? "127.0.0.1" : name, port };
}

export function describeEndpoint(endpoint: Endpoint): string {
  return endpoint.kind === "unix" ? endpoint.path : `${endpoint.host}:${endpoint.port}`;
}
