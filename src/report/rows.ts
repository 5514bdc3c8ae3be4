import type { RowId } from "../rules/rule.ts";

interface RowTitle {
  readonly id: RowId;
  readonly title: string;
  /** Head of a column in the matrix. */
  readonly label: string;
  readonly short: string;
}

/** The checklist in its order. */
export const ROWS: readonly RowTitle[] = [
  { id: "base-image", title: "Base image pinned", label: "image", short: "img" },
  { id: "non-root", title: "Runs as non-root", label: "user", short: "user" },
  { id: "secrets", title: "No secrets baked in", label: "secrets", short: "secr" },
  { id: "read-only", title: "Read-only root filesystem", label: "r/o", short: "r/o" },
  { id: "capabilities", title: "Capabilities dropped", label: "caps", short: "caps" },
  { id: "privileges", title: "No extra privileges", label: "privs", short: "priv" },
  { id: "health-check", title: "Health check", label: "health", short: "hlth" },
  { id: "scanning", title: "Image scanned in CI", label: "scan", short: "scan" },
  { id: "dockerignore", title: "Build context filtered", label: "ignore", short: "ign" },
  { id: "image-size", title: "Small image", label: "size", short: "size" },
  { id: "init-process", title: "Init process", label: "init", short: "init" },
  { id: "logging", title: "Logs to stdout", label: "logs", short: "logs" },
  { id: "resource-limits", title: "Memory and CPU limits", label: "limits", short: "lims" },
];

export function rowTitle(id: RowId): string {
  return ROWS.find((row) => row.id === id)?.title ?? id;
}
