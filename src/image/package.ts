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
  /** Files in the image that say so: the database, the lock file, the binary; for nested jars `a.jar!/b.jar`. */
  readonly locations: readonly string[];
  /** Layer (diffID) in which it came, where known. */
  readonly layer?: string;
  readonly purl: string;
  /** Paths that a distribution package owns are not counted again by other readers. */
  readonly files?: readonly string[];
  /** Modularity label, epoch and the like, where the format has them. */
  readonly extra?: Readonly<Record<string, string>>;
}

/** What an image's distribution is, from os-release and its kin. */
export interface Release {
  readonly id: string;
  readonly version: string | undefined;
  readonly name: string;
  /** ID_LIKE. */
  readonly like: readonly string[];
  readonly codename: string | undefined;
}

/** Reads one kind of package from files of the merged file system of an image. Never throws: what cannot be read is an error. */
export interface PackageReader {
  readonly name: string;
  /** Files whose content it needs. `size` in bytes; `executable` by mode. */
  readonly wants: (path: string, size: number, executable: boolean) => boolean;
  /** Called once for each wanted file; may also ask for a whole set at the end. */
  readonly read: (path: string, bytes: Uint8Array) => PackageResult;
}

export interface PackageResult {
  readonly packages: readonly Package[];
  readonly errors: readonly { readonly path: string; readonly message: string }[];
}
