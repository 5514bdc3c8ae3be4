import { isAside, secretFileKind } from "../../catalog/secret-files.ts";
import type { SourceFile } from "../../source/source-file.ts";
import { compileGlob } from "../../util/glob.ts";
import { basename, dirname, joinPath } from "../../util/path.ts";
import type { BuildModel } from "../build.ts";
import type { ContextSource } from "../context.ts";
import { copiesOf } from "../copies.ts";
import type { Project } from "../project.ts";
import { findNamedValues } from "./named-values.ts";
import { literalAt } from "./place.ts";
import { uniquePlaces, type FoundSecret } from "./secret.ts";
import { findTextSecrets } from "./text-secrets.ts";
import { isDummy } from "./values.ts";

/** What the copied files hold: what their kind and name say, and tokens in any of them. */
export interface CopiedSecrets {
  readonly copied: readonly FoundSecret[];
  readonly values: readonly FoundSecret[];
}

const cache = new WeakMap<BuildModel, CopiedSecrets>();

export function copiedSecrets(build: BuildModel, project: Project): CopiedSecrets {
  const known = cache.get(build);
  if (known) return known;
  const copied: FoundSecret[] = [];
  const values: FoundSecret[] = [];
  for (const source of build.sources)
    if (!source.mount && source.unknown.length === 0) readSource(source, build, project, copied, values);
  const result = { copied: uniquePlaces([...copied, ...heredocs(build)]), values: uniquePlaces(values) };
  cache.set(build, result);
  return result;
}

function readSource(
  source: ContextSource,
  build: BuildModel,
  project: Project,
  copied: FoundSecret[],
  values: FoundSecret[],
): void {
  const folder = build.context.kind === "folder" ? build.context.path : undefined;
  const paths = folder === undefined ? [] : matched(source.path, folder, project);
  if (paths.length === 0) {
    addByName(source, source.path, build, copied);
    return;
  }
  for (const path of paths) {
    const inner = folder === "" || folder === undefined ? path : path.slice(folder.length + 1);
    if (build.ignore?.ignores(inner)) continue;
    const file = project.files.get(path);
    if (!file) {
      // There, but never read as text: a key store says by its name what it is.
      if (/\.(?:p12|pfx|jks|keystore|kdbx)$/i.test(inner) && secretFileKind(inner) === "key" && !isAside(inner))
        addByName(source, inner, build, copied);
      continue;
    }
    readFile(file, inner, source, copied, values);
  }
}

