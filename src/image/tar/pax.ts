import { ImageError } from "../image-error.ts";
import { decodeName } from "./header.ts";

/** What extended headers say of the entry after them. */
export interface Extension {
  path?: string;
  link?: string;
  size?: number;
  uid?: number;
  gid?: number;
  sparse?: boolean;
  capabilities?: boolean;
}

/** Reads the records `LENGTH KEY=VALUE\n` of an extended header into `into`. */
export function readPax(bytes: Buffer, into: Extension, where: string): void {
  for (let at = 0; at < bytes.length;) {
    const space = bytes.indexOf(32, at);
    const length = space < 0 || space - at > 10 ? NaN : Number(bytes.toString("latin1", at, space));
    const end = at + length;
    const equals = bytes.indexOf(61, space);
    if (!Number.isInteger(length) || end > bytes.length || equals < 0 || equals >= end || bytes[end - 1] !== 10)
      throw new ImageError("corrupt", `the extended header ${where} is broken`, "The archive is damaged: make it again.");
    apply(decodeName(bytes.subarray(space + 1, equals)), bytes.subarray(equals + 1, end - 1), into, where);
    at = end;
  }
}

function apply(key: string, value: Buffer, into: Extension, where: string): void {
  if (key === "path") into.path = decodeName(value);
  else if (key === "linkpath") into.link = decodeName(value);
  else if (key === "size" || key === "uid" || key === "gid") into[key] = decimal(value, key, where);
  else if (key.startsWith("GNU.sparse.")) into.sparse = true;
  else if (key === "SCHILY.xattr.security.capability") into.capabilities = value.length > 0;
}

function decimal(value: Buffer, key: string, where: string): number {
  const digits = value.toString("latin1");
  const number = /^\d{1,16}$/.test(digits) ? Number(digits) : NaN;
  if (Number.isSafeInteger(number)) return number;
  throw new ImageError("hostile", `the extended header ${where} has an impossible ${key}`);
}
