import { describe, expect, it } from "vitest";
import { createFates } from "../../../src/image/files/fate.ts";
import { mergeLayers } from "../../../src/image/files/merge.ts";
import { filesBelow, isFile, type ImageFile } from "../../../src/image/files/tree.ts";
import { defaultLimits } from "../../../src/image/limits.ts";
import type { TarEntry } from "../../../src/image/tar/entry.ts";
import { createTarReader } from "../../../src/image/tar/reader.ts";
import { file, folder, hardlink, makeTar, symlink, type MadeEntry } from "../make-tar.ts";

function layer(entries: readonly MadeEntry[]): TarEntry[] {
  const read: TarEntry[] = [];
  const reader = createTarReader(defaultLimits, (entry) => {
    read.push(entry);
    return undefined;
  });
  reader.push(makeTar(entries));
  reader.end();
  return read;
}

interface Merged {
  /** `PATH@LAYER` of all but folders, sorted. */
  readonly files: readonly string[];
  readonly find: (path: string, last?: boolean) => ImageFile | undefined;
  readonly all: readonly ImageFile[];
}

function merge(...layers: readonly (readonly MadeEntry[])[]): Merged {
  const { root, walker } = mergeLayers(layers.map(layer));
  const all = filesBelow(root);
  const files = all.filter(({ entry }) => entry.type !== "directory").map((item) => `${item.path}@${item.layer}`);
  const find = (path: string, last = true): ImageFile | undefined => {
    const node = walker.walk(path, last);
    return isFile(node) ? node : undefined;
  };
  return { files: files.toSorted(), find, all };
}

function failure(...layers: readonly (readonly MadeEntry[])[]): unknown {
  try {
    merge(...layers);
  } catch (error) {
    return error;
  }
  throw new Error("nothing failed");
}

describe("joins layers", () => {
  it("the later one on top", () => {
    expect(merge([file("a", "1"), file("b/c", "1")], [file("b/c", "two"), file("d")]).files).toEqual(["a@0", "b/c@1", "d@1"]);
    // A folder over a folder changes only the folder.
    const { all } = merge([folder("b"), file("b/c")], [{ ...folder("b"), mode: 0o700 }]);
    expect(all.map(({ path, layer: from, entry }) => [path, from, entry.mode])).toEqual([
      ["b", 1, 0o700],
      ["b/c", 0, 0o644],
    ]);
  });

  it("and whiteouts take away what lies below them", () => {
    const below = [file("a"), folder("d"), file("d/e"), file("d/f/g"), file("dd")];
    expect(merge(below, [file(".wh.a"), file(".wh.d")]).files).toEqual(["dd@0"]);
    expect(merge(below, [file("d/.wh.f")]).files).toEqual(["a@0", "d/e@0", "dd@0"]);
    // Of a layer's own files nothing, wherever the mark stands.
    expect(merge(below, [file("d/new"), file(".wh.d"), file("d/newer")]).files).toEqual(["a@0", "d/new@1", "d/newer@1", "dd@0"]);
    expect(merge([file(".wh.nothing"), file("x/.wh.y")]).files).toEqual([]);
    expect(merge([file("awh.b"), file(".whatever"), file("a.wh.b")]).files).toEqual([".whatever@0", "a.wh.b@0", "awh.b@0"]);
  });

  it("and opaque folders start anew", () => {
    const below = [folder("d"), file("d/e"), file("d/f/g"), file("x")];
    expect(merge(below, [folder("d"), file("d/new"), file("d/.wh..wh..opq")]).files).toEqual(["d/new@1", "x@0"]);
    expect(merge(below, [file(".wh..wh..opq"), file("only")]).files).toEqual(["only@1"]);
    expect(merge(below, [file("d/f/.wh..wh..opq")]).files).toEqual(["d/e@0", "x@0"]);
    expect(merge(below, [folder(".wh..wh.plnk"), file(".wh..wh.aufs")]).files).toEqual(["d/e@0", "d/f/g@0", "x@0"]);
  });

  it("and what was a folder may become a file, and a file a folder", () => {
    expect(merge([file("d/e"), file("f")], [file("d"), file("f/.wh..wh..opq")]).files).toEqual(["d@1", "f@0"]);
    expect(merge([file("d")], [folder("d"), file("d/e")]).files).toEqual(["d/e@1"]);
    expect(merge([symlink("d", "e"), file("e/x")], [folder("d"), file("d/y")]).files).toEqual(["d/y@1", "e/x@0"]);
    // Twice in one layer: the second one counts.
    expect(merge([folder("d"), file("d/x"), symlink("d", "e"), folder("e"), file("d/y")]).files).toEqual(["d@0", "e/y@0"]);
  });

  it("and hard links are the file they name", () => {
    const { all, files } = merge([{ ...file("su", "suid"), mode: 0o4755 }, hardlink("bin/su2", "su")], [file(".wh.su")]);
    expect(files).toEqual(["bin/su2@0"]);
    expect(all[0]?.entry).toMatchObject({ type: "file", mode: 0o4755, size: 4, path: "su" });
    expect(merge([file("a")], [hardlink("b", "a")]).files).toEqual(["a@0", "b@0"]);
    expect(failure([hardlink("b", "gone")])).toMatchObject({ code: "hostile", entry: "b" });
    expect(failure([folder("d"), hardlink("b", "d")])).toMatchObject({ code: "hostile", entry: "b" });
  });

  it("and files behind a linked folder are put where it leads", () => {
    const usr = [folder("usr/lib"), symlink("lib", "usr/lib"), file("usr/lib/a")];
    expect(merge(usr, [file("lib/b"), file("lib/.wh.a")]).files).toEqual(["lib@0", "usr/lib/b@1"]);
    expect(merge([symlink("out", "../../../.."), file("out/etc/x")]).files).toEqual(["etc/x@0", "out@0"]);
    expect(merge([symlink("abs", "/a/b"), file("abs/x")]).files).toEqual(["a/b/x@0", "abs@0"]);
  });

  it("but not what no engine could unpack", () => {
    expect(failure([symlink("a", "b"), symlink("b", "a"), file("a/x")])).toMatchObject({ code: "hostile" });
    expect(failure([file("f"), file("f/x")])).toMatchObject({ code: "hostile", entry: "f" });
    expect(failure([file("d/.wh...")])).toMatchObject({ code: "hostile", entry: "d/.wh..." });
  });
});

