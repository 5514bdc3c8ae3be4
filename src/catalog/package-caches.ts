/** A package manager's cache as it would stay in a layer. `~` is the home of whoever runs the step. */
export interface PackageCache {
  readonly name: string;
  /** What stays, in words. */
  readonly what: string;
  /** Folders, any of which holds what stays: a mount over one or its removal is enough. */
  readonly folders: readonly string[];
  /** Variables of the environment that name another folder. */
  readonly folderVariables?: readonly string[];
  /** The option that names another folder. */
  readonly folderOption?: RegExp;
  readonly remedy: string;
}

export const PACKAGE_CACHES = {
  apt: { name: "apt", what: "package lists", folders: ["/var/lib/apt/lists"], remedy: "rm -rf /var/lib/apt/lists/*" },
  apk: { name: "apk", what: "the package index", folders: ["/var/cache/apk"], remedy: "apk add --no-cache" },
  dnf: {
    name: "dnf",
    what: "metadata and packages",
    folders: ["/var/cache/yum", "/var/cache/dnf", "/var/cache/libdnf5", "/var/cache/tdnf"],
    remedy: "clean all",
  },
  zypper: { name: "zypper", what: "metadata and packages", folders: ["/var/cache/zypp"], remedy: "zypper clean --all" },
  pacman: { name: "pacman", what: "packages", folders: ["/var/cache/pacman/pkg"], remedy: "pacman -Scc" },
  pip: {
    name: "pip",
    what: "downloads and built wheels",
    folders: ["~/.cache/pip"],
    folderVariables: ["PIP_CACHE_DIR"],
    folderOption: /^--cache-dir=(.+)$/,
    remedy: "--no-cache-dir",
  },
  npm: {
    name: "npm",
    what: "downloads",
    folders: ["~/.npm/_cacache"],
    folderVariables: ["npm_config_cache", "NPM_CONFIG_CACHE"],
    folderOption: /^--cache=(.+)$/,
    remedy: "npm cache clean --force",
  },
  yarn: {
    name: "yarn",
    what: "downloads",
    folders: ["/usr/local/share/.cache/yarn/v6", "~/.cache/yarn", "~/.yarn/berry/cache", "~/.yarn-cache"],
    folderVariables: ["YARN_CACHE_FOLDER"],
    folderOption: /^--cache-folder=(.+)$/,
    remedy: "yarn cache clean",
  },
} satisfies Record<string, PackageCache>;
