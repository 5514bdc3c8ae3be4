import { isLogFileOption, isLogPath, isStandardStream, isSyslogDaemon } from "../catalog/log-paths.ts";
import type { ShellCommand } from "../parse/shell/tree.ts";
import type { Origin } from "../source/origin.ts";
import { basename, normalizePath, pathWithin } from "../util/path.ts";
import type { BuildModel } from "./build.ts";
import type { Project } from "./project.ts";
import { commandsOf, textOfRun } from "./run-commands.ts";
import { startCommands } from "./startup/commands.ts";
import type { Workload } from "./workload.ts";

/** A place that takes logs away from stdout and stderr. */
export interface LogTarget {
  /** `writes its log to /var/log/app.log` */
  readonly what: string;
  readonly at: Origin;
}

/** What the start of a workload and the volumes of its Dockerfile do to its logs. */
export function logTargets(workload: Workload, project: Project): LogTarget[] {
  const { build, inside } = workload;
  const linked = build ? linkedLogs(build) : (inside?.linkedLogs ?? new Set<string>());
  const expand = build ? (text: string): string => build.target.expand(text, undefined).text : (text: string): string => text;
  const targets: LogTarget[] = [];
  for (const { command, at, main } of startCommands(workload, project)) {
    const found = syslog(command) ?? logOption(command, linked, expand) ?? redirected(command, main, linked, expand);
    if (found) targets.push({ what: found.what, at: at(found.span) });
  }
  if (build) targets.push(...logVolumes(build, linked));
  for (const { path, at } of inside?.volumes ?? []) {
    if (keepsLogs(path, linked)) targets.push({ what: `keeps logs in a volume at ${path}`, at });
  }
  return targets;
}

type Found = { readonly what: string; readonly span: Origin["span"] } | undefined;

function syslog({ name, args, span }: ShellCommand): Found {
  const program = basename(name?.value ?? "");
  const [first] = args;
  const words = args.map(({ value }) => value);
  const daemon = isSyslogDaemon(program)
    ? program
    : program === "busybox" && isSyslogDaemon(first?.value ?? "")
      ? first?.value
      : program === "service" && words[1] === "start" && /^(?:r?syslog|syslog-ng)$/.test(first?.value ?? "")
        ? first?.value
        : undefined;
  // `syslogd -O /dev/stdout` and `-nO-` write to the container's own output.
  const toOutput = words.some(
    (word, index) => /^-[A-Za-z]*O/.test(word) && isStandardStream(word.replace(/^-[A-Za-z]*O/, "") || (words[index + 1] ?? "")),
  );
  return daemon === undefined || toOutput ? undefined : { what: `starts ${daemon}, which takes logs to files`, span };
}

/** `--log-file=PATH`, `--logpath PATH`, `-Dlogging.file.name=PATH`, `-c logging_collector=on`, `error_log PATH` in a directive. */
function logOption({ name, args }: ShellCommand, linked: ReadonlySet<string>, expand: (text: string) => string): Found {
  const program = basename(name?.value ?? "");
  for (const [index, word] of args.entries()) {
    const { value, span } = word;
    const next = args[index + 1];
    const equals = value.indexOf("=");
    const option = equals < 0 ? value : value.slice(0, equals);
    const written = equals < 0 ? next?.value : value.slice(equals + 1);
    const given = written?.includes("$") ? expand(written) : written;
    const place =
      equals < 0 && next ? { start: Math.min(span.start, next.span.start), end: Math.max(span.end, next.span.end) } : span;
    const names =
      isLogFileOption(option) ||
      /^(?:-D|--)logging\.file(?:\.(?:name|path))?$/.test(option) ||
      (/^--(?:logto2?|daemonize)$/.test(option) && program === "uwsgi");
    // `-l FILE` and the like mean a log only where the file is one.
    const may = /^(?:-[lLo]|--log|--output)$/.test(option) && given !== undefined && isLogPath(given) && !readers.has(program);
    if ((names || may) && given !== undefined && isFile(given, linked)) {
      return { what: `writes its log to ${given}`, span: place };
    }
    if (value === "--syslog" || value === "--log-syslog") return { what: "logs to syslog", span };
    if (/^(?:--)?logging[-_]collector=(?:on|true|yes|1)$/i.test(value))
      return { what: "collects its log in files (logging_collector)", span };
    const directive = program === "nginx" ? /(?:^|[;\s])(?:error|access)_log\s+([^\s;]+)/.exec(value)?.[1] : undefined;
    if (directive !== undefined && directive !== "stderr" && isFile(directive, linked))
      return { what: `writes its log to ${directive}`, span };
  }
  return undefined;
}

