import { findLeaks, isFileName, type Leak } from "../model/context-leaks.ts";
import type { BuildModel } from "../model/build.ts";
import type { Workload } from "../model/workload.ts";
import { cannotKnow, defineRule, fail, notApplicable, pass, type Problem, type Result, type RuleContext } from "./rule.ts";

const compose = "services:\n  web:\n    build: .\n";

export default defineRule({
  name: "dockerignore",
  row: "dockerignore",
  gates: true,
  preset: "default",
  severity: "medium",
  confidence: "high",
  kinds: ["dockerfile", "compose"],
  docs: {
    summary: "Keep .env, .git and node_modules out of the build context",
    why: "`COPY . .` takes whatever lies in the context when somebody builds: the .env with real passwords, the whole history in .git, and modules of another platform. All of it can be read from the image, also when a later layer deletes it.",
    fix: "Write a .dockerignore at the context's top with `.env`, `.env.*`, `**/.env`, `.git` and `**/node_modules`, or copy named files only.",
    derivation:
      "Attacker: read access to the image. Adds: secrets and history of the machine that built it. Medium: whether they lie there depends on who builds.",
    limits:
      "It judges what the ignore file lets through, not what lies in the folder today. Git and archive contexts do not apply. A context that nothing states is the nearest folder upward that has all sources.",
    references: ["https://docs.docker.com/build/concepts/context/#dockerignore-files"],
  },
  maps: { cwe: [538] },
  check,
  examples: [
    {
      title: "no ignore file",
      kind: "dockerfile",
      files: { Dockerfile: "FROM alpine:3.22\nCOPY ⟦.⟧ /app\n", "app.py": "" },
      verdict: "fail",
    },
    {
      title: ".env is forgotten",
      kind: "compose",
      files: {
        "compose.yaml": compose,
        Dockerfile: "FROM node:22\nCOPY ⟦.⟧ /app\n",
        ".dockerignore": ".git\nnode_modules\n",
        "package.json": "{}",
      },
      verdict: "fail",
    },
    {
      title: "a folder that COPY names has its own .env",
      kind: "dockerfile",
      files: { Dockerfile: "FROM node:22\nCOPY ⟦api⟧ /app\n", ".dockerignore": ".env\n.git\n", "api/server.js": "" },
      verdict: "fail",
    },
    {
      title: "named files cannot hold them",
      kind: "dockerfile",
      files: { Dockerfile: "FROM alpine:3.22\nCOPY run.sh /run.sh\n", "run.sh": "#!/bin/sh\n" },
      verdict: "pass",
    },
    {
      title: "all three are out",
      kind: "compose",
      files: {
        "compose.yaml": compose,
        Dockerfile: "FROM node:22\nCOPY . /app\n",
        ".dockerignore": "**/.env\n.git\n**/node_modules\n",
        "package.json": "{}",
      },
      verdict: "pass",
    },
    {
      title: "everything is out but what is named",
      kind: "dockerfile",
      files: { Dockerfile: "FROM alpine:3.22\nCOPY . /app\n", ".dockerignore": "*\n!app.py\n", "app.py": "" },
      verdict: "pass",
    },
    {
      title: "an image is not built here",
      kind: "compose",
      files: { "compose.yaml": "services:\n  db:\n    image: postgres:17\n" },
      verdict: "n/a",
    },
    {
      title: "a source is nowhere",
      kind: "dockerfile",
      files: { Dockerfile: "FROM alpine:3.22\nCOPY out /app\nCOPY gone.txt /\n" },
      verdict: "unknown",
    },
  ],
});

function check(workload: Workload, context: RuleContext): Result {
  const { build, buildGap } = workload;
  if (!build) return buildGap === undefined ? notApplicable("it is not built here") : judgeGap(buildGap, workload);
  if (build.context.kind === "remote") return notApplicable("the context is not a folder");
  if (build.sources.length === 0) return pass("nothing is copied from the context", build.target.from);
  if (build.context.kind === "unknown") {
    const harmless = build.sources.every(
      ({ path, unknown }) => unknown.length === 0 && isFileName(path) && !/(?:^|\/)\.env$/.test(path),
    );
    return harmless
      ? pass("only named files are copied", ...build.sources.map(({ origin }) => origin))
      : cannotKnow(build.context.reason, build.context.origin);
  }
  if (build.ignore?.unread === true) return cannotKnow(`${build.ignore.path} could not be read`, build.context.origin);
  const leaks = findLeaks(build.sources, build.context, build.ignore, context.project.tree);
  if (leaks.length === 0) return pass(passReason(build), ...build.sources.slice(0, 1).map(({ origin }) => origin));
  return fail(failReason(leaks, build), problemsOf(leaks, build, workload));
}

function judgeGap(gap: string, workload: Workload): Result {
  return /remote/.test(gap) ? notApplicable("the context is not a folder") : cannotKnow(gap, workload.anchor);
}

function passReason(build: BuildModel): string {
  return build.ignore?.path === undefined
    ? "what is copied cannot contain .env, .git or node_modules"
    : `${build.ignore.path} keeps .env, .git and node_modules out`;
}

function failReason(leaks: readonly Leak[], build: BuildModel): string {
  const paths = leaks.map((leak) => leak.path);
  const list = paths.length > 3 ? `${paths.slice(0, 3).join(", ")} and ${paths.length - 3} more` : paths.join(", ");
  return build.ignore?.path === undefined
    ? `no .dockerignore: nothing keeps ${list} out`
    : `${build.ignore.path} does not keep ${list} out`;
}

/** One finding for each source that lets something in. */
function problemsOf(leaks: readonly Leak[], build: BuildModel, workload: Workload): Problem[] {
  const bySource = new Map<Leak["source"], Leak[]>();
  for (const leak of leaks) bySource.set(leak.source, [...(bySource.get(leak.source) ?? []), leak]);
  return [...bySource].map(([source, mine]) => {
    const place = build.ignore?.path;
    return {
      message: `What ${workload.name} copies can contain ${listNames(mine)}: ${place === undefined ? "there is no .dockerignore" : `${place} does not keep it out`}.`,
      at: source.origin,
      ...(place === undefined
        ? {}
        : {
            related: [
              { at: { file: place, span: { start: 0, end: 0 }, how: "literal" as const, via: [] }, message: "the ignore file" },
            ],
          }),
      remedies: [{ kind: "extend-dockerignore", title: "Keep them out of the context", safety: "safe" as const }],
    };
  });
}

function listNames(leaks: readonly Leak[]): string {
  const paths = leaks.map((leak) => leak.path);
  return paths.length > 3 ? `${paths.slice(0, 3).join(", ")} and more` : paths.join(", ");
}
