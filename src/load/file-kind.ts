import type { FileKind } from "../source/source-file.ts";

/** Endings that make `Dockerfile.X` a template, a page or a copy and no Dockerfile. */
const notDockerfile =
  /\.(md|markdown|rst|adoc|html?|j2|jinja2?|tmpl|tpl|template|erb|in|hbs|mustache|ejs|m4|bak|orig|rej|sw[a-p]|sh|bash|py|rb|js|mjs|cjs|ts|tsx|go|rs|java|kt|cs|php|json|ya?ml|toml|xml|snap|patch|diff|dockerignore|sha256|asc|sig)$|~$/i;

const composeName = /^(?:(?:docker-|podman-)?compose(?:[._-][\w.-]*)?|[\w.-]+[._-](?:docker-)?compose)\.ya?ml$/i;
/** In lower case only the bare name: `dockerfile.riot` is a component of some web page. */
const dockerfileName =
  /^(?:(?:Dockerfile|DOCKERFILE|Containerfile)(?:[._-].+)?|dockerfile|containerfile|.+\.(?:[Dd]ockerfile|[Cc]ontainerfile))$/;

/** What a file is by its name alone; "other" where the name says nothing. Runs on every path of the repository. */
export function kindByName(path: string): FileKind {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const dot = name.lastIndexOf(".");
  const extension = dot < 0 ? "" : name.slice(dot + 1);
  const known = kindByExtension.get(extension);
  if (known !== undefined) return known;
  if (extension === "yml" || extension === "yaml" || extension === "YML" || extension === "YAML") return kindOfYaml(path, name);
  if (looksNamed(name) && dockerfileName.test(name) && !notDockerfile.test(name)) return "dockerfile";
  if (name === "docker-bake.hcl" || name === "docker-bake.override.hcl") return "bake";
  if (name === "docker-bake.json" || name === "docker-bake.override.json") return "bake";
  if (name.startsWith(".env")) return name.length === 4 || name[4] === "." ? "env" : "other";
  if (name === ".seaworthy.json") return "config";
  return buildFiles.has(name) ? "script" : "other";
}

const kindByExtension = new Map<string, FileKind>([
  ["dockerignore", "dockerignore"],
  ["env", "env"],
  ...["md", "markdown", "mdx", "MD"].map((extension) => [extension, "markdown"] as const),
  ...["sh", "bash", "zsh", "ksh", "dash", "ash", "bats"].map((extension) => [extension, "script"] as const),
]);
const buildFiles = new Set(["Makefile", "makefile", "GNUmakefile", "Justfile", "justfile"]);

/** Cheap, and false for nearly all names. */
function looksNamed(name: string): boolean {
  return name.includes("ockerfile") || name.includes("ontainerfile") || name.includes("DOCKERFILE");
}

function kindOfYaml(path: string, name: string): FileKind {
  if (name.toLowerCase().includes("compose") && composeName.test(name)) return "compose";
  if (/^\.(?:github|gitea|forgejo)\/(?:workflows\/[^/]+|actions\/.+\/action)\.ya?ml$/.test(path)) return "workflow";
  if (name === "action.yml" || name === "action.yaml") return "workflow";
  if (name.endsWith("gitlab-ci.yml") || name.endsWith("gitlab-ci.yaml")) return "gitlab-ci";
  if (path.startsWith(".gitlab/") || path.includes("/.gitlab/")) return "gitlab-ci";
  return name === ".seaworthy.yaml" || name === ".seaworthy.yml" ? "config" : "other";
}

/** What a file is when someone named it: by its name, else by what is in it. */
export function kindOf(path: string, text: string): FileKind {
  const byName = kindByName(path);
  if (byName !== "other") return byName;
  if (/^#!.*\b(?:ba|z|k|da|a)?sh\b/.test(text)) return "script";
  if (/\.ya?ml$/i.test(path) || /^(?:version|name|x-[\w-]+|services|include):/m.test(text)) {
    if (/^(?:services|include)[ \t]*:/m.test(text)) return "compose";
  }
  if (looksLikeDockerfile(text)) return "dockerfile";
  if (/\b(?:docker|podman)\s+(?:container\s+)?(?:run|create)\b/.test(text)) return "script";
  return "other";
}

/** A first instruction that only a Dockerfile has. */
export function looksLikeDockerfile(text: string): boolean {
  for (const line of text.split("\n", 200)) {
    const trimmed = line.replace(/^\uFEFF/, "").trim();
    if (trimmed === "" || trimmed.startsWith("#")) continue;
    if (/^FROM\s+\S/i.test(trimmed)) return true;
    if (!/^ARG\s+\w/i.test(trimmed)) return false;
  }
  return false;
}
