/** How a tool that installs an app's dependencies is told to leave those for development out. */
export interface DependencyInstaller {
  /** Words that install what the manifest names; "" where no word does so too. */
  readonly verbs: readonly string[];
  /** Options whose value is the next word. */
  readonly valued: readonly string[];
  /** Options (joined with their value by `=`) that leave development out. */
  readonly production: RegExp;
  /** Options that take it in whatever the environment says. */
  readonly development?: RegExp;
  /** Variables of the environment with the values that leave development out. */
  readonly environment: Readonly<Record<string, RegExp>>;
  /** Words after the verb name packages of their own: the manifest's are not what is asked for. */
  readonly operands: boolean;
  readonly manifest: string;
  /** Whether a manifest has anything for development; undefined where it cannot be read. */
  readonly hasDevelopment: (text: string) => boolean | undefined;
  /** What is taken for true where the manifest cannot be seen. */
  readonly unseen: "fail" | "unknown";
  /** What it installs beside the rest. */
  readonly what: string;
  /** The option that the message names. */
  readonly remedy: string;
}

const truthy = /^(?:1|true|yes|on)$/i;
const production = /^production$/;
const node: Omit<DependencyInstaller, "verbs" | "valued" | "production" | "remedy"> = {
  development: /^--(?:production=false|include=dev|dev)$/,
  environment: {
    NODE_ENV: production,
    npm_config_production: truthy,
    NPM_CONFIG_PRODUCTION: truthy,
    npm_config_omit: /\bdev\b/,
    NPM_CONFIG_OMIT: /\bdev\b/,
    NPM_CONFIG_ONLY: /^prod/,
  },
  operands: true,
  manifest: "package.json",
  hasDevelopment: (text) => hasKeys(text, "devDependencies"),
  unseen: "fail",
  what: "devDependencies",
};
const nodeProduction = /^(?:--production(?:=true)?|--prod(?:=true)?|--only=prod(?:uction)?|--omit=dev|-P)$/;
const nodeValued =
  "--prefix --registry --loglevel --cache --cwd --filter --workspace --network-timeout --network-concurrency --cache-folder --modules-folder --mutex --dir --store-dir --omit --only --include -C -w -F".split(
    " ",
  );

/** Installers by the name of their program. */
export const DEPENDENCY_INSTALLERS: ReadonlyMap<string, DependencyInstaller> = new Map<string, DependencyInstaller>([
  [
    "npm",
    {
      ...node,
      verbs: ["install", "i", "ci", "add", "clean-install", "install-clean", "ic"],
      valued: nodeValued,
      production: nodeProduction,
      remedy: "--omit=dev",
    },
  ],
  ["yarn", { ...node, verbs: ["", "install"], valued: nodeValued, production: nodeProduction, remedy: "--production" }],
  ["yarnpkg", { ...node, verbs: ["", "install"], valued: nodeValued, production: nodeProduction, remedy: "--production" }],
  ["pnpm", { ...node, verbs: ["install", "i", "ci"], valued: nodeValued, production: nodeProduction, remedy: "--prod" }],
  [
    "bun",
    {
      ...node,
      environment: {},
      verbs: ["install", "i", "ci"],
      valued: nodeValued,
      production: /^(?:--production|-p|--omit=dev)$/,
      remedy: "--production",
    },
  ],
  [
    "composer",
    {
      verbs: ["install", "i", "update", "u", "upgrade"],
      valued: ["-d", "--working-dir"],
      production: /^--no-dev$/,
      environment: { COMPOSER_NO_DEV: truthy },
      operands: false,
      manifest: "composer.json",
      hasDevelopment: (text) => hasKeys(text, "require-dev"),
      unseen: "fail",
      what: "require-dev",
      remedy: "--no-dev",
    },
  ],
  [
    "bundle",
    {
      verbs: ["", "install"],
      valued: ["-j", "--jobs", "--retry", "--gemfile", "--path", "--binstubs"],
      production: /^--(?:without(?:=.*)?|only(?:=.*)?)$/,
      environment: { BUNDLE_WITHOUT: /development/, BUNDLE_ONLY: /./ },
      operands: false,
      manifest: "Gemfile",
      hasDevelopment: (text) =>
        /^\s*group\b[^\n]*\bdevelopment\b|:groups?\s*=>[^\n]*development|\bgroups?:[^\n]*development/m.test(text),
      unseen: "unknown",
      what: "the group development",
      remedy: "BUNDLE_WITHOUT=development:test",
    },
  ],
  [
    "poetry",
    {
      verbs: ["install", "sync"],
      valued: ["--without", "--with", "--only", "-E", "--extras", "-C", "--directory", "-P", "--project"],
      production: /^--(?:no-dev|only-root|only(?:=.*)?|without=.*\bdev\b.*)$/,
      environment: {},
      operands: false,
      manifest: "pyproject.toml",
      hasDevelopment: (text) => /^\s*\[(?:tool\.poetry\.(?:dev-dependencies|group\.)|dependency-groups\])/m.test(text),
      unseen: "unknown",
      what: "the groups for development",
      remedy: "--only main",
    },
  ],
  [
    "uv",
    {
      verbs: ["sync"],
      valued: [
        "--extra",
        "--group",
        "--package",
        "-p",
        "--python",
        "--directory",
        "--project",
        "--no-group",
        "--only-group",
        "--no-install-package",
      ],
      production: /^--(?:no-dev|no-default-groups|only-group(?:=.*)?|no-group=dev)$/,
      environment: { UV_NO_DEV: truthy },
      operands: false,
      manifest: "pyproject.toml",
      hasDevelopment: (text) => /^\s*\[dependency-groups\]|^\s*dev-dependencies\s*=/m.test(text),
      unseen: "unknown",
      what: "the group dev",
      remedy: "--no-dev",
    },
  ],
]);

function hasKeys(json: string, field: string): boolean | undefined {
  try {
    const value: unknown = JSON.parse(json.replace(/^\uFEFF/, ""));
    const found: unknown =
      typeof value === "object" && value !== null ? Object.entries(value).find(([key]) => key === field)?.[1] : undefined;
    return typeof found === "object" && found !== null && Object.keys(found).length > 0;
  } catch {
    return undefined;
  }
}

/** A requirements file or extra that is there for development. */
export function isDevelopmentName(name: string): boolean {
  return /(?:^|[/_.,-])(?:dev|devel|develop|development|test|tests|testing|lint|linting)(?:$|[/_.,-])/i.test(name);
}

/** Bundlers, compilers, test runners and reloaders that people install globally with npm. */
const DEVELOPMENT_TOOLS = new Set(
  (
    "typescript webpack webpack-cli webpack-dev-server gulp gulp-cli grunt grunt-cli browserify rollup parcel parcel-bundler esbuild vite brunch babel-cli @babel/cli " +
    "@angular/cli @vue/cli @ionic/cli ionic @nestjs/cli create-react-app karma karma-cli mocha jest eslint nodemon ts-node-dev node-gyp"
  ).split(" "),
);

/** Whether an npm package (with or without version) is a tool for development. */
export function isDevelopmentTool(name: string): boolean {
  return DEVELOPMENT_TOOLS.has(name.replace(/(?<=.)@.*$/, ""));
}
