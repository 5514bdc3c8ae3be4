import type { Rule, RuleMaps } from "../../rules/rule.ts";
import type { SourceFile } from "../../source/source-file.ts";
import { isPast } from "./day.ts";
import type { CheckerComment } from "./comments.ts";

type Peer = "hadolint" | "trivy" | "checkov" | "buildkit";

/** An ignore that was written for another checker. */
export interface PeerIgnore {
  readonly comment: CheckerComment;
  readonly scope: "line" | "file";
  readonly peer: Peer;
  readonly ids: readonly string[];
  readonly justification: string;
}

/** The peers' ignores in a comment; those that have expired are left out. `leading`: only comments stand before it. */
export function parsePeerIgnores(comment: CheckerComment, file: SourceFile, leading: boolean, now: string): PeerIgnore[] {
  const text = comment.text.replace(/^[\s#]+/, "");
  const found: PeerIgnore[] = [];
  const add = (scope: PeerIgnore["scope"], peer: Peer, ids: readonly string[], reason = ""): void => {
    const written = `# ${text}`.slice(0, 120);
    found.push({ comment, scope, peer, ids, justification: reason.trim() === "" ? written : reason.trim() });
  };
  if (file.kind === "dockerfile") {
    const hadolint = /^hadolint\s+(global\s+)?ignore\s*=\s*([A-Za-z0-9, \t]+)/.exec(text);
    if (hadolint) add(hadolint[1] ? "file" : "line", "hadolint", splitIds(hadolint[2]));
    const check = leading ? /^check\s*=(.*)$/.exec(text) : null;
    for (const option of check?.[1]?.split(";") ?? []) {
      const skip = /^\s*skip\s*=(.*)$/.exec(option);
      if (skip) add("file", "buildkit", splitIds(skip[1]));
    }
  }
  for (const match of text.matchAll(/trivy:ignore:([A-Za-z0-9-]+)(?::exp:(\d{4}-\d{2}-\d{2}))?/g)) {
    if (match[2] === undefined || !isPast(match[2], now)) add("line", "trivy", splitIds(match[1]));
  }
  const checkov = /^(?:checkov|bridgecrew):skip\s*=\s*([A-Za-z0-9_,]+)(?::(.*))?/.exec(text);
  if (checkov) add("file", "checkov", splitIds(checkov[1]), checkov[2]);
  return found;
}

function splitIds(text: string | undefined): string[] {
  return (text ?? "").split(/[\s,]+/).filter((id) => id !== "");
}

/** Finds our rules by a peer's id, through the rules' `maps`. */
export function peerLookup(rules: readonly Rule[]): (peer: Peer, id: string) => ReadonlySet<string> {
  const byId = new Map<string, Set<string>>();
  const peers: readonly (Peer & keyof RuleMaps)[] = ["hadolint", "trivy", "checkov", "buildkit"];
  for (const rule of rules) {
    for (const peer of peers) {
      for (const id of rule.maps[peer] ?? []) {
        const key = keyOf(peer, id);
        const names = byId.get(key);
        if (names) names.add(rule.name);
        else byId.set(key, new Set([rule.name]));
      }
    }
  }
  return (peer, id) => byId.get(keyOf(peer, id)) ?? new Set();
}

/** Trivy writes one id in several ways: `AVD-DS-0002`, `DS-0002`, `DS002`. */
function keyOf(peer: Peer, id: string): string {
  const plain = id.toLowerCase();
  if (peer !== "trivy") return `${peer} ${plain}`;
  const parts = /^(?:avd-)?([a-z]+)-?0*(\d+)$/.exec(plain);
  return `trivy ${parts ? `${parts[1]}${parts[2]}` : plain}`;
}
