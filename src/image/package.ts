/** Package managers and formats, named as in package URLs. */
export type PackageType = "deb" | "apk" | "rpm" | "npm" | "pypi" | "golang" | "maven" | "gem" | "composer" | "cargo" | "nuget";

/** A package that is installed in an image. */
export interface Package {
  readonly type: PackageType;
  readonly name: string;
  readonly version: string;
  /** Distribution packages: the source package that advisories speak of. */
  readonly source?: { readonly name: string; readonly version: string };
  readonly architecture?: string;
  readonly licenses?: readonly string[];
  /** Files in the image that say so: the database, the metadata, the binary; for nested jars `a.jar!/b.jar`. */
  readonly locations: readonly string[];
  /** Layer (diffID) in which it came, where known. */
  readonly layer?: string;
  readonly purl: string;
  /** Paths that a distribution package owns are not counted again by other readers. */
  readonly files?: readonly string[];
  /** Modularity label, vendor, platform and the like, where the format has them. */
  readonly extra?: Readonly<Record<string, string>>;
}

/** What an image's distribution is, from os-release and its kin. */
export interface Release {
  /** As os-release writes it: `debian`, `rhel`, `amzn`, `opensuse-leap`. */
  readonly id: string;
  /** As exact as the image says: `10.1` for Debian, `3.19.4` for Alpine. */
  readonly version: string | undefined;
  /** The branch that packages come from, where the package manager was pointed to another one than the version's: `edge`. */
  readonly branch?: string;
  readonly name: string;
  /** ID_LIKE. */
  readonly like: readonly string[];
  readonly codename: string | undefined;
}

/** A file of an image, of which only what is needed is read: a section of a large binary, the directory of a jar. */
export interface Content {
  readonly size: number;
  /** The bytes from `offset` on, at most `length`; fewer where the file ends. They are not kept beyond the call that asks. */
  readonly read: (offset: number, length: number) => Uint8Array;
}

/** Reads one kind of package from files of the merged file system of an image. Never throws: what cannot be read is an error. */
export interface PackageReader {
  readonly name: string;
  /**
   * Files whose content it needs. `path` has no leading slash; `size` in bytes; `executable` by mode. It says yes to a
   * file that is too large, so that the file is reported.
   */
  readonly wants: (path: string, size: number, executable: boolean) => boolean;
  /** Where the name does not tell: whether the first bytes (4 or more) make the file worth keeping. */
  readonly startsLike?: (head: Uint8Array) => boolean;
  /** Other files that must be at hand to read this one: the journal of a database. */
  readonly companions?: (path: string) => readonly string[];
  /** The file is compressed by zstd and is inflated before it is read, to at most this many bytes. */
  readonly inflatesTo?: number;
  /** Larger files are reported and not read. Readers that take only parts of a file allow more. */
  readonly maxBytes: number;
  readonly read: (path: string, content: Content, companion?: (path: string) => Content | undefined) => PackageResult;
}

/** A package as a reader finds it: its package URL also needs the release, and its layer is the image's to say. */
export type FoundPackage = Omit<Package, "purl" | "layer">;

/** Files that a package of the distribution brought. */
export interface OwnedFiles {
  readonly type: PackageType;
  readonly name: string;
  readonly architecture?: string;
  readonly files: readonly string[];
}

export interface PackageError {
  /** The entry, for a jar in a jar `a.jar!/b.jar`. */
  readonly path: string;
  readonly message: string;
}

/** What one file says. Plain data, so that it can be kept in a cache. */
export interface PackageResult {
  readonly packages: readonly FoundPackage[];
  readonly errors: readonly PackageError[];
  /** For formats that keep the lists of files apart from the packages. */
  readonly owned?: readonly OwnedFiles[];
}
