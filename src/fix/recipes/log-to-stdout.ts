import { logTargets } from "../../model/log-targets.ts";
import { dirname, pathWithin } from "../../util/path.ts";
import { insertAfter, insertBefore } from "../dockerfile/edit.ts";
import { placeAsRoot } from "../dockerfile/place-as-root.ts";
import { runLines } from "../dockerfile/run-text.ts";
import { dockerfileOf } from "../dockerfile/target.ts";
import { familyOf } from "../dockerfile/user/family.ts";
import type { Outcome, Recipe, RecipeContext } from "../fix.ts";

/** Links a log file of the image to the container's own output. */
export const logToStdout: Recipe = { kind: "log-to-stdout", on: ["dockerfile", "compose"], render };

function render(context: RecipeContext): Outcome | undefined {
  const { workload, project, at } = context;
  const mount = workload.mounts.items.find(
    (item) => item.state === "known" && item.origin.file === at.file && item.origin.span.start === at.span.start,
  );
  if (mount?.state === "known") return advice(`keeps logs in a volume at ${mount.value.target}`);
  if (!workload.build) return undefined;
  const found = logTargets(workload, project).find(
    (target) => target.at.file === at.file && target.at.span.start === at.span.start,
  );
  const path = /^(?:writes its log|sends its output) to (\/[\w./@+-]+)$/.exec(found?.what ?? "")?.[1];
  if (path === undefined || path.startsWith("/dev/") || path.startsWith("/proc/")) return advice(found?.what ?? "");
  if (workload.mounts.items.some((item) => item.state === "known" && pathWithin(item.value.target, path) !== undefined)) {
    return { kind: "refused", reason: `a mount hides ${path}` };
  }
  const target = dockerfileOf(context);
  if ("reason" in target) return { kind: "refused", reason: target.reason };
  const { build, file } = target;
  const family = familyOf(build);
  if (family === undefined || family === "numeric" || family === "windows")
    return { kind: "refused", reason: "its base has no shell that could make a link" };
  const place = placeAsRoot(build, build.target);
  if (!place) return { kind: "refused", reason: "no step of the final stage runs as root" };
  const output = /err/i.test(path) ? "/dev/stderr" : "/dev/stdout";
  const lines = runLines([`mkdir -p ${dirname(path)}`, `ln -sf ${output} ${path}`], build.tree.escape);
  return {
    kind: "fix",
    fix: {
      title: `Link ${path} to ${output}`,
      safety: "unsafe",
      breaks: "what reads, rotates or truncates the log file",
      ops: [place.side === "before" ? insertBefore(file, place.instruction, lines) : insertAfter(file, place.instruction, lines)],
      intents: [{ kind: "dockerfile", file: file.path, change: "add", keyword: "RUN", stage: build.target.index }],
      notes: [],
      secrets: [],
    },
  };
}

/** Nobody knows here what the program calls its files, or how it is told to leave them alone. */
function advice(what: string): Outcome {
  const [, folder] = /^keeps logs in a volume at (.+)$/.exec(what) ?? [];
  return {
    kind: "advice",
    title: "Send the log to stdout",
    lines: folder === undefined ? linesFor(what) : linesForVolume(folder),
  };
}

function linesForVolume(folder: string): string[] {
  return [
    `Let the program log to stdout, or link its files there: RUN ln -sf /dev/stdout ${folder === "/" ? "" : folder}/NAME.log`,
    `Then take ${folder} out of the volumes: a volume hides the link, and what is kept in it grows without an end.`,
  ];
}

function linesFor(what: string): string[] {
  if (/syslog/.test(what))
    return [
      "Let the program log to stdout and take the syslog daemon away.",
      "Where only syslog will do, let busybox write it out: syslogd -n -O /dev/stdout",
    ];
  if (what.startsWith("throws its output away")) return ["Take the redirect to /dev/null away."];
  return ["Take the log-file option or the redirect away, and let the program write to stdout."];
}
