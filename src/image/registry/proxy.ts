import { BlockList, isIP } from "node:net";
import type { Environment } from "../../host/terminal.ts";
import { ImageError } from "../image-error.ts";
import { isLoopback } from "./name.ts";

/** The proxy that the variables HTTPS_PROXY and NO_PROXY name for an address; undefined where it is asked directly. */
export function proxyFor(url: URL, environment: Environment): URL | undefined {
  if (url.protocol !== "https:" || isLoopback(url.host)) return undefined;
  const written = environment["HTTPS_PROXY"] || environment["https_proxy"];
  if (written === undefined || written === "" || isExcepted(url, environment["NO_PROXY"] || environment["no_proxy"]))
    return undefined;
  const address = written.includes("://") ? written : `http://${written}`;
  const proxy = URL.canParse(address) ? new URL(address) : undefined;
  if (proxy?.protocol === "http:" || proxy?.protocol === "https:") return proxy;
  // It may hold a password.
  throw new ImageError(
    "unsupported",
    "HTTPS_PROXY names no proxy of the form http://HOST:PORT",
    "Other kinds are not spoken with.",
  );
}

/** Hosts, domains with what is below them, addresses and ranges of addresses, with or without a port. */
function isExcepted(url: URL, list: string | undefined): boolean {
  const host = url.hostname.replace(/^\[|\]$/g, "").toLowerCase();
  return (list ?? "")
    .split(",")
    .map((entry) => entry.trim().toLowerCase())
    .some((entry) => {
      if (entry === "") return false;
      if (entry === "*") return true;
      const [, name = entry, port] = /^(\[[^\]]+\]|[^:]+):(\d+)$/.exec(entry) ?? [];
      if (port !== undefined && port !== (url.port === "" ? "443" : url.port)) return false;
      const plain = name.replace(/^\[|\]$/g, "").replace(/^\*?(?=\.)/, "");
      if (isIP(host) !== 0) return isInRange(host, plain);
      return plain.startsWith(".") ? host.endsWith(plain) : host === plain || host.endsWith(`.${plain}`);
    });
}

function isInRange(address: string, range: string): boolean {
  const [network = "", bits] = range.split("/");
  const version = isIP(network);
  if (version === 0 || isIP(address) !== version) return false;
  const family = version === 4 ? "ipv4" : "ipv6";
  const most = version === 4 ? 32 : 128;
  const prefix = bits === undefined ? most : Number(bits);
  if (!(prefix >= 0 && prefix <= most)) return false;
  const ranges = new BlockList();
  ranges.addSubnet(network, prefix, family);
  return ranges.check(address, family);
}
