import type { Content } from "../package.ts";
import type { TarEntry } from "../tar/entry.ts";
import type { LayerSecret } from "./layer-secret.ts";
import { rulesetOf } from "./rules/ruleset.ts";
import { scanLayer } from "./scan/layer-scan.ts";
import { findUtf16Files } from "./scan/utf16-files.ts";
import { readSecretFile, readsContent, secretFileOf } from "./secret-file.ts";
import type { SecretSettings } from "./settings.ts";
import { uniqueSecrets } from "./unique.ts";
import { toUtf8 } from "./utf16.ts";

/** Looks for secrets while a layer is read. */
export interface LayerSecrets {
  /** Called once for each entry: whether its content is to be given to `read`. */
  readonly wants: (entry: TarEntry) => boolean;
  readonly read: (entry: TarEntry, content: Content) => void;
  /** All bytes of the plain archive in their order. */
  readonly push: (piece: Uint8Array) => void;
  readonly end: () => LayerSecret[];
}

/** `entries` grows while the layer is read. */
export function openSecrets(entries: readonly TarEntry[], settings: SecretSettings): LayerSecrets {
  const ruleset = rulesetOf(settings);
  const scan = scanLayer(entries, ruleset);
  const inFiles: LayerSecret[] = [];
  const utf16 = findUtf16Files(entries, (entry, bytes) => {
    const text = toUtf8(bytes);
    const inText = scanLayer([{ ...entry, offset: 0, size: text.length }], ruleset, text.length);
    inText.push(text);
    inFiles.push(...inText.end().map((secret) => ({ ...secret, offset: entry.offset })));
  });
  return {
    wants(entry) {
      const file = secretFileOf(entry, ruleset);
      if (!file) return false;
      if (readsContent(file, entry.size)) return true;
      inFiles.push(...readSecretFile(file, entry, undefined, ruleset));
      return false;
    },
    read(entry, content) {
      const file = secretFileOf(entry, ruleset);
      if (!file || !readsContent(file, entry.size)) return;
      inFiles.push(...readSecretFile(file, entry, toUtf8(content.read(0, content.size)), ruleset));
    },
    push(piece) {
      scan.push(piece);
      utf16.push(piece);
    },
    end: () => uniqueSecrets(inOrderOfRules([...scan.end(), ...inFiles])),
  };
}

/** A token that is known by its form says more than the file or the name beside it; a file says more than a name. */
function inOrderOfRules(found: readonly LayerSecret[]): LayerSecret[] {
  const rank = ({ rule }: LayerSecret): number =>
    rule === "env-secret" || rule === "config-secret" ? 2 : rule === "url-password" ? 1 : 0;
  return found.toSorted((a, b) => rank(a) - rank(b));
}