/** Files of the repository that a source brings; none where it is not there. */
function matched(path: string, folder: string, project: Project): string[] {
  const { tree } = project;
  const full = joinPath(folder, path);
  if (!/[*?[]/.test(path)) return tree.isDirectory(full) ? [...tree.filesBelow(full)] : tree.has(full) ? [full] : [];
  const parent = dirname(path);
  if (/[*?[]/.test(parent)) return [];
  const matches = compileGlob(basename(path));
  const inside = joinPath(folder, parent);
  return tree
    .list(inside)
    .filter((name) => matches(name))
    .flatMap((name) => {
      const found = joinPath(inside, name);
      return tree.isDirectory(found) ? [...tree.filesBelow(found)] : [found];
    });
}

function addByName(source: ContextSource, path: string, build: BuildModel, copied: FoundSecret[]): void {
  const plain = path.replaceAll(/[*?]|\[[^\]]*\]/g, "");
  const kind = secretFileKind(plain);
  if (kind === undefined || kind === "config" || isAside(plain) || build.ignore?.ignores(plain)) return;
  const what = kind === "env" ? "an environment file" : kind === "key" ? "a key" : "a file with credentials";
  if (kind === "key" && isImported(basename(plain), build)) return;
  copied.push({
    what: `${basename(path)}, ${what}, is copied into the image`,
    short: `${what} is copied (${basename(path)})`,
    at: source.origin,
    name: path,
    open: true,
  });
}

/** A public key of a package repository: `apt-key add NAME`, `rpm --import NAME`, a place of apt. */
function isImported(name: string, build: BuildModel): boolean {
  return build.tree.instructions.some(
    ({ rest }) =>
      rest.text.includes(name) &&
      /apt-key\s+add|rpm\s+--import|gpg\s[^\n]*--(?:import|dearmor)|\/etc\/(?:apt|pki\/rpm-gpg|apk)\//.test(rest.text),
  );
}

interface FileSecrets {
  readonly named: readonly { readonly start: number; readonly end: number; readonly what: string }[];
  readonly forms: readonly { readonly start: number; readonly end: number; readonly what: string }[];
}

const read = new WeakMap<SourceFile, FileSecrets>();

function readFile(file: SourceFile, path: string, source: ContextSource, copied: FoundSecret[], values: FoundSecret[]): void {
  if (file.text === "" || isAside(path)) return;
  let secrets = read.get(file);
  if (!secrets) {
    secrets = secretsOfFile(file.text, path);
    read.set(file, secrets);
  }
  const related = [{ at: source.origin, message: "It is copied here." }];
  for (const { start, end, what } of secrets.named) {
    copied.push({
      what: `${file.path}, which is copied into the image, has ${what}`,
      short: `${what} in ${basename(file.path)}`,
      at: literalAt(file.path, { start, end }),
      open: false,
      related,
    });
  }
  for (const { start, end, what } of secrets.forms) {
    values.push({
      what: `${file.path}, which is copied into the image, has ${what}`,
      short: `${what} in ${basename(file.path)}`,
      at: literalAt(file.path, { start, end }),
      open: false,
      related,
    });
  }
}

/** In files made for settings and keys names count, in source only what is a token by its form. */
function secretsOfFile(text: string, path: string): FileSecrets {
  const kind = secretFileKind(path);
  const named: { start: number; end: number; what: string }[] = [];
  const forms: { start: number; end: number; what: string }[] = [];
  for (const hit of findTextSecrets(text, kind === undefined)) {
    if (hit.open || hit.dummy === "evident" || isComment(text, hit.start)) continue;
    if (hit.dummy === "weak" && kind === "config") continue;
    (kind === undefined || kind === "config" ? forms : named).push({ start: hit.start, end: hit.end, what: hit.what });
  }
  if (kind === undefined || kind === "key" || text.length > 200_000) return { named, forms };
  for (const { name, value, start, end } of findNamedValues(text)) {
    if (isDummy(value) || (kind === "config" && isUnlikely(name, value))) continue;
    if ([...named, ...forms].some((other) => other.start < end && start < other.end)) continue;
    named.push({ start, end, what: `a literal ${name}` });
  }
  const line = /^\s*(\S{4,200})\s*$/.exec(text)?.[1];
  if (
    /(?:passwords?|passwd|tokens?|secrets?)\.txt$|\.token$/i.test(path) &&
    line !== undefined &&
    named.length + forms.length === 0
  ) {
    const start = text.indexOf(line);
    named.push({ start, end: start + line.length, what: "a secret" });
  }
  if (/(?:^|\/)\.?(?:htpasswd|pgpass)$|\.(?:ht)?passwd$/.test(path) && named.length === 0 && /^[^\s:#]+:\S+/m.test(text))
    named.push({ start: 0, end: text.search(/\n|$/), what: "passwords" });
  if (/(?:^|\/)[._]netrc$/.test(path)) addNetrc(text, named);
  return { named, forms };
}

/** In a configuration file: a sentence, a caption, a type or the name of a field. */
function isUnlikely(name: string, value: string): boolean {
  const plain = value.toLowerCase().replaceAll(/[^a-z0-9]/g, "");
  const last = name.toLowerCase().split(/[._-]/).at(-1) ?? "";
  if (/\s/.test(value) || plain === "" || plain === name.toLowerCase().replaceAll(/[^a-z0-9]/g, "") || plain === last)
    return true;
  if (
    /^(?:string|str|text|required|optional|hidden|boolean|number|integer|object|input|varchar|secret|redacted|masked|plain|basic|bearer|null|any)$/.test(
      plain,
    )
  )
    return true;
  if (/[(){}<>]|^\/|^\w+\.\w+\.\w+$|^x+$|^\*+$/i.test(value)) return true;
  return /^(?:your|my|change|replace|enter|insert|put|add|set|todo)[-_ ]?/i.test(value) || /[-_]here$/i.test(value);
}

function isComment(text: string, at: number): boolean {
  const start = text.lastIndexOf("\n", at) + 1;
  return /^\s*(?:#|\/\/(?!\S+:_)|;|--(?!-)|\*)/.test(text.slice(start, Math.min(at, start + 200)));
}

function addNetrc(text: string, named: { start: number; end: number; what: string }[]): void {
  for (const match of text.matchAll(/\bpassword\s+(\S+)/g)) {
    const value = match[1] ?? "";
    if (!value.startsWith("$"))
      named.push({ start: match.index + match[0].length - value.length, end: match.index + match[0].length, what: "a password" });
  }
}

/** Files that COPY writes from here-documents. */
function heredocs(build: BuildModel): FoundSecret[] {
  const found: FoundSecret[] = [];
  for (const stage of build.stages) {
    if (!stage.steps.some((step) => step.heredocs.length > 0)) continue;
    for (const copy of copiesOf(stage, build.stages)) {
      for (const { heredoc } of copy.sources) {
        if (!heredoc) continue;
        for (const { name, value, start, end } of findNamedValues(heredoc.body.text)) {
          if (isDummy(value) || value.includes("$")) continue;
          const offset = heredoc.bodySpan.start;
          found.push({
            what: `a file that COPY writes has a literal ${name}`,
            short: `${name} in a here-document`,
            at: literalAt(build.dockerfile, { start: offset + start, end: offset + end }),
            open: false,
          });
        }
      }
    }
  }
  return found;
}
