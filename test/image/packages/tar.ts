/** A file of a tar archive; everything else that an archive holds does not matter here. */
export interface TarFile {
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly executable: boolean;
}

/** The regular files of a plain tar archive as `tar` writes it: ustar, with the long names of GNU tar. */
export function readTar(archive: Uint8Array): TarFile[] {
  const files: TarFile[] = [];
  let longName: string | undefined;
  for (let at = 0; at + 512 <= archive.length && archive[at] !== 0;) {
    const text = (start: number, size: number): string =>
      Buffer.from(archive.subarray(at + start, at + start + size))
        .toString("utf8")
        .replace(/\0.*$/s, "");
    const size = Number.parseInt(text(124, 12), 8) || 0;
    const type = text(156, 1);
    const bytes = archive.subarray(at + 512, at + 512 + size);
    const prefix = text(257, 5) === "ustar" && text(345, 155) !== "" ? `${text(345, 155)}/` : "";
    if (type === "L") longName = Buffer.from(bytes).toString("utf8").replace(/\0.*$/s, "");
    else {
      const path = (longName ?? prefix + text(0, 100)).replace(/^\.?\//, "");
      if (type === "0" || type === "") files.push({ path, bytes, executable: (Number.parseInt(text(100, 8), 8) & 0o111) !== 0 });
      longName = undefined;
    }
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return files;
}