/** They read logs. */
const readers = new Set("tail cat less grep ls multitail logstash filebeat goaccess promtail fluent-bit vector".split(" "));

function isFile(text: string, linked: ReadonlySet<string>): boolean {
  const path = text.replaceAll(/^["']|["']$/g, "");
  return (path.includes("/") || path.endsWith(".log")) && !path.includes("://") && !isStandardStream(path) && !linked.has(path);
}

/** Steps that only write a file; where they point to says nothing of logs. */
const writers = new Set("echo printf cat touch date sed awk envsubst tee jq mkdir chown chmod openssl".split(" "));

function redirected(
  { name, redirects }: ShellCommand,
  main: boolean,
  linked: ReadonlySet<string>,
  expand: (text: string) => string,
): Found {
  const program = basename(name?.value ?? "");
  if (writers.has(program)) return undefined;
  for (const { operator, fd, target, span } of redirects) {
    const output = /^(?:>{1,2}|>\||&>{1,2})$/.test(operator) && (fd === undefined || fd === 1 || fd === 2);
    const path = target?.value.includes("$") ? expand(target.value) : (target?.value ?? "");
    if (!output || !isPlainPath(path)) continue;
    // The program itself with its output thrown away; of other steps that is usual.
    if (main && path === "/dev/null" && fd !== 2 && name !== undefined && program !== "exec")
      return { what: "throws its output away", span };
    if (isStandardStream(path) || linked.has(path)) continue;
    if (isLogPath(path) || /(?:^|[/._-])(?:logs?|nohup)\.(?:out|txt)$/.test(path) || (main && fd !== 2 && path.startsWith("/")))
      return { what: `sends its output to ${path}`, span };
  }
  return undefined;
}

function isPlainPath(text: string): boolean {
  return text !== "" && !/^[$&\d]/.test(text);
}

/** What ZooKeeper and Kafka call their log is their data. */
export function holdsData(path: string): boolean {
  return /^\/(?:var\/lib\/)?(?:zookeeper|kafka)(?:\/|$)/.test(path);
}

/** Paths that RUN steps link to the container's own output. */
function linkedLogs(build: BuildModel): Set<string> {
  const linked = new Set<string>();
  for (const stage of build.chain) {
    for (const step of stage.steps) {
      if (step.keyword !== "RUN" || !namesOutput(textOfRun(step))) continue;
      for (const { name, args } of commandsOf(step, stage)) {
        const words = args.map((word) => stage.expand(word.raw, step).text).filter((word) => !word.startsWith("-"));
        if (name?.value.endsWith("ln") && words.slice(0, -1).some(isStandardStream))
          linked.add(normalizePath(words.at(-1) ?? ""));
      }
    }
  }
  return linked;
}

function namesOutput(text: string): boolean {
  return text.includes("/dev/std") || text.includes("/fd/1") || text.includes("/fd/2");
}

function logVolumes(build: BuildModel, linked: ReadonlySet<string>): LogTarget[] {
  const targets: LogTarget[] = [];
  for (const stage of build.chain) {
    for (const step of stage.steps) {
      if (step.keyword !== "VOLUME") continue;
      for (const word of step.words) {
        const path = normalizePath(stage.expand(word.raw, step).text);
        if (!keepsLogs(path, linked)) continue;
        targets.push({
          what: `keeps logs in a volume at ${path}`,
          at: { file: build.dockerfile, span: word.span, how: "literal", via: [] },
        });
      }
    }
  }
  return targets;
}

function keepsLogs(path: string, linked: ReadonlySet<string>): boolean {
  return isLogPath(path) && !holdsData(path) && ![...linked].some((link) => pathWithin(path, link) !== undefined);
}
