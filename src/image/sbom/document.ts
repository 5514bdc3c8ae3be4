import { createHash } from "node:crypto";

/** What made a document, and when. */
export interface Origin {
  readonly tool: { readonly name: string; readonly version: string };
  /** The time as an ISO string. */
  readonly now: string;
}

/** A UUID that says what a document says, so that the same image gives the same one (version 8: from a hash of its maker's own). */
export function uuidOf(content: unknown): string {
  const hex = createHash("sha256").update(JSON.stringify(content)).digest("hex");
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 3) | 8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** Both formats want seconds and no parts of them. */
export function toSeconds(time: string): string {
  return `${time.slice(0, 19)}Z`;
}
