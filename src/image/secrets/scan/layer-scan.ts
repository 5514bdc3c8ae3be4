import type { TarEntry } from "../../tar/entry.ts";
import { excerptOf } from "../excerpt.ts";
import { judgeAnchor } from "../judge.ts";
import { mostOfFile, type LayerSecret } from "../layer-secret.ts";
import { isHarmlessPlace, isShipped } from "../places.ts";
import type { SecretRule } from "../rules/rule.ts";
import { defaultReach, type Ruleset } from "../rules/ruleset.ts";
import { bytesThatTell, findFiles, trackProgress } from "./current-file.ts";
import { createWindowReader, type Held } from "./window.ts";

/** Looks for secrets of a known form in all bytes of a layer. */
export interface LayerScan {
  /** The next bytes of the plain archive; the entries of all files in them must be known before. */
  readonly push: (chunk: Uint8Array) => void;
  readonly end: () => readonly LayerSecret[];
}

interface FileState {
  readonly entry: TarEntry;
  readonly harmless: boolean;
  readonly shipped: boolean;
  found: number;
}

/** `step` as for windows. */
export function scanLayer(entries: readonly TarEntry[], ruleset: Ruleset, step?: number): LayerScan {
  const files = findFiles(entries);
  const progress = trackProgress();
  const found: LayerSecret[] = [];
  let state: FileState | undefined;

  const stateOf = (entry: TarEntry): FileState => {
    if (state?.entry !== entry) {
      const { path } = entry;
      const harmless = isHarmlessPlace(path) || ruleset.isAllowedPath(path);
      state = { entry, harmless, shipped: isShipped(path), found: 0 };
    }
    return state;
  };

  const look = (rule: SecretRule, at: number, length: number, held: Held): void => {
    const { bytes, base, filled } = held;
    if (rule.needs && !follows(bytes, at + length, Math.min(filled, at + length + rule.needs.within), rule.needs.byte)) return;
    const entry = files.at(base + at);
    if (!entry) return;
    const file = stateOf(entry);
    if (file.harmless || file.found >= mostOfFile || (rule.own === true && file.shipped)) return;
    if (rule.path?.test(entry.path) === false) return;
    const binary = progress.isBinary(entry, held);
    if (binary && !rule.binary) return;
    const from = Math.max(entry.offset - base, at - ruleset.behind);
    const to = Math.min(entry.offset + entry.size - base, at + length + (rule.reach ?? defaultReach));
    const text = bytes.toString("latin1", from, to);
    const secret = judgeAnchor(rule, text, at - from, ruleset);
    if (!secret) return;
    file.found++;
    found.push({
      rule: rule.id,
      title: rule.title,
      severity: rule.severity,
      path: entry.path,
      offset: entry.offset,
      start: base + from + secret.start - entry.offset,
      end: base + from + secret.end - entry.offset,
      ...(binary ? {} : { line: progress.lineAt(entry, from + secret.from, held) }),
      excerpt: excerptOf(text, secret, rule.anchors),
    });
  };

  const reader = createWindowReader({
    table: ruleset.anchors,
    behind: ruleset.behind,
    ahead: Math.max(ruleset.ahead, bytesThatTell),
    hit: (owner, at, length, held) => {
      const rule = ruleset.rules[owner];
      if (rule) look(rule, at, length, held);
    },
    discard: (before, done, held) => {
      const entry = files.at(held.base + done);
      if (entry && entry.offset < held.base + before) progress.discard(entry, before, held);
    },
    ...(step === undefined ? {} : { step }),
  });
  return {
    push: reader.push,
    end: () => {
      reader.end();
      return found;
    },
  };
}

/** Whether a byte stands there before a blank or a quote does. */
function follows(bytes: Uint8Array, from: number, to: number, wanted: string): boolean {
  const code = wanted.charCodeAt(0);
  for (let at = from; at < to; at++) {
    const byte = bytes[at] ?? 0;
    if (byte === code) return true;
    if (byte <= 32 || byte === 34 || byte === 39 || byte >= 127) return false;
  }
  return false;
}