describe("follows links inside of the image", () => {
  const { find } = merge([
    symlink("etc/os-release", "../usr/lib/os-release"),
    file("usr/lib/os-release", "ID=x"),
    symlink("abs", "/usr/lib"),
    symlink("up", "../../../../usr/./lib/../lib/os-release"),
    symlink("loop", "loop"),
    symlink("c1", "c2"),
    symlink("c2", "c1"),
    symlink("dangling", "nowhere/x"),
    symlink("through-file", "usr/lib/os-release/x"),
    ...Array.from({ length: 39 }, (_, at) => symlink(`chain${at}`, `chain${at + 1}`)),
    file("chain39", "end"),
    symlink("one-more", "chain0"),
    symlink("two-more", "one-more"),
  ]);
  it.each([
    ["etc/os-release", "usr/lib/os-release"],
    ["/etc/os-release", "usr/lib/os-release"],
    ["abs/os-release", "usr/lib/os-release"],
    ["up", "usr/lib/os-release"],
    ["chain0", "chain39"],
    ["one-more", "chain39"],
    ["two-more", undefined],
    ["loop", undefined],
    ["c1", undefined],
    ["dangling", undefined],
    ["through-file", undefined],
    ["usr/lib/os-release/..", undefined],
    ["gone", undefined],
  ])("%s", (path, found) => {
    expect(find(path)?.path).toBe(found);
  });
  it("unless the link itself is asked for", () => {
    expect(find("loop", false)?.entry.type).toBe("symlink");
    expect(find("abs/os-release", false)?.path).toBe("usr/lib/os-release");
  });
});

it("bears paths of two thousand parts and hosts of files", () => {
  const deep = `${"d/".repeat(2000)}f`;
  const started = performance.now();
  const { files } = merge([{ path: deep, gnu: true }], [file(".wh.d")], [{ path: deep, gnu: true }]);
  expect(files).toEqual([`${deep}@2`]);
  const many = Array.from({ length: 30_000 }, (_, at) => file(`d${at % 100}/f${at}`));
  const gone = Array.from({ length: 100 }, (_, at) => file(`.wh.d${at}`));
  expect(merge(many, gone).files).toEqual([]);
  expect(performance.now() - started).toBeLessThan(5000);
});

it("gives up on links that would take hours", () => {
  const link = Array.from({ length: 800 }, () => "a/..").join("/");
  const entries: MadeEntry[] = [
    folder("a"),
    ...Array.from({ length: 39 }, (_, at) => ({ ...symlink(`l${at}`, `${link}/l${at + 1}`), gnu: true })),
  ];
  const started = performance.now();
  const files = Array.from({ length: 2000 }, (_, at) => file(at % 2 === 0 ? `l0/x${at}` : `y${at}`));
  expect(failure([...entries, folder("l39"), ...files, ...files])).toMatchObject({ code: "hostile" });
  expect(performance.now() - started).toBeLessThan(20_000);
});

it("tells what became of a file of one layer", () => {
  const fate = createFates([
    layer([file("a"), file("b/c"), file("d/e"), file("f"), file("g/h"), file("stay")]),
    layer([file("f", "new")]),
    layer([file(".wh.a"), file(".wh.b"), folder("d"), file("d/.wh..wh..opq"), file("g")]),
  ]);
  expect(fate(0, "a")).toEqual({ kind: "deleted", layer: 2 });
  expect(fate(0, "b/c")).toEqual({ kind: "deleted", layer: 2 });
  expect(fate(0, "d/e")).toEqual({ kind: "deleted", layer: 2 });
  expect(fate(0, "f")).toEqual({ kind: "replaced", layer: 1 });
  expect(fate(1, "f")).toEqual({ kind: "stays" });
  expect(fate(0, "g/h")).toEqual({ kind: "deleted", layer: 2 });
  expect(fate(0, "stay")).toEqual({ kind: "stays" });
});
