import { closeSync, openSync, writeFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ImageError } from "../../../src/image/image-error.ts";
import { defaultLimits } from "../../../src/image/limits.ts";
import type { TarEntry } from "../../../src/image/tar/entry.ts";
import { createTarReader } from "../../../src/image/tar/reader.ts";
import { seekTar } from "../../../src/image/tar/seek.ts";
import { temporaryFolder } from "../../host/temporary-folder.ts";
import { file, folder, hardlink, makeHeader, makeTar, symlink, withSum, type MadeEntry } from "../make-tar.ts";

const folderOfTests = temporaryFolder();

interface Read {
  readonly entries: readonly TarEntry[];
  readonly contents: readonly string[];
}

/** As a stream, cut into pieces of the given sizes. */
function stream(archive: Buffer, sizes: readonly number[] = [archive.length]): Read {
  const entries: TarEntry[] = [];
  const contents: string[] = [];
  const reader = createTarReader(defaultLimits, (entry) => {
    entries.push(entry);
    const at = contents.push("") - 1;
    return {
      write: (piece) => {
        contents[at] += piece.toString("latin1");
      },
      end: () => {
        contents[at] += "$";
      },
    };
  });
  for (let at = 0, turn = 0; at < archive.length; turn++) {
    const size = Math.max(1, sizes[turn % sizes.length] ?? archive.length);
    reader.push(archive.subarray(at, at + size));
    at += size;
  }
  reader.end();
  return { entries, contents };
}

/** From a file, header by header. */
function seek(archive: Buffer): Read {
  const name = path.join(folderOfTests, "archive.tar");
  writeFileSync(name, Buffer.concat([Buffer.alloc(77), archive]));
  const descriptor = openSync(name, "r");
  const entries: TarEntry[] = [];
  const contents: string[] = [];
  try {
    seekTar({ descriptor, offset: 77, size: archive.length }, defaultLimits, (entry) => {
      entries.push(entry);
      const at = contents.push("") - 1;
      return {
        write: (piece) => {
          contents[at] += piece.toString("latin1");
        },
        end: () => {
          contents[at] += "$";
        },
      };
    });
  } finally {
    closeSync(descriptor);
  }
  return { entries, contents };
}

function failure(archive: Buffer, read: (archive: Buffer) => Read): ImageError {
  try {
    read(archive);
  } catch (error) {
    if (error instanceof ImageError) return error;
    throw error;
  }
  throw new Error("nothing failed");
}

