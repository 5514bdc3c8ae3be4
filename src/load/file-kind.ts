import type { FileKind } from "../source/source-file.ts";

/** Endings that make `Dockerfile.X` a template, a page or a copy and no Dockerfile. */
const notDockerfile =
  /\.(md|markdown|rst|adoc|html?|j2|jinja2?|tmpl|tpl|template|erb|in|hbs|mustache|ejs|m4|bak|orig|rej|sw[a-p]|sh|bash|py|rb|js|mjs|cjs|ts|tsx|go|rs|java|kt|cs|php|json|ya?ml|toml|xml|snap|patch|diff|dockerignore|sha256|asc|sig)$|~$/i;

const composeName = /^(?:(?:docker-|podman-)?compose(?:[._-][\w.-]*)?|[\w.-]+[._-](?:docker-)?compose)\.ya?ml$/i;
/** In lower case only the bare name: `dockerfile.riot` is a component of some web page. */
const dockerfileName =
  /^(?:(?:Dockerfile|DOCKERFILE|Containerfile)(?:[._-].+)?|dockerfile|containerfile|.+\.(?:[Dd]ockerfile|[Cc]ontainerfile))$/;

/** What a file is by its name alone; "other" where the name says nothing. */
export function kindByName(path: string): FileKind {
  const name = path.slice(path.lastIndexOf("/") + 1);
  if (name.endsWith(".dockerignore")) return "dockerignore";
  if (dockerfileName.test(name) && !notDockerfile.test(name)) return "dockerfile";
  if (composeName.test(name)) return "compose";
  if (/^\.github\/(workflows\/[^/]+|actions\/.+\/action)\.ya?ml$/.test(path) || /^action\.ya?ml$/.test(name)) return "workflow";
  if (/\.?gitlab-ci\.ya?ml$/.test(name) || /(^|\/)\.gitlab\/.+\.ya?ml$/.test(path)) return "gitlab-ci";
  if (/^docker-bake(\.override)?\.(hcl|json)$/.test(name)) return "bake";
  if (/^\.env(\..+)?$|\.env$/.test(name)) return "env";
  if (/^\.seaworthy\.(ya?ml|json)$/.test(name)) return "config";
  if (/\.(sh|bash|zsh|ksh|dash|ash|bats)$/.test(name) || /^(GNU)?makefile$/i.test(name) || name === "Justfile") return "script";
  if (/\.(md|markdown|mdx)$/i.test(name)) return "markdown";
  return "other";
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
