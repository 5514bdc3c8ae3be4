import type { Content } from "../../package.ts";
import { decode, FormatError, readRange, viewOf } from "../content.ts";
import { readJournal } from "./sqlite-journal.ts";

/** The pages of an SQLite database, with those in its write-ahead log in place of the older ones. */
export interface Pages {
  readonly pageSize: number;
  /** Bytes of a page that hold content; the rest is reserved. */
  readonly usable: number;
  readonly count: number;
  /** Pages are numbered from 1. */
  readonly page: (number: number) => DataView;
}

const magic = "SQLite format 3\0";

export function isSqlite(content: Content): boolean {
  return decode(content.read(0, 16)) === magic;
}

export function openPages(content: Content, log: Content | undefined): Pages {
  const head = viewOf(readRange(content, 0, 100, "the head of the database"));
  const declared = head.getUint16(16);
  const pageSize = declared === 1 ? 65_536 : declared;
  if (pageSize < 512 || (pageSize & (pageSize - 1)) !== 0) throw new FormatError("the database has an impossible page size");
  const usable = pageSize - head.getUint8(20);
  if (usable < 480) throw new FormatError("the database reserves too much of each page");
  if (head.getUint32(56) > 1) throw new FormatError("the database is not in UTF-8");
  const changed = log === undefined || log.size === 0 ? new Map<number, Uint8Array>() : readJournal(log, pageSize);
  const count = Math.max(Math.ceil(content.size / pageSize), ...changed.keys());
  return {
    pageSize,
    usable,
    count,
    page: (number) => {
      if (number < 1 || number > count) throw new FormatError("the database points to a page that it does not have");
      return viewOf(changed.get(number) ?? readRange(content, (number - 1) * pageSize, pageSize, `page ${number}`));
    },
  };
}
