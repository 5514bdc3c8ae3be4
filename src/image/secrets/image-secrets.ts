import { createFates } from "../files/fate.ts";
import type { ImageConfig } from "../image-config.ts";
import type { LayerRecord } from "../layer/record.ts";
import { configSecrets } from "./config-secrets.ts";
import { rulesetOf } from "./rules/ruleset.ts";
import { mostOfFile, mostOfLayer } from "./layer-secret.ts";
import type { ImageSecret } from "./secret.ts";
import type { SecretSettings } from "./settings.ts";

/** All secrets of an image: of its configuration, of its history, of the files of every layer. */
export function imageSecrets(config: ImageConfig, layers: readonly LayerRecord[], settings: SecretSettings): ImageSecret[] {
  return unique([...configSecrets(config, rulesetOf(settings)), ...fileSecrets(layers)]);
}

function fileSecrets(layers: readonly LayerRecord[]): ImageSecret[] {
  const found: ImageSecret[] = [];
  let fateOf: ReturnType<typeof createFates> | undefined;
  for (const [layer, record] of layers.entries()) {
    if (record.secrets.length === 0) continue;
    const published = publishedIn(record);
    for (const { rule, title, severity, path, line, excerpt } of record.secrets) {
      if (published(path, rule)) continue;
      fateOf ??= createFates(layers.map(({ entries }) => entries));
      const place = { kind: "file", path, layer, ...(line === undefined ? {} : { line }), fate: fateOf(layer, path) } as const;
      found.push({ rule, title, severity, place, excerpt });
    }
  }
  return found;
}

/** Where more may lie than what is told. */
export function untoldSecrets(layers: readonly LayerRecord[]): string[] {
  return layers.flatMap(({ secrets }, layer) => {
    const notes = [];
    if (secrets.length >= mostOfLayer) notes.push(`layer ${layer + 1} may hold more secrets than the first ${mostOfLayer}`);
    const counts = new Map<string, number>();
    for (const { path } of secrets) counts.set(path, (counts.get(path) ?? 0) + 1);
    for (const [path, count] of counts)
      if (count >= mostOfFile) notes.push(`${path} of layer ${layer + 1} may hold more secrets than the first ${mostOfFile}`);
    return notes;
  });
}

/**
 * Whether a file came with a package of the distribution in this layer: what is in it is known to everybody. Files under
 * etc/ are edited where they lie: there only a guess that goes by a name is none.
 */
function publishedIn({ found }: LayerRecord): (path: string, rule: string) => boolean {
  let owned: Set<string> | undefined;
  return (path, rule) => {
    if (path.startsWith("etc/") && rule !== "config-secret") return false;
    owned ??= new Set(
      found.flatMap(({ result }) =>
        [...result.packages.flatMap(({ files = [] }) => files), ...(result.owned ?? []).flatMap(({ files }) => files)].map(
          underUsr,
        ),
      ),
    );
    return owned.has(underUsr(path));
  };
}

/** `lib/x` and `usr/lib/x` are one place in current distributions. */
function underUsr(path: string): string {
  return /^(?:lib(?:32|64|x32)?|bin|sbin)\//.test(path) ? `usr/${path}` : path;
}

function unique(secrets: readonly ImageSecret[]): ImageSecret[] {
  const seen = new Set<string>();
  return secrets.filter(({ rule, place, excerpt }) => {
    const key = JSON.stringify([rule, place, excerpt]);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
