import type { Workload } from "../model/workload.ts";
import { normalizePath, pathWithin } from "../util/path.ts";
import { cannotKnow, defineRule, fail, notApplicable, pass, type Problem, type Result } from "./rule.ts";

export default defineRule({
  name: "tmpfs-for-writes",
  row: "read-only",
  gates: false,
  preset: "default",
  severity: "low",
  confidence: "medium",
  kinds: ["compose", "run"],
  docs: {
    summary: "Give a read-only container a tmpfs for each path that it writes",
    why: "Under a read-only root a program that cannot write its pid file, socket or cache stops at the start or fails later, and the usual answer is to make the root writable again.",
    fix: "Add the paths to `tmpfs` (`--tmpfs`), with `uid=` and `mode=` where the program is not root. A path that holds files of the image needs a volume instead: a tmpfs hides them.",
    derivation: "Attacker: none needed. Adds: a start that fails. Low and advisory: it keeps the protection of the row in use.",
    limits:
      "It speaks of images whose paths are known, with their own configuration; `seaworthy prove` finds them by experiment for any image.",
    references: [
      "https://docs.docker.com/engine/storage/tmpfs/",
      "https://docs.docker.com/reference/compose-file/services/#tmpfs",
    ],
  },
  maps: {},
  check,
  examples: [
    {
      title: "nginx cannot write its pid and cache",
      kind: "compose",
      files: { "compose.yaml": "services:\n  web:\n    image: nginx:1.27\n    read_only: ⟦true⟧\n    tmpfs: [/tmp]\n" },
      verdict: "fail",
    },
    {
      title: "all paths are there",
      kind: "compose",
      files: {
        "compose.yaml":
          'services:\n  web:\n    image: nginx:1.27\n    read_only: true\n    tmpfs: [/tmp, "/run:mode=755"]\n    volumes:\n      - cache:/var/cache\nvolumes:\n  cache:\n',
      },
      verdict: "pass",
    },
    {
      title: "the root is writable",
      kind: "compose",
      files: { "compose.yaml": "services:\n  web:\n    image: nginx:1.27\n" },
      verdict: "n/a",
    },
    {
      title: "nobody knows what it writes",
      kind: "compose",
      files: { "compose.yaml": "services:\n  app:\n    image: registry.example.com/app:1\n    read_only: true\n" },
      verdict: "unknown",
    },
    {
      title: "a run line lacks a path",
      kind: "run",
      files: { "run.sh": "docker run ⟦--read-only⟧ --tmpfs /tmp nginx:1.27\n" },
      verdict: "fail",
    },
    {
      title: "a run line has them",
      kind: "run",
      files: { "run.sh": "docker run --read-only --tmpfs /tmp --tmpfs /run -v cache:/var/cache/nginx nginx:1.27\n" },
      verdict: "pass",
    },
  ],
});

function check(workload: Workload): Result {
  const { readOnlyRoot, facts, build, name } = workload;
  if (readOnlyRoot.state !== "known" || !readOnlyRoot.value) return notApplicable("the root filesystem is not read-only");
  // What is built on an image may write anything.
  const needed = build || facts?.kind === "base" || facts?.kind === "runtime" ? undefined : facts?.writable;
  if (!needed) return cannotKnow("nobody knows which paths it writes", readOnlyRoot.origin);
  const covered = writablePaths(workload);
  const missing = [...needed, ...(facts?.copyUp ?? [])]
    .map((entry) => entry.split(":")[0] ?? entry)
    .filter((path) => !covered.some((folder) => pathWithin(folder, canonical(path)) !== undefined));
  if (missing.length === 0) return pass("what it writes is on a tmpfs or a volume");
  if (!workload.mounts.complete || !workload.tmpfs.complete)
    return cannotKnow("not all mounts are known", workload.mounts.origin);
  const problem: Problem = {
    message: `${name} has a read-only root but nothing to write at ${missing.join(", ")}.`,
    at: readOnlyRoot.origin,
    remedies: [
      {
        kind: "add-tmpfs",
        title: `Add a tmpfs or a volume for ${missing.join(", ")}`,
        safety: "unsafe",
        breaks: "a tmpfs hides what the image has at that path and is empty after a restart",
        data: { paths: missing },
      },
    ],
  };
  return fail(`no tmpfs or volume at ${missing.join(", ")}`, [problem]);
}

function writablePaths({ tmpfs, mounts, facts }: Workload): string[] {
  const paths = ["/dev/shm", "/dev"];
  for (const item of tmpfs.items) if (item.state === "known") paths.push(item.value.split(":")[0] ?? "");
  for (const item of mounts.items) if (item.state === "known" && !item.value.readOnly) paths.push(item.value.target);
  // VOLUME of the image: an anonymous volume, writable whatever the root is.
  paths.push(...(facts?.volumes ?? []));
  return paths.map(canonical);
}

function canonical(path: string): string {
  return normalizePath(path).replace(/^\/var\/run(?=\/|$)/, "/run");
}
