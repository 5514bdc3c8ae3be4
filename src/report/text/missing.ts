/** What to write for a setting that is absent, in the words of a Compose file. Others are named by their rule. */
const SETTINGS: Readonly<Record<string, string>> = {
  "image-tag": "image version",
  "image-digest": "image digest",
  "non-root-user": "user",
  "read-only-root": "read_only",
  "tmpfs-for-writes": "tmpfs",
  "drop-capabilities": "cap_drop ALL",
  "no-new-privileges": "no-new-privileges",
  healthcheck: "healthcheck",
  "ci-image-scan": "image scan in CI",
  dockerignore: ".dockerignore",
  "multi-stage": "multi-stage build",
  "slim-base": "slim base",
  "init-process": "init",
  "log-rotation": "log rotation",
  "memory-limit": "memory limit",
  "cpu-limit": "CPU limit",
  "pids-limit": "pids limit",
};

/** The order of the checklist, in which people look for settings. */
export function bySetting(a: string, b: string): number {
  const order = Object.values(SETTINGS);
  return order.indexOf(a) - order.indexOf(b);
}

/** The words for what is absent; undefined for rules that are about something written. */
export function missingSetting(rule: string): string | undefined {
  return SETTINGS[rule];
}
