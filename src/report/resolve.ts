import type { WorkloadKind } from "../model/workload.ts";
import type { RowId } from "../rules/rule.ts";

interface Way {
  readonly when: RegExp;
  readonly how: string;
}

/** What makes an unknown known, by what the reason speaks of; the first that fits. */
const WAYS: readonly Way[] = [
  { when: /env[_ ]file|\.env\b/i, how: "add the env file, or --env-file" },
  { when: /variable|\$\{?[A-Za-z_]|without (?:a )?(?:value|default)|not set/i, how: "give it a default, or --env" },
  { when: /\b(?:ARG|build arg)/i, how: "give the ARG a default" },
  { when: /workflow|pipeline|\bCI\b|scan/i, how: "name the image in the scan step" },
  { when: /capabilit/i, how: "seaworthy prove" },
  { when: /entrypoint|init|PID 1|--init/i, how: "init: true, or seaworthy lock" },
  { when: /image|base|catalog|reference/i, how: "seaworthy lock, or --engine" },
  { when: /context/i, how: "state the build context in a Compose file" },
  { when: /include|extends|overlay|override|missing|not found/i, how: "add the file, or name it with -f" },
];

const BY_ROW: Partial<Record<RowId, string>> = {
  "base-image": "give the variable a default, or --env",
  "non-root": "seaworthy lock, or --engine",
  "health-check": "seaworthy lock, or --engine",
  "image-size": "seaworthy lock, or --engine",
  "init-process": "init: true, or seaworthy lock",
  capabilities: "seaworthy prove",
};

/** What would turn an unknown row into an answer; undefined where nothing general can be said. */
export function waysToKnow(row: RowId, reason: string, kind: WorkloadKind): string | undefined {
  // Nothing in a repository tells more of an image that was read itself.
  if (kind === "image") return undefined;
  return WAYS.find((way) => way.when.test(reason))?.how ?? BY_ROW[row];
}
