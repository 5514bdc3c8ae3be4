import { defineRule, notApplicable } from "./rule.ts";

export default defineRule({
  name: "unused-ignore",
  row: undefined,
  gates: false,
  preset: "default",
  severity: "low",
  confidence: "high",
  kinds: [],
  docs: {
    summary: "Remove ignores that ignore nothing",
    why: "An ignore that no longer matches hides the next finding at its place, and one whose date has passed is a promise that nobody kept.",
    fix: "Delete the comment or the configuration entry, correct the rule's name, or set a new date with a new reason.",
    derivation: "Attacker: none. Adds: a blind spot for a later mistake. Low.",
    limits: "Ignores of other tools are never reported: they may be there for that tool.",
    references: ["https://docs.astral.sh/ruff/rules/unused-noqa/"],
  },
  maps: {},
  // The engine finds these: only it knows which ignores were used.
  check: () => notApplicable("it speaks of ignores, not of workloads"),
  examples: [
    {
      title: "nothing to ignore",
      kind: "dockerfile",
      files: {
        Dockerfile: '# seaworthy: ignore[⟦image-tag⟧] -- pinned by the mirror\nFROM alpine:3.22\nUSER 10001\nCMD ["/app"]\n',
      },
      verdict: "fail",
    },
    {
      title: "the date has passed",
      kind: "dockerfile",
      files: {
        Dockerfile:
          '⟦# seaworthy: ignore[image-tag] until=2020-01-01 -- pinned by the mirror⟧\nFROM alpine:latest\nUSER 10001\nCMD ["/app"]\n',
      },
      verdict: "fail",
    },
    {
      title: "an ignore that is used",
      kind: "dockerfile",
      files: {
        Dockerfile: '# seaworthy: ignore[image-tag] -- pinned by the mirror\nFROM alpine:latest\nUSER 10001\nCMD ["/app"]\n',
      },
      verdict: "pass",
    },
  ],
});
