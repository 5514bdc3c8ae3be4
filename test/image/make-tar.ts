/** One entry of a tar archive that a test makes. */
export interface MadeEntry {
  readonly path: string;
  readonly type?: string;
  readonly content?: string | Uint8Array;
  /** In place of the content's own length: an archive that lies. */
  readonly size?: number;
  readonly mode?: number;
  readonly uid?: number;
  readonly gid?: number;
  readonly link?: string;
  /** Extended header before the entry. */
  readonly pax?: Readonly<Record<string, string>>;
  /** GNU's entries for long names. */
  readonly gnu?: boolean;
}

const BLOCK = 512;

export function file(path: string, content: string | Uint8Array = "", mode = 0o644): MadeEntry {
  return { path, content, mode };
}

export function folder(path: string): MadeEntry {
  return { path: `${path}/`, type: "5", mode: 0o755 };
}

export function symlink(path: string, link: string): MadeEntry {
  return { path, type: "2", link, mode: 0o777 };
}

export function hardlink(path: string, link: string): MadeEntry {
  return { path, type: "1", link };
}

/** A tar archive with two blocks of zeros at its end. */
export function makeTar(entries: readonly MadeEntry[]): Buffer {
  return Buffer.concat([...entries.flatMap(blocksOf), Buffer.alloc(2 * BLOCK)]);
}

function blocksOf(entry: MadeEntry): Buffer[] {
  const before: Buffer[] = [];
  if (entry.pax) {
    const records = Object.entries(entry.pax).map(([key, value]) => paxRecord(key, value));
    before.push(...plainBlocks({ path: "PaxHeaders/x", type: "x", content: Buffer.concat(records) }));
  }
  if (entry.gnu && Buffer.byteLength(entry.path) > 100)
    before.push(...plainBlocks({ path: "././@LongLink", type: "L", content: `${entry.path}\0` }));
  if (entry.gnu && Buffer.byteLength(entry.link ?? "") > 100)
    before.push(...plainBlocks({ path: "././@LongLink", type: "K", content: `${entry.link}\0` }));
  return [...before, ...plainBlocks(entry)];
}

function paxRecord(key: string, value: string): Buffer {
  const rest = Buffer.byteLength(` ${key}=${value}\n`);
  let length = rest + String(rest).length;
  if (String(length).length !== String(rest).length) length = rest + String(length).length;
  return Buffer.from(`${length} ${key}=${value}\n`);
}

function plainBlocks(entry: MadeEntry): Buffer[] {
  const content = Buffer.from(entry.content ?? "");
  const padding = Buffer.alloc((BLOCK - (content.length % BLOCK)) % BLOCK);
  return [makeHeader(entry, content.length), content, padding];
}

/** A header block by itself. */
export function makeHeader(entry: MadeEntry, contentSize = 0): Buffer {
  const block = Buffer.alloc(BLOCK);
  const name = Buffer.from(entry.path);
  const slash = name.length > 100 ? name.lastIndexOf("/", Math.min(155, name.length - 2)) : -1;
  if (slash > 0 && !entry.gnu) {
    name.copy(block, 345, 0, slash);
    name.copy(block, 0, slash + 1);
  } else name.copy(block, 0, 0, Math.min(100, name.length));
  octal(block, 100, 8, entry.mode ?? 0o644);
  octal(block, 108, 8, entry.uid ?? 0);
  octal(block, 116, 8, entry.gid ?? 0);
  octal(block, 124, 12, entry.size ?? contentSize);
  octal(block, 136, 12, 0);
  block.write(entry.type ?? "0", 156, "latin1");
  Buffer.from(entry.link ?? "").copy(block, 157, 0, 100);
  block.write("ustar\x0000", 257, "latin1");
  return withSum(block);
}

/** The same header with its sum made right again. */
export function withSum(block: Buffer): Buffer {
  block.fill(32, 148, 156);
  let sum = 0;
  for (const byte of block) sum += byte;
  block.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148, "latin1");
  return block;
}

function octal(block: Buffer, at: number, length: number, value: number): void {
  const digits = value.toString(8);
  if (digits.length < length) {
    block.write(`${digits.padStart(length - 1, "0")}\0`, at, "latin1");
    return;
  }
  // Base 256.
  let rest = value;
  for (let byte = at + length - 1; byte > at; byte--) {
    block[byte] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  block[at] = 0x80;
}
