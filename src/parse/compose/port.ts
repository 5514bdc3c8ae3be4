/** One published port of a Compose file. */
export interface Port {
  readonly hostIp: string;
  /** A port or a range; empty for a free port that the engine picks. */
  readonly published: string;
  readonly target: number;
  readonly protocol: string;
}

/** The parts of `IP:PUBLISHED:TARGET/PROTOCOL` as they are written. */
export interface PortParts {
  readonly hostIp: string;
  readonly published: string;
  readonly target: string;
  readonly protocol: string;
}

export function splitPort(text: string): PortParts {
  const parts = text.split(":");
  const last = parts.pop() ?? "";
  const published = parts.pop() ?? "";
  const ip = parts.join(":");
  const hostIp = ip.startsWith("[") && ip.endsWith("]") ? ip.slice(1, -1) : ip;
  const [target = "", protocol = ""] = last.split("/");
  return { hostIp, published, target, protocol: protocol === "" ? "tcp" : protocol.toLowerCase() };
}

const maxPorts = 65536;

/** The ports of the short syntax, sorted as Compose sorts them; undefined where it is not valid. */
export function parsePorts(text: string): Port[] | undefined {
  const { hostIp, published, target, protocol } = splitPort(text);
  if (hostIp !== "" && !isIp(hostIp)) return undefined;
  if (protocol !== "tcp" && protocol !== "udp" && protocol !== "sctp") return undefined;
  const inner = parseRange(target);
  const outer = published === "" ? undefined : parseRange(published);
  if (inner === undefined || (published !== "" && outer === undefined)) return undefined;
  const count = inner.end - inner.start;
  if (count >= maxPorts) return undefined;
  if (outer !== undefined && outer.end - outer.start !== count && count !== 0) return undefined;
  const ports: Port[] = [];
  for (let i = 0; i <= count; i++) {
    let host = "";
    if (outer !== undefined) {
      const dynamic = count === 0 && outer.start !== outer.end;
      host = dynamic ? `${outer.start}-${outer.end}` : String(outer.start + i);
    }
    ports.push({ hostIp, published: host, target: inner.start + i, protocol });
  }
  return ports.sort((a, b) => (`${a.target}/` < `${b.target}/` ? -1 : 1));
}

function parseRange(text: string): { readonly start: number; readonly end: number } | undefined {
  const match = /^([0-9]{1,5})(?:-([0-9]{1,5}))?$/.exec(text);
  if (match === null) return undefined;
  const start = Number(match[1]);
  const end = match[2] === undefined ? start : Number(match[2]);
  return start <= end && end < 65536 ? { start, end } : undefined;
}

function isIp(text: string): boolean {
  if (/^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.|$)){4}$/.test(text)) return !text.endsWith(".");
  return text.includes(":") && text.length <= 45 && /^[0-9a-fA-F:.]+$/.test(text);
}