describe.each([
  ["as a stream", stream],
  ["from a file", seek],
])("reads a tar archive %s", (_, read) => {
  it("with every type of entry, modes and owners", () => {
    const { entries, contents } = read(
      makeTar([
        folder("usr"),
        { path: "usr/su", content: "suid", mode: 0o4755, uid: 5, gid: 70_000_000 },
        hardlink("usr/su2", "usr/su"),
        symlink("bin", "../../usr"),
        { path: "dev/null", type: "3" },
        { path: "dev/sda", type: "4" },
        { path: "pipe", type: "6" },
        { path: "old/", type: "\0" },
        { path: "./a//b/./c", content: "x" },
        { path: "/abs", content: "" },
      ]),
    );
    expect(entries.map(({ path: name, type, link }) => [name, type, link])).toEqual([
      ["usr", "directory", ""],
      ["usr/su", "file", ""],
      ["usr/su2", "hardlink", "usr/su"],
      ["bin", "symlink", "../../usr"],
      ["dev/null", "character", ""],
      ["dev/sda", "block", ""],
      ["pipe", "fifo", ""],
      ["old", "directory", ""],
      ["a/b/c", "file", ""],
      ["abs", "file", ""],
    ]);
    expect(entries[1]).toMatchObject({ mode: 0o4755, uid: 5, gid: 70_000_000, size: 4, offset: 1024 });
    expect(contents[1]).toBe("suid$");
    expect(contents[8]).toBe("x$");
  });

  it("with long names in each of the three ways", () => {
    const long = `${"d".repeat(90)}/${"n".repeat(99)}`;
    const longer = `${"d/".repeat(200)}ü${"n".repeat(200)}`;
    const { entries } = read(
      makeTar([
        file(long),
        { path: longer, gnu: true },
        { path: "short", pax: { path: longer, uid: "9", gid: "8" } },
        { path: "link", type: "2", pax: { linkpath: longer } },
        { path: "glink", type: "2", link: "t".repeat(300), gnu: true },
        file("plain"),
      ]),
    );
    expect(entries.map((entry) => entry.path)).toEqual([long, longer, longer, "link", "glink", "plain"]);
    expect([entries[2]?.uid, entries[2]?.gid]).toEqual([9, 8]);
    expect([entries[3]?.link, entries[4]?.link]).toEqual([longer, "t".repeat(300)]);
    expect(entries[5]?.uid).toBe(0);
  });

  it("with a size from an extended header, and file capabilities", () => {
    const { entries, contents } = read(
      makeTar([
        { path: "big", size: 0, content: "seven b", pax: { size: "7", "SCHILY.xattr.security.capability": "\u0001\u0002" } },
        file("next", "n"),
      ]),
    );
    expect(contents).toEqual(["seven b$", "n$"]);
    expect(entries.map((entry) => entry.capabilities)).toEqual([true, false]);
  });

  it("that passes over global headers and ends at two blocks of zeros", () => {
    const archive = Buffer.concat([
      makeTar([{ path: "pax_global_header", type: "g", content: "52 comment=x" }, file("a", "1")]),
      Buffer.alloc(9216),
    ]);
    expect(read(archive).contents).toEqual(["1$"]);
    // Some writers leave the end out.
    expect(read(makeTar([file("a", "1")]).subarray(0, -1024)).contents).toEqual(["1$"]);
  });

  it("but not one that leaves the root", () => {
    for (const name of ["../x", "a/../../x", "/../x", "./.."]) {
      const error = failure(makeTar([file("ok"), file(name)]), read);
      expect([error.code, error.entry]).toEqual(["hostile", name]);
      expect(error.message).toContain(`"${name}"`);
    }
    expect(read(makeTar([file("a/../x")])).entries[0]?.path).toBe("x");
    expect(failure(makeTar([hardlink("x", "../../etc/shadow")]), read)).toMatchObject({ code: "hostile", entry: "x" });
    expect(failure(makeTar([{ path: "x", pax: { path: "a\0b" } }]), read).code).toBe("hostile");
  });

  it("but not one whose sizes lie", () => {
    const error = failure(makeTar([file("ok"), { path: "etc/liar", size: 2 ** 33 }]), read);
    expect(error).toMatchObject({ code: "hostile", entry: "etc/liar" });
    const negative = makeHeader(file("neg"));
    negative.fill(0xff, 124, 136);
    expect(failure(Buffer.concat([withSum(negative), Buffer.alloc(1024)]), read)).toMatchObject({
      code: "hostile",
      entry: "neg",
    });
    const huge = makeHeader(file("huge"));
    huge.fill(0x7f, 125, 136);
    huge[124] = 0x80;
    expect(failure(Buffer.concat([withSum(huge), Buffer.alloc(1024)]), read)).toMatchObject({ code: "hostile", entry: "huge" });
    expect(failure(makeTar([{ path: "x", pax: { size: "-1" } }]), read).code).toBe("hostile");
    expect(failure(makeTar([{ path: "x", type: "x", size: 2 ** 30 }]), read).code).toBe("hostile");
  });

  it("but not what is broken or unknown", () => {
    const archive = makeTar([file("a", "1"), file("b", "2")]);
    archive[1024 + 3] = 0x41;
    const error = failure(archive, read);
    expect(error.code).toBe("corrupt");
    expect(error.message).toBe('there is no tar header after the entry "a"');
    expect(failure(Buffer.from("x".repeat(512)), read).message).toBe("there is no tar header at the start");
    expect(failure(makeTar([file("a")]).subarray(0, 700), read).code).toBe("corrupt");
    expect(failure(makeTar([{ path: "s", type: "S" }]), read)).toMatchObject({ code: "unsupported", entry: "s" });
    expect(failure(makeTar([{ path: "s", pax: { "GNU.sparse.major": "1" } }]), read)).toMatchObject({
      code: "unsupported",
      entry: "s",
    });
    expect(failure(makeTar([{ path: "q", type: "Q" }]), read)).toMatchObject({ code: "unsupported", entry: "q" });
    expect(failure(makeTar([{ path: "x", type: "x", content: "99999 path=a\n" }]), read).code).toBe("corrupt");
    expect(failure(makeTar([{ path: "p", pax: { path: "n".repeat(5000) } }]), read).code).toBe("hostile");
  });

  it("with names that are no UTF-8 kept apart", () => {
    const names = [0xe4, 0xf6].map((byte) => {
      const block = makeHeader(file("?"));
      block[0] = byte;
      return withSum(block);
    });
    const { entries } = read(Buffer.concat([...names, Buffer.alloc(1024)]));
    expect(entries.map((entry) => entry.path)).toEqual(["ä", "ö"]);
  });
});

const entry: fc.Arbitrary<MadeEntry> = fc
  .tuple(
    fc.array(fc.stringMatching(/^[a-zA-Zäß._-]{1,40}$/), { minLength: 1, maxLength: 6 }),
    fc.string({ maxLength: 1500 }),
    fc.constantFrom("file", "folder", "symlink", "pax"),
    fc.nat(0o7777),
  )
  .map(([parts, content, kind, mode]) => {
    const name = parts.map((part) => (/^\.+$/.test(part) ? "dot" : part)).join("/");
    if (kind === "folder") return { ...folder(name), gnu: true };
    if (kind === "symlink") return { ...symlink(name, content.replaceAll("\0", "").slice(0, 300)), gnu: true };
    return { path: name, content, mode, ...(kind === "pax" ? { pax: { path: name } } : { gnu: true }) };
  });

it("reads the same however the stream is cut, and from a file", () => {
  fc.assert(
    fc.property(
      fc.array(entry, { maxLength: 12 }),
      fc.array(fc.integer({ min: 1, max: 2000 }), { minLength: 1 }),
      (entries, sizes) => {
        const archive = makeTar(entries);
        const whole = stream(archive);
        expect(stream(archive, sizes)).toEqual(whole);
        expect(seek(archive).entries).toEqual(whole.entries);
        expect(whole.entries).toHaveLength(entries.length);
      },
    ),
    { numRuns: 60 },
  );
});

it("says what is wrong with any bytes, and nothing else", () => {
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 4 }), fc.array(fc.tuple(fc.nat(4000), fc.nat(255))), (entries, changes) => {
      const archive = makeTar(entries);
      for (const [at, value] of changes) if (at < archive.length) archive[at] = value;
      for (const read of [stream, seek]) {
        try {
          read(archive);
        } catch (error) {
          expect(error).toBeInstanceOf(ImageError);
        }
      }
    }),
    { numRuns: 100 },
  );
});
